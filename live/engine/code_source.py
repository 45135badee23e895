"""Source of the next codes: held, looped, from the input or sampled from the prior; they are written to the grid."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distill.bundle import Bundle
from distill.grid.grid import EMPTY
from distill.kernels.memory import CHANCES
from distill.kernels.prior import CodeChoice, PriorState
from distill.kernels.random_numbers import chances, gumbel_noises, memory_chances
from live.controls import GRID_FRAMES
from live.engine import timing
from live.engine.frame_inputs import sampling_controls
from live.engine.state import EngineState

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Plan:
    """Next frame of some states, before its codes are chosen."""

    advances: NDArray[np.bool_]
    """[stream]: false where the codes stay, as a state is paused or on hold."""
    columns: Sequence[int]
    """[stream]: column of the grid that sounds."""
    cells: Codes
    """[stream, level]: codes of that column."""
    from_grid: Codes
    """[stream, level]: those of them that are played; else ``EMPTY``."""
    choice: CodeChoice


class CodeSource:
    """Chooser of codes for one model, for one state or a batch of them."""

    def __init__(self, model: Bundle) -> None:
        self._model = model
        self._rate = model.codec.config.frame_rate

    def plan(self, states: Sequence[EngineState]) -> Plan:
        """Plan the next frame of ``states``."""
        advances = [_advances(state) for state in states]
        columns = [
            timing.column(state, self._rate) if moves else state.playhead - 1
            for state, moves in zip(states, advances, strict=True)
        ]
        grids = [state.grid for state in states]
        cells = np.array([grid.codes[:, column] for grid, column in zip(grids, columns, strict=True)])
        locked = np.array([grid.locked[:, column] for grid, column in zip(grids, columns, strict=True)])
        from_grid = _from_grid(states, cells, locked)
        controls = sampling_controls(tuple(state.knobs for state in states))
        choice = CodeChoice(
            self._noise(states, advances), controls.options, _forced(states, from_grid), controls.max_quote,
            controls.recall, self._chances(states),
        )  # fmt: skip
        return Plan(np.array(advances), columns, cells, from_grid, choice)

    def advanced(self, state: EngineState, plan: Plan, stream: int, codes: Codes, prior: PriorState) -> EngineState:
        """State of a ``stream`` of ``plan`` after its ``codes`` [1, level] were chosen; they are written to the grid.

        A state that is paused or on hold is returned as it is.
        """
        if not plan.advances[stream]:
            return state
        column = plan.columns[stream]
        written = state.grid.codes.copy()
        from_grid = plan.from_grid[stream]
        written[:, column] = np.where(from_grid == EMPTY, codes[0], plan.cells[stream])
        return state.replace(
            history=state.history.played(written), codes=codes, prior=prior,
            playhead=(column + 1) % GRID_FRAMES, draw=state.draw + 1,
            input_codes=state.input_codes and state.input_codes[1:],
        )  # fmt: skip

    def choose(self, state: EngineState) -> EngineState:
        """Choose the codes of the next frame of one state; returns the state after that."""
        plan = self.plan([state])
        if not plan.advances[0]:
            return state
        return self.advanced(state, plan, 0, *self._model.prior.sample_step(state.prior, plan.choice))

    def _noise(self, states: Sequence[EngineState], advances: Sequence[bool]) -> NDArray[np.float32]:
        config = self._model.codec.config
        if not any(advances):
            return np.zeros((len(states), config.levels, config.codebook_size), np.float32)
        return gumbel_noises(_draws(states), config.levels, config.codebook_size)

    def _chances(self, states: Sequence[EngineState]) -> NDArray[np.float32]:
        """Random numbers [stream, chance] for ways through the memory; zeros where there is none."""
        if self._model.prior.has_memory and any(state.knobs.recall for state in states):
            return memory_chances(_draws(states), CHANCES)
        return np.zeros((len(states), CHANCES), np.float32)


def _draws(states: Sequence[EngineState]) -> list[tuple[int, int]]:
    """Seed and draw of each state."""
    return [(int(state.controls["seed"]), state.draw) for state in states]


def _advances(state: EngineState) -> bool:
    """True if the next frame gets new codes: the state is neither paused nor on hold."""
    return bool(state.controls["play"]) and not (state.controls["hold"] and state.codes is not None)


def _from_grid(states: Sequence[EngineState], cells: Codes, locked: NDArray[np.bool_]) -> Codes:
    """Codes [stream, level] that the grid gives for the next frame: locked or looped cells; else ``EMPTY``."""
    played = locked
    for row, state in enumerate(states):
        if not state.controls["loop/on"] or _uses_input(state):
            continue
        repeated: NDArray[np.bool_] | bool = True
        if amount := state.controls["resample/amount"]:
            repeated = chances(int(state.controls["seed"]), state.draw, cells.shape[1], 1)[:, 0] >= amount
        played[row] |= repeated
    return np.where(played, cells, EMPTY)


def _uses_input(state: EngineState) -> bool:
    """True if the next frame's codes are those of the input."""
    return bool(state.controls["input/on"]) and state.input_codes is not None


def _forced(states: Sequence[EngineState], from_grid: Codes) -> Codes:
    """Codes [stream, level] that the next frame must have: held, ``from_grid`` or from the input, in this order.

    ``EMPTY`` where the prior chooses. The last input frame is repeated until the next arrives.
    """
    forced = from_grid.copy()
    for row, state in enumerate(states):
        last = None if state.codes is None else state.codes[0]
        if _uses_input(state) and (incoming := state.input_codes[0] if state.input_codes else last) is not None:
            forced[row] = np.where(forced[row] == EMPTY, incoming, forced[row])
        if state.knobs.held is not None and last is not None:
            forced[row] = np.where(state.knobs.held, last, forced[row])
    return forced
