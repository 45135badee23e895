"""How a codec uses its codes: the share of each codebook that occurs, and how evenly."""

import torch
from torch import Tensor

from distill.card import LevelHealth
from distill.model.codec import role


def health(codes: Tensor, size: int) -> tuple[LevelHealth, ...]:
    """How codes [level, frame] use codebooks of ``size`` codes."""
    return health_of_counts(torch.stack([torch.bincount(row, minlength=size) for row in codes]))


def health_of_counts(counts: Tensor) -> tuple[LevelHealth, ...]:
    """The same from how often each code occurs: counts [level, code]."""
    size = counts.shape[1]
    used = (counts > 0).sum(dim=1)
    share = counts / counts.sum(dim=1, keepdim=True)
    perplexity = (-torch.special.xlogy(share, share).sum(dim=1)).exp()
    levels = zip(used.tolist(), perplexity.tolist(), counts.ceil().long().tolist(), strict=True)
    return tuple(
        LevelHealth(role=role(level), used=n / size, dead=size - n, perplexity=p, counts=tuple(often))
        for level, (n, p, often) in enumerate(levels)
    )
