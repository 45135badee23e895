"""The vocabulary: all that can be said to the instrument, in one table from which every dialect derives.

Values are in human units: frames, a temperature, an amplitude. Standard library only.
"""

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

GRID_FRAMES = 2048
"""Columns of the grid that the instrument plays from; the playhead goes round and round."""

Kind = Literal["continuous", "toggle", "integer", "trigger"]


class ControlError(ValueError):
    """Something was said that the instrument does not understand; the message says what it does."""


@dataclass(frozen=True, slots=True)
class ControlEvent:
    """One thing said to the instrument."""

    name: str
    value: float | None = None
    """In the control's own unit; ``None`` flips a toggle and fires a trigger."""


@dataclass(frozen=True, slots=True)
class Control:
    """One thing that can be said. ``{n}`` in a name stands for each level, counted from 1."""

    name: str
    kind: Kind
    low: float
    high: float
    default: float
    unit: str
    doc: str

    def clip(self, value: float) -> float:
        """The nearest value that this control can take; half and more turns a toggle on."""
        inside = min(max(value, self.low), self.high)
        if self.kind == "continuous":
            return inside
        return float(math.floor(inside + 0.5))


CONTROLS = (
    Control("play", "toggle", 0, 1, 1, "", "1 plays on from where it is; 0 pauses"),
    Control("stop", "trigger", 0, 1, 0, "", "pause and go back to the beginning; play then repeats the piece"),
    Control("seed", "integer", 0, 2**31 - 1, 0, "", "what chance does from here on: a seed is a piece"),
    Control("temperature", "continuous", 0, 4, 1, "", "0 takes the likeliest code, 1 what was learnt, more is wilder"),
    Control("temperature/{n}", "continuous", 0, 4, 1, "", "of one level, times the temperature of all"),
    Control("top_k", "integer", 0, 1024, 0, "codes", "choose among the k likeliest codes only; 0 among all"),
    Control("top_p", "continuous", 0, 1, 1, "", "choose among the fewest codes that are together this likely"),
    Control("novelty", "continuous", 0, 60, 0, "seconds", "longest stretch of a recording, note for note; 0: any"),
    Control("level/{n}/mask", "toggle", 0, 1, 1, "", "1 lets the level sound, 0 takes it away"),
    Control("level/{n}/gain", "continuous", 0, 1, 1, "", "how much of the level sounds"),
    Control("loop/on", "toggle", 0, 1, 0, "", "repeat a stretch of the grid"),
    Control("loop/start", "integer", -1, GRID_FRAMES - 1, -1, "column", "where the loop starts; -1: what just sounded"),
    Control("loop/length", "integer", 1, GRID_FRAMES, 100, "frames", "how long the loop is"),
    Control("hold", "toggle", 0, 1, 0, "", "stay on the frame that sounds"),
    Control("output/gain", "continuous", 0, 2, 1, "amplitude", "loudness of the whole"),
    Control("record", "toggle", 0, 1, 0, "", "1 begins a sound file of what is heard, 0 ends it"),
    Control("mark", "trigger", 0, 1, 0, "", "a mark in the log, to render from or to"),
)  # fmt: skip


class Vocabulary:
    """The controls of an instrument with ``levels`` levels, by name."""

    def __init__(self, levels: int) -> None:
        self.controls = {
            name: replace(control, name=name) for control in CONTROLS for name in _names(control.name, levels)
        }

    def defaults(self) -> dict[str, float]:
        """The value of every control before anything is said."""
        return {name: control.default for name, control in self.controls.items()}

    def event(self, name: str, arguments: Sequence[object]) -> tuple[ControlEvent | None, str]:
        """What ``name`` with ``arguments`` means, and a remark where it was not taken as it was said.

        Nothing at all is meant when a trigger's button is let go.

        Raises:
            ControlError: no such control, or an argument it cannot take.
        """
        control = self.controls.get(name)
        if control is None:
            near = difflib.get_close_matches(name, self.controls, n=3) or list(self.controls)[:3]
            raise ControlError(f"no control {name!r}; did you mean {', '.join(near)}?")
        if not arguments and control.kind in ("toggle", "trigger"):
            return ControlEvent(name), ""
        value = _number(control, arguments)
        if control.kind == "trigger":
            return (ControlEvent(name) if value >= 0.5 else None), ""
        clipped = control.clip(value)
        outside = not control.low <= value <= control.high
        remark = f"{name} {value:g} is outside {control.low:g} to {control.high:g}; took {clipped:g}" if outside else ""
        return ControlEvent(name, clipped), remark


def _names(name: str, levels: int) -> list[str]:
    return [name.replace("{n}", str(level + 1)) for level in range(levels)] if "{n}" in name else [name]


def _number(control: Control, arguments: Sequence[object]) -> float:
    wanted = f"{control.name} takes one number from {control.low:g} to {control.high:g}"
    if len(arguments) != 1:
        raise ControlError(f"{wanted}, not {len(arguments)} arguments")
    value = arguments[0]
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ControlError(f"{wanted}, not {value!r}")
    return float(value)
