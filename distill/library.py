"""The models on this machine: a folder of ``.distill`` files, read by their headers; there is no index beside them."""

import os
import shutil
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, NonNegativeInt, PlainSerializer

from distill.errors import BundleError, DistillError
from distill.io import file_moves, model_header, reading
from distill.io.files import Kind, check_writable, replacing
from distill.text import encodable, is_plain, key, shown

STARTER = Path(__file__).with_name("starter.distill")
"""The model that comes with Distill, trained on the built-in sounds: ``make starter``."""
SUFFIX = ".distill"
COMPANIONS = (".curves.png", ".preview.wav", ".checkpoint", ".snapshots")
"""What training and playing leave beside a model, and goes where the model goes."""
MODEL = Kind("a model of Distill", model_header.is_model)
TRASH = "trash"


Place = Annotated[Path, PlainSerializer(lambda path: encodable(str(path)), when_used="json")]
"""A path as JSON has it: a name need not be UTF-8."""


class LibraryError(DistillError):
    """The library has no such model, or cannot do that with it."""


def _of_our_time(moment: datetime) -> datetime:
    """A moment that every time zone and every system can show."""
    if not 1970 < moment.year < 9999:
        raise ValueError(f"the year {moment.year}")
    return moment


class Use(BaseModel):
    """How a level uses its codes."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    role: str
    used: float
    """Share of the codes that occur in the corpus."""
    counts: Annotated[tuple[NonNegativeInt, ...], FailFast()] = ()
    """How often each code occurs; empty where the model does not say."""


class About(BaseModel):
    """What a model says about itself, as far as one chooses by it."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    fingerprint: str
    date: Annotated[datetime, AfterValidator(_of_our_time)]
    corpus: str
    """Name of the folder that it learnt from."""
    files: int
    seconds: float
    channels: int
    levels: int
    codebook_size: int
    health: Annotated[tuple[Use, ...], FailFast()]
    prior: bool
    """Whether a prior was trained, too."""


class Entry(BaseModel):
    """A file of the library."""

    model_config = ConfigDict(frozen=True)

    name: str
    path: Place
    bytes: int
    about: About | None
    """``None`` where the file is damaged."""
    damage: str
    """What is wrong with it; empty where nothing is."""


class Search(BaseModel):
    """What is looked for; what is ``None`` does not matter. Damaged files are found by their names alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None = None
    """In the name or the corpus, upper or lower case alike."""
    corpus: str | None = None
    since: date | None = None
    until: date | None = None
    """The last day."""
    larger: float | None = None
    smaller: float | None = None
    """Megabytes."""
    levels: int | None = None
    health: float | None = None
    """Every level uses at least this share of its codes."""
    prior: bool | None = None

    def finds(self, entry: Entry) -> bool:
        """Whether ``entry`` is among what is looked for."""
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


def folder() -> Path:
    """Where the models are: ``DISTILL_LIBRARY``, or the user's data folder."""
    named = os.environ.get("DISTILL_LIBRARY")
    return Path(named) if named else platformdirs.user_data_path("distill") / "models"


def entry(path: Path) -> Entry:
    """What is in a file, by its header."""
    try:
        head = model_header.read(path)
        return Entry(name=shown(path.stem), path=path, bytes=head.bytes, about=_about(head), damage="")
    except BundleError as error:
        # A link may lead nowhere.
        size = path.stat().st_size if path.exists() else 0
        damage = str(error).removeprefix(f"{shown(path)} ")
        return Entry(name=shown(path.stem), path=path, bytes=size, about=None, damage=damage)


def entries(place: Path) -> list[Entry]:
    """The models in the library at ``place``, by name."""
    return [entry(path) for path in _paths(place)]


def find(name: str, place: Path | None = None) -> Path | None:
    """The model that is called ``name``, or alone begins so: ``starter`` or one of the library, never by its path.

    Raises:
        LibraryError: several begin so.
    """
    wanted = key(name.removesuffix(SUFFIX))
    if wanted == STARTER.stem:
        return STARTER
    paths = [STARTER, *_paths(place or folder())]
    named = [path for path in paths if key(path.stem) == wanted]
    begun = named or [path for path in paths if key(path.stem).startswith(wanted)]
    if len(begun) > 1:
        listed = ", ".join(path.stem for path in begun[:5]) + (", …" if len(begun) > 5 else "")
        raise LibraryError(f"{len(begun)} models begin with {name}: {listed}. Say more of the name.")
    return begun[0] if begun else None


def near(name: str, place: Path | None = None) -> str:
    """What to do where no model is called ``name``: a sentence with the names that are nearest to it."""
    names = {key(path.stem): path.stem for path in (STARTER, *_paths(place or folder()))}
    wanted = key(Path(name).stem)
    found = dict.fromkeys([each for each in names if wanted and wanted in each] + get_close_matches(wanted, names))
    listed = ", ".join(names[each] for each in list(found)[:5])
    return f"Did you mean {listed}?" if listed else "distill library list shows what is there."


def with_fingerprint(fingerprint: str, places: Iterable[Path]) -> Path | None:
    """The first model of that fingerprint among some files, and in some folders."""
    for place in places:
        for path in [place] if place.is_file() else _paths(place):
            about = entry(path).about
            if about and about.fingerprint == fingerprint:
                return path
    return None


