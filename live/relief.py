"""What is given up while the processor cannot keep up, in order, and when it is given back."""

from collections import deque
from collections.abc import Mapping

from live.calm import Calm
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
