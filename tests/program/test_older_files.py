"""Files that version 0.1 wrote, with the names it had: all are read, and sound as they did."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from system import distill

from controllers.midi import bindings, map_file
from distill import audio, bundle, library
from distill.bundle import Bundle
from distill.grid import grid_file
from distill.offline import encode_decode
from live.controls import Vocabulary
from live.engine.engine import Engine
from live.session import journal
from live.session.journal import Performance
from live.session.render import render
from live.session.snapshots import SnapshotStore

OLDER = Path(__file__).parents[1] / "data" / "version-0.1"
RENAMED = {"novelty": "max_quote", "mutate/amount": "resample/amount", "mutate/go": "resample/go"}
NEAR = 1e-4
"""The older sound is kept with 16 bits, and other processors round otherwise."""


@pytest.fixture(scope="module")
def starter() -> Bundle:
    """The model that came along then."""
    return bundle.load(library.EARLIER_STARTER)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the model was, with the snapshots of an older session beside it."""
    shutil.copytree(OLDER / "first.snapshots", tmp_path / "first.snapshots")
    return tmp_path / "first.distill"


def sound(model: Bundle, performance: Performance, place: Path) -> audio.Samples:
    return np.concatenate([block.samples for block in render(model, performance, place)])


def test_an_older_performance_sounds_as_it_did(starter: Bundle, place: Path) -> None:
    performance = journal.read(OLDER / "performance.jsonl")
    assert performance.header.versions["distill"] == "0.1.0"
    played = sound(starter, performance, place)
    assert np.abs(played - audio.read(OLDER / "performance.flac")).max() < NEAR


def test_an_older_performance_sounds_as_if_it_were_written_today(starter: Bundle, place: Path, tmp_path: Path) -> None:
    text = (OLDER / "performance.jsonl").read_text()
    for old, new in RENAMED.items():
        assert f'"{old}"' in text
        text = text.replace(f'"{old}"', f'"{new}"')
    (tmp_path / "today.jsonl").write_text(text)
    older, today = (journal.read(path) for path in (OLDER / "performance.jsonl", tmp_path / "today.jsonl"))
    assert older.events == today.events
    assert np.array_equal(sound(starter, older, place), sound(starter, today, place))


def test_an_older_performance_means_what_it_says(starter: Bundle, place: Path) -> None:
    """What has another name now is heard: without it there is another sound."""
    performance = journal.read(OLDER / "performance.jsonl")
    whole = sound(starter, performance, place)
    for name in RENAMED.values():
        events = {frame: [e for e in said if e.name != name] for frame, said in performance.events.items()}
        without = replace(performance, events=events)
        assert not np.array_equal(sound(starter, without, place), whole)


def test_older_snapshots_are_in_their_slots(starter: Bundle, place: Path) -> None:
    shelf = SnapshotStore(Engine(starter), place)
    kept = shelf.load()
    assert not shelf.news
    controls = kept[3].controls
    assert controls.keys() == Vocabulary(4).defaults().keys()
    assert [controls[name] for name in ("seed", "temperature", "level/4/gain")] == [5, 1.3, 0.3]
    assert [controls[name] for name in ("max_quote", "resample/amount")] == [0.5, 0.3]
    assert kept[3].grid.locked[0, 40:50].all()


def test_an_older_map_binds_all_that_it_names() -> None:
    bound = bindings.bindings(map_file.load(OLDER / "controller.toml"), Vocabulary(4))
    assert [(binding.key, binding.control.name, binding.high) for binding in bound[:3]] == [
        (("cc", 0, 20), "max_quote", 1.0),
        (("cc", 0, 21), "resample/amount", 0.5),
        (("note", 1, 60), "resample/go", 1.0),
    ]
    assert len(bound) == 11


@pytest.mark.parametrize("name", ["codes.codes.json", "codes.npz"])
def test_older_codes_decode_to_the_sound_that_they_had(starter: Bundle, name: str) -> None:
    codes = grid_file.read(OLDER / name)
    assert (len(codes.history.past), len(codes.history.future)) == (3, 1)
    assert codes.grid.locked[0, 5:8].all()
    assert (codes.grid.codes[3, :10] == -1).all()
    again = encode_decode.decode(starter.codec, codes.grid, codes.samples)
    assert np.abs(again - audio.read(OLDER / "codes.flac")).max() < NEAR
    other = grid_file.read(OLDER / "codes.npz")
    assert np.array_equal(codes.grid.codes, other.grid.codes)


def test_what_was_made_on_an_older_starter_finds_it(home: Mapping[str, str], tmp_path: Path) -> None:
    shutil.copy(OLDER / "codes.npz", tmp_path)
    header = journal.read(OLDER / "performance.jsonl").header
    for gone in (Path("/gone/first.distill"), bundle.STARTER):
        assert header.model_copy(update={"model": str(gone)}).find_model(tmp_path) == library.EARLIER_STARTER
    assert distill(home, "codes", "show", "codes.npz", cwd=tmp_path).returncode == 0
    for name in ("starter", "starter-0.1"):
        assert distill(home, "decode", name, "codes.npz", "-o", "heard.wav", cwd=tmp_path).returncode == 0
    heard, once = audio.read(tmp_path / "heard.wav"), audio.read(OLDER / "codes.flac")
    assert np.abs(heard - once).max() < NEAR
