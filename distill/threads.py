"""What a thread that computes sets for itself, so that it computes alike wherever it runs, and is not held up."""

import ctypes
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache

import torch

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""What ``mallopt`` of the GNU C library calls how much may lie free, and from which size on nothing is kept."""
KEPT_BYTES, LARGE_BYTES = 1 << 28, 1 << 25


@contextmanager
def single() -> Generator[None]:
    """One thread per operation, and numbers too small to hear are zero.

    A frame is too small to share, and so is an excerpt: threads that wait for each other between small operations lose
    more than they gain, several times over where another program wants the processor. A sum shared otherwise ends in
    another last bit. What rings out for ever passes through denormal numbers, which take a processor many times as
    long.
    """
    _keep_memory()
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(before)


@cache
def _keep_memory() -> None:
    """Keep what is freed: given back to the system, it comes again in pages of zeros, which cost more than the sums."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
