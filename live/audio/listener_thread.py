"""Thread that calls listeners with every rendered block, in order, apart from the engine's thread."""

import queue
import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from live.audio.os_support import CONTROL_PRIORITY, raise_priority
from live.engine.state import Block

Listener = Callable[[Block], None]
PEAK_FRAMES = 5
"""Frames over which the peak is taken: those between two readings at 20 Hz."""


class ListenerThread:
    """Thread that calls ``listeners`` with blocks. One that raises is removed, and named in ``failures``."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.failures: list[str] = []
        self._blocks: queue.SimpleQueue[Block | None] = queue.SimpleQueue()
        self._peaks: deque[float] = deque(maxlen=PEAK_FRAMES)
        self._thread = threading.Thread(target=self._work, name="distill writer", daemon=True)

    @property
    def peak(self) -> float:
        """Peak of the last 50 ms, as an absolute sample value."""
        return max(self._peaks, default=0.0)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def put(self, block: Block) -> None:
        """Queue ``block`` for the listeners."""
        self._blocks.put(block)

    def stop(self) -> None:
        """Pass on all queued blocks, and end the thread."""
        self._blocks.put(None)
        self._thread.join()

    def _work(self) -> None:
        raise_priority(CONTROL_PRIORITY)
        while (block := self._blocks.get()) is not None:
            self._peaks.append(float(np.abs(block.samples).max()))
            for listener in tuple(self.listeners):
                try:
                    listener(block)
                except Exception as failure:  # noqa: BLE001 - whatever it is, the other listeners go on
                    self.listeners.remove(listener)
                    self.failures.append(f"{listener.__qualname__} has failed: {failure!r}")
