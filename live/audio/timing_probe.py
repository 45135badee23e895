"""How well this machine keeps time with a model: what a frame costs, and how late one is in the worst case."""

import time
from dataclasses import dataclass

from distill import threads
from live.audio.os_support import raise_priority
from live.engine.engine import Engine

WARM_UP_FRAMES = 20


@dataclass(frozen=True, slots=True)
class TimingReport:
    """What was measured, in milliseconds."""

    frame: float
    """How long a frame sounds."""
    median: float
    """How long it takes to make."""
    slowest: float
    """The same for the slowest frame in a hundred."""
    latest: float
    """From when a frame was to be begun until it was made, at worst: what must be ahead so that no gap is heard."""

    @property
    def buffer(self) -> int:
        """The smallest buffer that would have been safe, rounded up to 5 ms."""
        return 5 * (int(self.latest) // 5 + 1)


def measure(engine: Engine, seconds: float) -> TimingReport:
    """Make frames as on stage, one every frame's length, for so long, on a thread that comes first if it may."""
    length = 1 / engine.model.codec.config.frame_rate
    spent: list[float] = []
    late: list[float] = []
    with threads.single():
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
