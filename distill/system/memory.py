"""Settings of the allocator for a process that computes."""

import ctypes
from contextlib import suppress
from functools import cache

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Parameters of ``mallopt`` of the GNU C library: free memory to keep, and size from which on none is kept."""
KEPT_BYTES, LARGE_BYTES = 1 << 28, 1 << 25
"""Their values, in bytes; batches gain by it (``tests/benchmarks/environment.py``)."""


@cache
def keep_freed() -> None:
    """Keep freed memory in the process: fresh pages from the system cost more than the computation."""
    with suppress(AttributeError, OSError, TypeError):
        library = ctypes.CDLL(None)
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
