"""From a corpus to a model, within a budget."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Budget = Callable[[], float]
"""How much of the budget is spent: 0 at the start; from 1 on, training ends and keeps what it has."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where training stands."""

    stage: str
    done: float
    """Share of the stage that is done, 0 to 1."""
    figures: Mapping[str, float] = field(default_factory=dict[str, float])
    """Losses and perplexities by name."""


Report = Callable[[Progress], None]
