"""Canvas that draws a grid of codes and reports selections, clicks and keys."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from nicegui import events
from nicegui.element import Element
from numpy.typing import NDArray

from controllers.console import ASSETS
from distill.grid.grid import CodeGrid, GridError, Region

FEW_LEVELS = 4
"""Levels that have high rows."""
HIGH_ROW, LOW_ROW = 38, 20
"""Height of a row in pixels: up to ``FEW_LEVELS`` levels, and more."""
MAX_PLACE, MAX_SHARE = 999, 255
"""Values of the page for a place or a share of 1."""


@dataclass(frozen=True, slots=True)
class CodeAppearance:
    """Colours of a model's codes: the hue follows similarity, the brightness follows the share."""

    roles: Sequence[str]
    """[level]: names of the levels."""
    places: NDArray[np.float32]
    """[level, code], float32, 0 to 1: place in the order of similarity."""
    shares: NDArray[np.float32]
    """[level, code], float32, 0 to 1: norm of the code's vector, relative to the largest norms."""


class Cells(Element, component=ASSETS / "cells.js"):
    """Canvas of one grid.

    Events: ``region`` (a selection, or ``None``), ``audition`` (a clicked cell), ``seek`` (seconds), ``key`` and
    ``active``.
    """

    def __init__(self, name: str, hook: str, audio: str) -> None:
        """Create an empty canvas.

        Args:
            name: label for screen readers.
            hook: the ``data-testid`` of the element.
            audio: the id of the audio element whose position the playhead follows.
        """
        super().__init__()
        self.props(f'data-testid="{hook}"')
        self.classes("w-full")
        self._props.update(name=name, active=False, rowHeight=HIGH_ROW, audio=audio)

    def show(self, grid: CodeGrid, rate: float, appearance: CodeAppearance, *, fresh: bool) -> None:
        """Draw a grid.

        Args:
            grid: codes and locks, [level, frame].
            rate: frames per second.
            appearance: colours of the codes, and names of the levels.
            fresh: show the whole grid and clear the selection, instead of keeping the view.
        """
        self._props["rowHeight"] = HIGH_ROW if grid.levels <= FEW_LEVELS else LOW_ROW
        self.update()
        shown = {
            "roles": list(appearance.roles),
            "frames": grid.frames,
            "rate": rate,
            "size": grid.size,
            "codes": _base64(grid.codes.astype("<i2")),
            "locked": _base64(grid.locked.astype(np.uint8)),
            "places": _base64((MAX_PLACE * appearance.places).round().astype("<u2")),
            "shares": _base64((MAX_SHARE * appearance.shares).round().astype(np.uint8)),
        }
        self.run_method("show", shown, fresh)

    def hide(self) -> None:
        """Clear the canvas."""
        self.run_method("show", None, True)

    def activate(self, active: bool) -> None:
        """Receive keys, or ignore them."""
        self._props["active"] = active
        self.update()

    def select(self, region: Region | None) -> None:
        """Set the selection, or clear it."""
        self.run_method("select", _region_json(region))

    def mark_target(self, region: Region | None) -> None:
        """Outline the region to which a copy or a swap would go."""
        self.run_method("markTarget", _region_json(region))

    def zoom(self, factor: float) -> None:
        """Magnify the time axis by ``factor``; below 1, show more frames."""
        self.run_method("zoom", factor)

    def fit(self) -> None:
        """Show all frames."""
        self.run_method("fit")

    def follow(self) -> None:
        """Move the playhead along with the audio element while it plays."""
        self.run_method("follow")

    def on_region(self, then: Callable[[Region | None], Any]) -> None:
        """Call ``then`` with each new selection, ``None`` when it is cleared."""
        self.on("region", lambda event: then(_region_of(event)))


def _base64(array: NDArray[Any]) -> str:
    return base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def _region_json(region: Region | None) -> dict[str, int] | None:
    if region is None:
        return None
    return {"level": region.level, "levels": region.levels, "frame": region.frame, "frames": region.frames}


def _region_of(event: events.GenericEventArguments) -> Region | None:
    fields = event.args
    if fields is None:
        return None
    try:
        return Region(*(int(fields[name]) for name in ("level", "levels", "frame", "frames")))
    except (TypeError, KeyError, ValueError, OverflowError) as error:
        raise GridError(f"A selection has a level, levels, a frame and frames, not {str(fields)[:100]}.") from error
