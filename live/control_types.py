"""Types of the vocabulary: a control, an argument of an edit, a reading, an event, and the errors."""

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

LONGEST_NAME = 100
"""Upper limit of a name's length, in characters."""

ControlKind = Literal["continuous", "toggle", "integer", "trigger", "edit", "name"]
Curve = Literal["linear", "exponential"]


class ControlError(ValueError):
    """Message that the vocabulary does not allow; the text says what it allows."""


class UnknownControlError(ControlError):
    """Unknown control; the text suggests similar names among ``known``, searched only when it is read."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name)
        self.name = name
        self._known = known

    def __str__(self) -> str:
        name = self.name if len(self.name) <= LONGEST_NAME else f"{self.name[:LONGEST_NAME]}…"
        near = difflib.get_close_matches(name, self._known, n=3) or self._known[:3]
        return f"no control {name!r}; did you mean {', '.join(near)}?"


@dataclass(frozen=True, slots=True)
class ControlEvent:
    """Message to an instrument: a control and its new value or arguments."""

    name: str
    value: float | None = None
    """Value in the control's own unit; ``None`` flips a toggle and fires a trigger."""
    arguments: tuple[float, ...] = ()
    """All arguments of an edit; empty for other kinds."""
    text: str = ""
    """Name for a control of kind ``name``; empty for none."""
    due: float = 0.0
    """Time to take effect, in seconds of ``time.time``; 0 for at once. A host converts it to a frame."""
    offset: int | None = None
    """First sample of the frame that obeys it; ``None`` if it came before the frame, as most controls need."""

    def resolved(self, before: float) -> "ControlEvent":
        """Event with a value: its own, or the opposite of ``before`` for a toggle without one."""
        return self if self.value is not None else replace(self, value=float(not before))


@dataclass(frozen=True, slots=True)
class Argument:
    """Integer argument of an edit, from ``low`` to ``high``."""

    name: str
    low: int
    high: int
    default: int | None = None
    """Value if it is left out; ``None`` if it is required."""

    def clip(self, value: float) -> float:
        """Nearest integer within the range, as a float."""
        return min(max(float(math.floor(value + 0.5)), self.low), self.high)


@dataclass(frozen=True, slots=True)
class Control:
    """Control of an instrument. ``{n}`` in its name, or in an argument's, stands for each level, from 1."""

    name: str
    kind: ControlKind
    low: float
    high: float
    default: float
    unit: str
    doc: str
    curve: Curve = "linear"
    """Taper of a fader from ``low`` to ``high``: linear, or exponential with finer steps at the low end."""
    arguments: tuple[Argument, ...] = ()
    """Arguments of an edit; empty for other kinds."""

    @property
    def has_value(self) -> bool:
        """True if the control has a value: edits and names are events only."""
        return self.kind not in ("edit", "name")

    @property
    def usage(self) -> str:
        """Names of an edit's arguments, optional ones in brackets."""
        return " ".join(a.name if a.default is None else f"[{a.name}]" for a in self.arguments)

    def is_release(self, arguments: Sequence[object]) -> bool:
        """True if the arguments are a button's release: 0 alone, if 0 is no number to act on.

        A trigger takes no number, a slot is never 0, and an edit that needs none does all without one:
        ``grid/clear 0`` does nothing, while ``grid/shift 0`` and ``grid/fill 0`` are as good as with 1.
        """
        match arguments:
            case (int() | float() as value,):
                if self.kind == "trigger":
                    return value < 0.5
                first = self.arguments[0] if self.arguments else None
                return first is not None and (first.default is not None or first.low > 0) and -0.5 < value < 0.5
            case _:
                return False

    def clip(self, value: float) -> float:
        """Nearest value that the control can take; 0.5 and more turns a toggle on."""
        inside = min(max(value, self.low), self.high)
        if self.kind == "continuous":
            return float(inside)
        return float(math.floor(inside + 0.5))

    def to_unit(self, value: float) -> float:
        """Position of ``value`` on a fader, 0 to 1."""
        distance, span = self.clip(value) - self.low, self.high - self.low
        return math.log1p(distance) / math.log1p(span) if self.curve == "exponential" else distance / span

    def from_unit(self, unit: float) -> float:
        """Value at the position ``unit``, 0 to 1, of a fader."""
        inside, span = min(max(unit, 0.0), 1.0), self.high - self.low
        distance = math.expm1(inside * math.log1p(span)) if self.curve == "exponential" else inside * span
        return self.clip(self.low + distance)


@dataclass(frozen=True, slots=True)
class Reading:
    """Read-only state of an instrument, such as its load."""

    name: str
    high: float
    """Usual upper limit; the lower one is 0."""
    unit: str
    doc: str
    whole: bool = False
    """True for integers."""
