"""One model file as the library lists it: read by its header, without its tensors, and matched by a search."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer

from distill.card import LevelUsage, Many, ModelCard
from distill.errors import BundleError
from distill.io import model_header, reading
from distill.text import encodable, shown

Place = Annotated[Path, PlainSerializer(lambda path: encodable(str(path)), when_used="json")]
"""Path whose JSON form escapes what is not UTF-8."""


class ModelSummary(BaseModel):
    """Summary of a model's header, for lists and searches."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    fingerprint: str
    date: datetime
    corpus: str
    """Name of the folder of its corpus."""
    files: int
    seconds: float
    channels: int
    levels: int
    codebook_size: int
    health: Many[LevelUsage]
    prior: bool
    """True if a prior was trained."""


class LibraryEntry(BaseModel):
    """Model file of the library."""

    model_config = ConfigDict(frozen=True)

    name: str
    path: Place
    bytes: int
    about: ModelSummary | None
    """Summary; ``None`` if the file is damaged."""
    damage: str
    """Description of the damage; empty if there is none."""


class Search(BaseModel):
    """Search criteria; those that are ``None`` match anything. Damaged files match by name and size only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None = None
    """Substring of the name or the corpus, regardless of case."""
    corpus: str | None = None
    since: date | None = None
    until: date | None = None
    """Last day, inclusive."""
    larger: float | None = None
    smaller: float | None = None
    """Size in megabytes."""
    levels: int | None = None
    health: float | None = None
    """Least share of its codes, 0 to 1, that every level uses."""
    prior: bool | None = None

    def finds(self, entry: LibraryEntry) -> bool:
        """True if ``entry`` matches."""
        about, megabytes = entry.about, entry.bytes / 1e6
        if about is None:
            rest = self.model_dump(exclude={"text", "larger", "smaller"}, exclude_none=True)
            return not rest and _within(megabytes, self.larger, self.smaller) and _holds(entry.name, self.text)
        day = about.date.astimezone().date().toordinal()
        return (
            _holds(f"{entry.name}\n{about.corpus}", self.text)
            and _holds(about.corpus, self.corpus)
            and _within(day, self.since and self.since.toordinal(), self.until and self.until.toordinal())
            and _within(megabytes, self.larger, self.smaller)
            and self.levels in (None, about.levels)
            and self.prior in (None, about.prior)
            and (self.health is None or min((level.used for level in about.health), default=0.0) >= self.health)
        )


def entry(path: Path) -> LibraryEntry:
    """Read the entry of a model file from its header."""
    try:
        head = model_header.read(path)
        return LibraryEntry(name=shown(path.stem), path=path, bytes=head.bytes, about=_about(head), damage="")
    except BundleError as error:
        # A link may lead nowhere.
        size = path.stat().st_size if path.exists() else 0
        damage = str(error).removeprefix(f"{shown(path)} ")
        return LibraryEntry(name=shown(path.stem), path=path, bytes=size, about=None, damage=damage)


def _about(head: model_header.FileHeader) -> ModelSummary:
    try:
        card = ModelCard.model_validate_json(head.texts["card"])
        codec = reading.parsed_json(head.texts["codec"])
        return ModelSummary(
            fingerprint=head.texts["fingerprint"],
            date=card.provenance.moment,
            corpus=shown(card.corpus.folder),
            files=card.corpus.files,
            seconds=card.corpus.seconds,
            channels=codec["channels"],
            levels=codec["levels"],
            codebook_size=codec["codebook_size"],
            health=card.health,
            prior=card.prior_trained,
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BundleError("is damaged: it does not say what it is. Train it again.") from error


def _holds(text: str, part: str | None) -> bool:
    return part is None or part.casefold() in text.casefold()


def _within(value: float, lowest: float | None, highest: float | None) -> bool:
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)
