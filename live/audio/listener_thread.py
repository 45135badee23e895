"""Who is told of every block that is played, in order, on a thread where they may take their time."""

import queue
import threading
from collections import deque
from collections.abc import Callable

from live.audio.os_support import CONTROL_PRIORITY, raise_priority
from live.engine.state import Block

Listener = Callable[[Block], None]
PEAK_FRAMES = 5
"""How many frames the level is taken over: what is between two readings at 20 Hz."""


class ListenerThread:
    """Tells ``listeners``. One that fails is told nothing more, which is said in ``failures``; the others are."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.failures: list[str] = []
        self._blocks: queue.SimpleQueue[Block | None] = queue.SimpleQueue()
        self._peaks: deque[float] = deque(maxlen=PEAK_FRAMES)
        self._thread = threading.Thread(target=self._work, name="distill writer", daemon=True)

    @property
    def peak(self) -> float:
        """The loudest sample of the last 50 ms."""
        return max(self._peaks, default=0.0)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def put(self, block: Block) -> None:
        """Have the listeners told of ``block``."""
        self._blocks.put(block)

    def stop(self) -> None:
        """Tell all that is left, and end."""
        self._blocks.put(None)
        self._thread.join()

    def _work(self) -> None:
        raise_priority(CONTROL_PRIORITY)
        while (block := self._blocks.get()) is not None:
            self._peaks.append(block.samples.abs().max().item())
            for listener in tuple(self.listeners):
                try:
                    listener(block)
                except Exception as failure:  # noqa: BLE001 - whatever it is, the others are told
                    self.listeners.remove(listener)
                    self.failures.append(f"{listener.__qualname__} has failed: {failure!r}")
