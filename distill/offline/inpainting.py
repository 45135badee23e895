"""Inpainting: a part of a grid is sampled anew, to fit what comes before and what follows."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from distill.bundle import Bundle
from distill.hyperparameters import CodecConfig
from distill.kernels.runtime import PriorRuntime
from distill.kernels.sampling import SamplingOptions
from distill.offline import generation
from distill.offline.generation import Codes

CANDIDATES = 16
"""Number of candidates, of which the likeliest is taken; the time is proportional to it."""
SCORED_FRAMES = 200
"""Frames after a part over which candidates are compared; a prior hardly depends on more distant ones."""


def infill(
    model: Bundle,
    grid: Codes,
    mask: NDArray[np.bool_],
    seed: int,
    options: SamplingOptions,
    *,
    max_quote: int | None = None,
    recall: float = 0.0,
) -> Codes:
    """Codes ``grid`` [level, frame], sampled anew where ``mask`` [level, frame] is true.

    The prior is causal. So it samples the masked part ``CANDIDATES`` times, with all else forced, and the candidate
    is taken that makes forced codes likeliest: those of unmasked levels, and of ``SCORED_FRAMES`` frames after it.
    """
    seeds = range(seed * CANDIDATES, (seed + 1) * CANDIDATES)
    grids = candidates(model, grid, mask, seeds, options, max_quote=max_quote, recall=recall)
    return grids[int(log_likelihoods(model.prior, grids, mask).argmax())]


def candidates(
    model: Bundle,
    grid: Codes,
    mask: NDArray[np.bool_],
    seeds: Sequence[int],
    options: SamplingOptions,
    *,
    max_quote: int | None = None,
    recall: float = 0.0,
) -> Codes:
    """Copies [candidate, level, frame] of ``grid``, the masked part of each sampled by one of ``seeds``."""
    first, end = _bounds(mask)
    part = slice(first, end)
    forced = np.where(mask, generation.FREE, grid)[:, part]
    prime = grid[:, :first] if first else None
    played = generation.codes(
        model, end - first, seeds, options, prime=prime, forced=forced, max_quote=max_quote, recall=recall
    )
    grids = np.tile(grid, (len(seeds), 1, 1))
    grids[..., part] = np.concatenate(list(played), axis=2)
    return grids


def log_likelihoods(prior: PriorRuntime, grids: Codes, mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Log likelihood [candidate], in nats, of the unmasked codes of each of ``grids`` [candidate, level, frame].

    Of codes from the first masked frame to ``SCORED_FRAMES`` after the last one.
    """
    first, end = _bounds(mask)
    scored = slice(first, end + SCORED_FRAMES)
    codes = grids[..., : end + SCORED_FRAMES]
    contexts, _ = prior.step(codes, prior.initial_state(len(codes)))
    previous = np.pad(codes, ((0, 0), (0, 0), (1, 0)), constant_values=generation.FREE)[..., :-1]
    fits = [
        prior.log_likelihood(context[scored], own[:, scored], before[:, scored])
        for context, own, before in zip(contexts, codes, previous, strict=True)
    ]
    return np.where(mask[:, scored], 0, np.stack(fits)).sum((1, 2)).astype(np.float32)


def time_mask(config: CodecConfig, grid: Codes, seconds: tuple[float, float]) -> NDArray[np.bool_]:
    """Mask [level, frame] of the frames of ``grid`` between two times in seconds: at least one."""
    first, end = (_frame_at(config, second) for second in seconds)
    mask = np.zeros(grid.shape, dtype=np.bool_)
    mask[:, first : max(end, first + 1)] = True
    return mask


def _frame_at(config: CodecConfig, second: float) -> int:
    """Index of the frame whose windows are centred nearest to a time in seconds; the longer spans two windows."""
    return round((second * config.sample_rate + config.window) / config.hop) - 1


def _bounds(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """First frame with a masked cell, and the one after the last."""
    frames = np.flatnonzero(mask.any(axis=0)).tolist()
    return frames[0], frames[-1] + 1
