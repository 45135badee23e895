"""How a codec uses its codes: the share of each codebook that occurs, and how evenly."""

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

from distill.model.codec import role

LOW_USE = 0.3
"""A level that uses less of its codebook than this deserves a warning."""


class LevelHealth(BaseModel):
    """How a level uses its codebook on these recordings."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    used: float
    """Share of the codes that occur, 0 to 1."""
    dead: int
    """Codes that do not."""
    perplexity: float
    """Codes in effect: as many equally frequent ones would be as unpredictable."""

    @property
    def warning(self) -> str:
        """What to think of it, in plain words; empty where all is well."""
        if self.used >= LOW_USE:
            return ""
        return (
            f"{self.role} uses only {self.used:.0%} of its codes here. Fine for a few recordings of a larger corpus; "
            f"on the whole of it, train with a smaller --codebook-size or more recordings."
        )


def health(codes: Tensor, size: int) -> tuple[LevelHealth, ...]:
    """How codes [level, frame] use codebooks of ``size`` codes."""
    return health_of_counts(torch.stack([torch.bincount(row, minlength=size) for row in codes]))


def health_of_counts(counts: Tensor) -> tuple[LevelHealth, ...]:
    """The same from how often each code occurs: counts [level, code]."""
    size = counts.shape[1]
    used = (counts > 0).sum(dim=1)
    share = counts / counts.sum(dim=1, keepdim=True)
    perplexity = (-torch.special.xlogy(share, share).sum(dim=1)).exp()
    return tuple(
        LevelHealth(role=role(level), used=n / size, dead=size - n, perplexity=p)
        for level, (n, p) in enumerate(zip(used.tolist(), perplexity.tolist(), strict=True))
    )
