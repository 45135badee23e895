"""Files of codes: everything comes back, and what is no such file is one clear line."""

import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.grid import grid_file
from distill.grid.grid import EMPTY, CodeGrid, History, Region
from distill.grid.grid_file import CodesError, GridFile
from distill.hyperparameters import role

SUFFIXES = (".codes.json", ".npz")


def edited(seed: int, undone: int) -> GridFile:
    """Codes with some edits, of which the last are undone."""
    chance = torch.Generator().manual_seed(seed)
    history = History(CodeGrid.of(torch.randint(EMPTY, 50, (4, 30), generator=chance), 50))
    for _ in range(5):
        level, frame, code = (int(torch.randint(n, (1,), generator=chance)) for n in (4, 30, 50))
        history = history.then(history.present.set(Region(level, 1, frame, 5), code))
        history = history.then(history.present.lock(Region(level, 1, frame, 2), on=code % 3 > 0))
        history = history.then(history.present.shift(history.present.region(), code))
    for _ in range(undone):
        history = history.undo()
    return GridFile(history, "ab" * 32, 100.0, 14_000)


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 999), undone=st.integers(0, 20))
def test_codes_and_their_history_come_back(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, seed: int, undone: int
) -> None:
    path = tmp_path_factory.mktemp("codes") / f"a{suffix}"
    codes = edited(seed, undone)
    grid_file.write(codes, path)
    assert grid_file.read(path) == codes


def test_a_file_of_text_is_small_and_readable(tmp_path: Path) -> None:
    path = tmp_path / "a.codes.json"
    grid_file.write(edited(1, 1), path)
    lines = path.read_text().splitlines()
    assert max(map(len, lines)) < 200
    assert '  "levels": ["Structure", "Timbre", "Detail", "Detail 2"],' in lines
    assert [role(level) for level in range(4)] == json.loads(path.read_text())["levels"]


def changed(**values: object) -> Callable[[Path], None]:
    """Write a file of text in which some values are others."""

    def make(path: Path) -> None:
        grid_file.write(edited(1, 1), path)
        path.write_text(json.dumps(json.loads(path.read_text()) | values))

    return make


def archive(**arrays: np.ndarray) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        grid_file.write(edited(1, 1), path)
        with np.load(path) as whole:
            np.savez(path, **{**whole, **arrays})  # pyright: ignore[reportArgumentType]

    return make


def bomb(path: Path) -> None:
    """An archive whose codes claim a petabyte."""
    grid_file.write(edited(1, 1), path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    header = b"{'descr': '<i2', 'fortran_order': False, 'shape': (4, 123456789012345), }".ljust(117) + b"\n"
    parts["codes.npy"] = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)


