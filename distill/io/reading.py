"""Reading of files from outside within limits of size and depth, with finite numbers only."""

import json
import math
import os
import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from distill.text import shown

LONGEST_REASON = 200
"""Upper limit of the reason of a refusal, in characters."""
LONGEST_LINE = 4096
"""Upper limit of a line of TOML, in characters: a key takes time quadratic in its parts."""
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""Escape of half of a surrogate pair in JSON."""


def content(path: Path, most: int, what: str = "data") -> bytes:
    """Read a file of at most ``most`` bytes.

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
    """True if ``path`` is a file; false, without an error, if the name is invalid, such as one too long."""
    return os.path.isfile(path)  # noqa: PTH113 - Path.is_file raises an error then


def parsed_json(text: str | bytes) -> Any:
    """Parse JSON.

    Raises:
        ValueError: it is no JSON, is nested too deep, or has a number that is none or that no machine can hold, or
            text that cannot be written.
    """
    try:
        parsed = json.loads(text, parse_float=_finite, parse_constant=_finite)
        # Half of a surrogate pair is a letter to Python, and to nothing else.
        if _SURROGATE.search(text if isinstance(text, str) else text.decode("latin-1")):
            json.dumps(parsed, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise ValueError(f"Invalid JSON: {error}") from None
    except UnicodeEncodeError:
        raise ValueError("it has half of a surrogate pair") from None
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    return parsed


def parsed_toml(text: str) -> dict[str, Any]:
    """Parse TOML.

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
    """Reason of a refusal by its error, in one short printable line."""
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"][:8])
        message = first["msg"].removeprefix("Value error, ")
        return shown((f"{where}: {message}" if where else message)[:LONGEST_REASON])
    if isinstance(error, UnicodeDecodeError):
        return "it is not text"
    lines = str(error).splitlines()
    return shown(lines[0][:LONGEST_REASON]) if lines else type(error).__name__


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is no number that can be used")
    return number
