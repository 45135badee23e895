"""Snapshots that outlive the session they were kept in."""

import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from system import fill, small_disk

from distill import library
from distill.audio import Samples
from distill.bundle import Bundle
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import EngineState
from live.session.journal import JournalWriter, read
from live.session.performance_header import PerformanceHeader
from live.session.render import render
from live.session.snapshots import SnapshotError, SnapshotStore

Score = dict[int, list[ControlEvent]]
SAVE, RECALL = (ControlEvent(f"snapshot/{what}", arguments=(7.0,)) for what in ("save", "recall"))
FIRST: Score = {
    5: [ControlEvent("temperature", 0.5), ControlEvent("deck/copy")],
    30: [ControlEvent("loop/on", 1.0), ControlEvent("loop/length", 12.0), SAVE],
}


def session(model: Bundle, path: Path, score: Score, journal: Path, seed: int = 3) -> tuple[Samples, EngineState]:
    """Play 60 frames as ``distill live`` does; what was heard, and the state at the end."""
    engine = Engine(model)
    store = SnapshotStore(engine, path)
    state = engine.initial_state(seed, store.load())
    heard: list[Samples] = []
    with JournalWriter(journal, PerformanceHeader.of(model, path, seed, store.slots)) as writer:
        for frame in range(60):
            state, block = engine.step(state, score.get(frame, ()))
            writer.write(block)
            store.on_block(block, state)
            heard.append(block.samples)
    assert not store.news
    return np.concatenate(heard), state


def kept(model: Bundle, path: Path, odd: EngineState) -> SnapshotStore:
    """A store with ``odd`` in slot 7, as if the engine had saved it."""
    engine = Engine(model)
    store = SnapshotStore(engine, path)
    state, block = engine.step(engine.initial_state(3), [SAVE])
    store.on_block(block, state.replace(snapshots={7: odd}))
    return store


@pytest.fixture
def played(model: Bundle, tmp_path: Path) -> tuple[Path, EngineState]:
    """A model's path, and the state in which a session with it ended that kept a snapshot."""
    path = tmp_path / "small.distill"
    return path, session(model, path, FIRST, tmp_path / "1.jsonl")[1]


def test_what_was_kept_is_recalled_in_the_next_session(model: Bundle, played: tuple[Path, EngineState]) -> None:
    path, before = played
    _, after = session(model, path, {40: [RECALL]}, path.with_name("2.jsonl"), seed=9)
    assert after.controls == before.controls
    kept, now = before.snapshots[7], after.snapshots[7]
    assert (kept.playhead, kept.loop_start, kept.draw) == (now.playhead, now.loop_start, now.draw)
    assert kept.grid == now.grid
    assert kept.deck == now.deck
    assert all(np.array_equal(*arrays) for arrays in zip(kept.prior, now.prior, strict=True))


def test_a_performance_that_recalls_what_was_kept_before_replays_even_once_the_slot_has_something_else(
    model: Bundle, played: tuple[Path, EngineState]
) -> None:
    path, _ = played
    journal = path.with_name("2.jsonl")
    heard, _ = session(model, path, {40: [RECALL]}, journal, seed=9)
    session(model, path, {2: [SAVE]}, path.with_name("3.jsonl"), seed=4)
    assert np.array_equal(heard, np.concatenate([block.samples for block in render(model, read(journal), path)]))


def test_a_slot_that_is_damaged_is_empty_and_said_to_be(model: Bundle, played: tuple[Path, EngineState]) -> None:
    path, _ = played
    session(model, path, {40: [RECALL]}, path.with_name("2.jsonl"))
    (file,) = path.with_name("small.snapshots").rglob("*.safetensors")
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    store = SnapshotStore(Engine(model), path)
    assert store.load() == {}
    assert "slot 7 is empty" in store.news
    assert "damaged" in store.news
    with pytest.raises(SnapshotError, match="damaged"):
        next(render(model, read(path.with_name("2.jsonl")), path))
    file.unlink()
    with pytest.raises(SnapshotError, match="not there any more"):
        next(render(model, read(path.with_name("2.jsonl")), path))


@pytest.mark.parametrize("number", [np.nan, np.inf, 1e30])
def test_a_snapshot_with_a_number_that_no_prior_has_is_refused(
    model: Bundle, played: tuple[Path, EngineState], number: float
) -> None:
    path, state = played
    odd = state.replace(prior=state.prior._replace(context=np.full_like(state.prior.context, number)))
    store = kept(model, path, odd)
    with pytest.raises(SnapshotError, match="not finite or not sensible"):
        store.read(store.slots[7])


@pytest.mark.parametrize("value", ["NaN", True, None, float("inf")])
def test_a_snapshot_with_a_control_that_stands_nowhere_is_refused(
    model: Bundle, played: tuple[Path, EngineState], value: object
) -> None:
    path, state = played
    store = kept(model, path, state.replace(controls={**state.controls, "output/gain": cast("float", value)}))
    with pytest.raises(SnapshotError, match=r"output/gain is|Infinity is no number"):
        store.read(store.slots[7])


@pytest.mark.parametrize("listed", ["hello", "[]", '{"one": "two"}'])
def test_a_damaged_list_of_slots_is_refused(model: Bundle, played: tuple[Path, EngineState], listed: str) -> None:
    path, _ = played
    (slots,) = path.with_name("small.snapshots").rglob("slots.json")
    slots.write_text(listed)
    with pytest.raises(SnapshotError, match=r"slots\.json is damaged"):
        SnapshotStore(Engine(model), path).load()


def test_a_slot_names_no_file_elsewhere(model: Bundle, played: tuple[Path, EngineState]) -> None:
    path, _ = played
    (slots,) = path.with_name("small.snapshots").rglob("slots.json")
    slots.write_text(json.dumps({"1": "../../secret"}))
    assert SnapshotStore(Engine(model), path).load() == {}


def test_snapshots_follow_a_model_that_is_renamed(model: Bundle, model_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.distill"
    path.write_bytes(model_file.read_bytes())
    session(model, path, FIRST, tmp_path / "1.jsonl")
    renamed = library.rename(path, "other")
    assert list(SnapshotStore(Engine(model), renamed).load()) == [7]
    assert not path.with_suffix(".snapshots").exists()


def test_a_snapshot_is_kept_once_the_disk_takes_it(
    model: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("live.session.snapshots.RETRY_SECONDS", 0.0)
    engine = Engine(model)
    state = engine.initial_state(3)
    with small_disk(tmp_path / "disk", 100) as disk:
        store = SnapshotStore(engine, disk / "small.distill")
        filler = fill(disk)
        state, block = engine.step(state, [SAVE])
        store.on_block(block, state)
        assert "No space left" in store.news
        assert not store.slots
        filler.unlink()
        state, block = engine.step(state)
        store.on_block(block, state)
        assert not store.news
        assert list(SnapshotStore(engine, disk / "small.distill").load()) == [7]