def rezipped(members: Mapping[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> Callable[[Path], None]:
    """An archive with some members replaced or added, and all of them compressed in one way."""

    def make(path: Path) -> None:
        grid_file.write(edited(1, 1), path)
        with zipfile.ZipFile(path) as old:
            parts = {name: old.read(name) for name in old.namelist()} | dict(members)
        with zipfile.ZipFile(path, "w", kind) as new:
            for name, content in parts.items():
                new.writestr(name, content)

    return make


def npy(header: str, content: bytes = b"") -> bytes:
    text = header.encode().ljust(117) + b"\n"
    return b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + content


ABOUT = "{'descr': '<U1', 'fortran_order': False, 'shape': (), }"

WRONG: list[tuple[str, Callable[[Path], object], str]] = [
    ("none.npz", lambda _: None, "cannot be read: No such file"),
    ("none.codes.json", lambda _: None, "cannot be read: No such file"),
    ("a.codes.json", lambda path: path.write_text("dear diary"), "Invalid JSON"),
    ("a.codes.json", lambda path: path.write_bytes(bytes(grid_file.LARGEST_TEXT + 1)), "16 MiB of text"),
    ("a.codes.json", changed(version=2), "version"),
    ("a.codes.json", changed(format="midi"), "format"),
    ("a.codes.json", changed(colour="red"), "colour"),
    ("a.codes.json", changed(model="me"), "model"),
    ("a.codes.json", changed(samples=0), "samples"),
    ("a.codes.json", changed(codes=[[1, 2], [3]]), "differ in length"),
    ("a.codes.json", changed(codes=[[], [], [], []]), "a.codes.json is damaged"),
    ("a.codes.json", changed(codes=[[1, 2]]), "codes have the shape (1, 2)"),
    ("a.codes.json", changed(codes=[[1, 99]] * 4), "not 99"),
    ("a.codes.json", changed(codes=[[1, 10**30]] * 4), "less than or equal"),
    ("a.codes.json", changed(locked=[[4, 0]]), "beyond the grid"),
    ("a.codes.json", changed(past=[[0, 1, 30, 1, 0]]), "beyond the grid"),
    ("a.codes.json", changed(past=[[0, 1, 3, 70, 0]]), "not 70"),
    ("a.codes.json", changed(past=[[9999, 1, 3, 1, 0]]), "10000 edits"),
    ("a.npz", lambda path: path.write_text("dear diary"), "not a zip file"),
    ("a.npz", archive(codes=np.zeros((4, 3))), "codes has the shape (4, 3) of float64"),
    ("a.npz", archive(codes=np.array([[None]])), "of object"),
    ("a.npz", archive(past=np.zeros((3, 4), np.int32)), "past has the shape"),
    ("a.npz", archive(about=np.array("x" * 20_000)), "about has the shape"),
    ("a.npz", bomb, "123456789012345"),
    (
        "a.npz",
        rezipped({"codes": npy("{'descr': '<i8', 'fortran_order': False, 'shape': (536870912,), }")}),
        "its members are",
    ),
    (
        "a.npz",
        rezipped({"codes.npy": npy("{'descr': '<i6', 'fortran_order': False, 'shape': (4, 3), }")}),
        "codes has the shape (4, 3) of <i6",
    ),
    ("a.npz", rezipped({"./codes.npy": b""}), "its members are"),
    ("a.npz", rezipped({}, zipfile.ZIP_LZMA), "compressed as numpy never does"),
    ("a.npz", rezipped({}, zipfile.ZIP_BZIP2), "compressed as numpy never does"),
    ("a.npz", rezipped({"about.npy": npy(ABOUT, b"\xff\xff\xff\x7f")}), "damaged"),
    ("a.npz", rezipped({"about.npy": npy(ABOUT, bytes(1 << 25))}), "has not the 4 bytes that it says"),
    ("a.npz", rezipped({"codes.npy": npy("{'descr': '<i2', 'shape': (")}), "codes has a header that says nothing"),
    ("a.npz", rezipped({"codes.npy": npy("(" * 117)}), "codes has a header that says nothing"),
    ("a.npz", rezipped({"codes.npy": npy("{'descr': '<i2', 'fortran_order': False, 'shape': (-1, 2)}")}), "(-1, 2)"),
    ("a.npz", rezipped({"codes.npy": b"\x93NUMPY\x02\x00"}), "no array of format 1.0"),
    ("a.npz", rezipped({f"{n}.npy": b"" for n in range(1000)}), "too many members"),
    ("a.codes.json", lambda path: path.write_text("[" * 100_000), "nested too deep"),
    ("a.codes.json", lambda path: path.write_text("[" + "1," * 1_000_000 + "1]"), "Invalid JSON: no object"),
    ("a.codes.json", changed(codes=[[1] * 30, [1.5] * 30]), "not all are whole numbers"),
    ("a.codes.json", changed(codes=[[1e999]]), "Infinity is no number"),
    ("a.codes.json", changed(locked=[[0]]), "locked: its rows differ in length"),
    ("a.codes.json", changed(past={}), "past: no rows of numbers"),
]


@pytest.mark.parametrize(("name", "make", "message"), WRONG)
def test_what_is_no_file_of_codes_is_said(
    tmp_path: Path, name: str, make: Callable[[Path], object], message: str
) -> None:
    make(tmp_path / name)
    with pytest.raises(CodesError, match=re.escape(message)) as error:
        grid_file.read(tmp_path / name)
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_a_grid_that_was_cut_by_hand_is_as_long_as_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a.codes.json"
    changed(samples=1 << 40)(path)
    assert grid_file.read(path).samples == 30 * 480


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_truncated_file_is_noticed(tmp_path: Path, suffix: str, share: float) -> None:
    path = tmp_path / f"a{suffix}"
    grid_file.write(edited(1, 1), path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(CodesError):
        grid_file.read(path)


def test_other_suffixes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CodesError, match=r"not as '\.txt'"):
        grid_file.write(edited(1, 1), tmp_path / "a.txt")
    assert not list(tmp_path.iterdir())
