"""A frame that plays obeys gains from the sample where they come, and its journal renders to the same samples."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.bundle import Bundle
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.open_frame import RAMP
from live.engine.state import Block, EngineState
from live.session import journal
from live.session.journal import JournalError
from live.session.performance_header import PerformanceHeader
from live.session.render import render, solo_level

QUANTUM = 60
SILENT = ControlEvent("output/gain", 0.0)
LATE = st.one_of(
    st.builds(ControlEvent, st.just("output/gain"), st.floats(0, 2)),
    st.builds(ControlEvent, st.sampled_from(["level/1/mask", "level/2/solo", "level/3/mask"])),
    st.builds(ControlEvent, st.sampled_from(["level/1/gain", "level/2/gain"]), st.floats(0, 1)),
)
GROUPS = st.lists(st.tuples(st.integers(0, 7), st.lists(LATE, min_size=1, max_size=3)), max_size=5)


@pytest.fixture(scope="module")
def engine(model: Bundle) -> Engine:
    return Engine(model)


@pytest.fixture(scope="module")
def state(engine: Engine) -> EngineState:
    """A state in which something sounds."""
    state = engine.initial_state(3)
    for _ in range(40):
        state, _ = engine.step(state)
    return state


def play(engine: Engine, state: EngineState, groups: Sequence[tuple[int, Sequence[ControlEvent]]]) -> list[Block]:
    """A frame in which ``groups`` arrive at their quanta, and two frames after it."""
    blocks: list[Block] = []
    for said in (groups, (), ()):
        frame = engine.open(state, [ControlEvent("temperature", 0.5)])
        for quantum, events in said:
            frame.obey(events, quantum * QUANTUM)
        state = frame.state
        blocks.append(frame.block)
    return blocks


@settings(max_examples=25, deadline=None)
@given(groups=GROUPS)
def test_what_was_played_is_rendered_from_its_events(
    engine: Engine, state: EngineState, groups: list[tuple[int, list[ControlEvent]]]
) -> None:
    for block in play(engine, state, sorted(groups, key=lambda group: group[0])):
        state, again = engine.step(state, block.events)
        assert np.array_equal(again.samples, block.samples)
        assert np.array_equal(again.codes, block.codes)


def test_the_output_gain_is_obeyed_from_its_sample_on(engine: Engine, state: EngineState) -> None:
    (changed, *after), (same, *_) = play(engine, state, [(2, [SILENT])]), play(engine, state, [])
    assert np.array_equal(changed.samples[: 2 * QUANTUM], same.samples[: 2 * QUANTUM])
    half = 2 * QUANTUM + RAMP // 2
    assert np.abs(changed.samples[half - 1]).max() == pytest.approx(np.abs(same.samples[half - 1]).max() / 2, rel=0.1)
    assert not changed.samples[2 * QUANTUM + RAMP :].any()
    assert not any(block.samples.any() for block in after)


def test_a_mask_sounds_as_if_it_had_come_before_the_frame(engine: Engine, state: EngineState) -> None:
    masks = [ControlEvent(f"level/{n}/mask", 0.0) for n in range(1, 5)]
    changed, after, _ = play(engine, state, [(3, masks[:2]), (3, masks[2:])])
    begun = engine.open(state, [ControlEvent("temperature", 0.5), *masks])
    assert np.array_equal(changed.samples[: 3 * QUANTUM], play(engine, state, [])[0].samples[: 3 * QUANTUM])
    assert np.allclose(changed.samples[3 * QUANTUM + RAMP :], begun.block.samples[3 * QUANTUM + RAMP :], atol=1e-6)
    assert np.array_equal(after.samples, engine.step(begun.state, after.events)[1].samples)
    assert np.array_equal(changed.codes, begun.block.codes)


def test_without_an_offset_the_output_gain_goes_over_the_whole_frame(engine: Engine, state: EngineState) -> None:
    ramp = np.arange(1, 481)[:, None] / 480
    faded, same = engine.step(state, [SILENT])[1].samples, engine.step(state)[1].samples
    quiet = np.abs(same) < 0.8
    assert np.allclose(faded[quiet], (same * (1 - ramp))[quiet], atol=1e-6)


def performance(model: Bundle, path: Path, events: Sequence[ControlEvent]) -> journal.Performance:
    with journal.JournalWriter(path, PerformanceHeader.of(model, Path("m.distill"), 3)) as writer:
        for frame in range(8):
            writer.log(frame, events if frame == 4 else ())
    return journal.read(path)


def test_a_journal_keeps_the_sample_and_a_level_alone_stays_alone(
    model: Bundle, engine: Engine, tmp_path: Path
) -> None:
    late = [replace(ControlEvent("level/1/mask", value), offset=offset) for value, offset in ((0.0, 60), (1.0, 300))]
    read = performance(model, tmp_path / "p.jsonl", late)
    assert read.events == {4: late}
    alone = list(render(model, solo_level(read, 1, 4)))
    masks = [ControlEvent(f"level/{n}/mask", 0.0) for n in (1, 3, 4)]
    state = engine.initial_state(3)
    for block in alone:
        state, expected = engine.step(state, () if block.frame else masks)
        assert np.allclose(block.samples, expected.samples, atol=1e-6)


@pytest.mark.parametrize("event", [replace(SILENT, offset=480), ControlEvent("temperature", 0.5, offset=60)])
def test_an_offset_that_no_event_can_have_is_refused(model: Bundle, tmp_path: Path, event: ControlEvent) -> None:
    with pytest.raises(JournalError, match=f"Frame 4 .*{event.name}"):
        list(render(model, performance(model, tmp_path / "p.jsonl", [event])))
