"""What a thread that computes sets for itself, so that it computes alike wherever it runs, and is not held up."""

import ctypes
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache

import torch

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""What ``mallopt`` of the GNU C library calls how much may lie free, and from which size on nothing is kept."""
KEPT_BYTES, LARGE_BYTES = 1 << 28, 1 << 25


@dataclass
class _Thread:
    """What is known of one thread."""

    blocks: int = 0
    """Of ``single``, in which it is."""
    before: int = 0
    """How many threads an operation has outside of them; 0 where that is so now."""


_own = threading.local()
_lock = threading.Lock()
_usual: list[int] = []
"""That of all threads that are in blocks: one that begins meanwhile would take what is set for what is usual."""


@contextmanager
def single() -> Generator[None]:
    """One thread per operation, and numbers too small to hear are zero.

    A frame is too small to share, and so is an excerpt: threads that wait for each other between small operations lose
    more than they gain, several times over where another program wants the processor. A sum shared otherwise ends in
    another last bit. What rings out for ever passes through denormal numbers, which take a processor many times as
    long. Blocks may lie in each other, and end in any order: what was before comes back with the last of a thread.
    """
    _keep_memory()
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


@cache
def _keep_memory() -> None:
    """Keep what is freed: given back to the system, it comes again in pages of zeros, which cost more than the sums."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
