"""Takes on disk: what was generated, and of that what is kept."""

from collections.abc import Sequence
from pathlib import Path

from distill.audio import SUBTYPES
from distill.errors import DistillError
from distill.text import is_plain

FORMATS = tuple(suffix[1:] for suffix in SUBTYPES)
NEW = "new"
"""The folder, among the takes, of those that nobody has kept yet."""


def kept(folder: Path) -> list[Path]:
    """The takes in ``folder`` that are kept, by name."""
    return sorted(_sounds(folder), key=lambda path: path.name.casefold())


def new(folder: Path) -> list[Path]:
    """The others, latest first."""
    return sorted(_sounds(folder / NEW), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def free_path(folder: Path, name: str, suffix: str, count: int) -> Path:
    """Where ``count`` new takes called ``name`` go, so that none is written over; the folder is made."""
    (folder / NEW).mkdir(parents=True, exist_ok=True)
    names = [name, *(f"{name} ({number})" for number in range(2, 10_000))]
    return next(path for one in names if _is_free(path := folder / NEW / f"{one}.{suffix}", count))


def keep(folder: Path, path: Path, name: str) -> Path:
    """Keep a new take, or rename a kept one.

    Raises:
        DistillError: the name cannot be a file's, or is taken.
    """
    if not is_plain(name):
        raise DistillError(f"{name!r} cannot be a take's name. Take up to 100 letters, digits, spaces, - and _.")
    target = folder / f"{name}{path.suffix}"
    if target != path:
        if target.exists():
            raise DistillError(f"There is a take {target.name} already. Take another name.")
        path.rename(target)
    return target


def delete(path: Path) -> None:
    """Delete a take, if it is still there."""
    path.unlink(missing_ok=True)


def _sounds(folder: Path) -> Sequence[Path]:
    return [path for path in folder.glob("*") if path.suffix in SUBTYPES and not path.name.startswith(".")]


def _is_free(path: Path, count: int) -> bool:
    """Whether neither ``path`` nor any of ``count`` numbered ones is there."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(1, count + 1))
    return not any(one.exists() for one in (path, *numbered))
