"""The performance log: a header, then one applied event a line, on disk as soon as it is played."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal, Self

import torch
from pydantic import BaseModel, ConfigDict, FailFast, Field

from distill import library
from distill.bundle import Model
from distill.errors import DistillError
from distill.io import reading
from distill.io.files import Kind, check_writable
from distill.text import encodable
from live.controls import ControlEvent
from live.engine.state import Block
from live.session.background_writer import WriteBehind

FRAMES_BETWEEN_SIGNS_OF_LIFE = 50
"""How often the length so far is written while nothing is said; what a crash can lose at most."""
LONGEST_FRAMES = 100_000_000
"""Of a performance: more than eleven days."""
LARGEST = 1 << 28
"""Bytes of a performance, of which a line has at most ``LONGEST_LINE``."""
LONGEST_LINE = 1 << 16
FRAMES_BETWEEN_SYNCS = 100
"""How often the system is made to put it on the disk itself; what a power cut can lose, more or less."""

LONGEST_HEADER = 1 << 16
"""Bytes of the first line in which a journal says that it is one."""


class JournalError(DistillError):
    """A performance log cannot be read or written."""


def _is_own(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b'"distill-performance"' in file.readline(LONGEST_HEADER)
    except OSError:
        return False


JOURNAL = Kind("the log of a performance", _is_own)


def check_journal(path: Path) -> None:
    """See that a performance may be logged at ``path``, before any of it is played.

    Raises:
        DistillError: something else is there, or the place is none.
    """
    check_writable(path, JOURNAL)


PathText = Annotated[str, Field(max_length=4096, pattern=r"^[^\x00]*$")]


class PerformanceHeader(BaseModel):
    """What a performance needs to be played again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["distill-performance"] = "distill-performance"
    version: Literal[1] = 1
    model: PathText
    """Where the model file was."""
    fingerprint: Annotated[str, Field(max_length=100)]
    """Which model it was."""
    seed: Annotated[int, Field(ge=0, lt=1 << 31)]
    sample_rate: Annotated[int, Field(gt=0, le=1 << 20)]
    hop: Annotated[int, Field(gt=0, le=1 << 20)]
    """Samples per frame."""
    versions: dict[str, str]
    """Of the programs that the samples depend on."""
    snapshots: dict[int, Annotated[str, Field(pattern="^[0-9A-Za-z]{1,64}$")]] = {}
    """What was in which slot at the start: names of files beside the model."""
    deck: PathText = ""
    """Where the model was that was on the second deck from the start, if one was."""

    @classmethod
    def of(
        cls,
        model: Model,
        path: Path,
        seed: int,
        snapshots: Mapping[int, str] | None = None,
        deck: Path | None = None,
    ) -> "PerformanceHeader":
        """The header of a performance that starts now."""
        return cls(
            model=encodable(str(path.resolve())),
            fingerprint=model.fingerprint,
            seed=seed,
            sample_rate=model.codec.config.sample_rate,
            hop=model.codec.config.hop,
            versions={"distill": version("distill"), "torch": torch.__version__},
            snapshots=dict(snapshots or {}),
            deck=encodable(str(deck.resolve())) if deck else "",
        )

    def find_model(self, beside: Path) -> Path:
        """Where the model file is: where it was, or else in the folder ``beside``, by its name or its fingerprint."""
        there = Path(self.model)
        named = beside / there.name
        if reading.is_file(there) or reading.is_file(named):
            return there if reading.is_file(there) else named
        return library.with_fingerprint(self.fingerprint, [beside, library.folder()]) or named


class JournalLine(BaseModel):
    """One line after the header: an event, or (without a name) a sign of life."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    frame: Annotated[int, Field(ge=0, le=LONGEST_FRAMES)]
    name: str | None = None
    value: float | None = None
    arguments: Annotated[tuple[float, ...], FailFast()] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Performance:
    """A performance: what it was played on, and what was said in which frame."""

    header: PerformanceHeader
    frames: int
    events: Mapping[int, Sequence[ControlEvent]]
    """By the frame that was the first to obey them, in the order they were applied."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames * self.header.hop / self.header.sample_rate

    @property
    def marks(self) -> list[int]:
        """The frames of its marks, in order."""
        return [frame for frame in sorted(self.events) for event in self.events[frame] if event.name == "mark"]

    def save(self, path: Path) -> None:
        """Write it to ``path``, for ``distill render``.

        Raises:
            JournalError: it cannot be written there.
        """
        with JournalWriter(path, self.header) as writer:
            for frame in range(self.frames):
                writer.log(frame, self.events.get(frame, ()))


