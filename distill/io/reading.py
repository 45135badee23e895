"""Files from outside, read within limits: so many bytes, so deep, and numbers that are numbers."""

import json
import math
import os
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from distill.text import shown

LONGEST_REASON = 200
"""Letters of why a file is refused."""
LONGEST_LINE = 4096
"""Letters of a line of TOML: the time for a key grows with the square of how many parts it has."""


def content(path: Path, most: int, what: str = "data") -> bytes:
    """The bytes of a file, ``most`` of them at most.

    Raises:
        OSError: it is not there, or may not be read.
        ValueError: it is no file, or larger.
    """
    if path.exists() and not path.is_file():
        raise ValueError("it is not a file")
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        size = f"{most >> 20} MiB" if most >> 20 else f"{most >> 10} KiB"
        raise ValueError(f"it is larger than {size} of {what}")
    return data


def is_file(path: Path) -> bool:
    """Whether a file is there; not where its name could be none, say because it is too long."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises an error then


def parsed_json(text: str | bytes) -> Any:
    """What a text of JSON says.

    Raises:
        ValueError: it is no JSON, is nested too deep, or has a number that is none or that no machine can hold.
    """
    try:
        return json.loads(text, parse_float=_finite, parse_constant=_finite)
    except json.JSONDecodeError as error:
        raise ValueError(f"Invalid JSON: {error}") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def parsed_toml(text: str) -> dict[str, Any]:
    """What a text of TOML says.

    Raises:
        ValueError: it is no TOML, is nested too deep, or has a number that is none or that no machine can hold.
    """
    if max(map(len, text.split("\n"))) > LONGEST_LINE:
        raise ValueError(f"it has a line of more than {LONGEST_LINE} letters")
    try:
        return tomllib.loads(text, parse_float=_finite)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def reason(error: BaseException) -> str:
    """Why a file is refused, in one line as short as can be shown."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"][:8])
        return shown(f"{where or 'it'}: {first['msg'].removeprefix('Value error, ')}"[:LONGEST_REASON])
    lines = str(error).splitlines()
    return shown(lines[0][:LONGEST_REASON]) if lines else type(error).__name__


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is no number that can be used")
    return number
