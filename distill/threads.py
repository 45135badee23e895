"""What a thread that computes sets for itself, so that it computes alike wherever it runs, and is not held up."""

from collections.abc import Generator
from contextlib import contextmanager

import torch


@contextmanager
def single() -> Generator[None]:
    """One thread per operation, and numbers too small to hear are zero.

    A frame is too small to share, and so is an excerpt: threads that wait for each other between small operations lose
    more than they gain, several times over where another program wants the processor. A sum shared otherwise ends in
    another last bit. What rings out for ever passes through denormal numbers, which take a processor many times as
    long.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(before)
