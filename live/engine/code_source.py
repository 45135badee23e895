"""Source of the next codes: held, looped, from the input or sampled from the prior; they are written to the grid."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from distill.grid.grid import EMPTY
from distill.kernels.performance import Controls, Position
from distill.kernels.prior import PriorState
from distill.kernels.random_numbers import chances
from live.engine import timing
from live.engine.frame_inputs import sampling_controls
from live.engine.state import EngineState


def is_steady(state: EngineState) -> bool:
    """True if nothing but events can change what chooses and mixes the codes of ``state``, from frame to frame."""
    return not (
        state.goals or state.pending or state.deck is not None or _uses_input(state) or _resampling(state.controls)
    )


def controls_of(states: Sequence[EngineState], rate: float) -> Controls:
    """Choice of the codes of the next frame of ``states``, or of many if they are steady."""
    values = [state.controls for state in states]
    sampling = sampling_controls(tuple(state.knobs for state in states))
    levels = sampling.held.shape[1]
    incoming = np.full((len(states), levels), EMPTY, np.int64)
    repeated = np.zeros((len(states), levels), np.bool_)
    for row, state in enumerate(states):
        if _uses_input(state):
            codes = state.input_codes or state.codes
            incoming[row] = EMPTY if codes is None else codes[0]
        elif state.controls["loop/on"]:
            repeated[row] = _repeated(state, levels)
    return Controls(
        plays=np.array([own["play"] > 0 for own in values]),
        holds=np.array([own["hold"] > 0 for own in values]),
        loop_start=np.array([state.loop_start for state in states]),
        loop_length=np.array([timing.loop_length(own, rate) if own["loop/on"] else 0 for own in values]),
        repeated=repeated,
        held=sampling.held,
        incoming=incoming,
        seed=np.array([own["seed"] for own in values], np.int64),
        options=sampling.options,
        max_quote=sampling.max_quote,
        recall=sampling.recall,
    )


def position_of(states: Sequence[EngineState]) -> Position:
    """Grids of ``states`` and positions in them: copies."""
    nothing = np.full((1, states[0].grid.levels), EMPTY, np.int64)
    return Position(
        cells=np.stack([state.grid.codes for state in states]),
        locked=np.stack([state.grid.locked for state in states]),
        playhead=np.array([state.playhead for state in states]),
        draw=np.array([state.draw for state in states]),
        codes=np.concatenate([nothing if state.codes is None else state.codes for state in states]),
    )


def advanced(state: EngineState, position: Position, row: int, prior: PriorState) -> EngineState:
    """State after its codes were chosen, which is then at the ``row`` of ``position``.

    One that was paused or on hold is returned as it is.
    """
    draw = int(position.draw[row])
    if draw == state.draw:
        return state
    return state.replace(
        history=state.history.played(position.cells[row]), codes=position.codes[row : row + 1], prior=prior,
        playhead=int(position.playhead[row]), draw=draw,
        input_codes=state.input_codes and state.input_codes[draw - state.draw :],
    )  # fmt: skip


def column(state: EngineState, rate: float) -> int:
    """Column of the grid that sounds in the next frame."""
    held = state.controls["hold"] and state.codes is not None
    return timing.column(state, rate) if state.controls["play"] and not held else state.playhead - 1


def _repeated(state: EngineState, levels: int) -> NDArray[np.bool_] | bool:
    """Levels whose cell a loop plays as it is: those that are not resampled."""
    if not _resampling(state.controls):
        return True
    amount = state.controls["resample/amount"]
    return chances(int(state.controls["seed"]), state.draw, levels, 1)[:, 0] >= amount


def _resampling(controls: Mapping[str, float]) -> bool:
    """True if a loop is sampled anew in part, by chance."""
    return bool(controls["loop/on"] and controls["resample/amount"])


def _uses_input(state: EngineState) -> bool:
    """True if the next frame's codes are those of the input, whose last frame is repeated until the next arrives."""
    return bool(state.controls["input/on"]) and state.input_codes is not None
