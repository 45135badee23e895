"""Which codes sound next: held, looped, coming in or sampled from the prior; and they are written to the grid."""

import torch
from torch import Tensor

from distill.bundle import Bundle
from distill.evaluation import memorization
from distill.grid.grid import EMPTY
from distill.model.sampling import chances, gumbel_noises
from live.controls import GRID_FRAMES
from live.engine import timing
from live.engine.batching import Part, Priors
from live.engine.state import EngineState


class Chooser:
    """Has a model's prior go on, for one state or for several."""

    def __init__(self, model: Bundle) -> None:
        self._model = model
        self._rate = model.codec.config.frame_rate
        self._priors = Priors(model)

    def choose(self, states: list[EngineState]) -> list[EngineState]:
        """The states after the codes of the next frame are chosen, and written to the grid."""
        # The same noise means something else to a choice that is narrowed: the two do not mix in one batch.
        after = list(states)
        for narrowed in (False, True):
            due = [i for i, state in enumerate(states) if _moves(state) and state.knobs.narrowed == narrowed]
            if due:
                played = self._play([states[i] for i in due])
                for i, state in zip(due, played, strict=True):
                    after[i] = state
        return after

    def _play(self, states: list[EngineState]) -> list[EngineState]:
        columns = [timing.column(state, self._rate) for state in states]
        # Which streams, all of their levels, and the columns: one cell a level.
        due = torch.arange(len(states)), slice(None), torch.tensor(columns)
        # A copy: what is played is written to it.
        grids = torch.stack([state.grid.codes for state in states])
        cells, locked = grids[due], torch.stack([state.grid.locked for state in states])[due]
        sounding = self._sounding(states, cells, locked)
        before = Part.together([state.prior for state in states])
        codes, after = self._priors.play(
            before,
            tuple(state.knobs for state in states),
            self._noise(states),
            _forced(states, sounding),
            [self._blocked(state) for state in states],
        )
        after["runs"] = memorization.next_match_lengths(before["runs"], self._model.corpus_codes, codes[:, :1])
        grids[due] = torch.where(sounding == EMPTY, codes, cells)
        return [
            state.but(
                history=state.history.played(grid), codes=own, prior=prior,
                playhead=(column + 1) % GRID_FRAMES, draw=state.draw + 1, heard=state.heard and state.heard[1:],
            )
            for state, column, grid, own, prior in zip(
                states, columns, grids.unbind(), codes.split(1), Part.each(after, len(states)), strict=True
            )
        ]  # fmt: skip

    def _sounding(self, states: list[EngineState], cells: Tensor, locked: Tensor) -> Tensor:
        """Which of ``cells`` [batch, level], ``locked`` or not, sound in the next frame; ``EMPTY`` for the others."""
        looping = [bool(state.controls["loop/on"]) and not _coming_in(state) for state in states]
        repeated = torch.tensor([[loops] * cells.shape[1] for loops in looping])
        for row, state in enumerate(states):
            if looping[row] and (amount := state.controls["resample/amount"]):
                repeated[row] = chances(int(state.controls["seed"]), state.draw, cells.shape[1], 1)[:, 0] >= amount
        return torch.where(locked | repeated, cells, EMPTY)

    def _noise(self, states: list[EngineState]) -> Tensor:
        config = self._model.codec.config
        draws = [(int(state.controls["seed"]), state.draw) for state in states]
        return gumbel_noises(draws, config.levels, config.codebook_size)

    def _blocked(self, state: EngineState) -> Tensor | None:
        """The codes [batch, code] of the first level that would be too long a quotation."""
        if state.knobs.max_quote is None:
            return None
        size = self._model.codec.config.codebook_size
        return memorization.banned_codes(state.runs, self._model.corpus_codes, state.knobs.max_quote, size)[None]


def _moves(state: EngineState) -> bool:
    """Whether the next frame is a new one: not silence, and not the one that is held."""
    return bool(state.controls["play"]) and not (state.controls["hold"] and state.codes is not None)


def _coming_in(state: EngineState) -> bool:
    """Whether the next frame is what comes in, not what the grid or the prior has."""
    return bool(state.controls["input/on"]) and state.heard is not None


def _forced(states: list[EngineState], sounding: Tensor) -> Tensor:
    """The codes [batch, level] that the next frame has to have: held, ``sounding`` or coming in, in this order.

    ``EMPTY`` where the prior chooses. What came in last stays until there is more.
    """
    forced = sounding.clone()
    for row, state in enumerate(states):
        last = None if state.codes is None else state.codes[0]
        if _coming_in(state) and (coming := state.heard[0] if state.heard else last) is not None:
            forced[row] = torch.where(forced[row] == EMPTY, coming, forced[row])
        if state.knobs.held is not None and last is not None:
            forced[row] = torch.where(state.knobs.held, last, forced[row])
    return forced
