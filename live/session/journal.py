"""Journal of a performance: a header line, then one line of JSON for each applied event, written while it plays."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, FailFast, Field

from distill.errors import DistillError
from distill.io import reading
from distill.io.files import FileKind, check_writable
from live.aliases import renamed
from live.controls import ControlEvent
from live.engine.state import Block
from live.session.background_writer import WriteBehind
from live.session.performance_header import PerformanceHeader

FRAMES_BETWEEN_LENGTHS = 50
"""Period at which the length so far is written while no event occurs; a crash loses at most that much."""
LONGEST_FRAMES = 100_000_000
"""Limit on a performance when read: more than eleven days."""
LARGEST = 1 << 28
"""Limit on a journal when read, in bytes."""
LONGEST_LINE = 1 << 16
"""The same of a line, which holds one event."""
FRAMES_BETWEEN_SYNCS = 100
"""Period of fsync; a power cut loses about that much."""
LOG_ONE = "Log one: distill live --journal"
"""Advice where there is no performance to read."""

LONGEST_HEADER = 1 << 16
"""Bytes of the first line that are searched for the format's name."""


class JournalError(DistillError):
    """A performance log cannot be read or written."""


def _is_own(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b'"distill-performance"' in file.readline(LONGEST_HEADER)
    except OSError:
        return False


JOURNAL = FileKind("the log of a performance", _is_own)


def check_journal(path: Path) -> None:
    """Check that a journal may be written to ``path``, before anything is played.

    Raises:
        DistillError: another kind of file is there, or the folder cannot be written to.
    """
    check_writable(path, JOURNAL)


class JournalLine(BaseModel):
    """One line after the header: an applied event, or (without a name) the number of frames so far."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    frame: Annotated[int, Field(ge=0, le=LONGEST_FRAMES)]
    name: str | None = None
    value: float | None = None
    arguments: Annotated[tuple[float, ...], FailFast()] = ()
    text: str = ""
    offset: Annotated[int, Field(ge=0)] | None = None


@dataclass(frozen=True, slots=True)
class Performance:
    """A performance: model, seed, and the events applied in each frame."""

    header: PerformanceHeader
    frames: int
    events: Mapping[int, Sequence[ControlEvent]]
    """Events by the frame in which they took effect, in the order they were applied."""

    @property
    def seconds(self) -> float:
        """Duration in seconds."""
        return self.frames * self.header.hop / self.header.sample_rate

    @property
    def marks(self) -> list[int]:
        """Frames of the ``mark`` events, ascending."""
        return [frame for frame in sorted(self.events) for event in self.events[frame] if event.name == "mark"]

    def save(self, path: Path) -> None:
        """Write the performance to ``path`` as a journal for ``distill render``.

        Raises:
            JournalError: it cannot be written there.
        """
        with JournalWriter(path, self.header) as writer:
            for frame in range(self.frames):
                writer.log(frame, self.events.get(frame, ()))


class JournalWriter:
    """Journal written while its performance plays; a context manager.

    An older journal at the same path is renamed. While the disk refuses writes they are queued in memory, and
    ``trouble`` says so. An incomplete journal is a valid journal of a shorter performance.

    Raises:
        JournalError: the file cannot be written; or, on leaving the context, not completely.
    """

    def __init__(self, path: Path, header: PerformanceHeader) -> None:
        check_journal(path)
        self.kept = None
        """New path of the older journal, if there was one."""
        self._path = path
        self._rate = header.sample_rate / header.hop
        self._length = 0
        self._frames_on_disk = 0
        """Frames written to disk."""
        self._length_written = 0
        self._synced = 0
        self._closed = False
        try:
            self.kept = _rename_older(path)
            self._file = WriteBehind(path)
            self._put(header.model_dump())
            if self._file.trouble:
                self._file.close()
                path.unlink()
                raise OSError(0, self._file.trouble)  # noqa: TRY301 - as if the file had been refused
        except OSError as error:
            if self.kept:
                self.kept.rename(path)
            raise JournalError(f"Cannot write {path}: {error.strerror}. Choose another place.") from error

    @property
    def trouble(self) -> str:
        """Reason why the journal is delayed or has ended early; empty if neither."""
        why = self._file.trouble
        if self._file.full or (self._closed and why):
            end = self._length if self._file.full else self._frames_on_disk
            why = why or "too much waited for the disk"
            return f"the log {self._path.name} ends at {end / self._rate:.1f} s: {why}"
        return f"the log {self._path.name} waits in memory: {why}" if why else ""

    def write(self, block: Block) -> None:
        """Log the events of one frame; a listener of ``DeviceHost``."""
        self.log(block.frame, block.events)

    def log(self, frame: int, events: Sequence[ControlEvent]) -> None:
        """Log ``events`` of frame number ``frame``."""
        if self._file.full:
            self._file.retry()
            return
        self._length = frame + 1
        for event in events:
            line = JournalLine(
                frame=frame, name=event.name, value=event.value, arguments=event.arguments, text=event.text,
                offset=event.offset,
            )  # fmt: skip
            self._put(line.model_dump(exclude_defaults=True))
        if events or self._length - self._length_written >= FRAMES_BETWEEN_LENGTHS:
            self._write_length()
        if self._file.trouble:
            self._file.retry()

    def close(self) -> None:
        """Write the length and close the file; ``trouble`` is not empty if that failed."""
        if self._closed:
            return
        if not self._file.full:
            self._write_length()
        self._file.close()
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close()
        if self.trouble and not kind:
            raise JournalError(f"{self.trouble[0].upper()}{self.trouble[1:]}.")

    def _write_length(self) -> None:
        self._length_written = self._length
        self._put({"frame": self._length})
        if self._file.trouble:
            return
        self._frames_on_disk = self._length
        if self._length - self._synced >= FRAMES_BETWEEN_SYNCS:
            self._synced = self._length
            self._file.sync()

    def _put(self, line: dict[str, object]) -> None:
        self._file.write(f"{json.dumps(line)}\n".encode())


def read(path: Path) -> Performance:
    """Read a journal, with old names of controls replaced; a last line cut short by a crash is ignored.

    Raises:
        JournalError: the file is missing, unreadable or not a journal; the message names the line.
    """
    events: defaultdict[int, list[ControlEvent]] = defaultdict(list)
    header, frames, number = None, 0, 0
    try:
        for text in _lines(path):
            number += 1
            if header is None:
                header = PerformanceHeader.model_validate_json(text)
                continue
            line = JournalLine.model_validate_json(text)
            frames = max(frames, line.frame + (line.name is not None))
            if line.name is not None:
                event = ControlEvent(renamed(line.name), line.value, line.arguments, line.text, offset=line.offset)
                events[line.frame].append(event)
    except OSError as error:
        why = error.strerror or error
        raise JournalError(f"Cannot read the performance {path}: {why}. {LOG_ONE}") from error
    except ValueError as error:
        why = reading.reason(error)
        if header is None:
            raise JournalError(f"{path} is no performance (line {max(number, 1)}: {why}). {LOG_ONE}") from error
        raise JournalError(f"{path}, line {max(number, 1)}, is no line of a performance: {why}.") from error
    if header is None:
        raise JournalError(f"{path} is no performance (line 1: there is none). {LOG_ONE}")
    return Performance(header, frames, events)


def _lines(path: Path) -> Iterator[bytes]:
    """Yield the lines of a journal, except a last one without a line end.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not a regular file, or exceeds ``LARGEST`` or ``LONGEST_LINE``.
    """
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file")
    with path.open("rb") as file:
        size = 0
        while line := file.readline(LONGEST_LINE + 1):
            size += len(line)
            if len(line) > LONGEST_LINE or size > LARGEST:
                raise ValueError(
                    f"a line goes on for more than {LONGEST_LINE} letters, or the file for {LARGEST} bytes"
                )
            if line.endswith(b"\n") or size == len(line):
                yield line


def _rename_older(path: Path) -> Path | None:
    """Rename an existing ``path`` to the first free ``NAME.N.SUFFIX``; returns the new path."""
    if not path.exists():
        return None
    number = 1
    while (other := path.with_suffix(f".{number}{path.suffix}")).exists():
        number += 1
    return path.rename(other)
