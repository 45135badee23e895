"""What is on a panel and where, for every program alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from live.controls import KEY_COLUMNS, Control, Vocabulary

LEVELS = 4
"""What a model has unless it was trained otherwise."""
GRID_KEY = "grid/key"
"""The control that a pad plays: column, row, on or off."""
PORT, REPLY_PORT = 9000, 9001
"""Where the instrument listens, and where the panel does."""
LEASE_SECONDS = 20
"""How often a panel subscribes anew."""

WidgetKind = Literal["fader", "switch", "button", "number"]


@dataclass(frozen=True, slots=True)
class Widget:
    """One thing on a panel."""

    control: Control
    kind: WidgetKind
    column: int
    row: int

    @property
    def address(self) -> str:
        """What it says, and hears."""
        return f"/distill/{self.control.name}"


def widgets(vocabulary: Vocabulary) -> list[Widget]:
    """Every control that a finger can play: two columns for the whole, and one for single levels."""
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
    """A part of the loop, of one level: locked while it is lit, or chosen anew when it is pressed."""

    column: int
    row: int
    kind: WidgetKind


def pads() -> list[Pad]:
    """The pads, row by row: one for each level that locks, then one for each that chooses anew."""
    kinds: tuple[WidgetKind, ...] = ("switch", "button")
    return [Pad(column, row, kinds[row // LEVELS]) for row in range(2 * LEVELS) for column in range(KEY_COLUMNS)]


def pad_names() -> list[str]:
    """What the rows of pads are called."""
    return [f"{action} {level}" for action in ("lock", "anew") for level in range(1, LEVELS + 1)]


def rows(placed: Sequence[Widget], *columns: int) -> int:
    """How many rows there are in the longest of ``columns``; pads have their place below the first two."""
    return 1 + max(widget.row for widget in placed if widget.column in columns)


def _widget_kind(control: Control) -> WidgetKind | None:
    if control.name.startswith("grid/"):
        return None
    if control.high > 2**16:
        return "number"
    kinds: dict[str, WidgetKind] = {"continuous": "fader", "integer": "fader", "toggle": "switch", "trigger": "button"}
    return kinds.get(control.kind)
