from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from distill.audio import Samples
from distill.bundle import Bundle
from live.controls import Control, ControlEvent, Vocabulary
from live.engine.engine import Engine
from live.engine.state import Block, EngineState

Script = dict[int, list[ControlEvent]]


def play(model: Bundle, frames: int, script: Script | None = None, seed: int = 1) -> list[Block]:
    engine = Engine(model)
    state = engine.initial_state(seed)
    blocks: list[Block] = []
    for frame in range(frames):
        state, block = engine.step(state, (script or {}).get(frame, ()))
        blocks.append(block)
    return blocks


def sound(blocks: Sequence[Block]) -> Samples:
    return np.concatenate([block.samples for block in blocks])[:, 0]


def codes(blocks: Sequence[Block]) -> NDArray[np.int64]:
    return np.stack([block.codes for block in blocks], axis=1)


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples).mean()))


def say(*said: tuple[int, str, float | None]) -> Script:
    script: Script = {}
    for frame, name, value in said:
        script.setdefault(frame, []).append(ControlEvent(name, value))
    return script


def test_the_same_seed_is_the_same_piece_and_another_seed_another(model: Bundle) -> None:
    assert np.array_equal(sound(play(model, 60, seed=4)), sound(play(model, 60, seed=4)))
    assert not np.array_equal(codes(play(model, 60, seed=4)), codes(play(model, 60, seed=5)))


def test_a_state_is_a_value_that_can_be_gone_back_to(model: Bundle) -> None:
    engine = Engine(model)
    state = engine.initial_state(1)
    for _ in range(30):
        state, _ = engine.step(state)
    kept = state
    first = [engine.step(state)[1].samples]
    for _ in range(20):
        state, block = engine.step(state, [ControlEvent("loop/on", 1.0)])
        first.append(block.samples)
    assert np.array_equal(engine.step(kept)[1].samples, first[0])


def test_it_makes_sound(model: Bundle) -> None:
    samples = sound(play(model, 300))
    assert 0.005 < rms(samples) < 0.5
    assert np.isfinite(samples).all()
    assert np.abs(samples).max() <= 1


def test_a_loop_repeats_what_was_just_heard(model: Bundle) -> None:
    heard = codes(play(model, 160, say((60, "loop/length", 25), (60, "loop/on", 1))))
    assert np.array_equal(heard[:, 60:85], heard[:, 35:60])
    assert np.array_equal(heard[:, 85:110], heard[:, 60:85])


def test_a_loop_over_empty_columns_is_played_once_and_then_repeated(model: Bundle) -> None:
    script = say((10, "loop/start", 500), (10, "loop/length", 20), (10, "loop/on", 1))
    heard = codes(play(model, 70, script))
    assert np.array_equal(heard[:, 30:50], heard[:, 10:30])
    assert len(np.unique(heard[:, 10:30], axis=1).T) > 1


def test_a_loop_can_be_counted_in_beats(model: Bundle) -> None:
    heard = codes(play(model, 120, say((40, "tempo", 240), (40, "loop/beats", 1), (40, "loop/on", 1))))
    assert np.array_equal(heard[:, 40:65], heard[:, 15:40])
    assert np.array_equal(heard[:, 65:90], heard[:, 40:65])


def test_hold_stays_on_a_frame_and_the_piece_goes_on_after_it(model: Bundle) -> None:
    held = codes(play(model, 100, say((40, "hold", None), (70, "hold", None))))
    free = codes(play(model, 70))
    assert np.array_equal(held[:, 40:70], held[:, 39:40].repeat(30, axis=1))
    assert np.array_equal(held[:, 70:], free[:, 40:70])


def test_a_closed_level_changes_the_sound_but_not_the_codes(model: Bundle) -> None:
    masked, free = play(model, 120, say((0, "level/1/mask", 0))), play(model, 120)
    assert np.array_equal(codes(masked), codes(free))
    assert not np.allclose(sound(masked), sound(free), atol=1e-3)


def test_all_levels_closed_is_silence(model: Bundle) -> None:
    levels = range(1, model.codec.config.levels + 1)
    blocks = play(model, 60, say(*[(20, f"level/{n}/mask", 0) for n in levels]))
    assert np.abs(sound(blocks[30:])).max() == 0


