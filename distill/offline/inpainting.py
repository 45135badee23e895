"""Imagining a part of a grid anew, so that it goes on from what comes before and meets what follows."""

from collections.abc import Sequence

import torch
from torch import Tensor

from distill.bundle import Model
from distill.model.codec import CodecConfig
from distill.model.prior import Prior
from distill.model.sampling import Sampling
from distill.offline import generation

CANDIDATES = 16
"""How often a part is imagined before the best is taken."""
LISTENED = 200
"""Frames after a part by which it is judged; a prior hardly hears further back."""


def infill(
    model: Model, grid: Tensor, mask: Tensor, seed: int, sampling: Sampling, *, max_quote: int | None = None
) -> Tensor:
    """Codes ``grid`` [level, frame] with others where ``mask`` [level, frame] is true.

    A prior only looks back. So it plays the masked part ``CANDIDATES`` times, with all else forced, and the candidate
    stays that makes what was forced likeliest: what follows, up to ``LISTENED`` frames, and unmasked levels beside
    the part. With nothing forced any candidate is as good as another.
    """
    seeds = range(seed * CANDIDATES, (seed + 1) * CANDIDATES)
    grids = candidates(model, grid, mask, seeds, sampling, max_quote=max_quote)
    return grids[int(fit(model.prior, grids, mask).argmax())]


def candidates(
    model: Model, grid: Tensor, mask: Tensor, seeds: Sequence[int], sampling: Sampling, *, max_quote: int | None = None
) -> Tensor:
    """``grid`` [level, frame] once for each of ``seeds``, [candidate, level, frame], each with its own masked part."""
    first, end = _bounds(mask)
    part = slice(first, end)
    forced = torch.where(mask, generation.FREE, grid)[:, part]
    prime = grid[:, :first] if first else None
    played = generation.codes(model, end - first, seeds, sampling, prime=prime, forced=forced, max_quote=max_quote)
    grids = grid.repeat(len(seeds), 1, 1)
    grids[..., part] = torch.cat(list(played), dim=2)
    return grids


@torch.inference_mode()
def fit(prior: Prior, grids: Tensor, mask: Tensor) -> Tensor:
    """How likely, in nats, each of ``grids`` [candidate, level, frame] makes the codes that are not masked.

    Those from the first masked frame to ``LISTENED`` frames after the last one.
    """
    first, end = _bounds(mask)
    judged = slice(first, end + LISTENED)
    fits: list[Tensor] = []
    for candidate in grids[:, None]:
        heard = candidate[..., : end + LISTENED]
        contexts, _ = prior.step(heard, prior.initial_state())
        previous = torch.nn.functional.pad(heard, (1, -1), value=generation.FREE)
        likelihood = prior.log_likelihood(contexts[:, judged], heard[..., judged], previous[..., judged])
        fits.append(likelihood.masked_fill(mask[:, judged], 0).sum())
    return torch.stack(fits)


def frame_at(config: CodecConfig, second: float) -> int:
    """The frame whose windows have this second of a recording nearest their middle; the longer one is two windows."""
    return round((second * config.sample_rate + config.window) / config.hop) - 1


def _bounds(mask: Tensor) -> tuple[int, int]:
    """The first frame with a masked cell, and the one after the last."""
    frames = mask.any(dim=0).nonzero()[:, 0].tolist()
    return frames[0], frames[-1] + 1
