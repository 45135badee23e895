"""Realtime host: a worker thread renders into a ring buffer, which the audio device drains without any Python.

The audio callback is rtmixer's, in C, in a process of its own. It only copies.
"""

import gc
import math
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Self

from distill.settings import PLAYING
from live.audio.event_queue import EventQueue
from live.audio.frame_feed import QUANTUM, FrameFeed
from live.audio.listener_thread import ListenerThread
from live.audio.os_support import raise_priority
from live.audio.output import Output
from live.audio.overload import BufferSize, LoadShedding
from live.audio.status import FeltLatency, Status
from live.controls import ControlEvent, Vocabulary
from live.engine import timing
from live.engine.engine import Engine
from live.engine.open_frame import late_controls
from live.engine.state import EngineState

LONGER_MILLISECONDS = 2.0
"""Step by which the buffer grows after a stall that nearly caused an underrun: one of 8 ms took p99 from 27.2 to
30.2 ms with steps of 3 (``tests/benchmarks/latency.py``)."""
NEAR, BEHIND = 0.25, 0.5
"""Shares of what the card usually leaves: below them an underrun is near, or the engine overloaded."""
LONGEST_MILLISECONDS = 80.0
"""Limit on the buffer as it grows, unless a larger one is requested."""
FILL_SECONDS = 1.0
"""Longest wait for the larger buffer to fill."""
POLL_SECONDS = 0.001
"""Period at which the worker checks the ring for room; the callback, in C, sends no signal."""
SWITCH_SECONDS = 0.0005
"""Switch interval of Python's threads; the default of 5 ms is half a frame."""
RECENT_FRAMES = 500
"""Number of frames over which the load is computed."""
WARM_UP_FRAMES = 20
"""Frames rendered and discarded while the device opens: the first take several times as long, as kernels are loaded."""


