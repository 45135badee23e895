"""Hands on the grid while it plays: edits, locks, holds, decks and snapshots, heard through the engine."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from distill.audio import Samples
from distill.bundle import Bundle
from distill.grid.grid import EMPTY
from live.controls import Control, ControlEvent, Vocabulary
from live.engine.engine import Engine
from live.engine.state import Block, EngineState
from live.engine.timing import bar_and_beat, loop_length

LOOP = 20
"""Frames of the loop that is edited; the column after it plays first at frame ``LOOP``."""


class Player:
    """An engine in the hands of a test."""

    def __init__(self, model: Bundle) -> None:
        self.engine = Engine(model)
        self.state: EngineState = self.engine.initial_state(1)

    def say(self, name: str, *said: float) -> None:
        event, remark = self.engine.vocabulary.event(name, said)
        assert event is not None
        assert not remark
        self.state, _ = self.engine.step(self.state, [event])

    def hear(self, frames: int) -> list[Block]:
        blocks: list[Block] = []
        for _ in range(frames):
            self.state, block = self.engine.step(self.state)
            blocks.append(block)
        return blocks

    def codes(self, frames: int) -> NDArray[np.int64]:
        return np.stack([block.codes for block in self.hear(frames)], axis=1)

    def turn(self) -> NDArray[np.int64]:
        """One turn of the loop, from its start on."""
        while self.state.playhead != (self.state.loop_start + LOOP) % 2048:
            self.hear(1)
        return self.codes(LOOP)


@pytest.fixture
def player(model: Bundle) -> Player:
    """A loop of what was played first, in columns 0 to 19."""
    player = Player(model)
    player.hear(LOOP)
    for name, value in (("loop/length", LOOP), ("loop/start", 0), ("loop/on", 1)):
        player.say(name, value)
    return player


def test_a_cell_that_is_set_sounds_in_the_next_turn_and_undo_takes_it_back(player: Player) -> None:
    before = player.turn()
    code = (int(before[1, 5]) + 1) % 8
    player.say("grid/set", 2, 5, code)
    after = player.turn()
    assert after[1, 5] == code
    after[1, 5] = before[1, 5]
    assert np.array_equal(after, before)
    player.say("grid/undo")
    assert np.array_equal(player.turn(), before)
    player.say("grid/redo")
    assert player.turn()[1, 5] == code


def test_stretches_are_the_loop_where_none_is_given(player: Player) -> None:
    before = player.turn()
    player.say("grid/shift", 3)
    assert np.array_equal(player.turn(), np.roll(before, 3, axis=1))
    player.say("grid/shift", -3, 1)
    assert np.array_equal(player.turn()[0], before[0])
    player.say("grid/fill", 4, 3, 2, 6)
    filled = player.turn()
    assert (filled[2, 2:8] == 4).all()
    player.say("grid/swap", 0, 10, 5)
    swapped = player.turn()
    assert np.array_equal(swapped[:, :5], filled[:, 10:15])
    assert np.array_equal(swapped[:, 10:15], filled[:, :5])
    player.say("grid/copy", 10, 0, 5)
    copied = player.turn()
    assert np.array_equal(copied[:, :5], filled[:, :5])
    assert np.array_equal(copied[:, 10:15], filled[:, :5])


def test_a_cleared_stretch_is_imagined_anew_and_then_repeated(player: Player) -> None:
    player.say("temperature", 2)
    before = player.turn()
    player.say("grid/clear", 0, 4, 10)
    first, second = player.turn(), player.turn()
    assert np.array_equal(first[:, :4], before[:, :4])
    assert not np.array_equal(first[:, 4:14], before[:, 4:14])
    assert np.array_equal(first, second)


def test_transposing_there_and_back_is_as_it_was_and_between_sounds_otherwise(player: Player) -> None:
    before = player.turn()
    player.say("grid/transpose", 5)
    assert (player.turn() != before).all()
    player.say("grid/transpose", -5)
    assert np.array_equal(player.turn(), before)


def test_locked_cells_stay_under_resampling_and_the_others_change_turn_by_turn(player: Player) -> None:
    player.say("grid/lock", 1, 1)
    player.say("temperature", 3)
    before = player.turn()
    player.say("resample/amount", 0.5)
    first, second = player.turn(), player.turn()
    assert np.array_equal(second[0], before[0])
    assert not np.array_equal(first[1:], before[1:])
    assert not np.array_equal(second[1:], first[1:])
    player.say("resample/amount", 0)
    assert np.array_equal(player.turn(), player.turn())


def test_pads_lock_and_renew_a_sixteenth_of_the_loop(player: Player) -> None:
    levels = player.state.grid.levels
    before = player.turn()
    player.say("grid/key", 4, 1, 1)
    assert np.argwhere(player.state.grid.locked).tolist() == [[1, 5]]
    player.say("grid/key", 4, 1, 0)
    assert not player.state.grid.locked.any()
    player.say("temperature", 3)
    for column in range(16):
        player.say("grid/key", column, levels)
        player.say("grid/key", column, levels, 0)
        player.say("grid/key", column, 2 * levels)
    after = player.turn()
    assert np.array_equal(after[1:], before[1:])
    assert not np.array_equal(after[0], before[0])


def test_resampling_once_changes_some_cells_for_good(player: Player) -> None:
    player.say("temperature", 3)
    before = player.turn()
    player.say("resample/amount", 0.4)
    player.say("resample/go")
    player.say("resample/amount", 0)
    after = player.turn()
    assert 0.05 < (after != before).mean() < 0.8
    assert np.array_equal(player.turn(), after)


def test_locked_cells_sound_whenever_they_come_by(model: Bundle) -> None:
    player = Player(model)
    player.say("grid/fill", 3, 0, 10, 5)
    player.say("grid/lock", 1, 0, 10, 5)
    heard = player.codes(20)
    assert (heard[:, 8:13] == 3).all()


def test_a_held_level_stays_and_a_loop_has_its_own_back_afterwards(player: Player) -> None:
    before = player.turn()
    player.say("level/1/hold", 1)
    held = player.turn()
    assert len(np.unique(held[0])) == 1
    assert np.array_equal(held[1:], before[1:])
    player.say("level/1/hold", 0)
    assert np.array_equal(player.turn(), before)


def test_a_solo_is_the_other_masks(model: Bundle) -> None:
    def heard(*events: ControlEvent) -> Samples:
        player = Player(model)
        player.state, _ = player.engine.step(player.state, events)
        return np.concatenate([block.samples for block in player.hear(30)])

    others = [ControlEvent(f"level/{n}/mask", 0.0) for n in range(2, model.codec.config.levels + 1)]
    assert np.array_equal(heard(ControlEvent("level/1/solo", 1.0)), heard(*others))
    assert not np.array_equal(heard(ControlEvent("level/2/solo", 1.0)), heard(*others))


def test_edits_wait_for_the_beat_and_for_the_loop(player: Player) -> None:
    before = player.turn()
    player.say("grid/quantize", 2)
    player.hear(5)
    player.say("grid/fill", 2)
    rest = player.codes(LOOP - 7)
    assert np.array_equal(rest, before[:, 7:])
    assert (player.codes(LOOP) == 2).all()
    player.say("tempo", 300)
    player.say("grid/quantize", 1)
    player.turn()
    player.hear(3)
    player.say("grid/fill", 3)
    waited = player.codes(LOOP)
    first = int((waited[0] == 3).argmax())
    # At 300 beats a minute a beat is 20 frames long, as is the loop.
    assert first == LOOP - 4
    assert (waited[:, first:] == 3).all()


def test_a_loop_in_beats_follows_the_tempo(model: Bundle) -> None:
    player = Player(model)
    player.hear(60)
    player.say("tempo", 240)
    player.say("loop/beats", 1)
    player.say("loop/on", 1)
    heard = player.codes(75)
    assert np.array_equal(heard[:, :50], heard[:, 25:])


def test_a_loop_can_be_said_in_seconds(model: Bundle) -> None:
    player = Player(model)
    player.hear(60)
    player.say("loop/seconds", 0.3)
    player.say("loop/on", 1)
    heard = player.codes(90)
    assert np.array_equal(heard[:, 30:], heard[:, :60])
    player.say("loop/beats", 1)
    assert loop_length(player.state.controls, 100) == 50


def position(player: Player) -> tuple[int, float]:
    bar, beat = bar_and_beat(player.state.beats)
    return bar, round(beat, 6)


def test_bars_and_beats_go_by_with_the_tempo_while_it_plays(model: Bundle) -> None:
    player = Player(model)
    assert position(player) == (1, 1)
    player.hear(25)
    assert position(player) == (1, 1.5)
    player.say("tempo", 240)
    player.hear(99)
    assert position(player) == (2, 1.5)
    player.say("play", 0)
    player.hear(20)
    assert position(player) == (2, 1.5)
    player.say("play", 1)
    assert position(player) == (2, 1.54)
    player.say("snapshot/save", 1)
    player.say("loop/on", 1)
    player.say("snapshot/recall", 1)
    assert position(player) == (2, 1.66)
    player.say("stop")
    assert position(player) == (1, 1)


def test_without_a_loop_edits_wait_for_the_beat_that_is_counted(model: Bundle) -> None:
    player = Player(model)
    player.say("tempo", 100)
    player.hear(10)
    player.say("tempo", 300)
    player.say("grid/quantize", 1)
    player.say("grid/lock", 1, 0, 0, 200)
    while not player.state.grid.locked.any():
        player.hear(1)
    # 0.6 s at 100, or 60 frames, is a beat; 13 frames were done before it went three times as fast.
    assert player.state.beats == pytest.approx(1, abs=0.1)


def test_the_second_deck_sounds_by_level_and_morphs(player: Player) -> None:
    def spectrum() -> NDArray[np.float64]:
        """Log power in bands of 240 Hz of the last turn of four."""
        samples = np.concatenate([block.samples[:, 0] for block in player.hear(4 * LOOP)[-LOOP:]])
        power = np.square(np.abs(np.fft.rfft(samples * np.hanning(len(samples)))))
        return np.log(np.maximum(power[:-1].reshape(-1, 48).mean(axis=1), 1e-9))

    def distance(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
        return float(np.abs(one - other).mean())

    # Every code sums with others to what was never heard; those of the first level alone are sounds.
    for level in (2, 3, 4):
        player.say(f"level/{level}/mask", 0)
    player.say("grid/fill", 2)
    player.turn()
    player.say("deck/copy")
    player.say("grid/fill", 5)
    player.turn()
    own = spectrum()
    player.say("morph", 1)
    other = spectrum()
    player.say("morph", 0.5)
    between = spectrum()
    player.say("morph/1", 0)
    kept = spectrum()
    player.say("grid/fill", 2)
    player.say("morph", 0)
    there = spectrum()
    far = distance(own, other)
    assert distance(other, there) < 0.1 * far
    assert distance(own, kept) < 0.1 * far
    assert max(distance(between, own), distance(between, other)) < far


def test_a_snapshot_brings_everything_back(player: Player) -> None:
    player.say("temperature", 0.5)
    player.say("snapshot/save", 3)
    expected = player.codes(40)
    player.say("temperature", 3)
    player.say("grid/fill", 1)
    player.hear(30)
    player.say("snapshot/recall", 3)
    # The snapshot was taken before the frame that obeyed it sounded, which now is the one that recalls.
    assert np.array_equal(player.codes(40), expected)
    assert player.state.controls["temperature"] == 0.5


def test_a_recall_can_glide(player: Player) -> None:
    player.say("output/gain", 1)
    player.say("snapshot/save", 1)
    player.say("output/gain", 0)
    player.say("snapshot/glide", 0.1)
    player.say("snapshot/recall", 1)
    gains: list[float] = []
    for _ in range(12):
        player.hear(1)
        gains.append(player.state.controls["output/gain"])
    assert gains == sorted(gains)
    assert 0 < gains[0] < 0.3
    assert gains[-1] == 1
    assert max(after - before for before, after in pairwise(gains)) < 0.11


def test_an_empty_slot_and_an_impossible_swap_change_nothing(player: Player) -> None:
    before = player.turn()
    player.say("snapshot/recall", 77)
    player.say("grid/swap", 0, 2, 5)
    assert np.array_equal(player.turn(), before)


def numbers(control: Control) -> st.SearchStrategy[list[float]]:
    if control.kind == "edit":
        return st.tuples(*(st.integers(a.low, min(a.high, 3000)) for a in control.arguments)).map(list)
    if control.kind in {"trigger", "name"}:
        return st.just([])
    top = min(control.high, 3000)
    return st.lists(st.floats(control.low, top) | st.integers(math.ceil(control.low), int(top)), min_size=1, max_size=1)


VOCABULARY = Vocabulary(4)
SAID = st.sampled_from(sorted(VOCABULARY.controls)).flatmap(
    lambda name: st.tuples(st.just(name), numbers(VOCABULARY.controls[name]))
)


@settings(deadline=None, max_examples=30)
@given(script=st.lists(st.tuples(st.integers(0, 60), SAID), max_size=40))
def test_whatever_is_said_it_plays_on_and_repeats_bit_for_bit(
    model: Bundle, script: list[tuple[int, tuple[str, list[float]]]]
) -> None:
    def played() -> list[Block]:
        engine = Engine(model)
        state = engine.initial_state(3)
        blocks: list[Block] = []
        for frame in range(80):
            events: list[ControlEvent] = []
            for when, (name, said) in script:
                event, _ = engine.vocabulary.event(name, said)
                if when == frame and event is not None:
                    events.append(event)
            state, block = engine.step(state, events)
            blocks.append(block)
        return blocks

    first, second = played(), played()
    for one, other in zip(first, second, strict=True):
        assert np.array_equal(one.samples, other.samples)
        assert np.array_equal(one.codes, other.codes)
    assert all(np.isfinite(block.samples).all() and np.abs(block.samples).max() <= 1 for block in first)
    assert all(block.codes.min() >= EMPTY for block in first)
