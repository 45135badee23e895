"""What is heard, in numbered sound files: from ``record`` 1 to ``record`` 0."""

from collections.abc import Generator
from pathlib import Path
from typing import Self

from distill import audio
from distill.errors import DistillError
from live.engine import Block

ENCODING = "PCM_24"


class Captures:
    """A listener that begins and ends files in ``folder``; use it as a context.

    Messages say when, never where: whoever can reach the port cannot write to a place of their choice. What goes
    wrong is said in ``news``, and the performance goes on.
    """

    def __init__(self, folder: Path, channels: int) -> None:
        self.news = ""
        """The last thing that happened, for whoever watches."""
        self._folder = folder
        self._channels = channels
        self._file: Generator[None, Block | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._send(None)

    def hear(self, block: Block) -> None:
        """Obey what is said in one frame, and write the frame if it is to be written."""
        for event in block.events:
            if event.name == "record":
                self._send(None)
                if event.value:
                    self._file = self._written()
                    self._send(None)
        self._send(block)

    def _written(self) -> Generator[None, Block | None]:
        """A file under the next free name: ``None`` begins it, ``None`` ends it, blocks go between."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = 1
        while (path := self._folder / f"take-{number}.wav").exists():
            number += 1
        with audio.writing(path, channels=self._channels, subtype=ENCODING, generated=True) as write:
            self.news = f"recording {path.name}"
            while (block := (yield)) is not None:
                write(block.samples.numpy())
        self.news = f"recorded {path}"

    def _send(self, block: Block | None) -> None:
        if self._file is None:
            return
        try:
            self._file.send(block)
        except StopIteration:
            self._file = None
        except (DistillError, OSError) as error:
            self._file = None
            self.news = f"not recorded: {error}"
