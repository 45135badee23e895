"""The decoder's step as TorchScript: the same operators on a frame, with no Python between them.

Of the ways to be faster than eager PyTorch it is the one that needs neither a compiler nor another package.
"""

import warnings
from collections.abc import Callable
from typing import cast

import torch
from torch import Tensor

from distill.model.codec import Codec
from distill.model.layers import State

Step = Callable[[Tensor, Tensor, State], tuple[Tensor, State]]
"""Codes and weights of a frame, both [batch, level, 1], and the state before it, to samples and the state after."""


def scripted(codec: Codec, batch: int = 1) -> Step:
    """``codec.step`` for one frame at a time of ``batch`` streams."""
    start = codec.initial_state(batch)
    names = tuple(start)
    codes = torch.zeros(batch, codec.config.levels, 1, dtype=torch.long)

    def flat(codes: Tensor, weights: Tensor, *state: Tensor) -> tuple[Tensor, ...]:
        samples, after = codec.step(codes, weights, dict(zip(names, state, strict=True)))
        return samples, *(after[name] for name in names)

    with torch.inference_mode(), warnings.catch_warnings():
        # Shapes are those of one frame for good, and TorchScript, though no longer developed, is what there is.
        warnings.simplefilter("ignore")
        inputs = (codes, torch.ones(codes.shape), *start.values())
        traced = cast("Callable[..., tuple[Tensor, ...]]", torch.jit.trace(flat, inputs, check_trace=False))

    def step(codes: Tensor, weights: Tensor, state: State) -> tuple[Tensor, State]:
        samples, *after = traced(codes, weights, *(state[name] for name in names))
        return samples, dict(zip(names, after, strict=True))

    return step