def known(name: str, place: Path) -> Path:
    """The model that ``name`` means, ``starter`` or one of the library; never a path.

    Raises:
        LibraryError: there is none, or several are.
    """
    if path := find(name, place):
        return path
    raise LibraryError(f"No model in {place} is called {name}. {near(name, place)}")


def free(name: str, place: Path) -> Path:
    """Where a new model called ``name`` belongs; its folder is made.

    Raises:
        LibraryError: the name is no name, or taken.
    """
    path = named(name, place)
    if path.exists() or any(shown(other.stem) == path.stem for other in _paths(place)):
        raise LibraryError(f"There is a {name} in {place} already. Take another name, or rename or delete that one.")
    return path


def named(name: str, place: Path) -> Path:
    """Where a model called ``name`` belongs, whether or not it is there; its folder is made.

    Raises:
        LibraryError: the name could not be a file's everywhere, or is that of the starter model.
    """
    name = unicodedata.normalize("NFC", name)
    if not is_plain(name) or name == STARTER.stem:
        raise LibraryError(f"{name!r} cannot be a model's name. Take up to 100 letters, digits, spaces, - and _.")
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(f"Cannot make the library {place}: {error.strerror}. Set DISTILL_LIBRARY.") from error
    file_moves.finish(place)
    return place / f"{name}{SUFFIX}"


def rename(path: Path, name: str) -> Path:
    """Call a model of the library ``name``; what training and playing left beside it follows, or nothing moves.

    Raises:
        LibraryError: the name is no name, or taken, or the files cannot be moved.
    """
    target = free(name, path.parent)
    taken = next((part for part in _parts(target) if os.path.lexists(part)), None)
    if taken:
        raise LibraryError(f"There is a {taken.name} in {path.parent} already. Take another name, or move that file.")
    _move(path, target)
    return target


def delete(path: Path) -> Path:
    """Move a model and what belongs to it to the trash of its library, or nothing; return where it is now.

    Raises:
        LibraryError: the files cannot be moved.
    """
    trash = path.parent / TRASH
    try:
        trash.mkdir(exist_ok=True)
    except OSError as error:
        raise LibraryError(f"Cannot make {trash}: {error.strerror}. See who may write there.") from error
    names = (path.stem, *(f"{path.stem} {number}" for number in range(2, 10_000)))
    targets = (trash / f"{name}{SUFFIX}" for name in names)
    target = next(target for target in targets if not any(map(os.path.lexists, _parts(target))))
    _move(path, target)
    return target


def check_model(path: Path) -> None:
    """See that a model may be written to ``path``, before any time is spent.

    Raises:
        DistillError: the name is that of what is kept beside a model, or something else is there.
    """
    if path.name.lower().endswith(COMPANIONS):
        raise LibraryError(f"{path}: a name with this end belongs to what is kept beside a model. Take another name.")
    check_writable(path, MODEL)


def copy(source: Path, target: Path) -> None:
    """Copy a model file as a whole or not at all.

    Raises:
        DistillError: ``target`` cannot be written.
    """
    check_model(target)
    with replacing(target, MODEL) as temporary:
        shutil.copyfile(source, temporary)


def _paths(place: Path) -> list[Path]:
    file_moves.finish(place)
    paths = (path for path in place.glob(f"*{SUFFIX}") if not path.name.startswith(".") and not path.is_dir())
    return sorted(paths, key=lambda path: path.stem)


def _about(head: model_header.Header) -> About:
    try:
        card, codec = (reading.parsed_json(head.texts[name]) for name in ("card", "codec"))
        return About(
            fingerprint=head.texts["fingerprint"],
            date=card["provenance"]["date"],
            corpus=shown(card["corpus"]["folder"]),
            files=card["corpus"]["files"],
            seconds=card["corpus"]["seconds"],
            channels=codec["channels"],
            levels=codec["levels"],
            codebook_size=codec["codebook_size"],
            health=card["health"],
            prior=any(moment["stage"] == "prior" for moment in card.get("curves", ())),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise BundleError("is damaged: it does not say what it is. Train it again.") from error


def _parts(path: Path) -> list[Path]:
    """Where a model and what belongs to it lie, the model last."""
    return [path.with_name(f"{path.stem}{suffix}") for suffix in (*COMPANIONS, SUFFIX)]


def _move(path: Path, target: Path) -> None:
    pairs = zip(_parts(path), _parts(target), strict=True)
    there = [(part, to) for part, to in pairs if part == path or os.path.lexists(part)]
    try:
        file_moves.move(path.parent, {part.name: str(to.relative_to(path.parent)) for part, to in there})
    except OSError as error:
        reason = error.strerror or error
        raise LibraryError(f"Cannot move {path} to {target}: {reason}. See who may write there.") from error


def _holds(text: str, part: str | None) -> bool:
    return part is None or part.casefold() in text.casefold()


def _within(value: float, lowest: float | None, highest: float | None) -> bool:
    return (lowest is None or value >= lowest) and (highest is None or value <= highest)
