"""Sound files of a performance: one of all of it, and numbered takes from ``record`` 1 to ``record`` 0."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from distill import audio
from distill.errors import DistillError
from live.engine.state import Block
from live.session.background_writer import WriteBehind

ENCODING = "PCM_24"


class SoundFileWriter:
    """Listener that writes played samples to a new sound file; a context manager.

    While the disk refuses writes, samples are queued in memory, and ``trouble`` says so; if too many are, the file
    ends there.

    Args:
        path: file to write, its format by suffix.
        channels: 1 or 2.
        subtype: sample format as libsndfile names it, such as ``PCM_24``; the format's default if ``None``.

    Raises:
        DistillError: the file cannot be written.
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
        """Reason why the file is delayed or incomplete; empty if it is neither."""
        why = self._lost or self._disk.trouble
        if self._disk.full or (self._closed and why):
            return f"{self.path.name} ends too soon: {why or 'too much waited for the disk'}"
        return f"{self.path.name} waits in memory: {why}" if why else ""

    def on_block(self, block: Block) -> None:
        """Write the samples of one frame."""
        if self._disk.full:
            self._disk.retry()
        else:
            self._append(block.samples)

    def close(self) -> None:
        """Close the file; ``trouble`` is not empty if it is incomplete."""
        try:
            self._stack.close()
        except (DistillError, OSError) as error:
            self._lost = str(error).rstrip(".")
        self._closed = True

    def _opened(self, path: Path) -> WriteBehind:
        self._disk = WriteBehind(path)
        return self._disk


class Recorder:
    """Listener that starts and ends takes in ``folder`` on ``record`` events; a context manager.

    Events have no path: whoever can reach the OSC port cannot choose the file. Errors are kept in ``news``, and the
    performance continues.
    """

    def __init__(self, folder: Path, channels: int) -> None:
        self.news = ""
        """Last message for the user; empty before the first."""
        self.trouble = ""
        """Current error; empty if there is none."""
        self._folder = folder
        self._channels = channels
        self._file: SoundFileWriter | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def on_block(self, block: Block) -> None:
        """Apply the ``record`` events of one frame, and write its samples while a take is recorded."""
        for event in block.events:
            if event.name == "record":
                self._end()
                if event.value:
                    self._begin()
        if self._file:
            self._file.on_block(block)
            self.trouble = self._file.trouble

    def _begin(self) -> None:
        """Start a take in the next free ``take-N.wav``."""
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
