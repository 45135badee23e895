"""Who is told of every block that is played, in order, on a thread where they may take their time."""

import queue
import threading
from collections import deque
from collections.abc import Callable

from live.audio.os_support import HANDS, hurry
from live.engine.state import Block

Listener = Callable[[Block], None]
LEVEL_FRAMES = 5
"""How many frames the level is taken over: what is between two readings at 20 Hz."""


class Scribe:
    """Tells ``listeners``. One that fails is told nothing more, which is said in ``failures``; the others are."""

    def __init__(self) -> None:
        self.listeners: list[Listener] = []
        self.failures: list[str] = []
        self._blocks: queue.SimpleQueue[Block | None] = queue.SimpleQueue()
        self._peaks: deque[float] = deque(maxlen=LEVEL_FRAMES)
        self._thread = threading.Thread(target=self._work, name="distill scribe", daemon=True)

    @property
    def level(self) -> float:
        """The loudest sample of the last 50 ms."""
        return max(self._peaks, default=0.0)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def tell(self, block: Block) -> None:
        """Have the listeners told of ``block``."""
        self._blocks.put(block)

    def end(self) -> None:
        """Tell all that is left, and end."""
        self._blocks.put(None)
        self._thread.join()

    def _work(self) -> None:
        hurry(HANDS)
        while (block := self._blocks.get()) is not None:
            self._peaks.append(block.samples.abs().max().item())
            for listener in tuple(self.listeners):
                try:
                    listener(block)
                except Exception as failure:  # noqa: BLE001 - whatever it is, the others are told
                    self.listeners.remove(listener)
                    self.failures.append(f"{listener.__qualname__} has failed: {failure!r}")
