"""Text from outside, such as the names of files and ports, made fit for a terminal, a page and JSON."""

import os
import re
import unicodedata

JOINERS = frozenset("\u200c\u200d")
"""Zero-width characters that Persian, Indic scripts and emoji are written with."""


def shown(name: object) -> str:
    r"""One printable line for any name: composed (NFC), and escaped where it would act instead of being read.

    Control characters, line breaks, ANSI escapes, bidirectional controls and bytes that are not UTF-8 come out as
    ``\n``, ``\x1b``, ``\u202e`` and ``\xe9``. What is shown already stays as it is.
    """
    text = unicodedata.normalize("NFC", str(name))
    if text.isprintable():
        return text
    return "".join(letter if _harmless(letter) else _escaped(letter) for letter in text)


def encodable(text: str) -> str:
    r"""``text`` as UTF-8 can hold it: bytes that were not UTF-8 come out as ``\xe9``; nothing else changes."""
    return re.sub("[\ud800-\udfff]", lambda found: _escaped(found[0]), text)


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
