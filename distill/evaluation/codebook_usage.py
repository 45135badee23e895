"""How a codec uses its codes: the share of each codebook that occurs, and how evenly."""

from typing import Annotated, Literal

import torch
from pydantic import BaseModel, ConfigDict, FailFast, NonNegativeInt
from torch import Tensor

from distill.model.codec import role

LOW_USE = 0.3
"""A level that uses less of its codebook than this deserves a warning."""
GOOD_USE = 0.6
"""From here on there is nothing to wish for."""

Grade = Literal["green", "yellow", "red"]


class LevelUsage(BaseModel):
    """How a level uses its codebook on these recordings."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    role: str
    used: float
    """Share of the codes that occur, 0 to 1."""
    dead: int
    """Codes that do not."""
    perplexity: float
    """Codes in effect: as many equally frequent ones would be as unpredictable."""
    counts: Annotated[tuple[NonNegativeInt, ...], FailFast()] = ()
    """How often each code occurs; empty in models from before this was kept."""

    @property
    def warning(self) -> str:
        """What to think of it, in plain words; empty where all is well."""
        return meaning(self.role, self.used) if grade(self.used) == "red" else ""


def grade(used: float) -> Grade:
    """Whether a level that uses this share of its codes is well, could be better, or deserves a warning."""
    if used < LOW_USE:
        return "red"
    return "yellow" if used < GOOD_USE else "green"


def meaning(role: str, used: float) -> str:
    """What to think of a level that uses this share of its codes, and what to try, in plain words."""
    if grade(used) == "green":
        return f"{role} uses {used:.0%} of its codes: it has much to say, and there is nothing to do."
    if grade(used) == "yellow":
        return (
            f"{role} uses {used:.0%} of its codes: it plays well, but the rest lie idle. "
            f"More recordings, or a smaller --codebook-size, make more of them."
        )
    return (
        f"{role} uses only {used:.0%} of its codes here. Fine for a few recordings of a larger corpus; "
        f"on the whole of it, train with a smaller --codebook-size or more recordings."
    )


def health(codes: Tensor, size: int) -> tuple[LevelUsage, ...]:
    """How codes [level, frame] use codebooks of ``size`` codes."""
    return health_of_counts(torch.stack([torch.bincount(row, minlength=size) for row in codes]))


def health_of_counts(counts: Tensor) -> tuple[LevelUsage, ...]:
    """The same from how often each code occurs: counts [level, code]."""
    size = counts.shape[1]
    used = (counts > 0).sum(dim=1)
    share = counts / counts.sum(dim=1, keepdim=True)
    perplexity = (-torch.special.xlogy(share, share).sum(dim=1)).exp()
    levels = zip(used.tolist(), perplexity.tolist(), counts.ceil().long().tolist(), strict=True)
    return tuple(
        LevelUsage(role=role(level), used=n / size, dead=size - n, perplexity=p, counts=tuple(often))
        for level, (n, p, often) in enumerate(levels)
    )
