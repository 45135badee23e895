"""Atomic moves of several files: all of them or none, also if the program is killed meanwhile."""

import errno
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

PLAN = ".moving.json"
"""Name of the journal of moves in a folder: written before the first move and removed after the last."""
LOCK = ".moving.lock"
LOCK_SECONDS = 10
"""Longest wait for another program that moves files in the same folder."""
LARGEST_PLAN = 100_000
"""Upper limit of the journal, in bytes; five file names have some hundreds."""


def move(folder: Path, moves: Mapping[str, str]) -> None:
    """Rename files or folders in ``folder``, each to a path that is free and relative to ``folder``, too.

    Moves that were interrupted are completed by ``finish``, which every reader of the folder calls first.

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
    """Complete the moves of a program that was killed, or leave them for the next call."""
    if (folder / PLAN).exists():
        with suppress(OSError), _lock(folder):
            _finish(folder)


def _finish(folder: Path) -> None:
    plan = folder / PLAN
    if plan.exists():
        _rename_all(folder, _read(plan).items())
        plan.unlink()


def _read(plan: Path) -> dict[str, str]:
    """Moves of a journal; none if it is invalid or a path leads out of the folder."""
    with plan.open("rb") as file:
        text = file.read(LARGEST_PLAN)
    try:
        moves = {str(source): str(target) for source, target in json.loads(text).items()}
    except (ValueError, AttributeError, RecursionError):
        return {}
    paths = [Path(name) for name in (*moves, *moves.values())]
    return {} if any(path.is_absolute() or ".." in path.parts for path in paths) else moves


def _rename_all(folder: Path, moves: Iterable[tuple[str, str]]) -> None:
    """Rename what has not been renamed yet, without overwriting."""
    for source, target in moves:
        if os.path.lexists(folder / source) and not os.path.lexists(folder / target):
            (folder / source).rename(folder / target)


def _check(folder: Path, moves: Mapping[str, str]) -> None:
    """Check that sources exist and targets are free: another program may have been faster."""
    for source, target in moves.items():
        if not os.path.lexists(folder / source):
            raise FileNotFoundError(errno.ENOENT, f"{source} is gone")
        if os.path.lexists(folder / target):
            raise FileExistsError(errno.EEXIST, f"{target} is there already")


def _lock(folder: Path) -> FileLock:
    """Lock of the folder among programs."""
    return FileLock(folder / LOCK, timeout=LOCK_SECONDS)
