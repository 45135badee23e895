"""Training of a codec and a prior on a corpus, within a budget of time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from distill.card import LevelUsage

Budget = Callable[[], float]
"""Function that returns the share of the budget that is spent: 0 at the start; from 1 on, training ends."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one update."""

    losses: Mapping[str, float] = field(default_factory=dict[str, float])
    """Value of each loss, by name."""
    health: tuple[LevelUsage, ...] = ()
    """Present codebook usage of each level; empty in stages that do not change codebooks."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a training."""

    stage: str
    done: float
    """Share of the stage that is done, 0 to 1."""
    figures: Figures = field(default_factory=Figures)


Report = Callable[[Progress], None]
