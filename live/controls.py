"""The vocabulary: every control and reading of the instrument, in one table from which all protocols derive.

Values are in human units: frames, a temperature, an amplitude. Standard library only.
"""

import math
import reprlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from live.aliases import current
from live.control_types import (
    LONGEST_NAME,
    Argument,
    Control,
    ControlError,
    ControlEvent,
    ControlKind,
    Curve,
    Reading,
    UnknownControlError,
)

__all__ = [
    "AT_BEAT",
    "AT_LOOP",
    "AT_ONCE",
    "CODE",
    "CONTROLS",
    "EDIT_REGION",
    "GRID_FRAMES",
    "KEY_COLUMNS",
    "LEVEL",
    "LONGEST_NAME",
    "READINGS",
    "REGION_PAIR",
    "SLOT",
    "Argument",
    "Control",
    "ControlError",
    "ControlEvent",
    "ControlKind",
    "Curve",
    "Instrument",
    "Reading",
    "UnknownControlError",
    "Vocabulary",
]

GRID_FRAMES = 2048
"""Columns of the grid that is played; the playhead wraps around."""
KEY_COLUMNS = 16
"""Columns of a panel of pads, each a part of the loop: the range of ``grid/key``."""

LEVEL = Argument("level", 0, 8, 0)
"""Level from 1; 0 for all."""
EDIT_REGION = (LEVEL, Argument("column", -1, GRID_FRAMES - 1, -1), Argument("columns", 0, GRID_FRAMES, 0))
"""Region of an edit; column -1 is the start of the loop, 0 columns its length."""
REGION_PAIR = (*(Argument(name, 0, GRID_FRAMES - 1) for name in ("column", "other")),
               Argument("columns", 1, GRID_FRAMES, 1), LEVEL)  # fmt: skip
"""Two regions of one size: where each begins, its columns and level."""
CODE = Argument("code", -1, 32_767)
"""Code of a cell; -1 empties it, so that the prior samples a code."""
SLOT = Argument("slot", 1, 128)
"""Slot of a snapshot: as many as MIDI has programs."""
AT_ONCE, AT_BEAT, AT_LOOP = range(3)
"""Values of ``grid/quantize``: the time at which edits take effect."""

