"""What there is to see of a performance, as messages that go to other processes. Standard library only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypedDict

from live.controls import Instrument


@dataclass(frozen=True, slots=True)
class TelemetryInfo:
    """What stays as long as a model is on stage."""

    model: Path
    card: str
    """The sound card it is played on."""
    captures: Path
    """Where ``record`` writes to."""
    roles: tuple[str, ...]
    """What each level is called."""
    size: int
    """Codes a level."""
    frames: int
    """Columns of the grid."""
    rate: float
    """Frames a second."""
    sample_rate: int
    places: tuple[tuple[int, ...], ...]
    """Of each level, where each code stands in order of similarity, 0 to 999: near places, near colours."""
    norms: tuple[tuple[int, ...], ...]
    """Of each level, how much each code adds, 0 to 255."""


class TelemetryUpdate(TypedDict, total=False):
    """What has changed since one looked last; what has not is not in it."""

    controls: Mapping[str, float]
    """Those that moved."""
    readings: Mapping[str, float]
    columns: Sequence[int]
    """Of the grid, those whose cells changed."""
    codes: Sequence[Sequence[int]]
    """[column, level], -1 where nothing is."""
    locked: Sequence[int]
    """[column]: a bit a level, the lowest for the first."""
    current_codes: Sequence[int]
    """[level]: the codes that sound."""
    loop: tuple[int, int]
    """Where it starts, and how many columns it is long."""
    undo: tuple[int, int]
    """How many edits can be taken back, and done again."""
    slots: Sequence[int]
    """Of the snapshots, those that are filled."""
    deck: bool
    """Whether there is something on the second deck."""
    lost: bool
    """Whether the sound card is gone."""
    relief: Sequence[str]
    """What was given up because the processor cannot keep up."""
    news: Sequence[str]
    samples: bytes
    """The last of what was heard, 16 bits a sample."""


class TelemetrySource(Protocol):
    """A model on stage, as one who watches and plays it knows it; from any thread."""

    @property
    def instrument(self) -> Instrument:
        """What is played."""
        ...

    @property
    def backdrop(self) -> TelemetryInfo:
        """What stays."""
        ...

    def look(self) -> TelemetryUpdate:
        """What has changed since the last look, all of it at the first."""
        ...
