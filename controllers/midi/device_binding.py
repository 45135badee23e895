"""One MIDI controller: its messages become control events, and its lights show the values of controls."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from controllers.midi import messages
from controllers.midi.bindings import Binding, Lamp, bindings
from controllers.midi.clock import ClockTempo
from controllers.midi.map_file import ANY_CHANNEL, Key, Map, Relative, Show
from controllers.midi.messages import RESERVED_CCS, Decoder, Touch, bipolar, encoder_steps
from live.controls import GRID_FRAMES, Control, ControlEvent, Instrument

REALTIME = frozenset({"clock", "start", "continue", "stop"})
PICKUP_DISTANCE = 3 / 128
"""Distance from a control's value at which a fader picks it up, of 0 to 1: three steps of 7 bits, as in Mixxx."""
MOST_UNBOUND = 5
"""Kinds of messages without a binding that are remembered of a controller."""
PICKUP_SECONDS = 0.05
"""Time for which a fader keeps a control that it has picked up, however fast it is moved."""


@dataclass(slots=True)
class Takeover:
    """State of a fader or encoder for soft takeover."""

    unit: float
    """Last position, 0 to 1; of an encoder, the position that it has turned the control to."""
    moved_at: float = -1.0
    """Time at which it last moved the control, in seconds."""


