"""Frames of an engine one after another, passed on in quanta: what is not passed on yet still obeys late events."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from distill.audio import Samples
from live.audio.event_queue import EventQueue
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.open_frame import OpenFrame
from live.engine.state import Block, EngineState

QUANTUM = 60
"""Samples that are passed on at once, between two of which late events are obeyed: 1.25 ms."""
AHEAD = 180
"""Samples of a frame that are left when the next is made: at least what a card takes at once in periods of 128."""
REMAKING = 0.5
"""Share of a frame's duration that making it, and making it again for late events, may take."""


class FrameFeed:
    """Source of the samples of an engine that plays on from ``state``.

    Args:
        engine: maker of the frames.
        state: the state before the first frame.
        due: returns the events for the frame after a state.
    """

    def __init__(
        self, engine: Engine, state: EngineState, due: Callable[[EngineState], Sequence[ControlEvent]]
    ) -> None:
        self.state = state
        """State after the last frame that is made."""
        self.load = 0.0
        """Time to make the last complete frame, with what was made again, as a share of its duration."""
        self._engine = engine
        self._due = due
        self._rate = engine.model.codec.config.frame_rate
        self._hop = engine.model.codec.config.hop
        self._frame: OpenFrame | None = None
        self._passed_on = 0
        self._next: OpenFrame | None = None
        self._next_events: Sequence[ControlEvent] = ()
        self._making = 0.0
        """Seconds that it took to make the last frame."""
        self._spent = 0.0
        """Seconds spent on frames since one was complete."""

    def obey(self, queue: EventQueue) -> None:
        """Let what is left of the frame obey the late events of ``queue``, as far as there is time."""
        if self._frame is None or self._hop - self._passed_on < QUANTUM:
            return
        following = 1 if self._next else 0
        if self._next and (not self._has_time(following) or queue.bars(self._next_events)):
            return
        if not (events := queue.take_late(remake=self._has_time(1 + following))):
            return
        with self._timed():
            self._frame.obey(events, self._passed_on)
            if self._next:
                self._open_next(self._frame.state)
        self.state = (self._next or self._frame).state

    def make_ahead(self) -> bool:
        """Make the next frame if little is left of the one before; True if it was made."""
        if self._next or (self._frame and self._hop - self._passed_on > AHEAD):
            return False
        self._make_next()
        return True

    def take(self) -> tuple[Samples, Block | None]:
        """Pass on the next samples [time, channel]; and the frame, if it is complete with them."""
        block = (self._frame or self._begin()).block
        begin, self._passed_on = self._passed_on, self._passed_on + QUANTUM
        samples = block.samples[begin : self._passed_on]
        if self._passed_on < self._hop:
            return samples, None
        self._frame = None
        self.load, self._spent = self._spent * self._rate, 0.0
        return samples, block

    def _has_time(self, frames: int) -> bool:
        """True if so many frames more may be made until this one is complete."""
        return (self._spent + frames * self._making) * self._rate < REMAKING

    def _begin(self) -> OpenFrame:
        """Go on to the next frame."""
        frame = self._next or self._make_next()
        self._frame, self._next, self._passed_on = frame, None, 0
        return frame

    def _make_next(self) -> OpenFrame:
        with self._timed():
            self._next_events = self._due(self.state)
            frame = self._open_next(self.state)
        self.state = frame.state
        return frame

    def _open_next(self, state: EngineState) -> OpenFrame:
        started = time.perf_counter()
        self._next = self._engine.open(state, self._next_events)
        self._making = time.perf_counter() - started
        return self._next

    @contextmanager
    def _timed(self) -> Generator[None]:
        started = time.perf_counter()
        yield
        self._spent += time.perf_counter() - started
