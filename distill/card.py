"""What a model file says of itself: what it learnt from, when, and how well. Read without PyTorch."""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field, NonNegativeInt

NO_PRIOR = "No prior was trained: it plays each code as often as the recordings do."
LOW_USE = 0.3
"""A level that uses less of its codebook than this deserves a warning."""
GOOD_USE = 0.6
"""From here on there is nothing to wish for."""
MUCH = 0.35
"""Share of quotations from which on a prior is said to remember rather than to play."""
OFTEN = 0.2
COPIED = 0.1
"""Nearness up to which it is said to remember, too, if it wavers too much to quote."""

Grade = Literal["green", "yellow", "red"]
Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], FailFast()]
"""Of a hostile file's millions of items, the first that is wrong is enough."""


def _of_our_time(date: str) -> str:
    """A moment that every time zone and every system can show."""
    if not 1970 < datetime.fromisoformat(date).year < 9999:
        raise ValueError(f"the date {date}")
    return date


class LevelHealth(BaseModel):
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


class Memorization(BaseModel):
    """How much of what a prior plays by itself is in its corpus."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    longest_seconds: float
    """The longest stretch whose Structure codes are those of a recording."""
    quoted: float
    """Share of the time spent in such stretches of at least a second, 0 to 1."""
    quoted_held_out: float | None = None
    """The same of recordings that were held out: what chance and sustained notes alone amount to."""
    nearness: float | None = None
    """How far half a second of what it plays is from the nearest in its corpus, over how far something new is.

    Medians of Euclidean distances between Structure's vectors. New are recordings that were held out or, where none
    were, each recording to the others; ``None`` where there is but one. 0 is a copy, 1 as new as the new.
    """

    @property
    def verdict(self) -> str:
        """What to think of it."""
        quoted = (
            f"{self.quoted:.0%} of what it plays is in the recordings note for note, "
            f"up to {self.longest_seconds:.1f} s at a stretch.{self._near}"
        )
        beyond = self.quoted - (self.quoted_held_out or 0.0)
        if beyond >= MUCH or (self.nearness is not None and self.nearness <= COPIED):
            advice = "More recordings help; so do a higher temperature and the control max_quote."
            return f"The prior remembers: {quoted} {advice}"
        if beyond >= OFTEN:
            return f"The prior quotes now and then: {quoted}"
        return f"The prior plays its own: {quoted}"

    @property
    def _near(self) -> str:
        if self.nearness is None:
            return ""
        return f" Half a second of it is {self.nearness:.0%} as far from the nearest in them as something new would be."


class CorpusSummary(BaseModel):
    """What a model was trained on."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    folder: str
    files: int
    seconds: float
    skipped: int
    recordings: Many[str] = ()
    """The identity of each recording, by which it is known again."""


class Provenance(BaseModel):
    """Where, when and by what a model was made."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    distill: str
    torch: str
    python: str
    date: Annotated[str, AfterValidator(_of_our_time)]
    """In ISO 8601."""
    seed: int

    @property
    def moment(self) -> datetime:
        """The date as a moment."""
        return datetime.fromisoformat(self.date)


class LevelPerplexity(BaseModel):
    """How unsure a prior is of a level's codes: 2 is as unsure as a coin."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    role: str
    learnt: float
    """On what it learnt from."""
    held_out: float | None
    """On recordings it did not learn from; ``None`` where there were too few to hold any out."""
    unigram: float
    """What knowing no more than how frequent each code is would give, on the same recordings."""


class Moment(BaseModel):
    """One point of the learning curves."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    stage: str
    spent: float
    """Share of the training's budget, 0 to 1."""
    losses: Annotated[dict[str, float], Field(max_length=100)]
    used: Many[float]
    """Share of the codes that each level uses; empty where codes do not change."""


class Card(BaseModel):
    """All that a model file says about itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    corpus: CorpusSummary
    """What codec and prior learnt from."""
    prior_corpus: CorpusSummary | None = None
    """What the prior learnt from, where it was trained again for the same codec."""
    provenance: Provenance
    health: Many[LevelHealth]
    """How each level uses its codes on the corpus."""
    perplexity: Many[LevelPerplexity]
    """How unsure the prior is, level by level."""
    memorization: Memorization | None = None
    """How much of what the prior plays is in its corpus."""
    curves: Many[Moment] = ()

    @property
    def prior_trained(self) -> bool:
        """Whether the prior made any update: else it knows frequencies alone."""
        return any(moment.stage == "prior" for moment in self.curves)

    @property
    def prior_verdict(self) -> str:
        """What to think of the prior, in a sentence or two; a prior that was never trained gets none."""
        if self.memorization:
            return self.memorization.verdict
        return "The prior was not judged." if self.prior_trained else NO_PRIOR
