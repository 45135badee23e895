"""What a thread that runs the engine sets for itself, so that every host computes alike."""

from collections.abc import Generator
from contextlib import contextmanager

import torch


@contextmanager
def single() -> Generator[None]:
    """One thread per operation: a frame is too small to share, and a sum shared otherwise ends in another last bit."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
