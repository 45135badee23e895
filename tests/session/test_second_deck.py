"""Another model on the second deck: it is read while the first plays, and lends it its magnitudes."""

import random
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import numpy as np
import pytest
from changes import with_codec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from system import distill, fails_in_one_line
from test_journal import Score, at_random, digest, perform

from distill import bundle, library
from distill.audio import Samples
from distill.bundle import STARTER, Bundle
from distill.errors import DistillError
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.training.modules import bundle_of
from live.controls import ControlError, ControlEvent, Vocabulary
from live.engine.engine import Engine
from live.engine.state import Block
from live.session.journal import JournalError, Performance, read
from live.session.model_loader import DeckLoader
from live.session.performance_header import PerformanceHeader
from live.session.render import render
from live.session.snapshots import SnapshotStore

MORPH, BACK = ControlEvent("morph", 1.0), ControlEvent("morph", 0.0)


def sound(blocks: Sequence[Block]) -> Samples:
    """The first channel [time] of blocks."""
    return np.concatenate([block.samples for block in blocks])[:, 0]


@pytest.fixture(scope="module")
def other() -> Bundle:
    """The starter: another codebook, other networks, other sounds; synthesised as ``model`` is."""
    return bundle.load(STARTER)


def untrained(like: Bundle, config: CodecConfig) -> Bundle:
    prior = Prior(PriorConfig(levels=config.levels, codebook_size=config.codebook_size))
    return bundle_of(Codec(config), prior, like.corpus_codes, like.card)


def swap(model: Bundle) -> ControlEvent:
    return ControlEvent("deck/model", text=model.fingerprint)


def play(model: Bundle, frames: int, score: Score | None = None, other: Bundle | None = None) -> list[Block]:
    """What is heard of the third piece, with ``other`` at hand."""
    engine = Engine(model)
    if other:
        engine.add_model(other)
    state = engine.initial_state(3)
    blocks: list[Block] = []
    for frame in range(frames):
        state, block = engine.step(state, (score or {}).get(frame, ()))
        blocks.append(block)
    return blocks


def test_at_either_end_of_a_morph_each_model_sounds_as_it_does_alone(model: Bundle, other: Bundle) -> None:
    alone, other_alone = sound(play(model, 100)), sound(play(other, 100))
    assert np.array_equal(sound(play(model, 100, {0: [swap(other)]}, other)), alone)
    assert np.array_equal(sound(play(model, 100, {0: [swap(other), MORPH]}, other)), other_alone)


def test_a_model_of_another_synthesis_is_heard_through_that_of_the_first(model: Bundle) -> None:
    older = bundle.load(library.EARLIER_STARTER)
    assert older.codec.config.synthesis_window is None
    as_the_first = with_codec(older, synthesis_window=1440, track_partials=True)
    heard = sound(play(model, 100, {0: [swap(older), MORPH]}, older))
    assert np.array_equal(heard, sound(play(as_the_first, 100)))


def decibels(samples: Samples) -> float:
    return float(10 * np.log10(np.square(samples).mean()))


def test_half_way_is_neither_and_as_loud_as_between_them(model: Bundle, other: Bundle) -> None:
    one, between, two = (
        sound(play(model, 200, {0: [swap(other), ControlEvent("morph", share)]}, other)) for share in (0.0, 0.5, 1.0)
    )
    assert abs(decibels(between) - (decibels(one) + decibels(two)) / 2) < 6
    for end in (one, two):
        assert abs(np.corrcoef(end, between)[0, 1]) < 0.9


def test_the_first_deck_plays_the_same_codes_whatever_is_beside_it(model: Bundle, other: Bundle) -> None:
    beside = play(model, 60, {20: [swap(other), MORPH], 40: [ControlEvent("deck/model")]}, other)
    assert all(np.array_equal(a.codes, b.codes) for a, b in zip(beside, play(model, 60), strict=True))


def test_neither_swapping_nor_morphing_clicks(model: Bundle, other: Bundle) -> None:
    largest = max(float(np.abs(np.diff(sound(play(each, 200)))).max()) for each in (model, other))
    score: Score = {
        30: [swap(other)],
        50: [MORPH],
        70: [BACK],
        **{frame: [ControlEvent("morph", (frame - 90) / 40)] for frame in range(90, 131)},
        140: [ControlEvent("deck/model")],
        150: [swap(other)],
        160: [swap(model)],
        170: [ControlEvent("deck/copy")],
    }
    engine = Engine(model)
    engine.add_model(model)
    engine.add_model(other)
    state, blocks = engine.initial_state(3), list[Block]()
    for frame in range(200):
        state, block = engine.step(state, score.get(frame, ()))
        blocks.append(block)
    assert np.abs(np.diff(sound(blocks))).max() <= 1.5 * largest


