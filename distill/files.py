"""Files that are whole or not there at all."""

import errno
import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from distill.errors import DistillError

UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS})
"""What an error says that comes from writing, and not from whatever else one does meanwhile."""


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Give a temporary path beside ``path`` to write to; rename it to ``path`` when the block ends well.

    The temporary name keeps the suffix, which is what many writers choose their format by.

    Raises:
        DistillError: ``path`` cannot be written.
    """
    # Not by ``tempfile``, whose files nobody else may read: the system knows what rights new files have.
    temporary = path.with_name(f".{secrets.token_hex(6)}{path.suffix}")
    try:
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
        try:
            temporary.replace(path)
        except OSError as error:
            raise _unwritable(path, error) from error
    finally:
        temporary.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> DistillError:
    return DistillError(f"Cannot write {path}: {error.strerror or error}. Choose another place.")
