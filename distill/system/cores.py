"""Work that is spread over the cores of the machine."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise


def distribute(work: Callable[[slice], object], count: int, least: int) -> None:
    """Call ``work`` with parts of ``count`` items, one part a core, at once, each of ``least`` items or more.

    With fewer it is called once, by the thread that calls this. Work gains where it holds no interpreter lock.
    """
    parts = max(1, min(available(), count // least))
    edges = [part * count // parts for part in range(parts + 1)]
    slices = [slice(first, end) for first, end in pairwise(edges)]
    if parts == 1:
        work(slices[0])
        return
    # Threads of one call only: a process that forks would lose others, and they start in a tenth of a millisecond.
    with ThreadPoolExecutor(parts - 1) as others:
        futures = [others.submit(work, part) for part in slices[1:]]
        work(slices[0])
        for future in futures:
            future.result()


def available() -> int:
    """Number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
