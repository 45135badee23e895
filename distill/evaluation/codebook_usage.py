"""Codebook usage: the share of codes that occur, and their perplexity."""

import torch
from torch import Tensor

from distill.card import LevelUsage
from distill.hyperparameters import role


def level_usage(codes: Tensor, size: int) -> tuple[LevelUsage, ...]:
    """Usage of codebooks of ``size`` codes by codes [level, frame]."""
    return usage_of_counts(torch.stack([torch.bincount(row, minlength=size) for row in codes]))


def usage_of_counts(counts: Tensor) -> tuple[LevelUsage, ...]:
    """Usage of codebooks by the number of occurrences of each code, [level, code]."""
    size = counts.shape[1]
    used = (counts > 0).sum(dim=1)
    share = counts / counts.sum(dim=1, keepdim=True)
    perplexity = (-torch.special.xlogy(share, share).sum(dim=1)).exp()
    levels = zip(used.tolist(), perplexity.tolist(), counts.ceil().long().tolist(), strict=True)
    return tuple(
        LevelUsage(role=role(level), used=n / size, dead=size - n, perplexity=p, counts=tuple(often))
        for level, (n, p, often) in enumerate(levels)
    )
