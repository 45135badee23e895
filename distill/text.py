"""Text from outside, such as the names of files and ports, made fit for a terminal, a page and JSON."""

import os
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

JOINERS = frozenset("\u200c\u200d")
"""Zero-width characters that Persian, Indic scripts and emoji are written with."""

SAFE = frozenset(" ._-+()'&,")
"""What a plain name may hold beside letters and digits, so that it is a file's name everywhere and never a path."""
LONGEST_PLAIN = 200
"""Bytes of a plain name; with what is kept beside it, or a number, it may have 255 as the name of a file."""


def shown(name: object) -> str:
    r"""One printable line for any name: composed (NFC), and escaped where it would act instead of being read.

    Control characters, line breaks, ANSI escapes, bidirectional controls and bytes that are not UTF-8 come out as
    ``\n``, ``\x1b``, ``\u202e`` and ``\xe9``. What is shown already stays as it is.
    """
    text = unicodedata.normalize("NFC", str(name))
    if text.isprintable():
        return text
    return "".join(letter if _harmless(letter) else _escaped(letter) for letter in text)


def key(name: str) -> str:
    """What names are compared by: the same letters are the same name, however a system writes them."""
    return shown(name).casefold()


def is_plain(name: str) -> bool:
    """Whether ``name`` could be a file's everywhere: letters of any script, digits and a few signs, not too many."""
    plain = all(letter in SAFE or unicodedata.category(letter)[0] in "LMN" for letter in name)
    return plain and name == name.strip(" .") and 0 < len(name) <= 100 and len(name.encode()) <= LONGEST_PLAIN


def encodable(value: Any) -> Any:
    r"""What JSON is made of, as UTF-8 can hold it: bytes that are not UTF-8 come out as ``\xe9``."""
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
    """As much of the beginning of ``name`` as fits into ``most`` bytes; the name of a file has at most 255."""
    while len(os.fsencode(name)) > most:
        name = name[:-1]
    return name


def _harmless(letter: str) -> bool:
    return letter.isprintable() or letter in JOINERS or unicodedata.category(letter) == "Zs"


def _escaped(letter: str) -> str:
    # Bytes that are not UTF-8 come from the system as low surrogates.
    byte = ord(letter) - 0xDC00
    return f"\\x{byte:02x}" if 0x80 <= byte <= 0xFF else letter.encode("unicode_escape").decode()
