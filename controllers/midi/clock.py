"""MIDI clock: tempo from its pulses, and start, continue and stop."""

from collections import deque
from collections.abc import Iterator

PPQN = 24
"""Pulses per quarter note, fixed by MIDI 1.0."""
TIMEOUT_SECONDS = 2.0
"""Silence after which another clock may be followed."""
LONGEST_PULSE_SECONDS = 60 / 20 / PPQN * 2
"""Twice the pulse of 20 beats a minute; after a longer silence the count begins anew."""


class ClockSelector:
    """Choice of one clock among several: the first that sends, until it has been silent for ``TIMEOUT_SECONDS``."""

    def __init__(self) -> None:
        self._leader = ""
        self._last_seconds = float("-inf")
        self._ignored: set[str] = set()
        self.news = ""
        """Sentence about the clock that was ignored last; empty while there was none."""

    def follows(self, port: str, seconds: float) -> bool:
        """True if clock messages of ``port`` count at the time ``seconds``."""
        if port != self._leader and seconds - self._last_seconds <= TIMEOUT_SECONDS:
            if port not in self._ignored:
                self._ignored.add(port)
                self.news = f"the clock of {self._leader} is followed, that of {port} is not"
            return False
        self._leader, self._last_seconds = port, seconds
        return True


class ClockTempo:
    """Tempo of a MIDI clock, measured over each whole beat."""

    def __init__(self) -> None:
        self._pulses: deque[float] = deque(maxlen=PPQN + 1)
        self._since_beat = 0

    def on_message(self, kind: str, seconds: float) -> Iterator[tuple[str, float | None]]:
        """Controls that a realtime message sets, with their values.

        Args:
            kind: type of the message by mido's name: ``clock``, ``start``, ``continue`` or ``stop``.
            seconds: time of its arrival.

        Yields:
            ``tempo`` in beats a minute once a beat, ``play``, and ``stop`` with None.
        """
        match kind:
            case "clock":
                yield from self._pulse(seconds)
            case "start":
                self._pulses.clear()
                yield from (("stop", None), ("play", 1.0))
            case "continue":
                yield ("play", 1.0)
            case "stop":
                yield ("play", 0.0)
            case _:
                pass

    def _pulse(self, seconds: float) -> Iterator[tuple[str, float]]:
        if self._pulses and seconds - self._pulses[-1] > LONGEST_PULSE_SECONDS:
            self._pulses.clear()
        self._pulses.append(seconds)
        self._since_beat += 1
        if len(self._pulses) > PPQN <= self._since_beat and seconds > self._pulses[0]:
            self._since_beat = 0
            yield ("tempo", 60 / (seconds - self._pulses[0]))
