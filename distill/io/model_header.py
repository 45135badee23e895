"""Header of a ``.distill`` file, read without its tensors and without PyTorch."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distill.errors import BundleError
from distill.io import reading
from distill.text import shown

FORMAT = "distill"
VERSION, VERSION_WITHOUT_MEMORY = 3, 2
"""Versions of the format: that of models with a memory, and of those without; others are refused."""
LARGEST = 1 << 23
"""Upper limit of a header, in bytes; a hostile file may claim exabytes."""


@dataclass(frozen=True, slots=True)
class FileHeader:
    """Header of a safetensors file that is a Distill model."""

    texts: Mapping[str, str]
    """Configurations, card and fingerprint, as JSON."""
    shapes: Mapping[str, tuple[int, ...]]
    """The shape of every tensor, by name."""
    bytes: int
    """Size of the whole file."""


def read(path: Path) -> FileHeader:
    """Read the header of a model file.

    Raises:
        BundleError: it is damaged, cut short, newer than this program, or no ``.distill`` file.
    """
    try:
        content, end = _content(path)
        texts = {str(name): str(text) for name, text in content.pop("__metadata__", {}).items()}
        _check_format(texts, path)
        return FileHeader(texts, _shapes(content, end), path.stat().st_size)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError) as error:
        reason = reading.reason(error)
        raise BundleError(f"{path} is damaged or not a .distill file ({reason}). Train it again.") from error


def is_model(path: Path) -> bool:
    """True if a file is a Distill model, of any version, damaged or not."""
    try:
        return _content(path)[0]["__metadata__"]["format"] == FORMAT
    except (BundleError, OSError, ValueError, LookupError, TypeError, RecursionError):
        return False


def _content(path: Path) -> tuple[dict[str, Any], int]:
    """Parsed header, and the number of bytes of tensors that follow it.

    Raises:
        BundleError: the file is something else.
        OSError, ValueError: it is damaged.
    """
    if not path.is_file():
        raise ValueError("not a file")
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or not 0 < length <= LARGEST:
            raise BundleError(f"{path} is no Distill model. Train one: distill train FOLDER")
        if length > size - 8:
            raise ValueError(f"cut short: a header of {length} bytes in a file of {size}")
        return reading.parsed_json(file.read(length)), size - 8 - length


def _shapes(tensors: Mapping[str, Any], end: int) -> dict[str, tuple[int, ...]]:
    promised = max((int(tensor["data_offsets"][1]) for tensor in tensors.values()), default=0)
    if promised != end:
        raise ValueError(f"{end} bytes of tensors instead of {promised}")
    shapes = {name: tuple(int(n) for n in tensor["shape"]) for name, tensor in tensors.items()}
    if any(n < 0 for shape in shapes.values() for n in shape):
        raise ValueError("a negative shape")
    return shapes


def _check_format(texts: Mapping[str, str], path: Path) -> None:
    if texts.get("format") != FORMAT:
        raise BundleError(f"{path} is a safetensors file, but no Distill model.")
    version = texts.get("version", "")
    if not version.isdecimal() or int(version) not in (VERSION_WITHOUT_MEMORY, VERSION):
        advice = "Update Distill." if version.isdecimal() and int(version) > VERSION else "Train it again."
        raise BundleError(
            f"{path} is of version {shown(version[:20]) or 'unknown'}; this Distill reads {VERSION}. {advice}"
        )
