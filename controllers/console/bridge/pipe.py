"""What the engine's process and the page's say to each other, beside events and glances."""

from dataclasses import dataclass
from pathlib import Path

from live.session.telemetry_types import Backdrop


@dataclass(frozen=True, slots=True)
class ModelChanged:
    """Another model is on stage; or none, and why."""

    backdrop: Backdrop | None
    trouble: str
    requested: Path
    """The model that was to be."""


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """Wanted: this model on stage. It is answered by the number."""

    number: int
    model: Path


@dataclass(frozen=True, slots=True)
class LoadReply:
    """What became of it: nothing is wrong, or what is."""

    number: int
    error: str


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """Whether anybody is watching."""

    watched: bool
