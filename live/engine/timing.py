"""Where a performance is in its loop and among its beats; ``rate`` is in frames a second."""

from collections.abc import Mapping

from live.controls import AT_BEAT, AT_LOOP, GRID_FRAMES
from live.engine.state import EngineState

BAR = 4
"""Beats of a bar."""


def column(state: EngineState, rate: float) -> int:
    """The column that sounds next, which is the playhead's unless a loop ends there."""
    if not state.controls["loop/on"]:
        return state.playhead
    inside = (state.playhead - state.loop_start) % GRID_FRAMES < loop_length(state.controls, rate)
    return state.playhead if inside else state.loop_start


def loop_start(state: EngineState, rate: float) -> int:
    """``loop/start``, or for -1 so far back that what was just heard repeats."""
    start = int(state.controls["loop/start"])
    return start if start >= 0 else (state.playhead - loop_length(state.controls, rate)) % GRID_FRAMES


def loop_length(controls: Mapping[str, float], rate: float) -> int:
    """How many frames the loop is long, be it said in frames, in seconds or in beats."""
    seconds = controls["loop/beats"] * 60 / controls["tempo"] or controls["loop/seconds"]
    length = round(seconds * rate) if seconds else int(controls["loop/length"])
    return min(max(length, 1), GRID_FRAMES)


def beat(controls: Mapping[str, float], rate: float) -> float:
    """How many beats go by in a frame."""
    return controls["tempo"] / 60 / rate if controls["play"] else 0.0


def bar_and_beat(beats: float) -> tuple[int, float]:
    """Which bar it is after so many ``beats``, and where in it; both are counted from 1."""
    bar, within = divmod(beats, BAR)
    return int(bar) + 1, within + 1


def is_time(state: EngineState, rate: float) -> bool:
    """Whether edits that wait for what ``grid/quantize`` says are heard in the next frame."""
    controls, period = state.controls, 60 / state.controls["tempo"] * rate
    looping = bool(controls["loop/on"])
    since = (column(state, rate) - state.loop_start) % GRID_FRAMES if looping else state.beats * period
    match int(controls["grid/quantize"]):
        case x if x == AT_BEAT:
            return since % period < 1
        case x if x == AT_LOOP and looping:
            return since == 0
        case _:
            return True
