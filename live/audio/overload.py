"""What is given up while the processor cannot keep up, in order, and when it is given back."""

from collections import deque
from collections.abc import Mapping

from live.controls import ControlEvent

OVERLOAD = 0.9
"""Mean share of a frame's duration that making it takes, above which the end is near."""
RECENT_FRAMES = 25
"""How many frames the mean is taken over, and so how long a step is given to show."""
CALM_FRAMES = 200
"""How long all must be well before a step is taken back."""
MOST_CALM_FRAMES = 6400


class Relief:
    """Gives up the finest level, then holds; gives back in the opposite order.

    It speaks to the engine as hands do, in events, so that a journal has them and renders as it was played. Whatever
    a hand moves meanwhile is the hand's.
    """

    def __init__(self, levels: int) -> None:
        self._order = (ControlEvent(f"level/{levels}/mask", 0.0), ControlEvent("hold", 1.0))
        self._given: list[ControlEvent] = []
        self._loads: deque[float] = deque(maxlen=RECENT_FRAMES)
        self._calm = Calm(CALM_FRAMES, MOST_CALM_FRAMES)

    @property
    def given(self) -> tuple[str, ...]:
        """The controls that are given up now, in the order they were."""
        return tuple(event.name for event in self._given)

    def decide(self, load: float, controls: Mapping[str, float], *, behind: bool) -> list[ControlEvent]:
        """What is to be said in the next frame.

        ``load`` is what the last frame took, as a share of its duration; ``behind`` whether less is ahead than should.
        """
        self._loads.append(load)
        calm = self._calm.lasts()
        self._given = [event for event in self._given if controls[event.name] == event.value]
        if behind and self._calm.frames >= RECENT_FRAMES and sum(self._loads) / len(self._loads) > OVERLOAD:
            return self._give_up(controls)
        if not calm:
            return []
        if not self._given:
            self._calm.succeeded()
            return []
        self._calm.tries()
        event = self._given.pop()
        return [ControlEvent(event.name, 1.0 - (event.value or 0.0))]

    def _give_up(self, controls: Mapping[str, float]) -> list[ControlEvent]:
        left = [event for event in self._order if controls[event.name] != event.value][:1]
        if left:
            self._calm.ends()
            self._given += left
        return left


BUFFER_CALM_FRAMES = 3000
"""How long all must be well before less is rendered ahead."""
MOST_BUFFER_CALM_FRAMES = 96_000


class Depth:
    """``samples`` rendered ahead, from ``usual`` to ``longest``, in steps of ``step``."""

    def __init__(self, usual: int, step: int, longest: int) -> None:
        self.samples = usual
        self._usual = usual
        self._step = step
        self._longest = longest
        self._calm = Calm(BUFFER_CALM_FRAMES, MOST_BUFFER_CALM_FRAMES)

    def deepen(self) -> None:
        """The machine stalled for so long that a gap was near."""
        self._calm.ends()
        self.samples = min(self.samples + self._step, self._longest)

    def stay(self) -> None:
        """One more frame was ready in time."""
        if not self._calm.lasts():
            return
        if self.samples == self._usual:
            self._calm.succeeded()
            return
        self._calm.tries()
        self.samples = max(self.samples - self._step, self._usual)


class Calm:
    """Frames in which all was well, against the ``usual`` number of them to wait for, or up to ``most``."""

    def __init__(self, usual: int, most: int) -> None:
        self.frames = 0
        """Since something changed."""
        self._usual = usual
        self._most = most
        self._wanted = usual
        self._trying = False

    def lasts(self) -> bool:
        """One more frame in which all was well; whether there were enough."""
        self.frames += 1
        return self.frames >= self._wanted

    def tries(self) -> None:
        """What was too much before is tried again."""
        self.frames, self._trying = 0, True

    def succeeded(self) -> None:
        """Nothing is left to try."""
        self._wanted, self._trying = self._usual, False

    def ends(self) -> None:
        """It is too much. If it was just tried again, the next time has to wait twice as long."""
        if self._trying:
            self._wanted = min(2 * self._wanted, self._most)
        self.frames, self._trying = 0, False
