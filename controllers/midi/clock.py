"""MIDI clock: 24 pulses a beat, start, continue and stop."""

from collections import deque
from collections.abc import Iterator

PPQN = 24
"""A quarter note."""
TIMEOUT_SECONDS = 2.0
"""A clock that has been silent for so long no longer leads."""
LONGEST_PULSE_SECONDS = 60 / 20 / PPQN * 2
"""Seconds; after a longer silence the count begins anew."""


class ClockSelector:
    """Chooses one of several clocks: the first, until it has been silent for a while."""

    def __init__(self) -> None:
        self._leader = ""
        self._last_seconds = float("-inf")
        self._ignored: set[str] = set()
        self.news = ""
        """Which clock is not followed, if any."""

    def follows(self, port: str, seconds: float) -> bool:
        """Whether what a port says of the time, at ``seconds``, is to be followed."""
        if port != self._leader and seconds - self._last_seconds <= TIMEOUT_SECONDS:
            if port not in self._ignored:
                self._ignored.add(port)
                self.news = f"the clock of {self._leader} is followed, that of {port} is not"
            return False
        self._leader, self._last_seconds = port, seconds
        return True


class ClockTempo:
    """Derives the tempo from pulses, beat by beat."""

    def __init__(self) -> None:
        self._pulses: deque[float] = deque(maxlen=PPQN + 1)
        self._since_beat = 0

    def on_message(self, kind: str, seconds: float) -> Iterator[tuple[str, float | None]]:
        """What a realtime message that came at ``seconds`` says: controls and their values."""
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
