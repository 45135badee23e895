"""Host 1: a worker thread renders ahead into a ring buffer that the sound card drains, with no Python in between.

The audio callback is rtmixer's, in C, in a process of its own. It only copies.
"""

import gc
import heapq
import itertools
import math
import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal, Self

from distill import threads
from live.audio.listener_thread import ListenerThread
from live.audio.os_support import raise_priority
from live.audio.output import Output
from live.audio.overload import BufferSize, LoadShedding
from live.controls import ControlEvent, Vocabulary
from live.engine import timing
from live.engine.engine import Engine
from live.engine.state import EngineState

AHEAD_MILLISECONDS = 13.0
LONGER_MILLISECONDS = 2.0
"""How much more is rendered ahead once a stall of the machine came near a gap."""
NEAR, BEHIND = 0.25, 0.5
"""Shares of what should be ahead: with less left when a frame is ready, a gap is near, or the engine behind."""
LONGEST_MILLISECONDS = 80.0
"""Up to this, unless more was asked for."""
FILL_SECONDS = 1.0
"""How long is waited for so much."""
POLL_SECONDS = 0.001
"""How often the worker looks whether the ring has room; nothing tells it."""
SWITCH_SECONDS = 0.0005
"""How soon another Python thread must give way to the worker; Python's own 5 ms is half a frame."""
RECENT_FRAMES = 500
"""How many frames the load is taken over."""
WARM_UP_FRAMES = 20
"""Rendered for nothing before the sound starts: the first ones take several times as long."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the stream is doing."""

    card: Literal["playing", "lost", "back"]
    """Lost while the sound card is gone: the performance goes on without it, and it is looked for."""
    underruns: int
    """How often the ring ran dry: a gap was heard."""
    late_periods: int
    """How often the system itself was late, by its own account."""
    ahead: float
    """Milliseconds of sound that are rendered ahead."""
    load: float
    """Mean time to make one of the last frames, as a share of its duration."""
    load_p99: float
    """The same for the slowest frame in a hundred."""
    latency: float
    """Milliseconds from an event to its sound, at most."""
    relief: tuple[str, ...]
    """The controls given up by themselves, because the processor cannot keep up."""


