"""What is on a panel and where, for every program alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from live.controls import Control, Vocabulary

LEVELS = 4
"""What a model has unless it was trained otherwise."""
GRID_KEY = "grid/key"
"""The control that a cell of the grid plays, once there is one: column, row, on or off."""
GRID_ROWS, GRID_COLUMNS = 8, 16
PORT, LISTEN = 9000, 9001
"""Where the instrument listens, and where the panel does."""
LEASE_SECONDS = 20
"""How often a panel subscribes anew."""

Kind = Literal["fader", "switch", "button", "number"]


@dataclass(frozen=True, slots=True)
class Widget:
    """One thing on a panel."""

    control: Control
    kind: Kind
    column: int
    row: int

    @property
    def address(self) -> str:
        """What it says, and hears."""
        return f"/distill/{self.control.name}"


def widgets(vocabulary: Vocabulary) -> list[Widget]:
    """Every control that a finger can play: two columns for the whole, and one for single levels."""
    placed: dict[int, int] = {}

    def place(control: Control, kind: Kind) -> Widget:
        column = (
            2 if any(part.isdigit() for part in control.name.split("/")) else 1 if kind in ("fader", "number") else 0
        )
        row = placed.setdefault(column, 0)
        placed[column] += 1
        return Widget(control, kind, column, row)

    return [place(control, kind) for control in vocabulary.controls.values() if (kind := _kind(control))]


def cells(vocabulary: Vocabulary) -> Iterator[tuple[int, int]]:
    """Columns and rows of the grid of cells, where the instrument has one."""
    if GRID_KEY in vocabulary.controls:
        yield from ((column, row) for row in range(GRID_ROWS) for column in range(GRID_COLUMNS))


def _kind(control: Control) -> Kind | None:
    if control.name.startswith("grid/"):
        return None
    if control.high > 2**16:
        return "number"
    kinds: dict[str, Kind] = {"continuous": "fader", "integer": "fader", "toggle": "switch", "trigger": "button"}
    return kinds.get(control.kind)
