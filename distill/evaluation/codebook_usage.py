"""Codebook usage: the share of codes that occur, and their perplexity."""

import numpy as np
from numpy.typing import NDArray

from distill.card import LevelUsage
from distill.hyperparameters import role


def level_usage(codes: NDArray[np.int64], size: int) -> tuple[LevelUsage, ...]:
    """Usage of codebooks of ``size`` codes by codes [level, frame]."""
    return usage_of_counts(np.stack([np.bincount(row, minlength=size) for row in codes]))


def usage_of_counts(counts: NDArray[np.int64] | NDArray[np.float32]) -> tuple[LevelUsage, ...]:
    """Usage of codebooks by the number of occurrences of each code, or an average of it, [level, code]."""
    size = counts.shape[1]
    used = (counts > 0).sum(axis=1)
    share = counts / counts.sum(axis=1, keepdims=True)
    # A code that never occurs adds nothing to the entropy.
    perplexity = np.exp(-(share * np.log(np.where(share > 0, share, 1))).sum(axis=1))
    levels = zip(used.tolist(), perplexity.tolist(), np.ceil(counts).astype(np.int64).tolist(), strict=True)
    return tuple(
        LevelUsage(role=role(level), used=n / size, dead=size - n, perplexity=p, counts=tuple(often))
        for level, (n, p, often) in enumerate(levels)
    )
