"""Which codes sound next: held, looped, coming in or sampled from the prior; and they are written to the grid."""

from dataclasses import replace

import torch
from torch import Tensor

from distill import memorization
from distill.bundle import Model
from distill.grid import EMPTY, History
from distill.model.sampling import chances, gumbel_noises
from live import timing
from live.batches import Priors, joined
from live.controls import GRID_FRAMES
from live.state import EngineState


class Chooser:
    """Has a model's prior go on, for one state or for several."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._rate = model.codec.config.frame_rate
        self._priors = Priors(model)

    def choose(self, states: list[EngineState]) -> list[EngineState]:
        """The states after the codes of the next frame are chosen, and written to the grid."""
        # The same noise means something else to a choice that is narrowed: the two do not mix in one batch.
        after = list(states)
        for narrowed in (False, True):
            due = [i for i, state in enumerate(states) if _moves(state) and state.knobs.sampling.narrowed == narrowed]
            if due:
                played = self._play([states[i] for i in due], narrowed=narrowed)
                for i, state in zip(due, played, strict=True):
                    after[i] = state
        return after

    def _play(self, states: list[EngineState], *, narrowed: bool) -> list[EngineState]:
        sounding = [self._sounding(state) for state in states]
        codes, priors = self._priors.play(
            states,
            self._noise(states),
            [_forced(state, own)[None] for state, own in zip(states, sounding, strict=True)],
            [self._blocked(state) for state in states],
            narrowed=narrowed,
        )
        runs = memorization.heard(joined([state.runs[None] for state in states]), self._model.memory, codes[:, :1])
        return [
            state.but(
                history=self._written(state, given, own[0]), codes=own, prior=prior, runs=ran,
                playhead=(timing.column(state, self._rate) + 1) % GRID_FRAMES, draw=state.draw + 1,
                heard=state.heard and state.heard[1:],
            )
            for state, given, own, prior, ran in zip(
                states, sounding, codes.split(1), priors, runs.unbind(), strict=True
            )
        ]  # fmt: skip

    def _sounding(self, state: EngineState) -> Tensor:
        """The codes [level] that the grid has for the next frame; ``EMPTY`` where another is written to it."""
        controls, grid, column = state.controls, state.grid, timing.column(state, self._rate)
        cells, locked = grid.codes[:, column], grid.locked[:, column]
        if not controls["loop/on"] or _coming_in(state):
            return torch.where(locked, cells, EMPTY)
        if not controls["mutate/amount"]:
            return cells
        anew = chances(int(controls["seed"]), state.draw, grid.levels, 1)[:, 0] < controls["mutate/amount"]
        return torch.where(anew & ~locked, EMPTY, cells)

    def _noise(self, states: list[EngineState]) -> Tensor:
        config = self._model.codec.config
        draws = [(int(state.controls["seed"]), state.draw) for state in states]
        return gumbel_noises(draws, config.levels, config.codebook_size)

    def _blocked(self, state: EngineState) -> Tensor | None:
        """The codes [batch, code] of the first level that would be too long a quotation."""
        if state.knobs.novelty is None:
            return None
        size = self._model.codec.config.codebook_size
        return memorization.quoting(state.runs, self._model.memory, state.knobs.novelty, size)[None]

    def _written(self, state: EngineState, sounding: Tensor, codes: Tensor) -> History:
        """The grid after ``codes`` [level] were played where nothing was ``sounding``."""
        grid, column = state.grid, timing.column(state, self._rate)
        played = grid.codes.clone()
        played[:, column] = torch.where(sounding == EMPTY, codes, grid.codes[:, column])
        return state.history.played(replace(grid, codes=played))


def _moves(state: EngineState) -> bool:
    """Whether the next frame is a new one: not silence, and not the one that is held."""
    return bool(state.controls["play"]) and not (state.controls["hold"] and state.codes is not None)


def _coming_in(state: EngineState) -> bool:
    """Whether the next frame is what comes in, not what the grid or the prior has."""
    return bool(state.controls["input/on"]) and state.heard is not None


def _forced(state: EngineState, sounding: Tensor) -> Tensor:
    """The codes [level] that the next frame has to have: what is held, ``sounding`` or coming in, in this order.

    ``EMPTY`` where the prior chooses. What came in last stays until there is more.
    """
    last = None if state.codes is None else state.codes[0]
    if _coming_in(state) and (coming := state.heard[0] if state.heard else last) is not None:
        sounding = torch.where(sounding == EMPTY, coming, sounding)
    held = state.knobs.held
    return sounding if held is None or last is None else torch.where(held, last, sounding)
