"""What happens when the processor cannot keep up."""

import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from system import jack_server

from distill.bundle import Bundle
from live.audio.device_host import DeviceHost
from live.audio.overload import LoadShedding
from live.controls import ControlEvent, Vocabulary
from live.engine.engine import Block, Engine, EngineState
from live.engine.open_frame import OpenFrame
from live.session import journal
from live.session.performance_header import PerformanceHeader
from live.session.render import render

pytestmark = pytest.mark.realtime

SLOW = range(50, 120)
GIVEN = [ControlEvent("level/4/mask", 0.0), ControlEvent("hold", 1.0)]
BACK = [ControlEvent("hold", 0.0), ControlEvent("level/4/mask", 1.0)]


class Slow(Engine):
    """Takes longer than a frame lasts for a while, unless it holds."""

    def open(self, state: EngineState, events: Sequence[ControlEvent] = ()) -> OpenFrame:
        frame = super().open(state, events)
        if frame.block.frame in SLOW and not frame.state.controls["hold"]:
            time.sleep(0.02)
        return frame


def test_a_stream_too_slow_gives_up_and_gives_back_and_renders_as_played(
    model: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.jsonl"
    played: list[Block] = []
    with jack_server(f"distill-relief-{os.getpid()}") as environment:
        monkeypatch.setenv("JACK_DEFAULT_SERVER", environment["JACK_DEFAULT_SERVER"])
        host = DeviceHost(Slow(model), seed=3)
        host.listeners.append(played.append)
        with journal.JournalWriter(path, PerformanceHeader.of(model, Path("m.distill"), 3)) as writer:
            host.listeners.append(writer.write)
            with host:
                while host.state.frame < 2 * SLOW.stop or host.status.relief:
                    host.wait(host.state.frame + 1)
    said = [event for block in played for event in block.events if event.name != "stop"]
    assert said[:2] == GIVEN
    assert said[-2:] == BACK
    again = list(render(model, journal.read(path)))
    assert np.array_equal(np.concatenate([b.samples for b in played]), np.concatenate([b.samples for b in again]))


def decided(shedding: LoadShedding, controls: dict[str, float], load: float, frames: int) -> list[ControlEvent]:
    """All that is said in so many frames of the same load, as the engine would obey it."""
    said: list[ControlEvent] = []
    for _ in range(frames):
        events = shedding.decide(load, controls, behind=load > 1)
        controls.update({event.name: event.value or 0.0 for event in events})
        said += events
    return said


def test_an_attempt_that_is_too_soon_makes_the_next_one_wait_longer() -> None:
    shedding, controls = LoadShedding(4), Vocabulary(4).defaults()
    assert decided(shedding, controls, 1.5, 100) == GIVEN
    waits: list[int] = []
    for _ in range(3):
        frames = 0
        while shedding.shed == ("level/4/mask", "hold"):
            decided(shedding, controls, 0.2, 1)
            frames += 1
        waits.append(frames)
        decided(shedding, controls, 1.5, 100)
    assert waits[0] < waits[1] < waits[2]


@given(st.lists(st.tuples(st.sampled_from([0.2, 0.8, 1.5]), st.integers(1, 300)), max_size=20))
def test_all_is_given_back_in_the_end(loads: list[tuple[float, int]]) -> None:
    shedding, controls = LoadShedding(4), Vocabulary(4).defaults()
    for load, frames in loads:
        decided(shedding, controls, load, frames)
    decided(shedding, controls, 0.2, 20_000)
    assert shedding.shed == ()
    assert controls == Vocabulary(4).defaults()


@given(st.sampled_from(["hold", "level/4/mask"]), st.booleans())
def test_what_a_hand_has_set_is_left_to_it(name: str, before: bool) -> None:
    """Before the overload, or while it lasts."""
    shedding, controls = LoadShedding(4), Vocabulary(4).defaults()
    mine = 1.0 - controls[name]
    if before:
        controls[name] = mine
    decided(shedding, controls, 1.5, 100)
    if not before:
        controls[name] = mine = 1.0 - controls[name]
    decided(shedding, controls, 0.2, 20_000)
    assert controls[name] == mine


@given(st.lists(st.floats(0, 0.9), max_size=300))
def test_nothing_is_given_up_while_there_is_time(loads: list[float]) -> None:
    shedding, controls = LoadShedding(4), Vocabulary(4).defaults()
    assert all(not shedding.decide(load, controls, behind=True) for load in loads)
