"""Files that version 0.1 wrote, with the names it had: all are read, and sound as they did."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch

from controllers import midibindings, midimap
from distill import audio, bundle, codesfile, coding
from distill.bundle import Model
from live import journal
from live.controls import Vocabulary
from live.engine import Engine
from live.journal import Performance
from live.render import render
from live.snapshots import Shelf

OLDER = Path(__file__).parent / "data" / "version-0.1"
NEAR = 1e-4
"""The older sound is kept with 16 bits, and other processors round otherwise."""


@pytest.fixture(scope="module")
def starter() -> Model:
    """The model that came along then and does now."""
    return bundle.load(bundle.STARTER)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the model was, with the snapshots of an older session beside it."""
    shutil.copytree(OLDER / "first.snapshots", tmp_path / "first.snapshots")
    return tmp_path / "first.distill"


def sound(model: Model, performance: Performance, place: Path) -> audio.Samples:
    return np.concatenate([block.samples.numpy() for block in render(model, performance, place)])


def test_an_older_performance_sounds_as_it_did(starter: Model, place: Path) -> None:
    performance = journal.read(OLDER / "performance.jsonl")
    assert performance.header.versions["distill"] == "0.1.0"
    played = sound(starter, performance, place)
    assert np.abs(played - audio.read(OLDER / "performance.flac")).max() < NEAR


def test_older_snapshots_are_in_their_slots(starter: Model, place: Path) -> None:
    shelf = Shelf(Engine(starter), place)
    kept = shelf.load()
    assert not shelf.news
    controls = kept[3].controls
    assert controls.keys() == Vocabulary(4).defaults().keys()
    assert (controls["seed"], controls["temperature"], controls["level/4/gain"]) == (5, 1.3, 0.3)
    assert kept[3].grid.locked[0, 40:50].all()


def test_an_older_map_binds_all_that_it_names() -> None:
    bound = midibindings.bindings(midimap.load(OLDER / "controller.toml"), Vocabulary(4))
    assert len(bound) == 11


@pytest.mark.parametrize("name", ["codes.codes.json", "codes.npz"])
def test_older_codes_decode_to_the_sound_that_they_had(starter: Model, name: str) -> None:
    codes = codesfile.read(OLDER / name)
    assert (len(codes.history.past), len(codes.history.future)) == (3, 1)
    assert codes.grid.locked[0, 5:8].all()
    assert (codes.grid.codes[3, :10] == -1).all()
    again = coding.decode(starter.codec, codes.grid, codes.samples)
    assert np.abs(again - audio.read(OLDER / "codes.flac")).max() < NEAR
    other = codesfile.read(OLDER / "codes.npz")
    assert torch.equal(codes.grid.codes, other.grid.codes)
