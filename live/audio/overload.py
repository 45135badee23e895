"""Measures against overload: load shedding, buffer size, and the back-off between tries to undo them."""

from collections import deque
from collections.abc import Mapping

from live.controls import ControlEvent

OVERLOAD = 0.9
"""Mean time to make a frame, as a share of its duration, above which load is shed: at 1 the ring runs dry."""
RECENT_FRAMES = 25
"""Frames over which the mean is taken, and the least time between two steps."""
STABLE_FRAMES = 200
"""Frames without overload before a step is undone, at first: 2 s."""
MOST_STABLE_FRAMES = 6400
"""The same at most, after doubling (binary exponential back-off): a minute."""


class LoadShedding:
    """Load shedding: masks the finest level, then holds the codes; undone in the opposite order.

    It acts by control events, so that the journal has them and renders the same. A control that the player changes
    meanwhile is left to the player.

    Args:
        levels: number of levels of the model.
    """

    def __init__(self, levels: int) -> None:
        self._order = (ControlEvent(f"level/{levels}/mask", 0.0), ControlEvent("hold", 1.0))
        self._shed: list[ControlEvent] = []
        self._loads: deque[float] = deque(maxlen=RECENT_FRAMES)
        self._back_off = BackOff(STABLE_FRAMES, MOST_STABLE_FRAMES)

    @property
    def shed(self) -> tuple[str, ...]:
        """Names of the controls changed now, in that order."""
        return tuple(event.name for event in self._shed)

    def decide(self, load: float, controls: Mapping[str, float], *, behind: bool) -> list[ControlEvent]:
        """Events for the next frame.

        Args:
            load: time to make the last frame, as a share of its duration.
            controls: current values.
            behind: True if the buffer is less full than it should be.
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
"""Frames without a stall before the buffer shrinks, at first: half a minute.

A buffer that never shrank reacted in 32 ms at p99 after one stall of 57 ms in ten minutes, for the rest of the concert
(``tests/benchmarks/latency.py``).
"""
MOST_BUFFER_STABLE_FRAMES = 96_000
"""The same at most, after doubling: 16 minutes."""


class BufferSize:
    """Buffer size in ``samples``, from ``usual`` to ``longest`` in steps of ``step``: it grows after stalls."""

    def __init__(self, usual: int, step: int, longest: int) -> None:
        self.samples = usual
        self._usual = usual
        self._step = step
        self._longest = longest
        self._back_off = BackOff(BUFFER_STABLE_FRAMES, MOST_BUFFER_STABLE_FRAMES)

    def grow(self) -> None:
        """Grow by a step, after a stall that nearly caused an underrun."""
        self._back_off.on_failure()
        self.samples = min(self.samples + self._step, self._longest)

    def on_frame_in_time(self) -> None:
        """Count a frame that was ready in time; shrink by a step after enough of them."""
        if not self._back_off.on_stable_frame():
            return
        if self.samples == self._usual:
            self._back_off.reset()
            return
        self._back_off.on_retry()
        self.samples = max(self.samples - self._step, self._usual)


class BackOff:
    """Exponential back-off, counted in stable frames.

    Args:
        usual: stable frames to wait before the first try.
        most: limit on that number, which doubles after each failed try.
    """

    def __init__(self, usual: int, most: int) -> None:
        self.frames = 0
        """Stable frames since the last change."""
        self._usual = usual
        self._most = most
        self._required = usual
        self._trying = False

    def on_stable_frame(self) -> bool:
        """Count a stable frame; True if there were enough for a try."""
        self.frames += 1
        return self.frames >= self._required

    def on_retry(self) -> None:
        """Start a try, which ends in ``reset`` or ``on_failure``."""
        self.frames, self._trying = 0, True

    def reset(self) -> None:
        """Restore the usual wait: the last try held, and nothing is left to undo."""
        self._required, self._trying = self._usual, False

    def on_failure(self) -> None:
        """Note an overload; double the wait if it followed a try."""
        if self._trying:
            self._required = min(2 * self._required, self._most)
        self.frames, self._trying = 0, False
