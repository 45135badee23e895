"""Arrays of an ``.npz`` from outside: headers are checked before any memory is allocated."""

import ast
import io
import math
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from distill.io import reading

LARGEST = 1 << 26
"""Upper limit of an archive, in bytes."""
LONGEST_HEADER = 1024
"""Upper limit of an array's header, in bytes; numpy writes 118 for plain dtypes."""
MAGIC = b"\x93NUMPY\x01\x00"
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Compression methods that numpy writes; others can take gigabytes to unpack."""
KIND = re.compile(r"[<>=|]?[biufcmMOSUV]\d{0,9}")
"""Format of a dtype in a header."""
ENTRY = b"PK\x01\x02"
"""Signature of an entry of an archive's directory; in compressed data it occurs once in four gigabytes."""

Fits = Callable[[tuple[int, ...], np.dtype[Any]], bool]
"""Predicate of shape and dtype: true if such an array is accepted."""


def read(path: Path, wanted: Mapping[str, Fits]) -> dict[str, NDArray[Any]]:
    """Read the ``wanted`` arrays, by name, of an archive that has no others.

    Raises:
        OSError: there is no such file, or it may not be read.
        ValueError: it is too large, or it or one of its arrays is something else.
    """
    data = reading.content(path, LARGEST)
    if data.count(ENTRY) > 10 * len(wanted):
        raise ValueError("it has too many members")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename for info in archive.infolist()]
            if sorted(names) != sorted(f"{name}.npy" for name in wanted):
                raise ValueError(f"its members are {', '.join(map(repr, names))[:100] or 'none'}")
            return {name: _array(archive, name, fits) for name, fits in wanted.items()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError(reading.reason(error)) from error


def _array(archive: zipfile.ZipFile, name: str, fits: Fits) -> NDArray[Any]:
    info = archive.getinfo(f"{name}.npy")
    if info.compress_type not in METHODS:
        raise ValueError(f"{name} is compressed as numpy never does")
    with archive.open(info) as file:
        shape, kind, order = _header(file, name)
        if not fits(shape, kind):
            raise ValueError(f"{name} has the shape {shape} of {kind}")
        size = math.prod(shape) * kind.itemsize
        content = file.read(size + 1)
    if len(content) != size:
        raise ValueError(f"{name} has not the {size} bytes that it says")
    return np.frombuffer(content, kind).reshape(shape, order=order)


def _header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], np.dtype[Any], Literal["C", "F"]]:
    """Shape, dtype and order of an array (format 1.0 of ``numpy.lib.format``)."""
    if file.read(len(MAGIC)) != MAGIC:
        raise ValueError(f"{name} is no array of format 1.0")
    text = file.read(min(int.from_bytes(file.read(2), "little"), LONGEST_HEADER)).decode("latin-1")
    try:
        fields = ast.literal_eval(text)
        kind, shape, swapped = fields["descr"], tuple(fields["shape"]), fields["fortran_order"]
    except (ValueError, LookupError, SyntaxError, TypeError, MemoryError, RecursionError):
        raise ValueError(f"{name} has a header that says nothing") from None
    wrong = f"{name} has the shape {shape} of {kind}"[: reading.LONGEST_REASON]
    if not isinstance(kind, str) or not KIND.fullmatch(kind) or not all(type(n) is int and n >= 0 for n in shape):
        raise ValueError(wrong)
    try:
        return shape, np.dtype(kind), "F" if swapped else "C"
    except TypeError:
        # Such as <i6, an integer of six bytes.
        raise ValueError(wrong) from None
