"""What a thread that runs the engine sets for itself, so that every host computes alike and without hitches."""

import torch


def prepare() -> None:
    """One thread per operation, and numbers too small to hear are zero (they are slow to compute with).

    Both are properties of the calling thread. Hosts must agree on them, or a replay may differ in the last bit.
    """
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
