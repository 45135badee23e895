"""Streams side by side: what several engines know, each with a batch of one, as one batch, and apart again."""

from collections.abc import Sequence

import torch
from torch import Tensor

from distill.model.layers import State
from distill.model.sampling import Sampling


def joined(tensors: Sequence[Tensor]) -> Tensor:
    """Tensors [batch, …], one after another along the batch; a single one is not copied."""
    return tensors[0] if len(tensors) == 1 else torch.cat(list(tensors))


def joined_state(states: Sequence[State]) -> State:
    """The same of every tensor of a state."""
    return {name: joined([state[name] for state in states]) for name in states[0]}


def joined_sampling(samplings: Sequence[Sampling], *, narrowed: bool) -> Sampling:
    """Choices that are all ``narrowed``, or all not."""
    return Sampling(
        temperature=joined([sampling.temperature for sampling in samplings]),
        top_k=joined([sampling.top_k for sampling in samplings]),
        top_p=joined([sampling.top_p for sampling in samplings]),
        narrowed=narrowed,
    )


def parted_state(state: State) -> list[State]:
    """A state for each of the batch; views, which nobody may write to."""
    return [dict(zip(state, own, strict=True)) for own in zip(*(t.split(1) for t in state.values()), strict=True)]
