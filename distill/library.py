"""The library: a folder of ``.distill`` files, found by name; files beside a model move with it."""

import os
import shutil
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import platformdirs

from distill.errors import DistillError
from distill.io import file_moves, model_header
from distill.io.files import FileKind, check_writable, replacing
from distill.library_entry import LibraryEntry, entry
from distill.text import is_plain, key, shown

STARTER = Path(__file__).with_name("starter.distill")
"""The model that comes with Distill, trained on the built-in sounds: ``make starter``."""
EARLIER_STARTER = Path(__file__).with_name("starter-0.1.distill")
"""That of version 0.1, for codes and performances that were made on it."""
STARTERS = STARTER, EARLIER_STARTER
SUFFIX = ".distill"
SIDECARS = (".curves.png", ".preview.wav", ".checkpoint", ".snapshots")
"""Suffixes of files that training and playing write beside a model, and that are moved with it."""
MODEL = FileKind("a model of Distill", model_header.is_model)
TRASH = "trash"


class LibraryError(DistillError):
    """The library has no such model, or cannot do that with it."""


def folder() -> Path:
    """Folder of the models: ``DISTILL_LIBRARY``, or one in the user's data folder."""
    named = os.environ.get("DISTILL_LIBRARY")
    return Path(named) if named else platformdirs.user_data_path("distill") / "models"


def entries(place: Path) -> list[LibraryEntry]:
    """Models in the library at ``place``, sorted by name."""
    return [entry(path) for path in _paths(place)]


def find(name: str, place: Path | None = None) -> Path | None:
    """Path of the model called ``name``, or alone beginning so: a starter or one of the library; ``None`` if none.

    Raises:
        LibraryError: several begin so.
    """
    wanted = key(name.removesuffix(SUFFIX))
    for starter in STARTERS:
        if wanted == starter.stem:
            return starter
    paths = [STARTER, *_paths(place or folder())]
    named = [path for path in paths if key(path.stem) == wanted]
    begun = named or [path for path in paths if key(path.stem).startswith(wanted)]
    if len(begun) > 1:
        listed = ", ".join(path.stem for path in begun[:5]) + (", …" if len(begun) > 5 else "")
        raise LibraryError(f"{len(begun)} models begin with {name}: {listed}. Say more of the name.")
    return begun[0] if begun else None


def near(name: str, place: Path | None = None) -> str:
    """Hint for a ``name`` that no model has: a sentence with the names nearest to it."""
    names = {key(path.stem): path.stem for path in (STARTER, *_paths(place or folder()))}
    wanted = key(Path(name).stem)
    found = dict.fromkeys([each for each in names if wanted and wanted in each] + get_close_matches(wanted, names))
    listed = ", ".join(names[each] for each in list(found)[:5])
    return f"Did you mean {listed}?" if listed else "distill library list shows what is there."


def with_fingerprint(fingerprint: str, places: Iterable[Path]) -> Path | None:
    """Path of the first model with this fingerprint, in files and folders ``places``, or a starter; else ``None``."""
    for place in (*places, *STARTERS):
        for path in [place] if place.is_file() else _paths(place):
            about = entry(path).about
            if about and about.fingerprint == fingerprint:
                return path
    return None


def starter_of(fingerprint: str, path: Path) -> Path:
    """Starter with this fingerprint, if ``path`` is a starter: what was made on the one of before is of that."""
    return (with_fingerprint(fingerprint, ()) if path in STARTERS else None) or path


def known(name: str, place: Path) -> Path:
    """Path of the model that ``name`` means, ``starter`` or one of the library.

    Raises:
        LibraryError: there is none, or several are.
    """
    if path := find(name, place):
        return path
    raise LibraryError(f"No model in {place} is called {name}. {near(name, place)}")


def free(name: str, place: Path) -> Path:
    """Path for a new model called ``name``; its folder is created.

    Raises:
        LibraryError: the name is no name, or taken.
    """
    path = named(name, place)
    if path.exists() or any(shown(other.stem) == path.stem for other in _paths(place)):
        raise LibraryError(f"There is a {name} in {place} already. Take another name, or rename or delete that one.")
    return path


def named(name: str, place: Path) -> Path:
    """Path of a model called ``name``, whether it exists or not; its folder is created.

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
    """Rename a model of the library, with the files beside it, or nothing.

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
    """Move a model, with the files beside it, to the trash of its library, or nothing; return its new path.

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
    """Check, before any time is spent, that a model may be written to ``path``.

    Raises:
        DistillError: the name is that of what is kept beside a model, or something else is there.
    """
    if path.name.lower().endswith(SIDECARS):
        raise LibraryError(f"{path}: a name with this end belongs to what is kept beside a model. Take another name.")
    check_writable(path, MODEL)


def copy(source: Path, target: Path) -> None:
    """Copy a model file, atomically.

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


def _parts(path: Path) -> list[Path]:
    """Paths of the files beside a model, and of the model, last."""
    return [path.with_name(f"{path.stem}{suffix}") for suffix in (*SIDECARS, SUFFIX)]


def _move(path: Path, target: Path) -> None:
    pairs = zip(_parts(path), _parts(target), strict=True)
    there = [(part, to) for part, to in pairs if part == path or os.path.lexists(part)]
    try:
        file_moves.move(path.parent, {part.name: str(to.relative_to(path.parent)) for part, to in there})
    except OSError as error:
        reason = error.strerror or error
        raise LibraryError(f"Cannot move {path} to {target}: {reason}. See who may write there.") from error
