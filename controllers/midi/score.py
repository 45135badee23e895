"""A Standard MIDI File as a score: control events by frame."""

import math
from collections.abc import Iterable
from pathlib import Path

import mido

from controllers.midi import standard_file
from controllers.midi.device_binding import DeviceBinding
from controllers.midi.map_file import Map
from controllers.midi.monitor import SilentInstrument
from controllers.midi.standard_file import TimedMessage
from live.controls import ControlEvent, Vocabulary


class Score:
    """Control events of a MIDI file by frame, as if a controller with a map had played it; ``frames`` is its length.

    Tempo changes set the control ``tempo``.

    Args:
        path: Standard MIDI File.
        source: map that gives notes, CCs and programs their meaning.
        levels: number of levels of the instrument.
        frame_rate: frames a second.

    Raises:
        DistillError: it is no Standard MIDI File.
    """

    def __init__(self, path: Path, source: Map, levels: int, frame_rate: float) -> None:
        instrument = SilentInstrument(levels)
        device = DeviceBinding(source, instrument, pickup=False)
        self.events: dict[int, list[ControlEvent]] = {}
        frame = 0
        for timed in standard_file.read(path):
            frame = round(timed.seconds * frame_rate)
            self._add(_events_of(timed, device, instrument.vocabulary), instrument, frame)
        self._add(device.flush(math.inf), instrument, frame)
        self.unbound = device.unbound
        """Kinds of messages in the file that the map has no binding for."""
        self.frames = 1 + max([frame, *self.events])

    def _add(self, events: Iterable[ControlEvent], instrument: SilentInstrument, frame: int) -> None:
        for event in events:
            instrument.send(event)
            self.events.setdefault(frame, []).append(event)


def _events_of(timed: TimedMessage, device: DeviceBinding, vocabulary: Vocabulary) -> list[ControlEvent]:
    if timed.message:
        return device.on_message(timed.message, timed.seconds)
    if not timed.tempo:
        return []
    tempo = vocabulary.controls["tempo"]
    return [ControlEvent(tempo.name, tempo.clip(mido.tempo2bpm(timed.tempo)))]
