"""Files that belong together are moved together: all of them or none, also where the program is killed meanwhile."""

import errno
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

PLAN = ".moving.json"
"""The moves under way, in the folder where they happen: written before the first and removed after the last."""
LOCK = ".moving.lock"
LOCK_SECONDS = 10
LARGEST_PLAN = 100_000
"""Bytes; five file names have some hundreds."""


def move(folder: Path, moves: Mapping[str, str]) -> None:
    """Rename files or folders in ``folder``, each to a path that is free and relative to ``folder``, too.

    A move that was cut short is completed by ``finish``, which whoever looks at the folder calls first.

    Raises:
        OSError: one of them cannot be renamed; none is then.
    """
    with _lock(folder):
        _finish(folder)
        _check(folder, moves)
        fresh, plan = folder / f"{PLAN}.new", folder / PLAN
        fresh.write_text(json.dumps(dict(moves)))
        fresh.replace(plan)
        try:
            _rename_all(folder, moves.items())
        except OSError:
            _rename_all(folder, [(target, source) for source, target in [*moves.items()][::-1]])
            plan.unlink()
            raise
        plan.unlink()


def finish(folder: Path) -> None:
    """Complete the moves of a program that was killed; where that cannot be done, leave them for the next time."""
    if (folder / PLAN).exists():
        with suppress(OSError), _lock(folder):
            _finish(folder)


def _finish(folder: Path) -> None:
    plan = folder / PLAN
    if plan.exists():
        _rename_all(folder, _read(plan).items())
        plan.unlink()


def _read(plan: Path) -> dict[str, str]:
    """The moves of a plan; none where it is not what ``move`` writes, as no path may lead out of the folder."""
    with plan.open("rb") as file:
        text = file.read(LARGEST_PLAN)
    try:
        moves = {str(source): str(target) for source, target in json.loads(text).items()}
    except (ValueError, AttributeError, RecursionError):
        return {}
    paths = [Path(name) for name in (*moves, *moves.values())]
    return {} if any(path.is_absolute() or ".." in path.parts for path in paths) else moves


def _rename_all(folder: Path, moves: Iterable[tuple[str, str]]) -> None:
    """Rename what has not been renamed yet, and nothing over what is there."""
    for source, target in moves:
        if os.path.lexists(folder / source) and not os.path.lexists(folder / target):
            (folder / source).rename(folder / target)


def _check(folder: Path, moves: Mapping[str, str]) -> None:
    """See that all is as it was when the moves were decided on: another program may have been faster."""
    for source, target in moves.items():
        if not os.path.lexists(folder / source):
            raise FileNotFoundError(errno.ENOENT, f"{source} is gone")
        if os.path.lexists(folder / target):
            raise FileExistsError(errno.EEXIST, f"{target} is there already")


def _lock(folder: Path) -> FileLock:
    """One program at a time moves files there."""
    return FileLock(folder / LOCK, timeout=LOCK_SECONDS)
