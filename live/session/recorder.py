"""What is heard, in sound files: of a whole performance, or numbered ones from ``record`` 1 to ``record`` 0."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from distill import audio
from distill.errors import DistillError
from live.engine.engine import Block
from live.session.background_writer import WriteBehind

ENCODING = "PCM_24"


class SoundFileWriter:
    """A listener that writes what is heard to a new file; use it as a context.

    While the disk takes nothing, the sound waits, and ``trouble`` says so; what has waited for too long ends there.

    Raises:
        DistillError: it cannot be written there.
    """

    def __init__(self, path: Path, channels: int, subtype: str | None = None) -> None:
        self.path = path
        self._lost = ""
        self._closed = False
        self._stack = ExitStack()
        self._append = self._stack.enter_context(
            audio.writing(path, channels=channels, subtype=subtype, generated=True, opened=self._opened)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def trouble(self) -> str:
        """Why it is not written now, or not whole; empty where all is well."""
        why = self._lost or self._disk.trouble
        if self._disk.full or (self._closed and why):
            return f"{self.path.name} ends too soon: {why or 'too much waited for the disk'}"
        return f"{self.path.name} waits in memory: {why}" if why else ""

    def on_block(self, block: Block) -> None:
        """Write one frame."""
        if self._disk.full:
            self._disk.tend()
        else:
            self._append(block.samples.numpy())

    def close(self) -> None:
        """End the file."""
        try:
            self._stack.close()
        except (DistillError, OSError) as error:
            self._lost = str(error).rstrip(".")
        self._closed = True

    def _opened(self, path: Path) -> WriteBehind:
        self._disk = WriteBehind(path)
        return self._disk


class Recorder:
    """A listener that begins and ends files in ``folder``; use it as a context.

    Messages say when, never where: whoever can reach the port cannot write to a place of their choice. What goes
    wrong is said in ``news``, and the performance goes on.
    """

    def __init__(self, folder: Path, channels: int) -> None:
        self.news = ""
        """The last thing that happened, for whoever watches."""
        self.trouble = ""
        """What is wrong with it, while it is."""
        self._folder = folder
        self._channels = channels
        self._file: SoundFileWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def on_block(self, block: Block) -> None:
        """Obey what is said in one frame, and write the frame if it is to be written."""
        for event in block.events:
            if event.name == "record":
                self._end()
                if event.value:
                    self._begin()
        if self._file:
            self._file.on_block(block)
            self.trouble = self._file.trouble

    def _begin(self) -> None:
        """Begin a file under the next free name."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            number = 1
            while (path := self._folder / f"take-{number}.wav").exists():
                number += 1
            self._file = SoundFileWriter(path, self._channels, ENCODING)
            self.news, self.trouble = f"recording {path.name}", ""
        except (DistillError, OSError) as error:
            self.news = self.trouble = f"not recorded: {error}"

    def _end(self) -> None:
        if self._file:
            self._file.close()
            self.trouble = self._file.trouble
            self.news = self.trouble or f"recorded {self._file.path}"
            self._file = None