class JournalWriter:
    """Writes a performance while it is played; use it as a context.

    An older performance at the same place is kept under another name. While the disk takes nothing, what is to be
    written waits, and ``trouble`` says so. A log that is not whole is a performance that ends too soon, never another.

    Raises:
        JournalError: it cannot be written there; or, on leaving, not to its end.
    """

    def __init__(self, path: Path, header: PerformanceHeader) -> None:
        check_journal(path)
        self.kept = None
        """Where the older performance is now, if there was one."""
        self._path = path
        self._rate = header.sample_rate / header.hop
        self._length = 0
        self._safe = 0
        """Frames that are on disk."""
        self._said = 0
        self._synced = 0
        self._closed = False
        try:
            self.kept = _keep(path)
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
        """Why it is not written now, or has ended; empty where all is well."""
        why = self._file.trouble
        if self._file.full or (self._closed and why):
            ends = self._length if self._file.full else self._safe
            why = why or "too much waited for the disk"
            return f"the log {self._path.name} ends at {ends / self._rate:.1f} s: {why}"
        return f"the log {self._path.name} waits in memory: {why}" if why else ""

    def write(self, block: Block) -> None:
        """Log the events of one frame, or that it went by."""
        self.log(block.frame, block.events)

    def log(self, frame: int, events: Sequence[ControlEvent]) -> None:
        """The same, of a frame whose sound is not at hand."""
        if self._file.full:
            self._file.tend()
            return
        self._length = frame + 1
        for event in events:
            line = JournalLine(
                frame=frame, name=event.name, value=event.value, arguments=event.arguments, text=event.text
            )
            self._put(line.model_dump(exclude_defaults=True))
        if events or self._length - self._said >= FRAMES_BETWEEN_SIGNS_OF_LIFE:
            self._say_length()
        if self._file.trouble:
            self._file.tend()

    def close(self) -> None:
        """End it; ``trouble`` says whether it could be written to its end."""
        if self._closed:
            return
        if not self._file.full:
            self._say_length()
        self._file.close()
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close()
        if self.trouble and not kind:
            raise JournalError(f"{self.trouble[0].upper()}{self.trouble[1:]}.")

    def _say_length(self) -> None:
        self._said = self._length
        self._put({"frame": self._length})
        if self._file.trouble:
            return
        self._safe = self._length
        if self._length - self._synced >= FRAMES_BETWEEN_SYNCS:
            self._synced = self._length
            self._file.sync()

    def _put(self, line: dict[str, object]) -> None:
        self._file.write(f"{json.dumps(line)}\n".encode())


def read(path: Path) -> Performance:
    """Read a performance; a last line that a crash cut short is left out.

    Raises:
        JournalError: there is no such file, or it is no performance log.
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
                events[line.frame].append(ControlEvent(line.name, line.value, line.arguments, line.text))
    except OSError as error:
        raise JournalError(f"Cannot read the performance {path}: {error}. Record one: distill live --record") from error
    except ValueError as error:
        why = reading.reason(error)
        raise JournalError(f"{path}, line {max(number, 1)}, is no line of a performance: {why}.") from error
    if header is None:
        raise JournalError(f"{path}, line 1, is no line of a performance. Record one: distill live --record")
    return Performance(header, frames, events)


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a performance, one after the other; without the last, which a crash may have cut short.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is none, or too large.
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


def _keep(path: Path) -> Path | None:
    """Move what is at ``path`` to the first free name beside it."""
    if not path.exists():
        return None
    number = 1
    while (other := path.with_suffix(f".{number}{path.suffix}")).exists():
        number += 1
    return path.rename(other)