def test_it_loops_holds_and_pauses_with_the_first(model: Bundle, other: Bundle) -> None:
    start = [swap(other), MORPH]
    said: Score = {40: [ControlEvent("loop/length", 20.0), ControlEvent("loop/on", 1.0)]}
    whole = sound(play(model, 200, {0: start, **said}, other))
    assert np.array_equal(whole, sound(play(other, 200, said)))
    stopped = {0: start, 30: [ControlEvent("stop")], 60: [ControlEvent("play", 1.0)]}
    assert np.array_equal(sound(play(model, 90, stopped, other)), sound(play(other, 90, {**stopped, 0: []})))


def test_levels_are_the_same_by_their_numbers(other: Bundle) -> None:
    two = untrained(other, CodecConfig(levels=2, synthesis_window=1440, track_partials=True))
    masks = [ControlEvent(f"level/{n}/mask", 0.0) for n in (1, 2)]
    assert np.array_equal(
        sound(play(two, 40, {0: [swap(other), MORPH, *masks]}, other)), sound(play(other, 40, {0: masks}))
    )
    engine = Engine(other)
    engine.add_model(two)
    state, _ = engine.step(engine.initial_state(3), [swap(two), MORPH, *masks])
    assert np.abs(engine.step(state)[1].samples).max() < 1e-3


def test_engines_side_by_side_have_second_decks_of_their_own(model: Bundle, other: Bundle) -> None:
    engine = Engine(model)
    engine.add_model(other)
    scores: list[Score] = [{5: [swap(other), MORPH]}, {}, {10: [swap(other)], 15: [ControlEvent("morph", 0.5)]}]
    states = [engine.initial_state(3) for _ in scores]
    heard: list[list[Block]] = [[] for _ in scores]
    for frame in range(40):
        states, blocks = engine.step_many(states, [score.get(frame, ()) for score in scores])
        for each, block in zip(heard, blocks, strict=True):
            each.append(block)
    for each, score in zip(heard, scores, strict=True):
        np.testing.assert_allclose(sound(each), sound(play(model, 40, score, other)), atol=1e-5, rtol=0)


def test_a_recall_brings_the_second_deck_back_and_the_next_session_finds_it_empty(
    model: Bundle, other: Bundle, tmp_path: Path
) -> None:
    save, recall = (ControlEvent(f"snapshot/{what}", arguments=(1.0,)) for what in ("save", "recall"))
    engine = Engine(model)
    engine.add_model(other)
    shelf = SnapshotStore(engine, tmp_path / "small.distill")
    state, block = engine.step(engine.initial_state(3), [swap(other), MORPH])
    state, block = engine.step(state, [save])
    shelf.on_block(block, state)
    expected = [engine.step(state)[1].codes]
    state, _ = engine.step(state, [ControlEvent("deck/model")])
    assert state.deck is None
    state, _ = engine.step(state, [recall])
    assert state.deck is not None
    assert np.array_equal(engine.step(state)[1].codes, expected[0])
    (kept,) = SnapshotStore(engine, tmp_path / "small.distill").load().values()
    assert kept.deck is None


def test_what_is_not_at_hand_is_not_obeyed_and_not_logged(model: Bundle, other: Bundle) -> None:
    blocks = play(model, 3, {1: [swap(other), MORPH]})
    assert [block.events for block in blocks] == [(), (MORPH,), ()]


def test_frames_of_another_kind_are_refused(model: Bundle) -> None:
    with pytest.raises(DistillError, match="channels 2 cannot play beside one with 1"):
        Engine(model).add_model(untrained(model, CodecConfig(channels=2)))


class Room:
    """A stage on which nothing sounds: events wait until a frame is made."""

    def __init__(self, model: Bundle) -> None:
        self.engine = Engine(model)
        self.state = self.engine.initial_state(3)
        self.events: list[ControlEvent] = []

    def send(self, event: ControlEvent) -> None:
        self.events.append(event)

    def larger_buffer(self) -> AbstractContextManager[None]:
        return nullcontext()

    def frame(self) -> Block:
        events, self.events = self.events, []
        self.state, block = self.engine.step(self.state, events)
        return block