def test_gain_is_a_factor_that_never_jumps(model: Bundle) -> None:
    soft = sound(play(model, 100, say((0, "output/gain", 0.2))))
    softer = sound(play(model, 100, say((0, "output/gain", 0.2), (50, "output/gain", 0.1))))
    hop = model.codec.config.hop
    np.testing.assert_allclose(softer[51 * hop :], soft[51 * hop :] / 2, rtol=1.3e-6, atol=1e-5)
    before = soft[50 * hop : 51 * hop]
    ramp = softer[50 * hop : 51 * hop] / np.where(before != 0, before, 1)
    assert np.abs(np.diff(ramp)).max() < 2 / hop


def test_pause_fades_out_and_play_goes_on_with_the_same_piece(model: Bundle) -> None:
    paused = play(model, 120, say((40, "play", 0), (80, "play", 1)))
    assert np.abs(sound(paused[50:80])).max() == 0
    assert (codes(paused)[:, 40:80] == -1).all()
    assert np.array_equal(codes(paused)[:, 80:], codes(play(model, 80))[:, 40:])


def test_stop_goes_back_to_the_beginning(model: Bundle) -> None:
    heard = codes(play(model, 120, say((40, "stop", None), (60, "play", None))))
    assert np.array_equal(heard[:, 60:100], heard[:, :40])


def test_a_snapshot_taken_as_a_control_moves_comes_back_with_it(model: Bundle) -> None:
    script = say(*[(20, f"level/{n}/mask", 0) for n in range(1, model.codec.config.levels + 1)])
    script[20].append(ControlEvent("snapshot/save", arguments=(1,)))
    script[40] = [ControlEvent("snapshot/recall", arguments=(1,))]
    assert np.abs(sound(play(model, 80, script)[30:])).max() == 0


def test_temperature_zero_and_top_k_one_leave_nothing_to_chance(model: Bundle) -> None:
    for control, value in (("temperature", 0), ("top_p", 0), ("top_k", 1)):
        script = say((0, "recall", 0), (0, control, value))
        one, other = (codes(play(model, 50, script, seed=s)) for s in (1, 2))
        assert np.array_equal(one, other)


def test_a_seed_said_while_playing_decides_all_that_follows(model: Bundle) -> None:
    script = say((30, "seed", 9))
    assert np.array_equal(codes(play(model, 60, script, seed=1))[:, :30], codes(play(model, 30, seed=1)))
    assert not np.array_equal(codes(play(model, 60, script))[:, 30:], codes(play(model, 60))[:, 30:])


def test_events_come_back_with_flips_worked_out(model: Bundle) -> None:
    blocks = play(model, 3, say((0, "hold", None), (1, "hold", None), (2, "stop", None)))
    assert [block.events for block in blocks] == [
        (ControlEvent("hold", 1.0),), (ControlEvent("hold", 0.0),), (ControlEvent("stop", None),),
    ]  # fmt: skip


SAID = {"level": 1, "row": 1, "column": 62, "other": 20, "code": 5, "on": 1, "by": 3, "slot": 1}
"""What edits are told that have to be told something."""


@pytest.fixture(scope="module")
def looping(model: Bundle) -> tuple[Engine, EngineState]:
    """In the midst of a loop, with a second deck and a snapshot at hand."""
    script = say((20, "deck/copy", None), (40, "loop/length", 20), (40, "loop/on", 1))
    script[30] = [ControlEvent("snapshot/save", arguments=(1,))]
    engine = Engine(model)
    state = engine.initial_state(1)
    for frame in range(70):
        state, _ = engine.step(state, script.get(frame, ()))
    return engine, state


@pytest.fixture(scope="module")
def largest_jump(model: Bundle) -> float:
    """From sample to sample, where no control is stepped; invention has more of the material in the same time."""
    return float(np.abs(np.diff(sound(play(model, 200, say((0, "recall", 0)))))).max())


def stepped(control: Control) -> ControlEvent:
    """``control`` moved as far as it goes from where it stands, at once."""
    if control.kind == "edit":
        told = (a.clip(SAID[a.name.split("-")[0]]) if a.default is None else a.default for a in control.arguments)
        return ControlEvent(control.name, arguments=tuple(map(float, told)))
    if control.kind in {"continuous", "integer"}:
        farther = max((control.low, control.high), key=lambda end: abs(end - control.default))
        return ControlEvent(control.name, farther)
    return ControlEvent(control.name)


@pytest.mark.parametrize("name", Vocabulary(3).controls)
def test_stepping_a_control_makes_no_jump_beyond_the_materials_own(
    looping: tuple[Engine, EngineState], largest_jump: float, name: str
) -> None:
    engine, state = looping
    event = stepped(engine.vocabulary.controls[name])
    state, before = engine.step(state)
    blocks = [before]
    for said in [[event], *[[]] * 30]:
        state, block = engine.step(state, said)
        blocks.append(block)
    louder = event.value if name == "output/gain" and event.value else 1
    assert np.abs(np.diff(sound(blocks))).max() <= largest_jump * 1.5 * louder


