"""Pieces away from the stage: the prior goes on for any length, several takes at once, and is decoded as it goes."""

from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from distill.audio import Samples
from distill.bundle import Model
from distill.evaluation import memorization
from distill.model.batch_invariance import LEAST
from distill.model.sampling import Sampling, gumbel_noise
from distill.model.spectral import limit
from distill.model.torchscript import scripted_prior

FRAMES_AT_ONCE = 250
FREE = -1
"""Instead of a code that is forced: the prior chooses."""


@torch.inference_mode()
def codes(
    model: Model,
    frames: int,
    seeds: Sequence[int],
    sampling: Sampling,
    *,
    prime: Tensor | None = None,
    forced: Tensor | None = None,
    max_quote: int | None = None,
) -> Iterator[Tensor]:
    """Codes [take, level, frame] of a take for each of ``seeds``, in blocks; all together ``frames`` of them.

    ``sampling`` has a batch of one or of as many takes. The codes ``prime`` [level, frame], if any, were heard before.
    Where codes ``forced`` [level, frame], if any, are not ``FREE``, they are played instead of chosen.
    No more than ``max_quote`` frames, if given, are those of a recording note for note.
    Takes of the same seed are the same, whichever others are made beside them.
    """
    config, prior = model.codec.config, model.prior
    state = prior.initial_state(len(seeds))
    if prime is not None:
        _, state = prior.step(prime.expand(len(seeds), -1, -1), state)
    play = scripted_prior(prior, min(len(seeds), LEAST))
    forced = torch.full((config.levels, frames), FREE) if forced is None else forced
    memory = model.memory
    runs = [memorization.runs(memory)] * len(seeds)
    blocked = None
    for first in range(0, frames, FRAMES_AT_ONCE):
        block: list[Tensor] = []
        for draw in range(first, min(first + FRAMES_AT_ONCE, frames)):
            noise = [gumbel_noise(seed, draw, config.levels, config.codebook_size) for seed in seeds]
            if max_quote is not None:
                blocked = torch.stack([memorization.quoting(r, memory, max_quote, config.codebook_size) for r in runs])
            wanted = forced[:, draw].expand(len(seeds), -1)
            chosen, state = play(state, torch.stack(noise), sampling, wanted, blocked)
            if max_quote is not None:
                runs = [memorization.heard(r, memory, take[:1]) for r, take in zip(runs, chosen, strict=True)]
            block.append(chosen)
        yield torch.stack(block, dim=2)


@torch.inference_mode()
def sound(model: Model, blocks: Iterator[Tensor], prime: Tensor | None = None) -> Iterator[list[Samples]]:
    """Samples [time, channel] of each take, block by block, for blocks of codes [take, level, frame].

    Limited as on stage. The decoder starts from silence, or from where codes ``prime`` [level, frame] brought it.
    """
    state = None
    for block in blocks:
        if state is None:
            state = model.codec.initial_state(len(block))
            if prime is not None:
                primed = prime.expand(len(block), -1, -1)
                _, state = model.codec.step(primed, torch.ones(primed.shape), state)
        samples, state = model.codec.step(block, torch.ones(block.shape), state)
        yield [take.T.numpy() for take in limit(samples)]


def placed(blocks: Iterator[list[Samples]], latency: int, length: int) -> Iterator[list[Samples]]:
    """``blocks`` of sound without their first ``latency`` samples, ``length`` samples [time, channel] of each take."""
    start = -latency
    for takes in blocks:
        yield [take[max(0, -start) : max(0, length - start)] for take in takes]
        start += len(takes[0])
