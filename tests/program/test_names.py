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

HOSTILE: list[bytes | str] = [
    b"caf\xe9",
    b"two\nlines",
    b"\x1b[31mred\x1b[0m",
    b"\x1b]0;title\x07",
    b"bell\x07\rback",
    "abc\u202egnp.wav".encode(),
    "x\u200b\u2066",
    "e\u0301te\u0301".encode(),
    "語".encode() * 80,
    b"\xff\xfe\x9b31m",
    b"a [bold]b {c} %s",
    "👩‍👩‍👧 family".encode(),
]

QUICK = ("--minutes", 0.02, "--preset", "fast", "--codebook-size", 16, "--no-prior")


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


@pytest.fixture
def odd(tmp_path: Path, short: Mapping[str, Samples]) -> Path:
    """A folder that is named oddly, of recordings that are."""
    folder = write_sounds(tmp_path / name(b"s\xf6unds\n\x1b[31m"), {"drum-1.wav": short["drum-1.wav"]})
    for number, raw in enumerate(HOSTILE):
        (folder / name(raw)).with_suffix(".wav" if number % 2 else ".txt").write_text("text")
    return folder


def is_clean(text: str) -> bool:
    return all(letter.isprintable() or letter in "\n\u200d" for letter in text)


@pytest.mark.skipif(sys.platform != "linux", reason="names are UTF-8 elsewhere")
def test_odd_names_are_learnt_from_shown_and_kept(home: Mapping[str, str], tmp_path: Path, odd: Path) -> None:
    done = distill(home, "train", odd.name, *QUICK, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert is_clean(done.stdout)
    assert r"Not used: two\nlines.wav: not an audio file" in done.stdout
    assert r"Saved s\xf6unds\n\x1b[31m.distill." in done.stdout
    model = tmp_path / f"{odd.name}.distill"
    assert bundle.load(model).card.corpus.folder == r"s\xf6unds\n\x1b[31m"
    told = distill(home, "train", odd.name, *QUICK, "--progress", "lines", "--json", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["model"].startswith(r"s\xf6unds" + "\n")
    (files,) = (json.loads(line)["files"] for line in told.stderr.splitlines() if '"files"' in line)
    assert r"\x1b[31mred\x1b[0m.txt" in {file["path"] for file in files}
    commands: tuple[tuple[object, ...], ...] = (
        ("generate", model, "--seconds", 0.1, "-o", name(b"t\xe4ke\x1b[2J.wav")),
        ("encode", model, odd / "drum-1.wav", "-o", name(b"c\xf6des\n.npz")),
        ("codes", "clear", name(b"c\xf6des\n.npz"), "--level", 1),
        ("library", "show", model),
        ("library", "list"),
    )
    for arguments in commands:
        for as_json in ((), ("--json",)):
            done = distill(home, *arguments, *as_json, cwd=tmp_path)
            assert done.returncode == 0, (arguments, done.stderr)
            assert is_clean(done.stdout)
    assert (tmp_path / name(b"t\xe4ke\x1b[2J.wav")).exists()


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_a_refusal_is_one_line_whatever_the_name(home: Mapping[str, str], tmp_path: Path, raw: bytes | str) -> None:
    said = fails_in_one_line(distill(home, "generate", name(raw), "-o", "x.wav", cwd=tmp_path))
    assert said.startswith("distill: No model at ")
    assert is_clean(said)


def test_a_model_is_found_however_its_name_is_written(tmp_path: Path) -> None:
    composed, decomposed = "Été", unicodedata.normalize("NFD", "Été")
    shelf = tmp_path / "models"
    path = library.free(decomposed, shelf)
    assert path.name == f"{composed}.distill"
    for written in (decomposed, "हिन्दी", "日本語", name(b"b\xe4d\n")):
        library.copy(bundle.STARTER, shelf / f"{written}.distill")
    assert library.known(composed, shelf) == library.known("éTÉ", shelf) == shelf / f"{decomposed}.distill"
    assert {entry.name for entry in library.entries(shelf)} == {composed, "हिन्दी", "日本語", r"b\xe4d\n"}
    assert library.known(r"b\xe4d\n", shelf).exists()
    with pytest.raises(LibraryError, match="There is a"):
        library.free(composed, shelf)
    assert library.rename(library.known("हिन्दी", shelf), "ไทย") == shelf / "ไทย.distill"
    for wrong in ("語" * 100, "a\u202eb", "x\ny", "\ud800", name(b"\xe4"), ""):
        with pytest.raises(LibraryError, match="cannot be a model's name"):
            library.free(wrong, shelf)


def test_one_resolution_of_names_for_all_commands(home: Mapping[str, str], tmp_path: Path) -> None:
    shelf = Path(home["DISTILL_LIBRARY"])
    for each in ("bells of iron", "bellows"):
        library.copy(bundle.STARTER, library.free(each, shelf))
    (tmp_path / "mine.distill").write_bytes(bundle.STARTER.read_bytes())
    shown_names = {}
    for each in ("mine.distill", "starter", "bells", "BELLOWS", str(shelf / "bellows.distill")):
        done = distill(home, "library", "show", each, "--json", cwd=tmp_path)
        shown_names[each] = json.loads(done.stdout)["name"]
    assert list(shown_names.values()) == ["mine", "starter", "bells of iron", "bellows", "bellows"]
    listed = json.loads(distill(home, "library", "list", "--json", cwd=tmp_path).stdout)["models"]
    assert [model["name"] for model in listed] == ["starter", "bellows", "bells of iron"]
    found = json.loads(distill(home, "library", "search", "start", "--json", cwd=tmp_path).stdout)["models"]
    assert [model["name"] for model in found] == ["starter"]
    wrong = ("live --osc-port 0", "library show", "library delete -y", "encode -o x.npz in.wav")
    for command in wrong:
        words = command.split()
        words.insert(2 if words[0] == "library" else 1, "belows")
        assert "Did you mean bellows?" in fails_in_one_line(distill(home, *words, cwd=tmp_path))
    for words in (("rename", "starter", "x"), ("delete", "starter", "-y"), ("delete", "mine.distill", "-y")):
        assert "is not in the library" in fails_in_one_line(distill(home, "library", *words, cwd=tmp_path))
    assert "begin with bel" in fails_in_one_line(distill(home, "library", "show", "bel", cwd=tmp_path))
    assert distill(home, "library", "export", "starter", "out.distill", cwd=tmp_path).returncode == 0
    assert bundle.STARTER.exists()


def test_the_default_name_of_a_model_fits_however_long_its_folder(
    home: Mapping[str, str], tmp_path: Path, short: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / ("語" * 84), short)
    done = distill(home, "train", "語" * 84, *QUICK, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (model,) = tmp_path.glob("*.distill")
    assert set(model.stem) == {"語"}
    assert len(model.with_suffix(".preview.wav").name.encode()) <= 255


def test_a_message_names_models_and_never_paths(tmp_path: Path) -> None:
    shelf = tmp_path / "models"
    library.copy(bundle.STARTER, library.free("bells", shelf))
    library.copy(bundle.STARTER, tmp_path / "out.distill")
    assert library.known("starter", shelf) == library.known("Start", shelf) == bundle.STARTER
    assert library.known("bel", shelf) == shelf / "bells.distill"
    for path in (tmp_path / "out.distill", "../out", "../models/bells", "./bells", shelf / "bells.distill", "out\0"):
        with pytest.raises(LibraryError, match="is called"):
            library.known(str(path), shelf)
    with pytest.raises(LibraryError, match=r"Did you mean bells\?"):
        library.known("blels", shelf)
