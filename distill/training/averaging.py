"""Weights averaged over the latest updates."""

import torch
from torch import Tensor

AVERAGE = 0.99
"""Share of what averaged weights remember from one update to the next."""


def average(averaged: Tensor, current: Tensor, updates: Tensor | int) -> Tensor:
    """Moving average of weights that forgets its beginning."""
    return torch.lerp(averaged, current, max(1 - AVERAGE, 1 / (1 + int(updates))))
