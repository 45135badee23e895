"""What is done for every frame as TorchScript: the same operators on a frame, with no Python between them.

Of the ways to be faster than eager PyTorch it is the one that needs neither a compiler nor another package.
"""

import warnings
from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from typing import Any, cast

import torch
from torch import Tensor

from distill.model.batch_invariance import PaddedBatch, RowByRow
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.model.sampling import Sampling
from distill.model.spectral import State

DecodeStep = Callable[[Tensor, Tensor, State], tuple[Tensor, State]]
"""Codes and weights of a frame, both [batch, level, 1], and the state before it, to samples and the state after."""
MorphStep = Callable[[Tensor, Tensor, Tensor, Tensor, State], tuple[Tensor, State]]
"""What ``Codec.morph`` takes and gives, of one frame."""
SampleStep = Callable[[State, Tensor, Sampling, Tensor, Tensor | None], tuple[Tensor, State]]
"""What ``Prior.play`` takes and gives."""
Flat = Callable[..., tuple[Tensor, ...]]
"""Tensors in, tensors out: all that TorchScript knows."""

KEPT = 4
"""How many traces are kept, for whoever plays the same model again."""
WARM_UP = 2
"""Calls after which TorchScript has looked at a trace and made it fast; each takes longer than a frame lasts."""


@lru_cache(KEPT)
def scripted_decode_step(codec: Codec, rows: int | None = None, batch: int = 1) -> DecodeStep:
    """``codec.step`` for one frame at a time of as many streams as a ``batch`` has, each as if it were alone.

    ``rows`` is how many its grids have: all levels, if not given.
    """
    codes = torch.zeros(batch, rows or codec.config.levels, 1, dtype=torch.long)
    return _stateful(codec.decode_step, codec.initial_state(batch), codes, torch.ones(codes.shape))


@lru_cache(KEPT)
def scripted_decode_features(codec: Codec) -> DecodeStep:
    """``codec.sounding`` for one frame at a time of one stream."""
    codes = torch.zeros(1, codec.config.levels, 1, dtype=torch.long)
    return _stateful(codec.decode_features, codec.decoder_network.initial_state(1), codes, torch.ones(codes.shape))


@lru_cache(KEPT)
def scripted_morph(codec: Codec, rows: int, batch: int = 1) -> MorphStep:
    """``codec.morph``, as ``scripted`` has ``codec.step``."""
    codes = torch.zeros(batch, rows, 1, dtype=torch.long)
    other = torch.zeros(batch, 1, codec.decoder.out_features)
    return _stateful(codec.morph, codec.initial_state(batch), codes, torch.ones(codes.shape), other, other[..., :1])


@lru_cache(KEPT)
def scripted_prior(prior: Prior, batch: int = 1) -> SampleStep:
    """``prior.play`` for as many streams as a ``batch`` has, each as if it were alone.

    Narrowing the choice or not are two traces, for sorting costs time.
    """
    start = prior.initial_state(batch)
    names = tuple(start)
    size, levels = prior.config.codebook_size, prior.config.levels
    nothing = torch.zeros(batch, size, dtype=torch.bool)

    def trace(*, narrowed: bool) -> Flat:
        def flat(
            noise: Tensor, temperature: Tensor, top_k: Tensor, top_p: Tensor, forced: Tensor, blocked: Tensor,
            *state: Tensor,
        ) -> tuple[Tensor, ...]:  # fmt: skip
            sampling = Sampling(temperature, top_k, top_p, narrowed)
            codes, after = prior.sample_step(dict(zip(names, state, strict=True)), noise, sampling, forced, blocked)
            return codes, *(after[name] for name in names)

        noise, forced = torch.zeros(batch, levels, size), torch.full((batch, levels), -1)
        temperature, top_k, top_p = torch.ones(1, levels), torch.tensor([[size]]), torch.ones(1, 1)
        with PaddedBatch():
            return _traced(flat, noise, temperature, top_k, top_p, forced, nothing, *start.values())

    traces = {narrowed: trace(narrowed=narrowed) for narrowed in (False, True)}

    def sample_step(
        state: State, noise: Tensor, sampling: Sampling, forced: Tensor, blocked: Tensor | None = None
    ) -> tuple[Tensor, State]:
        parameters = (sampling.temperature, sampling.top_k, sampling.top_p)
        blocked = nothing[:1].expand(len(noise), -1) if blocked is None else blocked
        codes, *after = traces[sampling.narrowed](noise, *parameters, forced, blocked, *(state[name] for name in names))
        return codes, dict(zip(names, after, strict=True))

    return sample_step


def _stateful(step: Callable[..., tuple[Tensor, State]], start: State, *inputs: Tensor) -> Callable[..., Any]:
    """``step`` of ``inputs`` and a state, which begins as ``start``, to an output and the state after."""
    names, count = tuple(start), len(inputs)

    def flat(*tensors: Tensor) -> tuple[Tensor, ...]:
        out, after = step(*tensors[:count], dict(zip(names, tensors[count:], strict=True)))
        return out, *(after[name] for name in names)

    with nullcontext() if len(inputs[0]) == 1 else RowByRow():
        traced = _traced(flat, *inputs, *start.values())

    def again(*tensors: Any) -> tuple[Tensor, State]:
        *given, state = tensors
        out, *after = traced(*given, *(state[name] for name in names))
        return out, dict(zip(names, after, strict=True))

    return again


def _traced(flat: Flat, *inputs: Tensor) -> Flat:
    """``flat`` as TorchScript, warm; the shapes of ``inputs`` are those of one frame for good.

    So is the number of streams, but that ``LEAST`` stand for any more.
    """
    with torch.inference_mode(), warnings.catch_warnings():
        # TorchScript, though no longer developed, is what there is.
        warnings.simplefilter("ignore")
        traced = cast("Flat", torch.jit.trace(flat, inputs, check_trace=False))
        for _ in range(WARM_UP):
            traced(*inputs)
    return traced
