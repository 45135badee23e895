"""Files that are whole or not there at all."""

import os
import platform
import re
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from distill.errors import DistillError

HOST = re.sub(r"\W", "_", platform.node())[:40]


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Give a temporary path beside ``path`` to write to; rename it to ``path`` when the block ends well.

    The temporary name keeps the suffix, which is what many writers choose their format by.

    Raises:
        DistillError: ``path`` cannot be written.
    """
    try:
        _clear_leftovers(path.parent.absolute())
        prefix = f".distill-{HOST}-{os.getpid()}-"
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise DistillError(f"Cannot write {path}: {error.strerror}. Choose another place.") from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise DistillError(f"Cannot write {path}: {error.strerror or error}. Choose another place.") from error
    finally:
        temporary.unlink(missing_ok=True)


@cache
def _clear_leftovers(folder: Path) -> None:
    """Delete, once for each folder, the temporary files there whose programs ran on this machine and were killed."""
    for left in folder.glob(f".distill-{HOST}-*"):
        found = re.match(rf"\.distill-{HOST}-(\d+)-", left.name)
        if found and not _lives(int(found[1])):
            # Somebody else may be clearing, too, or it may be somebody else's.
            with suppress(OSError):
                left.unlink()


def _lives(process: int) -> bool:
    """Whether there is a process of this number."""
    if os.name == "nt":
        return True  # os.kill would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _umask() -> int:
    """The mask of rights that new files are created with; ``mkstemp`` does not heed it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
