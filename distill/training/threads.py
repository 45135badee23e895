"""Settings of PyTorch for a thread that computes: one thread per operation, no denormals."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from distill.system.memory import keep_freed


@dataclass
class _Thread:
    """State of one thread."""

    blocks: int = 0
    """Number of ``single`` blocks that it is in."""
    before: int = 0
    """Threads per operation outside of blocks; 0 while it is outside."""


_own = threading.local()
_lock = threading.Lock()
_usual: list[int] = []
"""``before`` of all threads in blocks: a block that begins meanwhile must not read the setting of another."""


@contextmanager
def single() -> Generator[None]:
    """Run the block with one thread per operation, and with denormal numbers flushed to zero.

    Operations on a frame or an excerpt are too small to share among threads, above all where other programs need the
    processor; and the last bit of a sum depends on the number of threads. Sound that dies away passes through
    denormal numbers, which take many times as long. Blocks may be nested and end in any order: the last one of a
    thread restores its settings.
    """
    keep_freed()
    mine: _Thread = vars(_own).setdefault("thread", _Thread())
    if not mine.before:
        with _lock:
            mine.before = _usual[0] if _usual else torch.get_num_threads()
            _usual.append(mine.before)
        torch.set_num_threads(1)
        torch.set_flush_denormal(True)
    mine.blocks += 1
    try:
        yield
    finally:
        mine.blocks -= 1
        # A generator that nobody wants any more may end on another thread, which is not meant.
        if not mine.blocks and mine is vars(_own).get("thread"):
            with _lock:
                _usual.remove(mine.before)
            torch.set_flush_denormal(False)
            torch.set_num_threads(mine.before)
            mine.before = 0
