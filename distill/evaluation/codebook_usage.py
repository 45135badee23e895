"""Codebook usage: the share of codes that occur, and their perplexity."""

from typing import Annotated, Literal

import torch
from pydantic import BaseModel, ConfigDict, FailFast, NonNegativeInt
from torch import Tensor

from distill.model.codec import role

LOW_USE = 0.3
"""Share of used codes below which a level gets a warning."""
GOOD_USE = 0.6
"""Share of used codes from which on a level is graded green."""

Grade = Literal["green", "yellow", "red"]


class LevelUsage(BaseModel):
    """Codebook usage of a level on some recordings."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    role: str
    used: float
    """Share of the codes that occur, 0 to 1."""
    dead: int
    """Number of codes that do not occur."""
    perplexity: float
    """Perplexity: the number of equally frequent codes with the same entropy."""
    counts: Annotated[tuple[NonNegativeInt, ...], FailFast()] = ()
    """Number of occurrences of each code; empty in models of earlier versions."""

    @property
    def warning(self) -> str:
        """Warning for users; empty unless the grade is red."""
        return meaning(self.role, self.used) if grade(self.used) == "red" else ""


def grade(used: float) -> Grade:
    """Grade of a share of used codes, 0 to 1, by ``LOW_USE`` and ``GOOD_USE``."""
    if used < LOW_USE:
        return "red"
    return "yellow" if used < GOOD_USE else "green"


def meaning(role: str, used: float) -> str:
    """Assessment of a share of used codes, 0 to 1, with advice, for users."""
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
