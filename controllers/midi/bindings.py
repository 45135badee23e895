"""A MIDI map resolved against an instrument: which knob moves which control, and which lamp shows it."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

from controllers.midi.map_file import Bind, Channel, Free, Key, Light, Map, Press, Relative
from live.controls import Control, Vocabulary


@dataclass(frozen=True, slots=True)
class Lamp:
    """A light of the controller, and the values that switch it, 0 to 127."""

    key: Key
    on: int = 127
    off: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """One knob or button, and the control that it moves; ``relative`` to ``pickup`` are as in `map_file.Bind`."""

    key: Key
    control: Control
    low: float = 0.0
    high: float = 1.0
    """Range that the knob covers, ``low`` to ``high`` in units of the control, 0 to 1."""
    value: float | None = None
    """Value that a press sets, in the control's own unit; None where the position of the knob counts."""
    relative: Relative | None = None
    press: Press = "flip"
    spring: bool = False
    pickup: bool = True
    lamp: Lamp | None = None


def bindings(source: Map, vocabulary: Vocabulary) -> list[Binding]:
    """Bindings of a map on an instrument, in the order of the map; those to levels it does not have are left out.

    Knobs under ``free`` and buttons under ``free_buttons`` get the controls that are not bound, in order.
    """
    bound = [binding for bind in source.bind for binding in _resolved(bind, source.channel, vocabulary)]
    used = {binding.control.name for binding in bound} | set(source.never_free)
    left = [control for control in vocabulary.controls.values() if control.name not in used]
    knobs = [control for control in left if control.kind in ("continuous", "integer")]
    buttons = [control for control in left if control.kind in ("toggle", "trigger") or _has_defaults(control)]
    for frees, controls in ((source.free, knobs), (source.free_buttons, buttons)):
        places = [place for free in frees for place in _with_lamps(free, source.channel)]
        bound += [
            Binding(key, control, lamp=None if control.kind == "edit" else lamp)
            for (key, lamp), control in zip(places, controls, strict=False)
        ]
    return _without_second_lamps(bound, source)


def _with_lamps(bind: Bind | Free, channel: Channel) -> list[tuple[Key, Lamp | None]]:
    """Key of each knob, with the lamp that shows it, if any."""
    light = Light() if bind.light is True else bind.light
    lamps = [Lamp(key, light.on, light.off) for key in light.keys(channel) or bind.keys(channel)] if light else []
    return list(itertools.zip_longest(keys := bind.keys(channel), lamps[: len(keys)]))


def _without_second_lamps(bound: list[Binding], source: Map) -> list[Binding]:
    """Bindings of which no two share a lamp: one that the map names takes precedence over a knob's own number."""
    claimed = {key for show in source.show for key in show.keys(source.channel)}
    claimed |= {b.lamp.key for b in bound if b.lamp and b.lamp.key != b.key}
    return [replace(b, lamp=None) if b.lamp and b.lamp.key == b.key and b.key in claimed else b for b in bound]


def _has_defaults(control: Control) -> bool:
    return control.kind == "edit" and all(argument.default is not None for argument in control.arguments)


def _resolved(bind: Bind, channel: Channel, vocabulary: Vocabulary) -> Iterator[Binding]:
    for place, (key, lamp) in enumerate(_with_lamps(bind, channel)):
        names = (name.replace("{n}", str(place + 1)) for name in bind.alternatives)
        control = next((vocabulary.controls[name] for name in names if name in vocabulary.controls), None)
        if control is None:
            continue
        value = bind.values[place] if bind.values and place < len(bind.values) else None
        if control.kind == "edit":
            yield Binding(key, control, value=value, press=bind.press)
            continue
        yield Binding(
            key,
            control,
            low=0.0 if bind.low is None else control.to_unit(bind.low),
            high=1.0 if bind.high is None else control.to_unit(bind.high),
            value=None if value is None else control.clip(value),
            relative=bind.relative,
            press=bind.press,
            spring=bind.spring,
            pickup=bind.pickup,
            lamp=lamp,
        )
