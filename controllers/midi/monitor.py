"""MIDI messages and their effects in words, for ``distill midi monitor``."""

from collections.abc import Mapping, Sequence

from controllers.midi import messages
from controllers.midi.device_binding import DeviceBinding
from controllers.midi.map_file import DEFAULT, Map, load, map_for, maps
from live.controls import READINGS, ControlEvent, Vocabulary


class SilentInstrument:
    """Instrument without sound: it keeps the values of controls."""

    def __init__(self, levels: int) -> None:
        self.vocabulary = Vocabulary(levels)
        self.controls: Mapping[str, float] = {**self.vocabulary.defaults(), "sync": 1.0}

    def readings(self) -> dict[str, float]:
        """Readings, all of them 0."""
        return {reading.name: 0.0 for reading in READINGS}

    def troubles(self) -> Sequence[str]:
        """No troubles, ever."""
        return ()

    def send(self, event: ControlEvent) -> None:
        """Set the value of a control at once; edits are ignored, as there is no grid."""
        if event.name not in self.controls:
            return
        value = float(not self.controls[event.name]) if event.value is None else event.value
        self.controls = {**self.controls, event.name: value}


class Monitor:
    """Explanation of messages by the maps of their ports.

    Args:
        only: map for all ports; None takes the one that fits each.
        levels: number of levels of the instrument.
    """

    def __init__(self, only: Map | None, levels: int) -> None:
        self._only = only
        self._instrument = SilentInstrument(levels)
        self._known = maps()
        self._devices: dict[str, DeviceBinding] = {}

    def explain(self, port: str, data: bytes, seconds: float) -> tuple[str, list[str]]:
        """Text of a message that arrived at ``seconds``, and a text for each control that it would set."""
        if port not in self._devices:
            source = self._only or map_for(port, self._known) or load(DEFAULT)
            self._devices[port] = DeviceBinding(source, self._instrument, pickup=False)
        events = self._devices[port].on_message(data, seconds)
        for event in events:
            self._instrument.send(event)
        does = [" ".join([event.name, *(f"{value:g}" for value in _values(event))]) for event in events]
        message = messages.parse(data)
        return (f"no MIDI: {data.hex(' ')}" if message is None else str(message).removesuffix(" time=0")), does


def _values(event: ControlEvent) -> Sequence[float]:
    return event.arguments or (() if event.value is None else (event.value,))