class DeviceHost:
    """Plays an engine on a sound card. Use it as a context: sound on entering, silence on leaving.

    The card is opened at once, so that whatever is wrong with it is known before anything else is begun; ``close`` it
    where the sound is not begun.

    ``device`` is a number or a part of a name that ``devices`` lists, ``None`` the system's choice. ``ahead`` is how
    many milliseconds of sound are left to play when the next frame is begun: fewer react sooner, more forgive a busy
    machine. It grows by itself when the machine stalls, and shrinks again in calm. ``score`` says what is played by
    itself in which frame, before anything that arrives by ``send``. ``snapshots`` are in their slots from the start.
    Whoever wants to hear every block is added to ``listeners`` before the sound begins, and to ``watches`` who can say
    what is wrong with what it keeps.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        device: str | None = None,
        seed: int = 0,
        ahead: float = AHEAD_MILLISECONDS,
        score: Mapping[int, Sequence[ControlEvent]] | None = None,
        snapshots: Mapping[int, EngineState] | None = None,
    ) -> None:
        self.engine = engine
        self.state: EngineState = engine.initial_state(seed, snapshots)
        config = engine.model.codec.config
        per_millisecond = config.sample_rate / 1000
        self._longest = round(max(ahead, LONGEST_MILLISECONDS) * per_millisecond)
        self._buffer_size = BufferSize(
            round(ahead * per_millisecond), round(LONGER_MILLISECONDS * per_millisecond), self._longest
        )
        self._least = 0
        """Samples that are rendered ahead for now, if that is more."""
        most = self._longest + config.hop + config.window + config.hop
        self._output = Output(device, config.sample_rate, most)
        self._score = score or {}
        self._listener_thread = ListenerThread()
        self.listeners = self._listener_thread.listeners
        self.watches: list[Callable[[], str]] = []
        self._events: queue.SimpleQueue[ControlEvent] = queue.SimpleQueue()
        self._waiting: list[tuple[float, int, ControlEvent]] = []
        self._arrivals = itertools.count()
        self._loads: deque[float] = deque(maxlen=RECENT_FRAMES)
        self._left = 1.0
        """Share of what should be ahead that was left when the last frame was ready."""
        self._load_shedding = LoadShedding(engine.model.codec.config.levels)
        self._late_periods = 0
        self._stopping = threading.Event()
        self._failure: BaseException | None = None

    @property
    def card(self) -> str:
        """The sound card's name, and its rate where sound is resampled to that."""
        card, rate = self._output.card, self.engine.model.codec.config.sample_rate
        return card.name if card.sample_rate == rate else f"{card.name}, resampled to {card.sample_rate} Hz"

    def send(self, event: ControlEvent) -> None:
        """Have the next frame obey ``event``, or the one that sounds when it is due; may be called from any thread."""
        self._events.put(event)

    @property
    def vocabulary(self) -> Vocabulary:
        """All that can be said to it."""
        return self.engine.vocabulary

    @property
    def controls(self) -> Mapping[str, float]:
        """Where every control stands; may be asked from any thread."""
        return self.state.controls

    def readings(self) -> dict[str, float]:
        """What the vocabulary's readings stand at; may be asked from any thread."""
        status = self.status
        bar, beat = timing.bar_and_beat(self.state.beats)
        return {
            "status/frame": self.state.frame,
            "status/playhead": self.state.playhead,
            "status/bar": bar,
            "status/beat": beat,
            "status/level": self._listener_thread.peak,
            "status/buffer": status.ahead,
            "status/xruns": status.underruns + status.late_periods,
            "status/load": status.load,
            "status/latency": status.latency,
        }

    def troubles(self) -> list[str]:
        """What is wrong now, in sentences; may be asked from any thread."""
        lost = [f"{self.card} is gone: playing on without it, and looking for it"] if self._output.lost else []
        return [*lost, *self._listener_thread.failures, *filter(None, (watch() for watch in self.watches))]

    @property
    def status(self) -> Status:
        """How the stream is doing; may be asked from any thread."""
        loads = sorted(self._loads) or [0.0]
        config = self.engine.model.codec.config
        ahead = self._buffer_size.samples * 1000 / config.sample_rate
        return Status(
            card="lost" if self._output.lost else "back" if self._output.losses else "playing",
            underruns=self._output.underruns,
            late_periods=self._late_periods,
            ahead=ahead,
            load=sum(loads) / len(loads),
            load_p99=loads[int(0.99 * (len(loads) - 1))],
            latency=ahead + 1000 * config.hop / config.sample_rate + self._output.card.latency * 1000,
            relief=self._load_shedding.shed,
        )

    @contextmanager
    def larger_buffer(self) -> Generator[None]:
        """Render as far ahead as can be, for whoever is about to take much of Python's time on another thread.

        An event is heard that much later meanwhile. Begins once all is rendered, or it takes too long.
        """
        self._least = self._longest
        deadline = time.monotonic() + FILL_SECONDS
        while self._output.ahead < self._least and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)
        try:
            yield
        finally:
            self._least = 0

    def wait(self, frames: float, seconds: float = math.inf) -> bool:
        """Whether ``frames`` are made, after waiting for them for at most ``seconds``.

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
        """Let the card go, if it is not gone already."""
        self._output.close()

    def _guard(self, target: Callable[[], None]) -> Callable[[], None]:
        """Keep what ends a thread early, so that ``wait`` can raise it where somebody listens."""

        def guarded() -> None:
            try:
                target()
            except BaseException as failure:  # noqa: BLE001 - whatever it is, it is raised again by wait
                self._failure = failure

        return guarded

    def _work(self) -> None:
        try:
            with threads.single():
                self._stream()
        finally:
            self._late_periods = self._output.close()

    def _stream(self) -> None:
        raise_priority()
        for _ in range(WARM_UP_FRAMES):
            self.engine.step(self.state)
        filling = True
        while not self._stopping.is_set():
            filling = self._output.tend() or filling
            if self._output.ahead > max(self._buffer_size.samples, self._least):
                filling = False
                time.sleep(POLL_SECONDS)
                continue
            self._render()
            if self._left < NEAR and not filling:
                self._buffer_size.grow()
                filling = True
            else:
                self._buffer_size.on_frame_in_time()
        self._fade_out()

    def _fade_out(self) -> None:
        """Let the last window ring out, so that the end is no click."""
        config = self.engine.model.codec.config
        self.send(ControlEvent("stop"))
        for _ in range(math.ceil(config.window / config.hop)):
            self._render()

    def _render(self) -> None:
        config = self.engine.model.codec.config
        started = time.perf_counter()
        events = [*self._score.get(self.state.frame, ()), *self._arrived(), *self._shed_load()]
        self.state, block = self.engine.step(self.state, events)
        self._left = self._output.ahead / self._buffer_size.samples
        self._output.write(block.samples.numpy())
        self._loads.append((time.perf_counter() - started) * config.frame_rate)
        self._listener_thread.put(block)

    def _arrived(self) -> Iterator[ControlEvent]:
        """What the next frame has to obey: what is not dated or late first, then what is due while it sounds."""
        while not self._events.empty():
            event = self._events.get_nowait()
            if event.due:
                heapq.heappush(self._waiting, (event.due, next(self._arrivals), replace(event, due=0.0)))
            else:
                yield event
        config = self.engine.model.codec.config
        output = self._output
        sounds_until = time.time() + (output.ahead + config.hop) / config.sample_rate + output.card.latency
        while self._waiting and self._waiting[0][0] < sounds_until:
            yield heapq.heappop(self._waiting)[2]

    def _shed_load(self) -> Iterator[ControlEvent]:
        if self._loads:
            yield from self._load_shedding.decide(self._loads[-1], self.state.controls, behind=self._left < BEHIND)
