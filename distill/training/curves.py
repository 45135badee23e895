"""Learning curves: what training told, thinned to what a picture can show."""

from collections.abc import Iterable, Mapping
from typing import Any

from distill.card import Moment
from distill.training import Figures

MOMENTS = 200
"""Points over a whole budget."""


class Curves:
    """Means of losses over each two-hundredth of the budget, and how codes are used at its end."""

    def __init__(self, moments: Iterable[Mapping[str, Any]] = ()) -> None:
        self.moments = [Moment.model_validate(moment) for moment in moments]
        self._updates: list[Figures] = []

    def add(self, stage: str, spent: float, figures: Figures) -> None:
        """Take in one update, made when ``spent`` of the budget was."""
        last = self.moments[-1] if self.moments else None
        self._updates.append(figures)
        if last is None or last.stage != stage or spent - last.spent >= 1 / MOMENTS:
            known = {name for figures in self._updates for name in figures.losses}
            self.moments.append(
                Moment(
                    stage=stage,
                    spent=round(spent, 4),
                    losses={name: self._mean(name) for name in sorted(known)},
                    used=tuple(level.used for level in figures.health),
                )
            )
            self._updates.clear()

    def _mean(self, name: str) -> float:
        values = [figures.losses[name] for figures in self._updates if name in figures.losses]
        return round(sum(values) / len(values), 5)
