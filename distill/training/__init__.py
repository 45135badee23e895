"""From a corpus to a model, within a budget."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from distill.evaluation.codebook_usage import LevelUsage

Budget = Callable[[], float]
"""How much of the budget is spent: 0 at the start; from 1 on, training ends and keeps what it has."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What one update tells."""

    losses: Mapping[str, float] = field(default_factory=dict[str, float])
    """By name."""
    health: tuple[LevelUsage, ...] = ()
    """How the levels use their codes just now; empty where codes do not change."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands."""

    stage: str
    done: float
    """Share of the stage that is done, 0 to 1."""
    figures: Figures = field(default_factory=Figures)


Report = Callable[[Progress], None]
