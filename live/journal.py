"""The performance log: a header, then one applied event a line, on disk as soon as it is played."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Literal, Self

import torch
from pydantic import BaseModel, ConfigDict, ValidationError

from distill.bundle import Model
from distill.errors import DistillError
from live.controls import ControlEvent
from live.state import Block
from live.writebehind import WriteBehind

FRAMES_BETWEEN_SIGNS_OF_LIFE = 50
"""How often the length so far is written while nothing is said; what a crash can lose at most."""
FRAMES_BETWEEN_SYNCS = 100
"""How often the system is made to put it on the disk itself; what a power cut can lose, more or less."""


class JournalError(DistillError):
    """A performance log cannot be read or written."""


class Header(BaseModel):
    """What a performance needs to be played again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["distill-performance"] = "distill-performance"
    version: Literal[1] = 1
    model: str
    """Where the model file was."""
    fingerprint: str
    """Which model it was."""
    seed: int
    sample_rate: int
    hop: int
    """Samples per frame."""
    versions: dict[str, str]
    """Of the programs that the samples depend on."""
    snapshots: dict[int, str] = {}
    """What was in which slot at the start: names of files beside the model."""
    deck: str = ""
    """Where the model was that was on the second deck from the start, if one was."""

    @classmethod
    def of(
        cls,
        model: Model,
        path: Path,
        seed: int,
        snapshots: Mapping[int, str] | None = None,
        deck: Path | None = None,
    ) -> "Header":
        """The header of a performance that starts now."""
        return cls(
            model=str(path.resolve()),
            fingerprint=model.fingerprint,
            seed=seed,
            sample_rate=model.codec.config.sample_rate,
            hop=model.codec.config.hop,
            versions={"distill": version("distill"), "torch": torch.__version__},
            snapshots=dict(snapshots or {}),
            deck=str(deck.resolve()) if deck else "",
        )

    def find_model(self, beside: Path) -> Path:
        """Where the model file is: where it was, or else under the same name in the folder ``beside``."""
        there = Path(self.model)
        return there if there.is_file() else beside / there.name


class Line(BaseModel):
    """One line after the header: an event, or (without a name) a sign of life."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    frame: int
    name: str | None = None
    value: float | None = None
    arguments: tuple[float, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Performance:
    """A performance: what it was played on, and what was said in which frame."""

    header: Header
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

    def __init__(self, path: Path, header: Header) -> None:
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
            line = Line(frame=frame, name=event.name, value=event.value, arguments=event.arguments, text=event.text)
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
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise JournalError(f"Cannot read the performance {path}: {error}. Record one: distill live --record") from error
    events: defaultdict[int, list[ControlEvent]] = defaultdict(list)
    frames = 0
    number = 1
    try:
        header = Header.model_validate_json(lines[0])
        for text in lines[1:-1]:
            number += 1
            line = Line.model_validate_json(text)
            frames = max(frames, line.frame + (line.name is not None))
            if line.name is not None:
                events[line.frame].append(ControlEvent(line.name, line.value, line.arguments, line.text))
    except ValidationError as error:
        what = error.errors()[0]["msg"]
        raise JournalError(f"{path}, line {number}, is no line of a performance: {what}.") from error
    return Performance(header, frames, events)


def _keep(path: Path) -> Path | None:
    """Move what is at ``path`` to the first free name beside it."""
    if not path.exists():
        return None
    number = 1
    while (other := path.with_suffix(f".{number}{path.suffix}")).exists():
        number += 1
    return path.rename(other)
