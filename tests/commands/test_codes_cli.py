"""Codes and the library from the command line: every result is valid against its schema, every mistake is one line."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
import soundfile
from pydantic import BaseModel
from system import distill, fails_in_one_line, write_sounds

from distill import audio, bundle
from distill.audio import Samples
from distill.bundle import Bundle
from distill.cli.results import Atlas, Edited, GridContent, Kept, Listing, Written
from distill.grid import grid_file
from distill.grid.grid import History
from distill.grid.grid_file import GridFile
from distill.library_entry import LibraryEntry
from distill.offline import encode_decode

R = TypeVar("R", bound=BaseModel)

EDITS: list[tuple[str, ...]] = [
    ("set", "5", "--level", "1", "--at", "3"),
    ("clear", "--level", "3-4", "--at", "0.1s:0.2s"),
    ("shift", "--by", "-4"),
    ("transpose", "--by", "2", "--level", "1", "--model", "{model}"),
    ("vary", "--amount", "0.5", "--model", "{model}"),
    ("copy", "--at", "0:5", "--to", "10"),
    ("lock", "--at", "0:4"),
    ("unlock",),
]


@pytest.fixture(scope="module")
def encoded(tmp_path_factory: pytest.TempPathFactory, model: Bundle, sounds: Mapping[str, Samples]) -> Path:
    """A folder with two short recordings and their codes."""
    place = tmp_path_factory.mktemp("codes")
    for name, suffix in (("pluck-3", ".codes.json"), ("drum-1", ".npz")):
        samples = sounds[f"{name}.wav"][:24_001]
        audio.write(place / f"{name}.wav", samples)
        codes = GridFile(History(encode_decode.encode(model.codec, samples)), model.fingerprint, 100.0, len(samples))
        grid_file.write(codes, place / f"{name}{suffix}")
    return place


@pytest.fixture
def folder(tmp_path: Path, encoded: Path) -> Path:
    """The same, to be changed."""
    return shutil.copytree(encoded, tmp_path, dirs_exist_ok=True)


def result(text: str, schema: type[R]) -> R:
    return schema.model_validate_json(text)


def test_encode_and_decode_keep_the_length(home: Mapping[str, str], folder: Path, model_file: Path) -> None:
    done = distill(home, "encode", model_file, "drum-1.wav", "-o", "again.npz", "--json", cwd=folder)
    assert result(done.stdout, Written).samples == 24_001
    assert grid_file.read(folder / "again.npz") == grid_file.read(folder / "drum-1.npz")
    done = distill(home, "decode", model_file, "again.npz", "-o", "again.wav", "--json", cwd=folder)
    assert result(done.stdout, Written).samples == soundfile.info(folder / "again.wav").frames == 24_001


def test_every_edit_is_kept_and_taken_back_across_commands(
    home: Mapping[str, str], folder: Path, model_file: Path
) -> None:
    first = grid_file.read(folder / "pluck-3.codes.json").grid
    for number, (name, *options) in enumerate(EDITS, start=1):
        arguments = [option.format(model=model_file) for option in options]
        done = distill(home, "codes", name, "pluck-3.codes.json", *arguments, "--json", cwd=folder)
        assert done.returncode == 0, done.stderr
        edited = result(done.stdout, Edited)
        assert edited.changed > 0
        assert (edited.undo, edited.redo) == (number, 0)
    last = grid_file.read(folder / "pluck-3.codes.json").grid
    for command, end in (("undo", first), ("redo", last)):
        for _ in EDITS:
            done = distill(home, "codes", command, "pluck-3.codes.json", "--json", cwd=folder)
            assert result(done.stdout, Edited)
        assert grid_file.read(folder / "pluck-3.codes.json").grid == end
        assert "no" in fails_in_one_line(distill(home, "codes", command, "pluck-3.codes.json", cwd=folder))


def test_an_edit_may_go_to_another_file(home: Mapping[str, str], folder: Path) -> None:
    before = (folder / "pluck-3.codes.json").read_bytes()
    distill(home, "codes", "clear", "pluck-3.codes.json", "--level", 2, "-o", "b.npz", cwd=folder)
    assert (folder / "pluck-3.codes.json").read_bytes() == before
    assert (grid_file.read(folder / "b.npz").grid.codes[1] == -1).all()


def test_the_same_swap_twice_is_nothing(home: Mapping[str, str], folder: Path) -> None:
    paths = [folder / "pluck-3.codes.json", folder / "drum-1.npz"]
    before = [grid_file.read(path).grid for path in paths]
    swap = ("codes", "swap", *paths, "--level", "1-2", "--at", "0.1s:0.3s", "--json")
    assert len(result(distill(home, *swap, cwd=folder).stdout, Edited).outputs) == 2
    swapped = [grid_file.read(path).grid for path in paths]
    assert np.array_equal(swapped[0].codes[:2, 10:30], before[1].codes[:2, 10:30])
    distill(home, *swap, cwd=folder)
    assert [grid_file.read(path).grid for path in paths] == before


def test_a_blend_is_sound_or_codes(home: Mapping[str, str], folder: Path, model_file: Path) -> None:
    blend = ("codes", "blend", "pluck-3.codes.json", "drum-1.npz", "--model", model_file, "--json")
    for ratio, end in (("0", "pluck-3.codes.json"), ("1", "drum-1.npz")):
        assert result(distill(home, *blend, "--ratio", ratio, "-o", "b.wav", cwd=folder).stdout, Written)
        distill(home, "decode", model_file, end, "-o", "end.wav", cwd=folder)
        assert np.array_equal(audio.read(folder / "b.wav"), audio.read(folder / "end.wav"))
    distill(home, *blend, "--ratio", "0", "--ratio", "1=0,1", "-o", "b.npz", cwd=folder)
    first, mixed = (grid_file.read(folder / name).grid.codes for name in ("pluck-3.codes.json", "b.npz"))
    assert np.array_equal(mixed[1:], first[1:])
    assert not np.array_equal(mixed[0], first[0])


def test_show_finds_the_model_beside_the_codes_and_draws(
    home: Mapping[str, str], folder: Path, model_file: Path
) -> None:
    show = ("codes", "show", "pluck-3.codes.json")
    assert "Name it with --model" in fails_in_one_line(distill(home, *show, cwd=folder))
    (folder / "mine.distill").write_bytes(model_file.read_bytes())
    shown = result(distill(home, *show, "-o", "a.png", "--json", cwd=folder).stdout, GridContent)
    assert shown.levels == ("Structure", "Timbre", "Detail", "Detail 2")
    assert (folder / "a.png").stat().st_size > 10_000
    plain = distill(home, *show, cwd=folder).stdout.splitlines()
    assert [line.split()[0] for line in plain[:3]] == ["Structure", "Timbre", "Detail"]
    assert len(plain[0].split()[1]) == shown.frames
    coloured = distill({**home, "FORCE_COLOR": "1", "TERM": "xterm-256color"}, *show, cwd=folder).stdout
    assert coloured.count("▌") > shown.frames
    assert "\x1b[" in coloured


def test_a_code_and_all_codes_can_be_heard(home: Mapping[str, str], tmp_path: Path, model_file: Path) -> None:
    done = distill(home, "codes", "preview", model_file, 1, 7, "-o", "c.wav", "--json", cwd=tmp_path)
    heard = soundfile.read(tmp_path / "c.wav")[0]
    assert result(done.stdout, Written).samples == len(heard)
    atlas = result(distill(home, "atlas", model_file, "-o", "atlas", "--json", cwd=tmp_path).stdout, Atlas)
    config = bundle.load(model_file).codec.config
    assert {(tile.level, tile.code) for tile in atlas.tiles if tile.level == "Structure"} == {
        ("Structure", code) for code in range(config.codebook_size)
    }
    (tile,) = (tile for tile in atlas.tiles if (tile.level, tile.code) == ("Structure", 7))
    np.testing.assert_allclose(soundfile.read(tmp_path / tile.sound)[0], heard, atol=1e-3)
    assert (tmp_path / atlas.picture).stat().st_size > 10_000


BLEND = ("codes", "blend", "drum-1.npz", "drum-1.npz", "--model", "{model}", "-o", "a.wav")
WRONG: list[tuple[tuple[str, ...], str]] = [
    (("encode", "{model}", "none.wav", "-o", "a.npz"), "none.wav cannot be encoded: cannot be read"),
    (("encode", "{model}", "pluck-3.wav", "-o", "a.txt"), "not as '.txt'"),
    (("decode", "starter", "drum-1.npz", "-o", "a.wav"), "codes of another model"),
    (("decode", "{model}", "pluck-3.wav", "-o", "a.wav"), "no file of codes"),
    (("codes", "set", "drum-1.npz", "999"), "not 999"),
    (("codes", "set", "drum-1.npz", "1", "--level", "x"), "--level is a number"),
    (("codes", "set", "drum-1.npz", "1", "--level", "0"), "levels 1 to 4"),
    (("codes", "set", "drum-1.npz", "1", "--at", "soon"), "not 'soon'"),
    (("codes", "set", "drum-1.npz", "1", "--at", "900"), "55 frames"),
    (("codes", "swap", "drum-1.npz", "drum-1.npz", "--at", "0:9", "--with", "4"), "overlap"),
    (("codes", "preview", "{model}", "1", "999", "-o", "a.wav"), "not 999"),
    (
        ("codes", "blend", "drum-1.npz", "drum-1.npz", "--model", "{model}", "--ratio", "2", "-o", "a.wav"),
        "from 0 to 1",
    ),
    ((*BLEND, "--ratio", "2"), "from 0 to 1"),
    ((*BLEND, "--ratio", "9=1"), "not 9"),
    (("library", "show", "tuba"), "called tuba"),
    (("library", "import", "none.distill"), "No model at none.distill"),
    (("library", "search", "--since", "soon"), "--since 'soon'"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_a_mistake_is_one_line(
    home: Mapping[str, str], folder: Path, model_file: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    filled = [argument.format(model=model_file) for argument in arguments]
    assert message in fails_in_one_line(distill(home, *filled, cwd=folder))
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_model_goes_through_the_library(home: Mapping[str, str], tmp_path: Path, model_file: Path) -> None:
    def library(*arguments: object, given: str = "") -> str:
        done = distill(home, "library", *arguments, "--json", cwd=tmp_path, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert result(library("import", model_file), Kept).paths == (tmp_path / "library" / "small.distill",)
    library("import", model_file, "--name", "bells")
    found = result(library("search", "bel", "--levels", 4), Listing).models
    assert [entry.name for entry in found] == ["bells"]
    about = result(library("show", "be"), LibraryEntry).about
    assert about
    assert about.fingerprint == bundle.load(model_file).fingerprint
    library("rename", "bells", "gongs")
    assert result(library("export", "gongs", "out.distill"), Kept).paths == (Path("out.distill"),)
    assert (tmp_path / "out.distill").read_bytes() == model_file.read_bytes()
    refused = distill(home, "library", "delete", "gongs", cwd=tmp_path, given="n\n")
    assert refused.returncode == 1
    gone = result(library("delete", "gongs", given="y\n"), Kept).paths[0]
    assert gone.parent == tmp_path / "library" / "trash"
    assert [entry.name for entry in result(library("list"), Listing).models] == ["starter", "small"]
    assert json.loads(library("import", gone))["paths"]
    assert "4 x" in distill(home, "library", "list", cwd=tmp_path).stdout
    assert "of codes used  █" in distill(home, "library", "show", "small", cwd=tmp_path).stdout
    assert distill(home, "generate", "sm", "--seconds", 0.1, "-o", "g.wav", cwd=tmp_path).returncode == 0


def test_training_with_a_bare_name_saves_into_the_library(
    home: Mapping[str, str], tmp_path: Path, short: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "sounds", short)
    quick = ("--minutes", 0.02, "--preset", "fast", "--no-prior")
    done = distill(home, "train", "sounds", "-o", "mine", *quick, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "distill live mine\n" in done.stdout
    assert bundle.load(tmp_path / "library" / "mine.distill")
