"""What a thread that runs the engine sets for itself, so that every host computes alike."""

from collections.abc import Generator
from contextlib import contextmanager

import torch


@contextmanager
def single() -> Generator[None]:
    """One thread per operation, and numbers too small to hear are zero.

    A frame is too small to share, and a sum shared otherwise ends in another last bit. What rings out for ever passes
    through denormal numbers, which take a processor many times as long.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)
        torch.set_num_threads(before)
