"""One controller: its messages become events, and its lights show where things stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from controllers.midi import messages
from controllers.midi.bindings import Binding, Lamp, bindings
from controllers.midi.clock import Clock
from controllers.midi.map_file import ANY, Key, Map, Relative, Show
from controllers.midi.messages import GRAMMAR, Decoder, Touch, steps, way
from live.controls import GRID_FRAMES, Control, ControlEvent, Instrument

REALTIME = frozenset({"clock", "start", "continue", "stop"})
NEAR = 3 / 128
"""How near to where a control stands a fader must come to pick it up, of 0 to 1."""
TOLD = 5
"""So many things that do nothing are told of a controller."""
HOLDS_SECONDS = 0.05
"""For so long a fader keeps what it has picked up, however fast it is moved."""


@dataclass(slots=True)
class Grip:
    """What a fader or encoder did last."""

    unit: float
    """Where it was; of an encoder, where it has turned the control to."""
    took: float = -1.0
    """When it last moved the control, in seconds."""


class Hand:
    """Turns what a controller sends into events, by its map. ``errors`` counts what is no MIDI.

    Without ``pickup`` faders move what they are for from wherever they are.
    """

    def __init__(self, source: Map, instrument: Instrument, *, pickup: bool = True) -> None:
        self.map = source
        self.vocabulary = instrument.vocabulary
        """What its bindings are to."""
        self._pickup = pickup
        self.errors = 0
        self._instrument = instrument
        self._bindings: dict[Key, list[Binding]] = {}
        for binding in bindings(source, instrument.vocabulary):
            self._bindings.setdefault(binding.key, []).append(binding)
        self._decoder = Decoder(frozenset(key for key in self._bindings if key[0] == "cc14"))
        self._clock = Clock()
        self._grips: dict[tuple[Key, str], Grip] = {}
        self._last: dict[Key, Touch] = {}
        self._bases: dict[str, float] = {}
        """Of controls that a wheel has bent, where they stood."""
        self.unbound: list[str] = []
        """Some of what came and is nothing by this map."""
        self._set_up = False
        self._lit: dict[Key, int] = {}

    def hear(self, data: bytes, seconds: float) -> list[ControlEvent]:
        """The events that a message that came at ``seconds`` means; they are for the caller to send."""
        message = messages.message(data)
        if message is None:
            self.errors += 1
            return []
        if message.type in REALTIME:
            return list(self._follow(message.type, seconds))
        if message.type in ("aftertouch", "polytouch"):
            self._miss("pressure")
        return [event for touch in self._decoder.touches(message, seconds) for event in self._touched(touch, seconds)]

    def wait(self, seconds: float) -> list[ControlEvent]:
        """The events of numbers whose other half has not come by ``seconds``."""
        return [event for touch in self._decoder.waited(seconds) for event in self._touched(touch, seconds)]

    def lights(self) -> Iterator[list[int]]:
        """The messages that bring the lights up to date, after what sets the controller up; none if nothing changed."""
        if not self._set_up:
            self._set_up = True
            yield from (list(bytes.fromhex(message)) for message in self.map.setup)
        controls = self._instrument.controls
        wanted: dict[Key, int] = {}
        for held in self._bindings.values():
            wanted |= {b.lamp.key: _lit(b, b.lamp, _value(b.control, controls)) for b in held if b.lamp}
        for show in self.map.show:
            wanted |= self._shown(show, controls)
        for key, value in wanted.items():
            if self._lit.get(key) != value:
                self._lit[key] = value
                yield from _bytes(key, value)

    def _follow(self, kind: str, seconds: float) -> Iterator[ControlEvent]:
        said = list(self._clock.said(kind, seconds))
        if self._instrument.controls["sync"]:
            for name, value in said:
                yield ControlEvent(name, value)

    def _touched(self, touch: Touch, seconds: float) -> Iterator[ControlEvent]:
        kind, _, number = touch.key
        bound = self._bindings.get(touch.key) or self._bindings.get((kind, ANY, number))
        if bound is None:
            if kind == "note":
                self._miss("notes")
            elif not (kind == "cc" and number in GRAMMAR):
                self._miss(
                    "program changes" if kind == "program" else f"{kind.replace('_', ' ')} {number or ''}".strip()
                )
            return
        last = self._last.get(touch.key)
        self._last[touch.key] = touch
        # A knob that goes on above its middle is pressed once; a switch that says the same again, again.
        anew = kind in ("note", "program") or last is None or last.pressed != touch.pressed or last.raw == touch.raw
        for binding in bound:
            yield from self._event(binding, touch, seconds, anew=anew)

    def _miss(self, what: str) -> None:
        if what not in self.unbound and len(self.unbound) < TOLD:
            self.unbound.append(what)

    def _event(self, binding: Binding, touch: Touch, seconds: float, *, anew: bool) -> Iterator[ControlEvent]:
        control = binding.control
        pressed = anew and (touch.pressed or binding.press == "latch")
        if control.kind == "edit":
            yield from [_edit(control, binding.value, touch)] if pressed else []
        elif binding.value is not None:
            yield from [ControlEvent(control.name, binding.value)] if pressed else []
        elif control.kind == "trigger" or (control.kind == "toggle" and binding.press in ("flip", "latch")):
            yield from [ControlEvent(control.name)] if pressed else []
        elif control.kind == "toggle":
            yield from [ControlEvent(control.name, float(touch.pressed))] if anew else []
        elif touch.key[0] == "program":
            yield ControlEvent(control.name, control.clip(control.low + touch.raw))
        elif binding.spring:
            yield from self._sprung(binding, touch)
        elif binding.relative:
            yield self._turned(binding, binding.relative, touch, seconds)
        elif touch.key[0] == "note":
            yield from [self._set(binding, touch.unit)] if touch.pressed else []
        elif not (self._pickup and binding.pickup) or self._picked_up(binding, touch, seconds):
            yield self._set(binding, touch.unit)

    def _set(self, binding: Binding, unit: float) -> ControlEvent:
        value = binding.control.from_unit(binding.low + unit * (binding.high - binding.low))
        return ControlEvent(binding.control.name, value)

    def _stands(self, binding: Binding) -> float:
        """Where its control stands in the part of the range that a fader moves it in, 0 to 1."""
        unit = binding.control.to_unit(_value(binding.control, self._instrument.controls))
        return min(max((unit - binding.low) / (binding.high - binding.low or 1), 0.0), 1.0)

    def _sprung(self, binding: Binding, touch: Touch) -> Iterator[ControlEvent]:
        """A wheel bends a control from where it stood to an end of its range, and has it back as it springs back."""
        name, bent = binding.control.name, way(touch)
        if bent:
            base = self._bases.setdefault(name, _value(binding.control, self._instrument.controls))
            unit = (binding.control.to_unit(base) - binding.low) / (binding.high - binding.low or 1)
            yield self._set(binding, unit + bent * (1 - unit if bent > 0 else unit))
        elif name in self._bases:
            yield ControlEvent(name, self._bases.pop(name))

    def _picked_up(self, binding: Binding, touch: Touch, seconds: float) -> bool:
        """Soft takeover, as Mixxx does it: far away on the same side, before and now, is not yet there."""
        grip = self._grips.setdefault((binding.key, binding.control.name), Grip(touch.unit))
        before, now = grip.unit - self._stands(binding), touch.unit - self._stands(binding)
        grip.unit = touch.unit
        far = abs(before) > NEAR and abs(now) > NEAR and (before > 0) == (now > 0)
        if far and seconds - grip.took > HOLDS_SECONDS:
            return False
        grip.took = seconds
        return True

    def _turned(self, binding: Binding, relative: Relative, touch: Touch, seconds: float) -> ControlEvent:
        """An encoder goes on from where the control stands, or from where it has just turned it to."""
        stands = self._stands(binding)
        grip = self._grips.setdefault((binding.key, binding.control.name), Grip(stands))
        said = self._set(binding, grip.unit).value
        unmoved = said == _value(binding.control, self._instrument.controls)
        start = grip.unit if unmoved or seconds - grip.took < HOLDS_SECONDS else stands
        grip.unit = min(max(start + steps(touch.raw, relative) / 127, 0.0), 1.0)
        grip.took = seconds
        return self._set(binding, grip.unit)

    def _shown(self, show: Show, controls: Mapping[str, float]) -> dict[Key, int]:
        keys = show.keys(self.map.channel)
        readings = self._instrument.readings()
        here = int(readings["status/playhead"]) * len(keys) // GRID_FRAMES
        start, length = controls["loop/start"], controls["loop/length"]
        looped: set[int] = set()
        if controls["loop/on"] and start >= 0:
            last = int(start + length - 1)
            looped = {c * len(keys) // GRID_FRAMES % len(keys) for c in range(int(start), last + 1)}
        return {
            key: show.playhead if place == here else show.loop if place in looped else show.off
            for place, key in enumerate(keys)
        }


def _value(control: Control, controls: Mapping[str, float]) -> float:
    """Where a control stands; where it usually does, if another instrument has come that lacks it."""
    return controls.get(control.name, control.default)


def _edit(control: Control, value: float | None, touch: Touch) -> ControlEvent:
    """An edit, told ``value``, or the number of a program counted from the lowest that it takes, or nothing."""
    first, *others = control.arguments
    if value is None and touch.key[0] == "program":
        value = first.low + touch.raw
    told = first.clip(value) if value is not None else float(first.default or 0)
    return ControlEvent(control.name, arguments=(told, *(float(other.default or 0) for other in others)))


def _lit(binding: Binding, lamp: Lamp, value: float) -> int:
    """What shows ``value``: on or off, or how far."""
    control = binding.control
    if binding.value is not None:
        return lamp.on if value == binding.value else lamp.off
    if control.kind in ("toggle", "trigger"):
        return lamp.on if value else lamp.off
    if lamp.key[0] == "program":
        return min(int(value - control.low), 127)
    unit = (control.to_unit(value) - binding.low) / (binding.high - binding.low or 1)
    return round(min(max(unit, 0.0), 1.0) * 127)


def _bytes(key: Key, value: int) -> Iterator[list[int]]:
    kind, channel, number = key
    channel = max(channel, 0)  # what hears all channels shows on the first
    match kind:
        case "note":
            yield [0x90 | channel, number, value]
        case "program":
            yield [0xC0 | channel, value]
        case "pitch_bend":
            yield [0xE0 | channel, 0, value]
        case "nrpn":
            for control, byte in ((99, number >> 7), (98, number & 127), (6, value)):
                yield [0xB0 | channel, control, byte]
        case _:
            yield [0xB0 | channel, number, value]
