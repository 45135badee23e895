"""A Standard MIDI File as a score: what a controller would have sent, and when."""

import math
from collections.abc import Iterable
from pathlib import Path

import mido

from controllers.midi import standard_file
from controllers.midi.device_binding import Hand
from controllers.midi.map_file import Map
from controllers.midi.monitor import Bench
from controllers.midi.standard_file import Moment
from live.controls import ControlEvent, Vocabulary


class Score:
    """The events of a file: ``frames`` long, and by frame what its notes and knobs mean by a map.

    Tempo changes are the instrument's tempo. Whatever channel a track plays on is the controller's.

    Raises:
        DistillError: it is no Standard MIDI File.
    """

    def __init__(self, path: Path, source: Map, levels: int, frame_rate: float) -> None:
        bench = Bench(levels)
        hand = Hand(source, bench, pickup=False)
        self.events: dict[int, list[ControlEvent]] = {}
        frame = 0
        for moment in standard_file.read(path):
            frame = round(moment.seconds * frame_rate)
            self._add(_meant(moment, hand, bench.vocabulary), bench, frame)
        self._add(hand.wait(math.inf), bench, frame)
        self.unbound = hand.unbound
        """Some of what the file says that means nothing by the map."""
        self.frames = 1 + max([frame, *self.events])

    def _add(self, events: Iterable[ControlEvent], bench: Bench, frame: int) -> None:
        for event in events:
            bench.send(event)
            self.events.setdefault(frame, []).append(event)


def _meant(moment: Moment, hand: Hand, vocabulary: Vocabulary) -> list[ControlEvent]:
    if moment.message:
        return hand.hear(moment.message, moment.seconds)
    if not moment.tempo:
        return []
    tempo = vocabulary.controls["tempo"]
    return [ControlEvent(tempo.name, tempo.clip(mido.tempo2bpm(moment.tempo)))]
