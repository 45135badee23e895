"""Timing of a model on this machine: time to make a frame, and the worst lateness."""

import time
from dataclasses import dataclass

from live.audio.os_support import raise_priority
from live.engine.engine import Engine

WARM_UP_FRAMES = 20
"""Frames that are not measured, as many as ``device_host`` discards before the sound starts."""


@dataclass(frozen=True, slots=True)
class TimingReport:
    """Measured times, in milliseconds."""

    frame: float
    """Duration of a frame."""
    median: float
    """Median time to make a frame."""
    slowest: float
    """99th percentile of the same."""
    latest: float
    """Longest time from the due start of a frame to its end: the buffer needed for no underrun."""

    @property
    def buffer(self) -> int:
        """Smallest buffer without an underrun in this measurement, in ms, rounded up to 5 ms."""
        return 5 * (int(self.latest) // 5 + 1)


def measure(engine: Engine, seconds: float) -> TimingReport:
    """Make frames in real time for ``seconds``, on the current thread, with realtime priority if allowed."""
    length = 1 / engine.model.codec.config.frame_rate
    spent: list[float] = []
    late: list[float] = []
    raise_priority()
    state = engine.initial_state()
    for _ in range(WARM_UP_FRAMES):
        state, _ = engine.step(state)
    due = time.perf_counter()
    while len(spent) * length < seconds:
        time.sleep(max(0.0, due - time.perf_counter()))
        began = time.perf_counter()
        state, _ = engine.step(state)
        made = time.perf_counter()
        spent.append(made - began)
        late.append(made - due)
        # A frame that came late does not make those after it late: the buffer is full again by then.
        due = max(due + length, made)
    spent.sort()
    per_cent = len(spent) // 100
    return TimingReport(*(1000 * s for s in (length, spent[len(spent) // 2], spent[-1 - per_cent], max(late))))
