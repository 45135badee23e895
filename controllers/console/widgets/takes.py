"""Folder of generated sound files: new takes, and those that the user has kept."""

from collections.abc import Sequence
from pathlib import Path

from distill.audio import SUBTYPES
from distill.errors import DistillError
from distill.text import is_plain

FORMATS = tuple(suffix[1:] for suffix in SUBTYPES)
NEW = "new"
"""Subfolder of takes that are not kept yet."""


def kept(folder: Path) -> list[Path]:
    """Kept takes in ``folder``, by name."""
    return sorted(_sounds(folder), key=lambda path: path.name.casefold())


def new(folder: Path) -> list[Path]:
    """New takes in ``folder``, latest first."""
    return sorted(_sounds(folder / NEW), key=lambda path: path.stat().st_mtime_ns, reverse=True)


def free_path(folder: Path, name: str, suffix: str, count: int) -> Path:
    """Path for new takes that overwrites no file; the folder is made.

    Args:
        folder: the folder of the takes.
        name: name of the takes, without suffix; a number is added if it is in use.
        suffix: suffix of the format, without dot.
        count: number of takes; several are numbered ``<name>-1``, ``<name>-2``, ….
    """
    (folder / NEW).mkdir(parents=True, exist_ok=True)
    names = [name, *(f"{name} ({number})" for number in range(2, 10_000))]
    return next(path for one in names if _is_free(path := folder / NEW / f"{one}.{suffix}", count))


def keep(folder: Path, path: Path, name: str) -> Path:
    """Keep a new take, or rename a kept one; return its new path.

    Raises:
        DistillError: the name is no valid file name, or in use.
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
    """True if neither ``path`` nor any of its ``count`` numbered forms exists."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(1, count + 1))
    return not any(one.exists() for one in (path, *numbered))
