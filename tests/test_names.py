"""Names from outside: shown as one printable line, found however they are written, and never acted upon."""

import json
import os
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from system import distill, fails_in_one_line, write_sounds

from distill import bundle, library
from distill.audio import Samples
from distill.errors import DistillError
from distill.library import LibraryError
from distill.text import encodable, is_plain, shortened, shown

HOSTILE = [
    b"caf\xe9",
    b"two\nlines",
    b"\x1b[31mred\x1b[0m",
    b"\x1b]0;title\x07",
    b"bell\x07\rback",
    "abc\u202egnp.wav".encode(),
    "x" + "\u200b\u2066".encode().decode("latin1"),
    "e\u0301te\u0301".encode(),
    "語".encode() * 80,
    b"\xff\xfe\x9b31m",
    b"a [bold]b[/bold] {c} %s",
    "👩‍👩‍👧 family".encode(),
]


def name(raw: bytes | str) -> str:
    return os.fsdecode(raw) if isinstance(raw, bytes) else raw


@given(st.text(st.characters(codec=None)))
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    line = shown(text)
    assert shown(line) == line
    assert unicodedata.is_normalized("NFC", line)
    line.encode()
    assert not {unicodedata.category(letter) for letter in line} & {"Cc", "Cs", "Zl", "Zp"}
    encodable(text).encode()
    if is_plain(text):
        assert len(f"{text}.preview.wav".encode()) < 255


def test_what_is_shown_says_what_is_there() -> None:
    assert shown(name(b"caf\xe9\n")) == r"caf\xe9\n"
    assert shown("\x1b[31m\u202e\u2028") == r"\x1b[31m\u202e\u2028"
    assert shown("日本\u3000のうた – naïve 👩‍👧") == "日本\u3000のうた – naïve 👩‍👧"
    assert shortened("語" * 100, 250) == "語" * 83


def test_an_error_is_one_line_whatever_is_in_it() -> None:
    assert str(DistillError("No\nmodel at \x1b[2J\udce9.")) == r"No\nmodel at \x1b[2J\xe9."
