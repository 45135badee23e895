"""Files that are whole or not there at all."""

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from distill.errors import DistillError


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Give a temporary path beside ``path`` to write to; rename it to ``path`` when the block ends well.

    The temporary name keeps the suffix, which is what many writers choose their format by.

    Raises:
        DistillError: ``path`` cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=path.suffix, dir=path.parent)
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


def _umask() -> int:
    """The mask of rights that new files are created with; ``mkstemp`` does not heed it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