class DeviceBinding:
    """Translation between one controller and an instrument, by a map.

    ``errors`` counts messages that are no MIDI.

    Args:
        source: map of the controller.
        instrument: receiver of the events, and source of the values that lights show.
        pickup: False to let faders move controls at once, from any position.
    """

    def __init__(self, source: Map, instrument: Instrument, *, pickup: bool = True) -> None:
        self.map = source
        self.vocabulary = instrument.vocabulary
        """Vocabulary that the bindings were made for."""
        self._pickup = pickup
        self.errors = 0
        self._instrument = instrument
        self._bindings: dict[Key, list[Binding]] = {}
        for binding in bindings(source, instrument.vocabulary):
            self._bindings.setdefault(binding.key, []).append(binding)
        self._decoder = Decoder(frozenset(key for key in self._bindings if key[0] == "cc14"))
        self._clock = ClockTempo()
        self._takeovers: dict[tuple[Key, str], Takeover] = {}
        self._last: dict[Key, Touch] = {}
        self._bases: dict[str, float] = {}
        """Values of bent controls before the wheel was moved, by name."""
        self.unbound: list[str] = []
        """Kinds of messages that have no binding, the first ``MOST_UNBOUND``."""
        self._set_up = False
        self._lamp_values: dict[Key, int] = {}

    def on_message(self, data: bytes, seconds: float) -> list[ControlEvent]:
        """Events for a message that arrived at ``seconds``; the caller sends them to the instrument."""
        message = messages.parse(data)
        if message is None:
            self.errors += 1
            return []
        if message.type in REALTIME:
            return list(self._on_clock(message.type, seconds))
        if message.type in ("aftertouch", "polytouch"):
            self._note_unbound("pressure")
        return [event for touch in self._decoder.touches(message, seconds) for event in self._on_touch(touch, seconds)]

    def flush(self, seconds: float) -> list[ControlEvent]:
        """Events of 14-bit values whose other half has not arrived by ``seconds``."""
        return [event for touch in self._decoder.flush(seconds) for event in self._on_touch(touch, seconds)]

    def lights(self) -> Iterator[list[int]]:
        """Messages that bring the lights up to date, as bytes; the first call begins with the map's ``setup``."""
        if not self._set_up:
            self._set_up = True
            yield from (list(bytes.fromhex(message)) for message in self.map.setup)
        controls = self._instrument.controls
        lamp_values: dict[Key, int] = {}
        for group in self._bindings.values():
            lamp_values |= {b.lamp.key: _lamp_value(b, b.lamp, _value(b.control, controls)) for b in group if b.lamp}
        for show in self.map.show:
            lamp_values |= self._show_values(show, controls)
        for key, value in lamp_values.items():
            if self._lamp_values.get(key) != value:
                self._lamp_values[key] = value
                yield from _lamp_messages(key, value)

    def _on_clock(self, kind: str, seconds: float) -> Iterator[ControlEvent]:
        moves = list(self._clock.on_message(kind, seconds))
        if self._instrument.controls["sync"]:
            for name, value in moves:
                yield ControlEvent(name, value)

    def _on_touch(self, touch: Touch, seconds: float) -> Iterator[ControlEvent]:
        kind, _, number = touch.key
        bound = self._bindings.get(touch.key) or self._bindings.get((kind, ANY_CHANNEL, number))
        if bound is None:
            if kind == "note":
                self._note_unbound("notes")
            elif not (kind == "cc" and number in RESERVED_CCS):
                self._note_unbound(
                    "program changes" if kind == "program" else f"{kind.replace('_', ' ')} {number or ''}".strip()
                )
            return
        last = self._last.get(touch.key)
        self._last[touch.key] = touch
        # A knob above its middle counts as pressed once; a switch that repeats its value is pressed again.
        edge = kind in ("note", "program") or last is None or last.pressed != touch.pressed or last.raw == touch.raw
        for binding in bound:
            yield from self._events(binding, touch, seconds, edge=edge)

    def _note_unbound(self, kind: str) -> None:
        if kind not in self.unbound and len(self.unbound) < MOST_UNBOUND:
            self.unbound.append(kind)

    def _events(self, binding: Binding, touch: Touch, seconds: float, *, edge: bool) -> Iterator[ControlEvent]:
        control = binding.control
        pressed = edge and (touch.pressed or binding.press == "latch")
        if control.kind == "edit":
            yield from [_edit(control, binding.value, touch)] if pressed else []
        elif binding.value is not None:
            yield from [ControlEvent(control.name, binding.value)] if pressed else []
        elif control.kind == "trigger" or (control.kind == "toggle" and binding.press in ("flip", "latch")):
            yield from [ControlEvent(control.name)] if pressed else []
        elif control.kind == "toggle":
            yield from [ControlEvent(control.name, float(touch.pressed))] if edge else []
        elif touch.key[0] == "program":
            yield ControlEvent(control.name, control.clip(control.low + touch.raw))
        elif binding.spring:
            yield from self._bend(binding, touch)
        elif binding.relative:
            yield self._turn(binding, binding.relative, touch, seconds)
        elif touch.key[0] == "note":
            yield from [self._set(binding, touch.unit)] if touch.pressed else []
        elif not (self._pickup and binding.pickup) or self._picked_up(binding, touch, seconds):
            yield self._set(binding, touch.unit)

    def _set(self, binding: Binding, unit: float) -> ControlEvent:
        value = binding.control.from_unit(binding.low + unit * (binding.high - binding.low))
        return ControlEvent(binding.control.name, value)

    def _position(self, binding: Binding) -> float:
        """Value of the control as a position within the range of the binding, 0 to 1."""
        unit = binding.control.to_unit(_value(binding.control, self._instrument.controls))
        return min(max((unit - binding.low) / (binding.high - binding.low or 1), 0.0), 1.0)

    def _bend(self, binding: Binding, touch: Touch) -> Iterator[ControlEvent]:
        """Pitch bend: from the value before the bend towards an end of the range, and back in the middle."""
        name, bent = binding.control.name, bipolar(touch)
        if bent:
            base = self._bases.setdefault(name, _value(binding.control, self._instrument.controls))
            unit, end = binding.control.to_unit(base), binding.high if bent > 0 else binding.low
            yield ControlEvent(name, binding.control.from_unit(unit + abs(bent) * (end - unit)))
        elif name in self._bases:
            yield ControlEvent(name, self._bases.pop(name))

    def _picked_up(self, binding: Binding, touch: Touch, seconds: float) -> bool:
        """True once a fader has reached or passed the control's value: soft takeover by the rule of Mixxx."""
        takeover = self._takeovers.setdefault((binding.key, binding.control.name), Takeover(touch.unit))
        before, now = takeover.unit - self._position(binding), touch.unit - self._position(binding)
        takeover.unit = touch.unit
        far = abs(before) > PICKUP_DISTANCE and abs(now) > PICKUP_DISTANCE and (before > 0) == (now > 0)
        if far and seconds - takeover.moved_at > PICKUP_SECONDS:
            return False
        takeover.moved_at = seconds
        return True

    def _turn(self, binding: Binding, relative: Relative, touch: Touch, seconds: float) -> ControlEvent:
        """Event of an endless encoder: steps from the control's value, or from its own last position while it turns."""
        position = self._position(binding)
        takeover = self._takeovers.setdefault((binding.key, binding.control.name), Takeover(position))
        last = self._set(binding, takeover.unit).value
        unmoved = last == _value(binding.control, self._instrument.controls)
        start = takeover.unit if unmoved or seconds - takeover.moved_at < PICKUP_SECONDS else position
        takeover.unit = min(max(start + encoder_steps(touch.raw, relative) / 127, 0.0), 1.0)
        takeover.moved_at = seconds
        return self._set(binding, takeover.unit)

    def _show_values(self, show: Show, controls: Mapping[str, float]) -> dict[Key, int]:
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
    """Value of a control; its default if the instrument was exchanged for one that lacks it."""
    return controls.get(control.name, control.default)


def _edit(control: Control, value: float | None, touch: Touch) -> ControlEvent:
    """Event of an edit: its first argument is ``value``, a program number counted from its lowest, or its default."""
    first, *others = control.arguments
    if value is None and touch.key[0] == "program":
        value = first.low + touch.raw
    value = first.clip(value) if value is not None else float(first.default or 0)
    return ControlEvent(control.name, arguments=(value, *(float(other.default or 0) for other in others)))


def _lamp_value(binding: Binding, lamp: Lamp, value: float) -> int:
    """Number that a lamp is sent for ``value``: on or off, or the position as 0 to 127."""
    control = binding.control
    if binding.value is not None:
        return lamp.on if value == binding.value else lamp.off
    if control.kind in ("toggle", "trigger"):
        return lamp.on if value else lamp.off
    if lamp.key[0] == "program":
        return min(int(value - control.low), 127)
    unit = (control.to_unit(value) - binding.low) / (binding.high - binding.low or 1)
    return round(min(max(unit, 0.0), 1.0) * 127)


def _lamp_messages(key: Key, value: int) -> Iterator[list[int]]:
    kind, channel, number = key
    channel = max(channel, 0)  # a key on all channels is lit on the first
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
