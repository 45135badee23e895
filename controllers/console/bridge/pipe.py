"""What the engine's process and the page's say to each other, beside events and glances."""

from dataclasses import dataclass
from pathlib import Path

from live.session.telemetry_types import TelemetryInfo


@dataclass(frozen=True, slots=True)
class Arrival:
    """Another model is on stage; or none, and why."""

    backdrop: TelemetryInfo | None
    trouble: str
    wanted: Path
    """The model that was to be."""


@dataclass(frozen=True, slots=True)
class Load:
    """Wanted: this model on stage. It is answered by the number."""

    number: int
    model: Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it: nothing is wrong, or what is."""

    number: int
    error: str


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether anybody is watching."""

    watched: bool
