"""Messages on the pipe between the engine's process and the page's.

The page also sends a ``ControlEvent`` for each control that is moved; the engine's side also sends a
``TelemetryUpdate``, the changes since the last one. ``None`` from the engine's side ends the page.
"""

from dataclasses import dataclass
from pathlib import Path

from live.session.telemetry_types import TelemetryInfo


@dataclass(frozen=True, slots=True)
class ModelChanged:
    """Engine to page: another model is loaded, or none."""

    info: TelemetryInfo | None
    """The properties of the model that stay as long as it plays; ``None`` if no model is loaded."""
    trouble: str
    """The reason in one line if no model is loaded, else empty."""
    requested: Path
    """The model file that was to be loaded."""


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """Page to engine: load a model; answered by a ``LoadReply`` of the same number."""

    number: int
    model: Path


@dataclass(frozen=True, slots=True)
class LoadReply:
    """Engine to page: the result of a ``LoadRequest``."""

    number: int
    error: str
    """The reason in one line if the model was not loaded, else empty."""


@dataclass(frozen=True, slots=True)
class WatchRequest:
    """Page to engine: send telemetry, or pause it while no browser is connected."""

    watched: bool
