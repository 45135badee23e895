"""Prior and decoder for several engines at once: what each remembers is joined to a batch, and parted again."""

from collections.abc import Sequence

import torch
from torch import Tensor

from distill.bundle import Model
from distill.model.layers import State
from distill.model.sampling import Sampling
from distill.model.scripted import scripted, scripted_prior
from live.state import EngineState


class Batch:
    """The networks of a model for one engine, or for ``several``; grids to decode have ``rows``."""

    def __init__(self, model: Model, rows: int, *, several: bool) -> None:
        self._play = scripted_prior(model.prior, several=several)
        self._decode = scripted(model.codec, rows, several=several)
        self._nothing = torch.zeros(1, model.codec.config.codebook_size, dtype=torch.bool)

    def play(
        self,
        states: Sequence[EngineState],
        noise: Tensor,
        forced: Sequence[Tensor],
        blocked: Sequence[Tensor | None],
        *,
        narrowed: bool,
    ) -> tuple[Tensor, list[State]]:
        """The codes [batch, level] of the next frame, and the prior's state after it for each engine.

        ``noise`` [batch, level, code], and of each engine ``forced`` [batch, level] and ``blocked`` [batch, code], are
        as ``Prior.choose`` takes them. The choice is narrowed for all or for none.
        """
        samplings = [state.knobs.sampling for state in states]
        codes, prior = self._play(
            _joined_state([state.prior for state in states]),
            noise,
            Sampling(
                joined([sampling.temperature for sampling in samplings]),
                joined([sampling.top_k for sampling in samplings]),
                joined([sampling.top_p for sampling in samplings]),
                narrowed,
            ),
            joined(forced),
            joined([self._nothing if codes is None else codes for codes in blocked]),
        )
        return codes, _parted(prior)

    def decode(
        self, states: Sequence[EngineState], codes: Sequence[Tensor], weights: Sequence[Tensor]
    ) -> tuple[Tensor, list[State]]:
        """Samples [batch, channel, time], and the decoder's state after them for each engine.

        ``codes`` and ``weights`` [batch, row, frame] are those of each engine.
        """
        samples, decoder = self._decode(
            joined(codes), joined(weights), _joined_state([state.decoder for state in states])
        )
        return samples, _parted(decoder)


def joined(tensors: Sequence[Tensor]) -> Tensor:
    """Tensors [batch, …], one after another along the batch; a single one is not copied."""
    return tensors[0] if len(tensors) == 1 else torch.cat(list(tensors))


def _joined_state(states: Sequence[State]) -> State:
    return {name: joined([state[name] for state in states]) for name in states[0]}


def _parted(state: State) -> list[State]:
    """A state for each of the batch; views, which nobody may write to."""
    if len(next(iter(state.values()))) == 1:
        return [state]
    return [dict(zip(state, own, strict=True)) for own in zip(*(t.split(1) for t in state.values()), strict=True)]