CONTROLS = (
    Control("play", "toggle", 0, 1, 1, "", "1 plays, 0 pauses"),
    Control("stop", "trigger", 0, 1, 0, "", "pause and go back to the start; play then repeats the piece"),
    Control("seed", "integer", 0, 2**31 - 1, 0, "", "seed of the random choices from here on"),
    Control("tempo", "continuous", 20, 300, 120, "beats a minute", "tempo, for loops and edits that last beats"),
    Control("sync", "toggle", 0, 1, 0, "", "1 follows MIDI clock: its tempo, start, continue and stop"),
    Control("temperature", "continuous", 0, 4, 1, "", "0 takes the likeliest code, 1 samples what was learnt"),
    Control("temperature/{n}", "continuous", 0, 4, 1, "", "temperature of one level, times that of all"),
    Control("top_k", "integer", 0, 1024, 0, "codes", "sample the k likeliest codes only; 0 for all",
            "exponential"),
    Control("top_p", "continuous", 0, 1, 1, "", "sample the fewest codes that are together this likely; 1 for all"),
    Control("max_quote", "continuous", 0, 60, 0, "seconds", "longest stretch of a recording, note for note; 0 for any",
            "exponential"),
    Control("level/{n}/mask", "toggle", 0, 1, 1, "", "1 lets the level sound, 0 mutes it"),
    Control("level/{n}/gain", "continuous", 0, 1, 1, "", "gain of the level"),
    Control("level/{n}/solo", "toggle", 0, 1, 0, "", "1 mutes all levels without a solo"),
    Control("level/{n}/hold", "toggle", 0, 1, 0, "", "1 keeps the level on its code while others go on"),
    Control("loop/on", "toggle", 0, 1, 0, "", "1 repeats a stretch of the grid"),
    Control("loop/start", "integer", -1, GRID_FRAMES - 1, -1, "column", "start of the loop; -1 for the latest stretch"),
    Control("loop/length", "integer", 1, GRID_FRAMES, 100, "frames", "length of the loop", "exponential"),
    Control("loop/seconds", "continuous", 0, 20, 0, "seconds", "the same in seconds; 0 for loop/length"),
    Control("loop/beats", "continuous", 0, 64, 0, "beats", "the same in beats; 0 for loop/seconds or loop/length"),
    Control("hold", "toggle", 0, 1, 0, "", "1 stays on the current frame"),
    Control("resample/amount", "continuous", 0, 1, 0, "", "share of looped cells to sample anew at each turn"),
    Control("resample/go", "trigger", 0, 1, 0, "", "sample that share anew once (a tenth where it is 0)"),
    Control("grid/quantize", "integer", 0, 2, 0, "", "edits act 0 at once, 1 at a beat, 2 when the loop starts"),
    Control("grid/set", "edit", 0, 0, 0, "", "set the code of one cell",
            arguments=(replace(LEVEL, low=1, default=None), Argument("column", 0, GRID_FRAMES - 1), CODE)),
    Control("grid/fill", "edit", 0, 0, 0, "", "set the codes of a stretch", arguments=(CODE, *EDIT_REGION)),
    Control("grid/clear", "edit", 0, 0, 0, "", "empty a stretch, for the prior to sample anew", arguments=EDIT_REGION),
    Control("grid/lock", "edit", 0, 0, 0, "", "1 locks a stretch: no edit changes it, and it is always played",
            arguments=(Argument("on", 0, 1), *EDIT_REGION)),
    Control("grid/key", "edit", 0, 0, 0, "", "a pad for a part of the loop: locks its row's level; lower rows clear",
            arguments=(Argument("column", 0, KEY_COLUMNS - 1), Argument("row", 0, 15), Argument("on", 0, 1, 1))),
    Control("grid/shift", "edit", 0, 0, 0, "", "move the codes of a stretch later, around within it",
            arguments=(Argument("by", -GRID_FRAMES, GRID_FRAMES), *EDIT_REGION)),
    Control("grid/transpose", "edit", 0, 0, 0, "", "move the codes of a stretch along the order of similarity",
            arguments=(Argument("by", -32_767, 32_767), *EDIT_REGION)),
    Control("grid/copy", "edit", 0, 0, 0, "", "copy a stretch over another", arguments=REGION_PAIR),
    Control("grid/swap", "edit", 0, 0, 0, "", "swap two stretches", arguments=REGION_PAIR),
    Control("grid/undo", "trigger", 0, 1, 0, "", "undo the last edit"),
    Control("grid/redo", "trigger", 0, 1, 0, "", "redo the edit that was undone last"),
    Control("deck/copy", "trigger", 0, 1, 0, "", "copy the grid to the second deck"),
    Control("deck/load", "name", 0, 0, 0, "", "read a model onto the second deck; without a name, empty it"),
    Control("deck/model", "name", 0, 0, 0, "", "put a model that was read already on the second deck, by fingerprint"),
    Control("morph", "continuous", 0, 1, 0, "", "morph from the grid, 0, to the second deck, 1"),
    Control("morph/{n}", "continuous", 0, 1, 1, "", "morph of one level, times that of all; not to another model"),
    Control("input/on", "toggle", 0, 1, 0, "", "1 plays the sound input through the codes, except in locked cells"),
    Control("input/gain", "continuous", 0, 4, 1, "amplitude", "gain of the sound input"),
    Control("input/capture", "trigger", 0, 1, 0, "", "loop the latest input: loop/on 1 and input/on 0"),
    Control("input/codes", "edit", 0, 0, 0, "", "codes of one input frame, one for each level",
            arguments=(Argument("code-{n}", 0, 32_767),)),
    Control("snapshot/save", "edit", 0, 0, 0, "", "save the whole state in a slot", arguments=(SLOT,)),
    Control("snapshot/recall", "edit", 0, 0, 0, "", "recall the state of a slot", arguments=(SLOT,)),
    Control("snapshot/glide", "continuous", 0, 60, 0, "seconds", "time in which controls glide to recalled values"),
    # Here, so that on keyboards without a map of their own all others keep their knobs.
    Control("recall", "continuous", 0, 1, 0.75, "", "how much recordings are followed: 0 invents, 1 quotes"),
    Control("output/gain", "continuous", 0, 2, 1, "amplitude", "gain of the output"),
    Control("record", "toggle", 0, 1, 0, "", "1 begins a sound file of what is played, 0 ends it"),
    Control("mark", "trigger", 0, 1, 0, "", "set a mark in the log, to render from or to"),
)  # fmt: skip

READINGS = (
    Reading("status/frame", 2**31 - 1, "frames", "number of frames made", whole=True),
    Reading("status/playhead", GRID_FRAMES - 1, "column", "column that is played next", whole=True),
    Reading("status/bar", 2**31 - 1, "", "bar, from 1; a bar has four beats", whole=True),
    Reading("status/beat", 5, "beats", "beat in the bar, from 1"),
    Reading("status/peak", 1, "amplitude", "peak of the last 50 ms"),
    Reading("status/buffer", 500, "milliseconds", "sound rendered in advance"),
    Reading("status/xruns", 2**31 - 1, "", "number of gaps in the sound", whole=True),
    Reading("status/load", 1, "", "time to make a frame, as a share of its duration"),
    Reading("status/latency", 1000, "milliseconds", "longest known time from an event to half of its change in sound"),
    Reading("status/latency/frame", 1000, "milliseconds", "part of it: wait for a frame; gains do without"),
    Reading("status/latency/ring", 1000, "milliseconds", "part of it: sound rendered in advance"),
    Reading("status/latency/card", 1000, "milliseconds", "part of it: what the sound card reports"),
    Reading("status/latency/window", 1000, "milliseconds", "part of it: half of the rise of the synthesis window"),
)


