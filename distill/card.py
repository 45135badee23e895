"""Model card: the corpus, provenance and figures of merit that a model file holds. Read without PyTorch."""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field, NonNegativeInt

NO_PRIOR = "No prior was trained: it plays each code as often as the recordings do."
LOW_USE = 0.3
"""Share of used codes below which a level gets a warning."""
GOOD_USE = 0.6
"""Share of used codes from which on a level is graded green."""
MEMORIZED_SHARE = 0.35
"""Share of quotations, beyond that of held-out recordings, from which on a prior counts as memorizing."""
QUOTED_SHARE = 0.2
"""Share of quotations, beyond that of held-out recordings, from which on they are mentioned."""
MEMORIZED_NEARNESS = 0.1
"""Nearness up to which a prior counts as memorizing, too, without verbatim matches."""

Grade = Literal["green", "yellow", "red"]
Item = TypeVar("Item")
Many = Annotated[tuple[Item, ...], FailFast()]
"""Tuple whose validation stops at the first error, as a hostile file may have millions of items."""


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
        return f"{role} uses {used:.0%} of its codes, a good share."
    if grade(used) == "yellow":
        return (
            f"{role} uses {used:.0%} of its codes, a fair share. "
            f"More recordings, or a smaller --codebook-size, raise it."
        )
    return (
        f"{role} uses only {used:.0%} of its codes here. Fine for a few recordings of a larger corpus; "
        f"on the whole of it, train with a smaller --codebook-size or more recordings."
    )


class Memorization(BaseModel):
    """Memorization of a prior: verbatim matches and nearness of what it plays to its corpus."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    longest_seconds: float
    """Length of the longest verbatim match of Structure codes with a recording."""
    quoted: float
    """Share of frames within matches of at least ``LONG_SECONDS``, 0 to 1."""
    quoted_held_out: float | None = None
    """The same of held-out recordings, as a baseline of chance and of sustained notes."""
    nearness: float | None = None
    """Distance of windows of half a second to the nearest in the corpus, relative to that of new recordings.

    Medians of Euclidean distances between Structure's vectors. New are recordings that were held out or, where none
    were, each recording to the others; ``None`` where there is but one. 0 is a copy, 1 as new as the new.
    """

    @property
    def verdict(self) -> str:
        """Assessment for users, in a sentence or two."""
        quoted = (
            f"{self.quoted:.0%} of what it plays is in the recordings note for note, "
            f"up to {self.longest_seconds:.1f} s at a stretch.{self._near}"
        )
        beyond = self.quoted - (self.quoted_held_out or 0.0)
        if beyond >= MEMORIZED_SHARE or (self.nearness is not None and self.nearness <= MEMORIZED_NEARNESS):
            advice = "More recordings help; so do less recall and the control max_quote."
            return f"The prior remembers: {quoted} {advice}"
        if beyond >= QUOTED_SHARE:
            return f"The prior quotes now and then: {quoted}"
        return f"The prior plays its own: {quoted}"

    @property
    def _near(self) -> str:
        if self.nearness is None:
            return ""
        return (
            f" Half a second of it typically differs from all recordings {self.nearness:.0%} as much as a new one does."
        )


class CorpusSummary(BaseModel):
    """Summary of the corpus that a model was trained on."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    folder: str
    files: int
    seconds: float
    skipped: int
    recordings: Many[str] = ()
    """Identity of each recording: ``Recording.identity``."""


def _of_our_time(date: str) -> str:
    """Date within the years that every time zone and system can show."""
    if not 1970 < datetime.fromisoformat(date).year < 9999:
        raise ValueError(f"the date {date}")
    return date


class Provenance(BaseModel):
    """Versions, date and seed of a training."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    distill: str
    torch: str
    python: str
    date: Annotated[str, AfterValidator(_of_our_time)]
    """In ISO 8601."""
    seed: int

    @property
    def moment(self) -> datetime:
        """The date, parsed."""
        return datetime.fromisoformat(self.date)


class LevelPerplexity(BaseModel):
    """Perplexity of a prior on a level's codes; 2 is the uncertainty of a fair coin."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    role: str
    learnt: float
    """On recordings it was trained on."""
    held_out: float | None
    """On held-out recordings; ``None`` if there were too few to hold any out."""
    unigram: float
    """Perplexity of the unigram distribution on the same recordings, as a baseline."""


class CurvePoint(BaseModel):
    """Point of the learning curves."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    stage: str
    spent: float
    """Share of the training's budget, 0 to 1."""
    losses: Annotated[dict[str, float], Field(max_length=100)]
    used: Many[float]
    """Share of its codes that each level uses, 0 to 1; empty in stages that do not change codebooks."""


class ModelCard(BaseModel):
    """Model card: corpus, provenance and figures of merit of a model."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    corpus: CorpusSummary
    """Corpus of codec and prior."""
    prior_corpus: CorpusSummary | None = None
    """Corpus of the prior alone, if it was trained again for the same codec."""
    provenance: Provenance
    health: Many[LevelUsage]
    """Codebook usage of each level on the corpus."""
    perplexity: Many[LevelPerplexity]
    """Perplexity of the prior on each level."""
    memorization: Memorization | None = None
    """Share and length of what the prior plays verbatim from its corpus."""
    curves: Many[CurvePoint] = ()

    @property
    def prior_trained(self) -> bool:
        """True if the prior was trained; else it has the frequencies of codes alone."""
        return any(point.stage == "prior" for point in self.curves)

    @property
    def prior_verdict(self) -> str:
        """Assessment of the prior for users, in a sentence or two."""
        if self.memorization:
            return self.memorization.verdict
        return "The memorization of the prior was not measured." if self.prior_trained else NO_PRIOR
