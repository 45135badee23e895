"""Where a performance is in its loop and among its beats; ``rate`` is in frames a second."""

from collections.abc import Mapping

from live.controls import AT_BEAT, AT_LOOP, GRID_FRAMES
from live.state import EngineState


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
    """How many frames the loop is long, be it said in frames or in beats."""
    beats = controls["loop/beats"] * 60 / controls["tempo"]
    length = round(beats * rate) if beats else int(controls["loop/length"])
    return min(max(length, 1), GRID_FRAMES)


def is_time(state: EngineState, rate: float) -> bool:
    """Whether edits that wait for what ``grid/quantize`` says are heard in the next frame."""
    now, controls = column(state, rate), state.controls
    since = (now - state.loop_start) % GRID_FRAMES if controls["loop/on"] else now
    match int(controls["grid/quantize"]):
        case x if x == AT_BEAT:
            return since % (60 / controls["tempo"] * rate) < 1
        case x if x == AT_LOOP and controls["loop/on"]:
            return since == 0
        case _:
            return True
