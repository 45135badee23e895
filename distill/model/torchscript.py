"""TorchScript traces of the steps of codec and prior: the same operators as eager PyTorch, without Python between.

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
"""Signature of ``Codec.decode_step``, for one frame: codes, level gains and state to samples and state."""
MorphStep = Callable[[Tensor, Tensor, Tensor, Tensor, State], tuple[Tensor, State]]
"""Signature of ``Codec.morph``, for one frame."""
SampleStep = Callable[[State, Tensor, Sampling, Tensor, Tensor | None], tuple[Tensor, State]]
"""Signature of ``Prior.sample_step``."""
Flat = Callable[..., tuple[Tensor, ...]]
"""Function of tensors to tensors, as TorchScript traces it."""

KEPT = 4
"""Traces of each kind that are cached, for the next use of the same model."""
WARM_UP = 2
"""Calls in which TorchScript profiles and optimises a trace; each takes longer than a frame lasts."""


@lru_cache(KEPT)
def scripted_decode_step(codec: Codec, rows: int | None = None, batch: int = 1) -> DecodeStep:
    """Trace of ``codec.decode_step`` for one frame of ``batch`` streams, batch-invariant.

    ``rows`` is the number of rows of the codes, more than one grid's where several are stacked; all levels if ``None``.
    """
    codes = torch.zeros(batch, rows or codec.config.levels, 1, dtype=torch.long)
    return _stateful(codec.decode_step, codec.initial_state(batch), codes, torch.ones(codes.shape))


@lru_cache(KEPT)
def scripted_decode_features(codec: Codec) -> DecodeStep:
    """Trace of ``codec.decode_features`` for one frame of one stream."""
    codes = torch.zeros(1, codec.config.levels, 1, dtype=torch.long)
    return _stateful(codec.decode_features, codec.decoder_network.initial_state(1), codes, torch.ones(codes.shape))


@lru_cache(KEPT)
def scripted_morph(codec: Codec, rows: int, batch: int = 1) -> MorphStep:
    """Trace of ``codec.morph``, with arguments as in ``scripted_decode_step``."""
    codes = torch.zeros(batch, rows, 1, dtype=torch.long)
    other = torch.zeros(batch, 1, codec.decoder.out_features)
    return _stateful(codec.morph, codec.initial_state(batch), codes, torch.ones(codes.shape), other, other[..., :1])


@lru_cache(KEPT)
def scripted_prior(prior: Prior, batch: int = 1) -> SampleStep:
    """Trace of ``prior.sample_step`` for ``batch`` streams, batch-invariant.

    There are two traces, with top-k and top-p and without, as sorting costs time.
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
    """Trace of ``step``, a function of ``inputs`` and a state, which has the names and shapes of ``start``."""
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
    """Trace of ``flat`` for the shapes of ``inputs``, warmed up.

    A trace for ``MIN_ROWS`` streams also takes more.
    """
    with torch.inference_mode(), warnings.catch_warnings():
        # TorchScript, though no longer developed, is what there is.
        warnings.simplefilter("ignore")
        traced = cast("Flat", torch.jit.trace(flat, inputs, check_trace=False))
        for _ in range(WARM_UP):
            traced(*inputs)
    return traced
