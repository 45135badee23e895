"""An instrument that makes no sound: it remembers what was said, and stands where it was told to."""

import threading
from collections.abc import Mapping, Sequence

from live.controls import READINGS, ControlEvent, Vocabulary


class Desk:
    def __init__(self, levels: int = 4) -> None:
        self.vocabulary = Vocabulary(levels)
        self.controls: Mapping[str, float] = self.vocabulary.defaults()
        self.events: list[ControlEvent] = []
        self.playhead = 0
        self.wrong: Sequence[str] = ()
        self._said = threading.Condition()

    def readings(self) -> dict[str, float]:
        return {reading.name: 0.0 for reading in READINGS} | {"status/playhead": self.playhead}

    def troubles(self) -> Sequence[str]:
        return self.wrong

    def send(self, event: ControlEvent) -> None:
        with self._said:
            self.events.append(event)
            if event.name in self.controls:
                before = self.controls[event.name]
                self.controls = {**self.controls, event.name: 1.0 - before if event.value is None else event.value}
            self._said.notify_all()

    def heard(self, count: int, seconds: float = 20) -> list[ControlEvent]:
        """What was said, once it is at least so much."""
        with self._said:
            assert self._said.wait_for(lambda: len(self.events) >= count, seconds), f"only {self.events} was said"
            return list(self.events)
