"""Source of the next codes: held, looped, from the input or sampled from the prior; they are written to the grid."""

import numpy as np
import torch
from numpy.typing import NDArray

from distill.bundle import Bundle
from distill.evaluation import memorization
from distill.grid.grid import EMPTY
from distill.kernels.random_numbers import chances, gumbel_noises
from live.controls import GRID_FRAMES
from live.engine import timing
from live.engine.batching import BatchedPrior, BatchRow
from live.engine.state import EngineState


class CodeSource:
    """Chooser of codes for one model, for one state or a batch of them."""

    def __init__(self, model: Bundle) -> None:
        self._model = model
        self._rate = model.codec.config.frame_rate
        self._priors = BatchedPrior(model)

    def choose(self, states: list[EngineState]) -> list[EngineState]:
        """Choose the codes of the next frame, and write them to the grid; returns the states after that.

        A state that is paused or on hold is returned as it is.
        """
        # Top-k and top-p use the noise in another way than plain sampling, so that a batch has one kind only.
        after = list(states)
        for narrowed in (False, True):
            due = [i for i, state in enumerate(states) if _advances(state) and state.knobs.narrowed == narrowed]
            if due:
                played = self._play([states[i] for i in due])
                for i, state in zip(due, played, strict=True):
                    after[i] = state
        return after

    def _play(self, states: list[EngineState]) -> list[EngineState]:
        columns = [timing.column(state, self._rate) for state in states]
        grids = [state.grid for state in states]
        cells = np.stack([grid.codes[:, column] for grid, column in zip(grids, columns, strict=True)])
        locked = np.stack([grid.locked[:, column] for grid, column in zip(grids, columns, strict=True)])
        from_grid = self._from_grid(states, cells, locked)
        chosen, after = self._priors.play(
            BatchRow.join([state.prior for state in states]),
            tuple(state.knobs for state in states),
            torch.from_numpy(self._noise(states)),
            torch.from_numpy(_forced(states, from_grid)),
            [self._blocked(state) for state in states],
        )
        codes: NDArray[np.int64] = chosen.numpy()
        written = np.where(from_grid == EMPTY, codes, cells)
        return [
            state.replace(
                history=state.history.played(_with_column(state.grid.codes, column, new)),
                codes=own[None], prior=prior,
                match_lengths=memorization.next_match_lengths(
                    state.match_lengths, self._model.corpus_codes, int(own[0])
                ),
                playhead=(column + 1) % GRID_FRAMES, draw=state.draw + 1,
                input_codes=state.input_codes and state.input_codes[1:],
            )
            for state, column, new, own, prior in zip(
                states, columns, written, codes, BatchRow.split(after, len(states)), strict=True
            )
        ]  # fmt: skip

    def _from_grid(
        self, states: list[EngineState], cells: NDArray[np.int64], locked: NDArray[np.bool_]
    ) -> NDArray[np.int64]:
        """Codes [batch, level] that the grid gives for the next frame: locked or looped cells; else ``EMPTY``."""
        looping = [bool(state.controls["loop/on"]) and not _uses_input(state) for state in states]
        repeated = np.repeat(np.array(looping)[:, None], cells.shape[1], axis=1)
        for row, state in enumerate(states):
            if looping[row] and (amount := state.controls["resample/amount"]):
                repeated[row] = chances(int(state.controls["seed"]), state.draw, cells.shape[1], 1)[:, 0] >= amount
        return np.where(locked | repeated, cells, EMPTY)

    def _noise(self, states: list[EngineState]) -> NDArray[np.float32]:
        config = self._model.codec.config
        draws = [(int(state.controls["seed"]), state.draw) for state in states]
        return gumbel_noises(draws, config.levels, config.codebook_size)

    def _blocked(self, state: EngineState) -> torch.Tensor | None:
        """Codes [1, code] of level 1 that would make too long a quotation of the corpus; ``None`` without a limit."""
        if state.knobs.max_quote is None:
            return None
        corpus, size = self._model.corpus_codes, self._model.codec.config.codebook_size
        banned = memorization.banned_codes(state.match_lengths, corpus, state.knobs.max_quote, size)
        return torch.from_numpy(banned)[None]


def _with_column(codes: NDArray[np.int64], column: int, new: NDArray[np.int64]) -> NDArray[np.int64]:
    """Copy of ``codes`` [level, frame] with codes ``new`` [level] in one column."""
    written = codes.copy()
    written[:, column] = new
    return written


def _advances(state: EngineState) -> bool:
    """True if the next frame gets new codes: the state is neither paused nor on hold."""
    return bool(state.controls["play"]) and not (state.controls["hold"] and state.codes is not None)


def _uses_input(state: EngineState) -> bool:
    """True if the next frame's codes are those of the input."""
    return bool(state.controls["input/on"]) and state.input_codes is not None


def _forced(states: list[EngineState], from_grid: NDArray[np.int64]) -> NDArray[np.int64]:
    """Codes [batch, level] that the next frame must have: held, ``from_grid`` or from the input, in this order.

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
