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
"""Up to this: it doubles each time that was too soon."""


class Relief:
    """Gives up the finest level, then holds; gives back in the opposite order.

    It speaks to the engine as hands do, in events, so that a journal has them and renders as it was played. Whatever
    a hand moves meanwhile is the hand's.
    """

    def __init__(self, levels: int) -> None:
        self._order = (ControlEvent(f"level/{levels}/mask", 0.0), ControlEvent("hold", 1.0))
        self._given: list[ControlEvent] = []
        self._loads: deque[float] = deque(maxlen=RECENT_FRAMES)
        self._since = 0
        self._calm = CALM_FRAMES
        self._trying = False

    @property
    def given(self) -> tuple[str, ...]:
        """The controls that are given up now, in the order they were."""
        return tuple(event.name for event in self._given)

    def decide(self, load: float, controls: Mapping[str, float], *, behind: bool) -> list[ControlEvent]:
        """What is to be said in the next frame.

        ``load`` is what the last frame took, as a share of its duration; ``behind`` whether less is ahead than should.
        """
        self._loads.append(load)
        self._since += 1
        self._given = [event for event in self._given if controls[event.name] == event.value]
        if behind and self._since >= RECENT_FRAMES and sum(self._loads) / len(self._loads) > OVERLOAD:
            return self._give_up(controls)
        if self._since < self._calm:
            return []
        if not self._given:
            self._calm, self._trying = CALM_FRAMES, False
            return []
        self._since, self._trying = 0, True
        event = self._given.pop()
        return [ControlEvent(event.name, 1.0 - (event.value or 0.0))]

    def _give_up(self, controls: Mapping[str, float]) -> list[ControlEvent]:
        left = [event for event in self._order if controls[event.name] != event.value][:1]
        if left:
            if self._trying:
                self._calm = min(2 * self._calm, MOST_CALM_FRAMES)
            self._since, self._trying = 0, False
            self._given += left
        return left