class DeviceHost:
    """Realtime host of an engine on an audio device; a context manager: sound starts on entering and ends on leaving.

    The constructor opens the device; ``close`` it if the context is not entered. ``listeners``, added before entering,
    are called with every rendered block on a thread of their own. ``watches`` return their current error or "".

    Args:
        engine: the engine to play.
        device: number or part of a name as ``devices`` lists them; ``None`` for the system's default.
        seed: seed of the initial state.
        buffer: sound passed on in advance, in milliseconds; it grows after stalls, and shrinks again. It is at least a
            period of the card, as long as that reports.
        score: events by frame, applied before those of ``send``.
        snapshots: initial states in the snapshot slots.

    Raises:
        DeviceError: the device is missing or cannot be opened.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        device: str | None = None,
        seed: int = 0,
        buffer: float = PLAYING["buffer"].default,
        score: Mapping[int, Sequence[ControlEvent]] | None = None,
        snapshots: Mapping[int, EngineState] | None = None,
    ) -> None:
        self.engine = engine
        self._feed = FrameFeed(engine, engine.initial_state(seed, snapshots), self._due)
        config = engine.model.codec.config
        per_millisecond = config.sample_rate / 1000
        self._longest = round(max(buffer, LONGEST_MILLISECONDS) * per_millisecond)
        self._least = 0
        """Temporary minimum of the buffer, in samples."""
        most = self._longest + config.hop + config.window + config.hop
        self._output = Output(device, config.sample_rate, most, meanwhile=self._warm_up)
        usual = max(round(buffer * per_millisecond), self._period + QUANTUM)
        self._buffer_size = BufferSize(usual, round(LONGER_MILLISECONDS * per_millisecond), self._longest)
        self._score = score or {}
        self._listener_thread = ListenerThread()
        self.listeners = self._listener_thread.listeners
        self.watches: list[Callable[[], str]] = []
        self._events = EventQueue(late_controls(config.levels))
        self._loads: deque[float] = deque(maxlen=RECENT_FRAMES)
        self._left = 1.0
        """Least share of what the card usually leaves in the ring that was left since a frame was made."""
        self._load_shedding = LoadShedding(engine.model.codec.config.levels)
        self._late_periods = 0
        self._stopping = threading.Event()
        self._failure: BaseException | None = None

    @property
    def state(self) -> EngineState:
        """State after the last frame that is made. Thread-safe."""
        return self._feed.state

    @property
    def card(self) -> str:
        """Name of the device, with its sample rate if the sound is resampled."""
        card, rate = self._output.card, self.engine.model.codec.config.sample_rate
        return card.name if card.sample_rate == rate else f"{card.name}, resampled to {card.sample_rate} Hz"

    def send(self, event: ControlEvent) -> None:
        """Queue ``event`` for the next frame, or for the one that is played when it is due. Thread-safe.

        Those of output gain and level gains are obeyed within the frame that is passed on.
        """
        self._events.put(event)

    @property
    def vocabulary(self) -> Vocabulary:
        """Vocabulary of the engine."""
        return self.engine.vocabulary

    @property
    def controls(self) -> Mapping[str, float]:
        """Current value of every control, by name. Thread-safe."""
        return self.state.controls

    def readings(self) -> dict[str, float]:
        """Current value of every reading (``status/…``), by name. Thread-safe."""
        status = self.status
        bar, beat = timing.bar_and_beat(self.state.beats)
        return {
            "status/frame": self.state.frame,
            "status/playhead": self.state.playhead,
            "status/bar": bar,
            "status/beat": beat,
            "status/peak": self._listener_thread.peak,
            "status/buffer": status.buffer,
            "status/xruns": status.underruns + status.late_periods,
            "status/load": status.load,
            **status.latency.readings(),
        }

    def troubles(self) -> list[str]:
        """Current errors, as sentences. Thread-safe."""
        lost = [f"{self.card} is gone: playing on without it, and looking for it"] if self._output.lost else []
        return [*lost, *self._listener_thread.failures, *filter(None, (watch() for watch in self.watches))]

    @property
    def status(self) -> Status:
        """Current state of the audio stream. Thread-safe."""
        loads = sorted(self._loads) or [0.0]
        config = self.engine.model.codec.config
        buffer = self._buffer_size.samples * 1000 / config.sample_rate
        return Status(
            card="lost" if self._output.lost else "back" if self._output.losses else "playing",
            underruns=self._output.underruns,
            late_periods=self._late_periods,
            buffer=buffer,
            load=sum(loads) / len(loads),
            load_p99=loads[int(0.99 * (len(loads) - 1))],
            latency=FeltLatency.of(config, buffer, self._output.card.latency * 1000),
            relief=self._load_shedding.shed,
        )

    @contextmanager
    def larger_buffer(self) -> Generator[None]:
        """Fill the largest buffer, for a context in which another thread may hold Python's lock for long."""
        self._least = self._longest
        deadline = time.monotonic() + FILL_SECONDS
        while self._output.buffered + QUANTUM < self._least and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            self._least = 0

    def wait(self, frames: float, seconds: float = math.inf) -> bool:
        """Wait until ``frames`` frames are made, at most ``seconds``; True if they are.

        Raises:
            BaseException: whatever stopped the stream, if anything did.
        """
        deadline = time.monotonic() + seconds
        while self.state.frame < frames and self._failure is None and time.monotonic() < deadline:
            time.sleep(0.01)
        if self._failure is not None:
            raise self._failure
        return self.state.frame >= frames

    def __enter__(self) -> Self:
        # What is loaded by now stays: a full collection would stop the worker for several frames.
        gc.freeze()
        self._switch_interval = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_SECONDS)
        self._worker = threading.Thread(target=self._guard(self._work), name="distill engine", daemon=True)
        self._listener_thread.start()
        self._worker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._worker.join()
        self._listener_thread.stop()
        sys.setswitchinterval(self._switch_interval)
        gc.unfreeze()

    def close(self) -> None:
        """Close the device, if it is not closed already."""
        self._output.close()

    def _guard(self, target: Callable[[], None]) -> Callable[[], None]:
        """Wrap a thread's function so that its exception is kept, and raised by ``wait``."""

        def guarded() -> None:
            try:
                target()
            except BaseException as failure:  # noqa: BLE001 - whatever it is, it is raised again by wait
                self._failure = failure

        return guarded

    def _warm_up(self) -> None:
        """Render frames and discard them."""
        for _ in range(WARM_UP_FRAMES):
            self.engine.step(self.state)

    def _work(self) -> None:
        try:
            self._stream()
        finally:
            self._late_periods = self._output.close()

    def _stream(self) -> None:
        raise_priority()
        filling, near = True, False
        while not self._stopping.is_set():
            filling = self._output.check() or filling
            self._feed.obey(self._events)
            size, buffered = max(self._buffer_size.samples, self._least), self._output.buffered
            if buffered + QUANTUM > size:
                filling = False
                if not self._feed.make_ahead():
                    time.sleep(POLL_SECONDS)
                continue
            left = buffered / max(1, size - self._period - QUANTUM)
            self._left, near = min(self._left, left), near or (left < NEAR and not filling)
            if not self._pass_on():
                continue
            if near:
                self._buffer_size.grow()
                filling = True
            else:
                self._buffer_size.on_frame_in_time()
            near = False
        self._fade_out()

    def _fade_out(self) -> None:
        """Play until the last window has decayed, so that the end is no click."""
        config = self.engine.model.codec.config
        self.send(ControlEvent("stop"))
        # The frame that is passed on and the one after it may be made already.
        for _ in range(2 + math.ceil(config.synthesis_length / config.hop)):
            while not self._pass_on():
                pass

    def _pass_on(self) -> bool:
        """Write the next samples; True if a frame is complete with them."""
        samples, block = self._feed.take()
        self._output.write(samples)
        if block is None:
            return False
        self._loads.append(self._feed.load)
        self._listener_thread.put(block)
        return True

    @property
    def _period(self) -> int:
        """Samples that the card takes at once, as far as its latency tells."""
        return round(self._output.card.latency * self.engine.model.codec.config.sample_rate)

    def _due(self, state: EngineState) -> list[ControlEvent]:
        """Events for the frame after ``state``: the score's, those that came or are due before it has been played."""
        config = self.engine.model.codec.config
        output = self._output
        seconds = (output.buffered + config.hop) / config.sample_rate + output.card.latency
        due = [*self._score.get(state.frame, ()), *self._events.take_due(time.time() + seconds)]
        behind, self._left = self._left < BEHIND, 1.0
        if self._loads:
            due += self._load_shedding.decide(self._loads[-1], state.controls, behind=behind)
        return due
