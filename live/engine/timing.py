"""Position in the loop and among the beats. ``rate`` is in frames per second throughout."""

from collections.abc import Mapping

from live.controls import AT_BEAT, AT_LOOP, GRID_FRAMES
from live.engine.state import EngineState

BAR = 4
"""Beats per bar."""


def column(state: EngineState, rate: float) -> int:
    """Column of the grid that is played next: the playhead's, or the loop's first at its end."""
    if not state.controls["loop/on"]:
        return state.playhead
    inside = (state.playhead - state.loop_start) % GRID_FRAMES < loop_length(state.controls, rate)
    return state.playhead if inside else state.loop_start


def loop_start(state: EngineState, rate: float) -> int:
    """First column of the loop: ``loop/start``, or for -1 one loop length before the playhead."""
    start = int(state.controls["loop/start"])
    return start if start >= 0 else (state.playhead - loop_length(state.controls, rate)) % GRID_FRAMES


def loop_length(controls: Mapping[str, float], rate: float) -> int:
    """Length of the loop in frames, 1 to ``GRID_FRAMES``, from its controls in beats, seconds or frames."""
    seconds = controls["loop/beats"] * 60 / controls["tempo"] or controls["loop/seconds"]
    length = round(seconds * rate) if seconds else int(controls["loop/length"])
    return min(max(length, 1), GRID_FRAMES)


def beats_after(beats: float, controls: Mapping[str, float], rate: float, frames: int) -> float:
    """Beats since the start, ``frames`` frames after ``beats``; they stand still while paused."""
    if controls["play"]:
        beat = controls["tempo"] / 60 / rate
        # One by one, as rounding depends on it.
        for _ in range(frames):
            beats += beat
    return beats


def bar_and_beat(beats: float) -> tuple[int, float]:
    """Bar, and position in it in beats, after ``beats`` beats; both count from 1."""
    bar, within = divmod(beats, BAR)
    return int(bar) + 1, within + 1


def is_time(state: EngineState, rate: float) -> bool:
    """True if pending edits are due in the next frame, by ``grid/quantize``."""
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
