"""A Standard MIDI File as a score: what a controller would have sent, and when."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import mido

from controllers.midihand import Hand
from controllers.midimap import Map
from controllers.midimonitor import Bench
from distill.errors import DistillError
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
        seconds = 0.0
        try:
            for message in mido.MidiFile(path):
                seconds += message.time
                self._add(_meant(message, hand, bench.vocabulary, seconds), bench, round(seconds * frame_rate))
            self._add(hand.wait(math.inf), bench, round(seconds * frame_rate))
        except (OSError, EOFError, ValueError, KeyError, IndexError) as error:
            reason = str(error) or "it ends too soon"
            raise DistillError(f"{path} is no Standard MIDI File that can be played: {reason}.") from error
        self.unbound = hand.unbound
        """Some of what the file says that means nothing by the map."""
        self.frames = 1 + max([round(seconds * frame_rate), *self.events])

    def _add(self, events: Iterable[ControlEvent], bench: Bench, frame: int) -> None:
        for event in events:
            bench.send(event)
            self.events.setdefault(frame, []).append(event)


def _meant(message: Any, hand: Hand, vocabulary: Vocabulary, seconds: float) -> list[ControlEvent]:
    if not message.is_meta:
        return hand.hear(bytes(message.bytes()), seconds)
    if message.type != "set_tempo":
        return []
    tempo = vocabulary.controls["tempo"]
    return [ControlEvent(tempo.name, tempo.clip(mido.tempo2bpm(message.tempo)))]
