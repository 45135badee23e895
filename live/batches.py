"""Prior and decoder for several engines at once: what each remembers is joined to a batch, and parted again."""

from collections.abc import Sequence
from functools import cached_property

import torch
from torch import Tensor

from distill.bundle import Model
from distill.model.codec import Codec
from distill.model.layers import State
from distill.model.sampling import Sampling
from distill.model.scripted import Morph, Play, Step, scripted, scripted_morph, scripted_prior
from live.state import EngineState

Lent = tuple[Tensor, Tensor]
"""Features of another codec, and their share, as ``Codec.morph`` takes them."""


class Priors:
    """The prior of a model for one engine, or for several."""

    def __init__(self, model: Model) -> None:
        self._prior = model.prior
        self._alone = scripted_prior(model.prior)
        self._nothing = torch.zeros(1, model.codec.config.codebook_size, dtype=torch.bool)

    @cached_property
    def _together(self) -> Play:
        return scripted_prior(self._prior, several=True)

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
        codes, prior = (self._alone if len(states) == 1 else self._together)(
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


class Decoders:
    """The decoder of a codec for one engine, or for several; grids to decode have ``rows``."""

    def __init__(self, codec: Codec, rows: int) -> None:
        self._codec = codec
        self._rows = rows
        self._alone = scripted(codec, rows)
        self._nothing = torch.zeros(1, 1, codec.decoder.out_features), torch.zeros(1, 1, 1)

    @cached_property
    def _together(self) -> Step:
        return scripted(self._codec, self._rows, several=True)

    @cached_property
    def _morphing(self) -> Morph:
        return scripted_morph(self._codec, self._rows)

    @cached_property
    def _morphing_together(self) -> Morph:
        return scripted_morph(self._codec, self._rows, several=True)

    def prepare(self) -> None:
        """Have what morphs at hand, which takes longer to make than a frame lasts."""
        _ = self._morphing

    def decode(
        self,
        states: Sequence[EngineState],
        codes: Sequence[Tensor],
        weights: Sequence[Tensor],
        lent: Sequence[Lent | None],
    ) -> tuple[Tensor, list[State]]:
        """Samples [batch, channel, time], and the decoder's state after them for each engine.

        ``codes`` and ``weights`` [batch, row, frame] are those of each engine; ``lent`` is what it morphs to, if it
        does.
        """
        grids, state = (joined(codes), joined(weights)), _joined_state([state.decoder for state in states])
        alone = len(states) == 1
        if any(lent):
            others, shares = zip(*(each or self._nothing for each in lent), strict=True)
            morph = self._morphing if alone else self._morphing_together
            samples, decoder = morph(*grids, joined(others), joined(shares), state)
        else:
            samples, decoder = (self._alone if alone else self._together)(*grids, state)
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
