"""Messages of telemetry that go to other processes. Standard library only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypedDict

from live.controls import Instrument


@dataclass(frozen=True, slots=True)
class TelemetryInfo:
    """Constants of a loaded model and its host."""

    model: Path
    card: str
    """Name of the audio device."""
    captures: Path
    """Folder that ``record`` writes to."""
    roles: tuple[str, ...]
    """Name of each level, such as Structure."""
    size: int
    """Codes per level."""
    frames: int
    """Columns of the grid."""
    rate: float
    """Frames per second."""
    sample_rate: int
    places: tuple[tuple[int, ...], ...]
    """[level, code]: position in the order of similarity, 0 to 999; neighbours get similar colours."""
    norms: tuple[tuple[int, ...], ...]
    """[level, code]: norm of the code's vector relative to a high quantile of its level, 0 to 255."""


class TelemetryUpdate(TypedDict, total=False):
    """Changes since the last update; unchanged keys are absent."""

    controls: Mapping[str, float]
    """New values of the controls that changed."""
    readings: Mapping[str, float]
    columns: Sequence[int]
    """Columns of the grid that changed."""
    codes: Sequence[Sequence[int]]
    """[column, level]: codes of those columns; -1 for an empty cell."""
    locked: Sequence[int]
    """[column]: bit mask of locked cells, the lowest bit for level 1."""
    current_codes: Sequence[int]
    """[level]: codes of the last frame; empty while paused."""
    loop: tuple[int, int]
    """Start column and length of the loop, in columns."""
    undo: tuple[int, int]
    """Number of edits that can be undone, and redone."""
    slots: Sequence[int]
    """Slots that hold a snapshot."""
    deck: bool
    """True if the second deck holds a grid or a model."""
    lost: bool
    """True while the audio device is gone."""
    relief: Sequence[str]
    """Controls changed by load shedding, because the processor cannot keep up."""
    news: Sequence[str]
    samples: bytes
    """Latest samples, mono, 16-bit PCM in native byte order."""


class TelemetrySource(Protocol):
    """A loaded model as the page sees it: an instrument, and its telemetry. Thread-safe."""

    @property
    def instrument(self) -> Instrument:
        """The instrument, for events."""
        ...

    @property
    def info(self) -> TelemetryInfo:
        """Constants of the model and its host."""
        ...

    def changes(self) -> TelemetryUpdate:
        """Changes since the last call; everything at the first."""
        ...
