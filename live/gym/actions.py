"""Action space: positions of controls, and edits of the grid."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from gymnasium import error, spaces
from numpy.typing import ArrayLike, NDArray

from live.controls import GRID_FRAMES, Control, ControlEvent, Vocabulary

KNOBS = (
    "temperature", "temperature/{n}", "top_k", "top_p", "level/{n}/mask", "level/{n}/gain", "loop/on", "loop/start",
    "loop/length", "hold", "output/gain",
)  # fmt: skip
"""Default controls: all that change the sound and can be changed back."""

ActionKind = Literal["knobs", "edits", "both"]
Action = Any
"""Positions [knob], an edit [3], or a dictionary of both: ``knobs`` and ``edits``."""


class Actions:
    """Action space, and the events that an action stands for.

    A position goes from ``lowest`` to 1 over a control's range and curve. An edit is a level (from 1; 0 for no edit), a
    column, and a code (from 1; 0 empties the cell).

    Args:
        vocabulary: controls of the instrument.
        codebook_size: codes per level.
        kind: ``knobs``, ``edits`` or ``both``.
        names: controls that take part; ``KNOBS`` by default.
        lowest: lowest position, -1 or 0.

    Raises:
        ControlError: a control is unknown, or has no position.
        ValueError: ``kind`` or ``lowest`` is none of these, or ``names`` is empty.
    """

    def __init__(
        self, vocabulary: Vocabulary, codebook_size: int, kind: ActionKind, names: Sequence[str] | None, lowest: float
    ) -> None:
        if kind not in {"knobs", "edits", "both"}:
            raise ValueError(f"actions is 'knobs', 'edits' or 'both', not {kind!r}.")
        if lowest not in {-1, 0}:
            raise ValueError(f"lowest, where a knob's position begins, is -1 or 0, not {lowest!r}.")
        self._kind: ActionKind = kind
        self._lowest = lowest
        self.faders = Faders(vocabulary.knobs(KNOBS if names is None else names))
        names_used = [knob.name for knob in self.faders.knobs]
        if kind != "edits" and not names_used:
            raise ValueError("controls names no control; leave it out for all that change the sound.")
        self._meaning = f"a position from {lowest:g} to 1 for each of {_listed(names_used)}"
        knobs = spaces.Box(lowest, 1, (len(names_used),), np.float32)
        self._counts = [vocabulary.levels + 1, GRID_FRAMES, codebook_size + 1]
        edits = spaces.MultiDiscrete(self._counts)
        parts: dict[str, spaces.Space[Any]] = {"knobs": knobs, "edits": edits}
        self.space: spaces.Space[Any] = spaces.Dict(parts) if kind == "both" else parts[kind]

    def events(self, action: Action, controls: Mapping[str, float]) -> list[ControlEvent]:
        """Events of ``action``; controls that already have their value, by ``controls``, get none.

        Raises:
            InvalidAction: it is of another shape, or one of its numbers cannot be.
        """
        if self._kind == "knobs":
            return self._control_events(action, controls)
        if self._kind == "edits":
            return self._edit_events(action)
        if not isinstance(action, Mapping) or set(action) != {"knobs", "edits"}:
            raise error.InvalidAction(f"An action is a dictionary of 'knobs' and 'edits', not {action!r}.")
        return [*self._control_events(action["knobs"], controls), *self._edit_events(action["edits"])]

    def _control_events(self, action: ArrayLike, controls: Mapping[str, float]) -> list[ControlEvent]:
        positions = _numbers(action, len(self.faders.knobs), self._meaning)
        values = self.faders.values((positions - self._lowest) / (1 - self._lowest))
        events: list[ControlEvent] = []
        for knob, value in zip(self.faders.knobs, values, strict=True):
            # A control that stays sends nothing; a trigger at 1 is sent in each step.
            if knob.kind == "trigger" and value:
                events.append(ControlEvent(knob.name))
            elif knob.kind != "trigger" and value != controls[knob.name]:
                events.append(ControlEvent(knob.name, value))
        return events

    def _edit_events(self, action: ArrayLike) -> list[ControlEvent]:
        level, column, code = edit = _numbers(action, 3, "a level, a column and a code").tolist()
        if any(number not in range(count) for number, count in zip(edit, self._counts, strict=True)):
            raise error.InvalidAction(f"An edit is three whole numbers below {self._counts}, not {edit}.")
        return [ControlEvent("grid/set", arguments=(level, column, code - 1))] if level else []


def _numbers(action: ArrayLike, count: int, meaning: str) -> NDArray[np.float64]:
    try:
        numbers = np.asarray(action, dtype=np.float64)
    except (TypeError, ValueError):
        raise error.InvalidAction(f"An action is {count} numbers, {meaning}; not {action!r}.") from None
    if numbers.shape != (count,):
        raise error.InvalidAction(f"An action has the shape {(count,)}, not {numbers.shape}: {meaning}.")
    if not np.isfinite(numbers).all():
        wrong = int(np.flatnonzero(~np.isfinite(numbers))[0])
        raise error.InvalidAction(f"An action has finite numbers only, not {numbers[wrong]} at {wrong}: {meaning}.")
    return numbers


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names if len(names) < 5 else [*names[:3], "…", names[-1]])


class Faders:
    """Vectorized ``Control.to_unit`` and ``Control.from_unit`` of some controls."""

    def __init__(self, knobs: Sequence[Control]) -> None:
        self.knobs = tuple(knobs)
        self._names = [knob.name for knob in knobs]
        self._low = np.array([knob.low for knob in knobs])
        self._high = np.array([knob.high for knob in knobs])
        self._span = self._high - self._low
        self._bend = np.log1p(self._span)
        self._steep = np.array([knob.curve == "exponential" for knob in knobs], dtype=np.bool_)
        self._whole = np.array([knob.kind != "continuous" for knob in knobs], dtype=np.bool_)

    def positions(self, controls: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
        """Positions [moment, knob], 0 to 1, of the values in each of ``controls``."""
        way = np.array([[moment[name] for name in self._names] for moment in controls]) - self._low
        units = np.where(self._steep, np.log1p(way) / self._bend, way / self._span)
        return units.astype(np.float32)

    def values(self, units: NDArray[np.float64]) -> list[float]:
        """Values, in their own units, of the positions ``units`` [knob], 0 to 1."""
        inside = units.clip(0, 1)
        way = np.where(self._steep, np.expm1(inside * self._bend), inside * self._span)
        values = (self._low + way).clip(self._low, self._high)
        return np.where(self._whole, np.floor(values + 0.5), values).tolist()