gestures = st.tuples(
    st.integers(0, 79),
    st.sampled_from(["temperature", "recall", "level/1/mask", "level/3/gain", "loop/on", "loop/length", "loop/start",
                     "hold", "play", "seed", "top_k", "top_p", "max_quote", "output/gain", "stop"]),
    st.floats(0, 4).map(lambda v: round(v, 3)),
)  # fmt: skip


def understood(model: Bundle, said: list[tuple[int, str, float]]) -> Script:
    script: Script = {}
    for frame, name, value in said:
        event, _ = Vocabulary(model.codec.config.levels).event(name, [value])
        if event is not None:
            script.setdefault(frame, []).append(event)
    return script


@settings(deadline=None, max_examples=15)
@given(st.lists(gestures, max_size=25))
def test_whatever_is_played_is_finite_bounded_and_repeatable(model: Bundle, said: list[tuple[int, str, float]]) -> None:
    script = understood(model, said)
    once, twice = sound(play(model, 80, script)), sound(play(model, 80, script))
    assert np.array_equal(once, twice)
    assert np.isfinite(once).all()
    assert np.abs(once).max() <= 1


@settings(deadline=None, max_examples=15)
@given(st.lists(st.lists(gestures, max_size=12), min_size=2, max_size=4))
def test_engines_side_by_side_play_what_each_would_play_alone(
    model: Bundle, said: list[list[tuple[int, str, float]]]
) -> None:
    scripts = [understood(model, gestures) for gestures in said]
    engine = Engine(model)
    states = [engine.initial_state(seed) for seed in range(len(scripts))]
    together: list[list[Block]] = [[] for _ in scripts]
    for frame in range(80):
        states, blocks = engine.step_many(states, [script.get(frame, ()) for script in scripts])
        for heard, block in zip(together, blocks, strict=True):
            heard.append(block)
    for seed, (script, heard) in enumerate(zip(scripts, together, strict=True)):
        alone = play(model, 80, script, seed)
        assert np.array_equal(codes(heard), codes(alone))
        assert [block.events for block in heard] == [block.events for block in alone]
        assert np.array_equal(sound(heard), sound(alone))


@settings(deadline=None, max_examples=10)
@given(st.lists(gestures, max_size=12), st.sampled_from([1, 7, 20]))
def test_frames_in_one_go_are_those_of_one_by_one(
    model: Bundle, said: list[tuple[int, str, float]], frames: int
) -> None:
    engine = Engine(model)
    events = [event for own in understood(model, said).values() for event in own]
    (passage,) = engine.play([engine.initial_state(5)], [events], frames)
    blocks: list[Block] = []
    state = engine.initial_state(5)
    for frame in range(frames):
        state, block = engine.step(state, () if frame else events)
        blocks.append(block)
    assert passage.events == blocks[0].events
    assert np.array_equal(passage.samples[:, 0], sound(blocks))
    assert np.array_equal(passage.codes, np.stack([block.codes for block in blocks], axis=1))
    assert passage.after.grid == state.grid
    assert (passage.after.playhead, passage.after.draw, passage.after.beats) == (
        state.playhead,
        state.draw,
        state.beats,
    )
    assert np.array_equal(engine.step(passage.after)[1].samples, engine.step(state)[1].samples)


def test_kernels_are_called_with_one_kind_of_arguments_only(model: Bundle) -> None:
    engine = Engine(model)
    state = engine.initial_state(1)
    said = (
        ("play", 0.0), ("play", 1.0), ("hold", 1.0), ("hold", 0.0), ("deck/copy", None), ("morph", 0.5), ("top_k", 5.0),
        ("max_quote", 0.1), ("loop/on", 1.0), ("resample/amount", 0.5), ("level/1/hold", 1.0), ("stop", None),
        ("snapshot/save", None), ("snapshot/recall", None), ("play", 1.0),
    )  # fmt: skip
    for name, value in said:
        arguments = (1.0,) if name.startswith("snapshot") else ()
        state, _ = engine.step(state, [ControlEvent(name, value, arguments)])
        # A kernel that is called with arrays of another type or layout raises an error.
        (state, _), _ = engine.step_many([state, state.with_controls({"play": 0.0})], [(), ()])
