"""Layout of the panels: widgets, pads and their places, shared by all programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from live.controls import KEY_COLUMNS, Control, Vocabulary

LEVELS = 4
"""Levels that a model has by default."""
GRID_KEY = "grid/key"
"""Control of the pads, with the arguments column, row, and on or off."""
PORT, REPLY_PORT = 9000, 9001
"""UDP port that the instrument listens on, and that of the panel."""
RENEWAL_SECONDS = 20
"""Interval at which a panel renews its subscription."""

WidgetKind = Literal["fader", "switch", "button", "number"]


@dataclass(frozen=True, slots=True)
class Widget:
    """One control on a panel: a fader, switch, button or number, in a column and row."""

    control: Control
    kind: WidgetKind
    column: int
    row: int

    @property
    def address(self) -> str:
        """OSC address that it sends to and receives from."""
        return f"/distill/{self.control.name}"


def widgets(vocabulary: Vocabulary) -> list[Widget]:
    """Widgets of all controls but edits and names: columns 0 and 1 for the whole, 2 for single levels."""
    placed: dict[int, int] = {}

    def place(control: Control, kind: WidgetKind) -> Widget:
        column = (
            2 if any(part.isdigit() for part in control.name.split("/")) else 1 if kind in ("fader", "number") else 0
        )
        row = placed.setdefault(column, 0)
        placed[column] += 1
        return Widget(control, kind, column, row)

    return [place(control, kind) for control in vocabulary.controls.values() if (kind := _widget_kind(control))]


@dataclass(frozen=True, slots=True)
class Pad:
    """One part of the loop on one level: a switch that locks it, or a button that resamples it."""

    column: int
    row: int
    kind: WidgetKind


def pads() -> list[Pad]:
    """Pads row by row: a row of switches for each level, then a row of buttons for each level."""
    kinds: tuple[WidgetKind, ...] = ("switch", "button")
    return [Pad(column, row, kinds[row // LEVELS]) for row in range(2 * LEVELS) for column in range(KEY_COLUMNS)]


def pad_names() -> list[str]:
    """Labels of the rows of pads."""
    return [f"{action} {level}" for action in ("lock", "anew") for level in range(1, LEVELS + 1)]


def rows(placed: Sequence[Widget], *columns: int) -> int:
    """Number of rows in the longest of ``columns``; pads are placed below columns 0 and 1."""
    return 1 + max(widget.row for widget in placed if widget.column in columns)


def _widget_kind(control: Control) -> WidgetKind | None:
    if control.name.startswith("grid/"):
        return None
    if control.high > 2**16:
        return "number"
    kinds: dict[str, WidgetKind] = {"continuous": "fader", "integer": "fader", "toggle": "switch", "trigger": "button"}
    return kinds.get(control.kind)