@pytest.fixture
def shelf(model_file: Path, tmp_path: Path) -> Path:
    """A library with a small model and a damaged one."""
    folder = tmp_path / "library"
    folder.mkdir()
    shutil.copy(model_file, folder / "small.distill")
    shutil.copy(model_file, tmp_path / "outside.distill")
    (folder / "broken.distill").write_bytes(model_file.read_bytes()[:-1000])
    return folder


def news(room: Room, decks: DeckLoader, name: str) -> str:
    """What comes of loading ``name``, once it has come."""
    before = decks.news
    room.send(ControlEvent("deck/load", text=name))
    deadline = time.monotonic() + 20
    while (decks.news == before or "reads" in decks.news) and time.monotonic() < deadline:
        decks.on_block(room.frame())
    decks.on_block(room.frame())
    return decks.news


def test_a_model_is_read_while_the_first_plays_on_and_errors_change_nothing(other: Bundle, shelf: Path) -> None:
    room = Room(other)
    with DeckLoader(room, folder=shelf) as decks:
        assert news(room, decks, "small") == "the second deck plays small"
        playing = room.state.deck
        assert playing is not None
        assert "damaged" in news(room, decks, "broken")
        assert "is called piano" in news(room, decks, "piano")
        for path in ("../outside", str(shelf.parent / "outside.distill"), "outside"):
            assert "No model in" in news(room, decks, path)
        assert room.state.deck is not None
        assert news(room, decks, "starter") == "the second deck plays starter"
        assert news(room, decks, "") == "the second deck is empty"
        assert room.state.deck is None


def test_a_path_is_no_name() -> None:
    vocabulary = Vocabulary(4)
    assert vocabulary.event("deck/load", ["bells of iron"]) == (ControlEvent("deck/load", text="bells of iron"), "")
    assert vocabulary.event("deck/load", []) == (ControlEvent("deck/load"), "")
    for said in (["../x"], ["/etc/passwd"], ["..\\x"], [1.0], ["a", "b"], ["x" * 101], ["a\nb"]):
        with pytest.raises(ControlError, match="takes a name, never a path"):
            vocabulary.event("deck/load", said)


@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False), count=st.integers(0, 20))
def test_a_performance_with_swaps_renders_to_the_samples_that_were_played(
    model: Bundle, model_file: Path, other: Bundle, tmp_path: Path, chance: random.Random, count: int
) -> None:
    shutil.copy(model_file, tmp_path / "small.distill")
    at_hand = [model.fingerprint, other.fingerprint]
    score = {frame: list(said) for frame, said in at_random(chance, 60, count, ["bells", *at_hand]).items()}
    for _ in range(4):
        said = chance.choice([swap(other), swap(model), ControlEvent("morph", round(chance.random(), 9))])
        score.setdefault(chance.randrange(60), []).append(said)
    played = digest(perform(model, tmp_path / "p.jsonl", score, 60, [other, model]))
    assert digest(render(model, read(tmp_path / "p.jsonl"), tmp_path / "small.distill")) == played


def test_a_second_model_that_is_missing_is_said_by_its_name(model: Bundle, tmp_path: Path) -> None:
    header = PerformanceHeader.of(model, tmp_path / "small.distill", 3)
    said = [ControlEvent("deck/load", text="bells"), ControlEvent("deck/model", text="0" * 64)]
    with pytest.raises(JournalError, match=r"plays bells \(000000000000\), which is neither in .* nor in the library"):
        next(render(model, Performance(header, 9, {4: said})))


def test_a_second_model_that_is_missing_is_one_line(
    home: Mapping[str, str], model: Bundle, model_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "p.jsonl"
    Performance(
        PerformanceHeader.of(model, model_file, 3, deck=tmp_path / "bells.distill"), 9, {0: [swap(model)]}
    ).save(path)
    text = path.read_text()
    # The first model itself is on the second deck, and is found beside itself.
    assert distill(home, "render", "p.jsonl", "-o", "p.wav", cwd=tmp_path).returncode == 0
    path.write_text(text.replace(f'"text": "{model.fingerprint}"', f'"text": "{"0" * 64}"'))
    done = distill(home, "render", "p.jsonl", "-o", "p.wav", cwd=tmp_path)
    assert "plays bells (000000000000), which is neither in" in fails_in_one_line(done)