class Vocabulary:
    """Controls by name, of an instrument with ``levels`` levels."""

    def __init__(self, levels: int) -> None:
        self.levels = levels
        self.controls = {
            name: replace(control, name=name, arguments=_bounded(control.arguments, levels))
            for control in CONTROLS
            for name in _names(control.name, levels)
        }

    def defaults(self) -> dict[str, float]:
        """Initial value of every control that has one."""
        return {name: control.default for name, control in self.controls.items() if control.has_value}

    def knobs(self, names: Sequence[str]) -> tuple[Control, ...]:
        """Controls of these names, former ones included, in the vocabulary's order; ``{n}`` stands for each level.

        Raises:
            ControlError: a name is unknown, or its control has no value.
        """
        wanted = {own for name in names for own in _names(current(name), self.levels)}
        for name in wanted:
            if not self._known(name).has_value:
                raise ControlError(f"{name} is no knob; choose among {', '.join(self.defaults())}")
        return tuple(control for name, control in self.controls.items() if name in wanted)

    def event(self, name: str, arguments: Sequence[object]) -> tuple[ControlEvent | None, str]:
        """Parse a control's name and arguments to an event, with a remark if a value was clipped.

        The event is ``None`` for the release of a button.

        Raises:
            ControlError: the name is unknown, or the control cannot take an argument.
        """
        control = self._known(current(name))
        name = control.name
        if not arguments and control.kind in ("toggle", "trigger"):
            return ControlEvent(name), ""
        if control.is_release(arguments):
            return None, ""
        if control.kind == "edit":
            return _edit(control, arguments)
        if control.kind == "name":
            return _named(control, arguments), ""
        value = _number(control, arguments)
        if control.kind == "trigger":
            return ControlEvent(name), ""
        clipped = control.clip(value)
        outside = not control.low <= value <= control.high
        remark = f"{name} {value:g} is outside {control.low:g} to {control.high:g}; took {clipped:g}" if outside else ""
        return ControlEvent(name, clipped), remark

    def _known(self, name: str) -> Control:
        if name not in self.controls:
            raise UnknownControlError(name, list(self.controls))
        return self.controls[name]


class Instrument(Protocol):
    """Interface between controllers and an instrument, which a host implements. Safe to use from any thread."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Vocabulary of the loaded model."""
        ...

    @property
    def controls(self) -> Mapping[str, float]:
        """Values of all controls by name: a new mapping after each change."""
        ...

    def readings(self) -> Mapping[str, float]:
        """Values by the names in ``READINGS``."""
        ...

    def troubles(self) -> Sequence[str]:
        """Current problems, a sentence each."""
        ...

    def send(self, event: ControlEvent) -> None:
        """Apply ``event`` in the next frame, or when it is due."""
        ...


def _names(name: str, levels: int) -> list[str]:
    return [name.replace("{n}", str(level + 1)) for level in range(levels)] if "{n}" in name else [name]


def _bounded(arguments: tuple[Argument, ...], levels: int) -> tuple[Argument, ...]:
    each = [replace(a, name=name) for a in arguments for name in _names(a.name, levels)]
    return tuple(replace(a, high=levels) if a.name == "level" else a for a in each)


def _edit(control: Control, arguments: Sequence[object]) -> tuple[ControlEvent, str]:
    wanted = control.arguments
    least = sum(argument.default is None for argument in wanted)
    if not least <= len(arguments) <= len(wanted):
        raise ControlError(f"{control.name} takes {control.usage}, not {len(arguments)} arguments")
    values: list[float] = []
    remarks: list[str] = []
    for place, argument in enumerate(wanted):
        value = arguments[place] if place < len(arguments) else argument.default
        bounds = f"{argument.low} to {argument.high}"
        if not isinstance(value, int | float) or not math.isfinite(value):
            wanted = f"{control.name} takes a whole number from {bounds} for {argument.name}"
            raise ControlError(f"{wanted}, not {reprlib.repr(value)}")
        values.append(argument.clip(value))
        if not argument.low <= value <= argument.high:
            remarks.append(f"{control.name} {argument.name} {value:g} is outside {bounds}; took {values[-1]:g}")
    return ControlEvent(control.name, arguments=tuple(values)), "; ".join(remarks)


def _named(control: Control, arguments: Sequence[object]) -> ControlEvent:
    match arguments:
        case ():
            return ControlEvent(control.name)
        case (str(text),) if len(text) <= LONGEST_NAME and text.isprintable() and not {"/", "\\"} & set(text):
            return ControlEvent(control.name, text=text)
        case _:
            what = ", ".join(repr(each)[:LONGEST_NAME] for each in arguments)
            raise ControlError(f"{control.name} takes a name, never a path, or nothing; not {what}")


def _number(control: Control, arguments: Sequence[object]) -> float:
    wanted = f"{control.name} takes one number from {control.low:g} to {control.high:g}"
    if len(arguments) != 1:
        raise ControlError(f"{wanted}, not {len(arguments)} arguments")
    value = arguments[0]
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise ControlError(f"{wanted}, not {reprlib.repr(value)}")
    return float(value)
