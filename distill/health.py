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
    reports: list[LevelHealth] = []
    for level, row in enumerate(codes):
        counts = torch.bincount(row, minlength=size)
        share = counts / counts.sum()
        entropy = -torch.special.xlogy(share, share).sum()
        used = int((counts > 0).sum())
        reports.append(
            LevelHealth(role=role(level), used=used / size, dead=size - used, perplexity=float(entropy.exp()))
        )
    return tuple(reports)
