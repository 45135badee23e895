"""Atomic writing of files, which overwrites only files of the same kind."""

import errno
import os
import platform
import re
import secrets
import stat
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from distill.errors import DistillError

UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
"""Error numbers of writing itself, as opposed to other errors inside the block."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """Kind of file that the program writes and may overwrite."""

    name: str
    """Name for messages, with an article."""
    is_own: Callable[[Path], bool]
    """Predicate: true if the content of a file is of this kind; must not raise."""


def check_writable(path: Path, kind: FileKind) -> None:
    """Check that a file of ``kind`` may be written to ``path``: it is free, empty, or an older one of that kind.

    Commands call it first, before any time is spent; ``replacing`` calls it again when the file is written.

    Raises:
        DistillError: it may not be; the message says why, and what to do.
    """
    try:
        if not path.parent.is_dir():
            raise DistillError(f"There is no folder {path.parent} to save {path.name} in. Make it first.")
        there = path.stat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise DistillError(f"Cannot write {path}: {error.strerror}. Choose another place.") from error
    if stat.S_ISDIR(there.st_mode):
        raise DistillError(f"{path} is a folder. Name the file to write.")
    if not stat.S_ISREG(there.st_mode):
        raise DistillError(f"{path} is no file, but a device or a pipe. Name the file to write.")
    if there.st_size and not kind.is_own(path):
        raise DistillError(
            f"{path} is there already and is not {kind.name}, so it stays. Take another name, or move it away."
        )


def make_folder(path: Path) -> None:
    """Create a folder and its parents, if missing.

    Raises:
        DistillError: it cannot be made.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DistillError(f"Cannot make the folder {path}: {error.strerror}. Name another one.") from error


HOST = re.sub(r"\W", "_", platform.node())[:40]


@contextmanager
def replacing(path: Path, kind: FileKind | None = None) -> Generator[Path]:
    """Yield a temporary path beside ``path`` to write to; rename it to ``path`` when the block ends without an error.

    The temporary name has the suffix of ``path``, by which many writers choose their format. With a ``kind``, only a
    file of that kind is overwritten, also if another one has appeared meanwhile.

    Raises:
        DistillError: ``path`` cannot be written.
    """
    if kind:
        check_writable(path, kind)
    # Not by ``tempfile``, whose files nobody else may read: the system knows what rights new files have.
    temporary = path.with_name(f".distill-{HOST}-{os.getpid()}-{secrets.token_hex(6)}{path.suffix}")
    try:
        _clear_leftovers(path.parent.absolute())
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        try:
            yield temporary
        except OSError as error:
            if error.errno in UNWRITABLE and error.filename in (None, str(temporary)):
                raise _unwritable(path, error) from error
            raise
        if kind:
            check_writable(path, kind)
        try:
            temporary.replace(path)
        except OSError as error:
            raise _unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> DistillError:
    return DistillError(f"Cannot write {path}: {error.strerror or error}. Choose another place.")


@cache
def _clear_leftovers(folder: Path) -> None:
    """Delete, once per folder, temporary files of programs that were killed on this machine."""
    for left in folder.glob(f".distill-{HOST}-*"):
        found = re.match(rf"\.distill-{HOST}-(\d+)-", left.name)
        if found and not _lives(int(found[1])):
            # Somebody else may be clearing, too, or it may be somebody else's.
            with suppress(OSError):
                left.unlink()


def _lives(process: int) -> bool:
    """True if there is a process of this ID."""
    if os.name == "nt":
        return True  # os.kill would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
