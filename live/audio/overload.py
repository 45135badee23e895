"""What is given up while the processor cannot keep up, in order, and when it is given back."""

from collections import deque
from collections.abc import Mapping

from live.controls import ControlEvent

OVERLOAD = 0.9
"""Mean share of a frame's duration that making it takes, above which the end is near."""
RECENT_FRAMES = 25
"""How many frames the mean is taken over, and so how long a step is given to show."""
STABLE_FRAMES = 200
"""How long all must be well before a step is taken back."""
MOST_STABLE_FRAMES = 6400


class LoadShedding:
    """Gives up the finest level, then holds; gives back in the opposite order.

    It speaks to the engine as hands do, in events, so that a journal has them and renders as it was played. Whatever
    a hand moves meanwhile is the hand's.
    """

    def __init__(self, levels: int) -> None:
        self._order = (ControlEvent(f"level/{levels}/mask", 0.0), ControlEvent("hold", 1.0))
        self._shed: list[ControlEvent] = []
        self._loads: deque[float] = deque(maxlen=RECENT_FRAMES)
        self._back_off = BackOff(STABLE_FRAMES, MOST_STABLE_FRAMES)

    @property
    def shed(self) -> tuple[str, ...]:
        """The controls that are given up now, in the order they were."""
        return tuple(event.name for event in self._shed)

    def decide(self, load: float, controls: Mapping[str, float], *, behind: bool) -> list[ControlEvent]:
        """What is to be said in the next frame.

        ``load`` is what the last frame took, as a share of its duration; ``behind`` whether less is ahead than should.
        """
        self._loads.append(load)
        stable = self._back_off.on_stable_frame()
        self._shed = [event for event in self._shed if controls[event.name] == event.value]
        if behind and self._back_off.frames >= RECENT_FRAMES and sum(self._loads) / len(self._loads) > OVERLOAD:
            return self._shed_next(controls)
        if not stable:
            return []
        if not self._shed:
            self._back_off.reset()
            return []
        self._back_off.on_retry()
        event = self._shed.pop()
        return [ControlEvent(event.name, 1.0 - (event.value or 0.0))]

    def _shed_next(self, controls: Mapping[str, float]) -> list[ControlEvent]:
        left = [event for event in self._order if controls[event.name] != event.value][:1]
        if left:
            self._back_off.on_failure()
            self._shed += left
        return left


BUFFER_STABLE_FRAMES = 3000
"""How long all must be well before less is rendered ahead."""
MOST_BUFFER_STABLE_FRAMES = 96_000


class BufferSize:
    """``samples`` rendered ahead, from ``usual`` to ``longest``, in steps of ``step``."""

    def __init__(self, usual: int, step: int, longest: int) -> None:
        self.samples = usual
        self._usual = usual
        self._step = step
        self._longest = longest
        self._back_off = BackOff(BUFFER_STABLE_FRAMES, MOST_BUFFER_STABLE_FRAMES)

    def grow(self) -> None:
        """The machine stalled for so long that a gap was near."""
        self._back_off.on_failure()
        self.samples = min(self.samples + self._step, self._longest)

    def on_frame_in_time(self) -> None:
        """One more frame was ready in time."""
        if not self._back_off.on_stable_frame():
            return
        if self.samples == self._usual:
            self._back_off.reset()
            return
        self._back_off.on_retry()
        self.samples = max(self.samples - self._step, self._usual)


class BackOff:
    """Frames in which all was well, against the ``usual`` number of them to wait for, or up to ``most``."""

    def __init__(self, usual: int, most: int) -> None:
        self.frames = 0
        """Since something changed."""
        self._usual = usual
        self._most = most
        self._required = usual
        self._trying = False

    def on_stable_frame(self) -> bool:
        """One more frame in which all was well; whether there were enough."""
        self.frames += 1
        return self.frames >= self._required

    def on_retry(self) -> None:
        """What was too much before is tried again."""
        self.frames, self._trying = 0, True

    def reset(self) -> None:
        """Nothing is left to try."""
        self._required, self._trying = self._usual, False

    def on_failure(self) -> None:
        """It is too much. If it was just tried again, the next time has to wait twice as long."""
        if self._trying:
            self._required = min(2 * self._required, self._most)
        self.frames, self._trying = 0, False
