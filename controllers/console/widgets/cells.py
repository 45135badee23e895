"""A grid of codes on the page: drawn, pointed at, and listened to."""

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
HIGH_ROW, LOW_ROW = 38, 20
"""Pixels of a row, where levels are few or many."""


MAX_PLACE, MAX_SHARE = 999, 255
"""What the largest place and share are for the page."""


@dataclass(frozen=True, slots=True)
class CodeAppearance:
    """How the codes of a model are drawn: near places, near colours; what adds little is dim."""

    roles: Sequence[str]
    places: NDArray[np.float32]
    """[level, code], 0 to 1, in order of similarity."""
    shares: NDArray[np.float32]
    """[level, code]: how much each adds, 0 to 1."""


class Cells(Element, component=ASSETS / "cells.js"):
    """A canvas that shows a grid; it tells what is selected, which cell is clicked, and which keys are pressed."""

    def __init__(self, name: str, hook: str, audio: str) -> None:
        """Show nothing so far. ``audio`` is the id of the element whose sound the playhead follows."""
        super().__init__()
        self.props(f'data-testid="{hook}"')
        self.classes("w-full")
        self._props.update(name=name, active=False, rowHeight=HIGH_ROW, audio=audio)

    def show(self, grid: CodeGrid, rate: float, appearance: CodeAppearance, *, fresh: bool) -> None:
        """Show ``grid``, of ``rate`` frames a second; a ``fresh`` one as a whole, without a selection."""
        self._props["rowHeight"] = HIGH_ROW if grid.levels <= FEW_LEVELS else LOW_ROW
        self.update()
        shown = {
            "roles": list(appearance.roles),
            "frames": grid.frames,
            "rate": rate,
            "size": grid.size,
            "codes": _base64(grid.codes.numpy().astype("<i2")),
            "locked": _base64(grid.locked.numpy().astype(np.uint8)),
            "places": _base64((MAX_PLACE * appearance.places).round().astype("<u2")),
            "shares": _base64((MAX_SHARE * appearance.shares).round().astype(np.uint8)),
        }
        self.run_method("show", shown, fresh)

    def hide(self) -> None:
        """Show nothing."""
        self.run_method("show", None, True)

    def activate(self, active: bool) -> None:
        """Let it have the keyboard, or not."""
        self._props["active"] = active
        self.update()

    def select(self, region: Region | None) -> None:
        """Select a region."""
        self.run_method("select", _region_json(region))

    def mark_target(self, region: Region | None) -> None:
        """Show where something would go."""
        self.run_method("markTarget", _region_json(region))

    def zoom(self, factor: float) -> None:
        """See less of the grid, and larger, or more."""
        self.run_method("zoom", factor)

    def fit(self) -> None:
        """See all of it."""
        self.run_method("fit")

    def follow(self) -> None:
        """Move the playhead along with the sound."""
        self.run_method("follow")

    def on_region(self, then: Callable[[Region | None], Any]) -> None:
        """Have ``then`` told what is selected."""
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
