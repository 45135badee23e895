"""Texts for a terminal, a page and JSON: names from outside, such as those of files and ports, escaped; durations."""

import os
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

JOINERS = frozenset("\u200c\u200d")
"""Zero-width characters that Persian, Indic scripts and emoji need."""

SAFE = frozenset(" ._-+()'&,")
"""Characters beside letters and digits that are valid in file names on every system."""
LONGEST_PLAIN = 200
"""Upper limit of a plain name, in bytes; with a suffix and a number it must not exceed 255."""


def shown(name: object) -> str:
    r"""Printable form of any name, in one line: composed (NFC), with control characters escaped.

    Control characters, line breaks, ANSI escapes, bidirectional controls and bytes that are not UTF-8 come out as
    ``\n``, ``\x1b``, ``\u202e`` and ``\xe9``. Idempotent.
    """
    text = unicodedata.normalize("NFC", str(name))
    if text.isprintable():
        return text
    return "".join(letter if _harmless(letter) else _escaped(letter) for letter in text)


def key(name: str) -> str:
    """Key to compare names by, regardless of case and of Unicode composition."""
    return shown(name).casefold()


def is_plain(name: str) -> bool:
    """True if ``name`` is a valid file name on every system: letters of any script, digits, a few signs."""
    plain = all(letter in SAFE or unicodedata.category(letter)[0] in "LMN" for letter in name)
    return plain and name == name.strip(" .") and 0 < len(name) <= 100 and len(name.encode()) <= LONGEST_PLAIN


def encodable(value: Any) -> Any:
    r"""JSON value whose strings UTF-8 can encode: bytes that are not UTF-8 come out as ``\xe9``."""
    match value:
        case str():
            return re.sub("[\ud800-\udfff]", lambda found: _escaped(found[0]), value)
        case Mapping():
            return {encodable(name): encodable(each) for name, each in value.items()}
        case list() | tuple():
            return [encodable(each) for each in value]
        case _:
            return value


def shortened(name: str, most: int) -> str:
    """Longest prefix of ``name`` of at most ``most`` bytes; file names have at most 255."""
    while len(os.fsencode(name)) > most:
        name = name[:-1]
    return name


def _harmless(letter: str) -> bool:
    return letter.isprintable() or letter in JOINERS or unicodedata.category(letter) == "Zs"


def _escaped(letter: str) -> str:
    # Bytes that are not UTF-8 come from the system as low surrogates.
    byte = ord(letter) - 0xDC00
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else letter.encode("unicode_escape").decode()


def clock(seconds: float) -> str:
    """Format a duration as minutes and seconds, or with hours: 1:05, 2:00:09."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length(seconds: float) -> str:
    """Format the length of a sound with its unit: 1.5 s, 2:05 min, 1:30 h."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02} min" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02} h"
