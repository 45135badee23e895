"""Offline generation: the prior samples codes of any length, several takes at once, and they are decoded."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from distill.audio import Samples
from distill.bundle import Bundle
from distill.evaluation import memorization
from distill.kernels.random_numbers import gumbel_noises
from distill.model.batch_invariance import MIN_ROWS
from distill.model.sampling import Sampling
from distill.model.spectral import limit
from distill.model.torchscript import scripted_prior

FRAMES_AT_ONCE = 250
"""Frames per block: 2.5 s, which bound memory and the time between two reports of progress."""
Codes = NDArray[np.int64]
FREE = -1
"""Stands for a code that is not forced, but sampled."""


@torch.inference_mode()
def codes(
    model: Bundle,
    frames: int,
    seeds: Sequence[int],
    sampling: Sampling,
    *,
    prime: Codes | None = None,
    forced: Codes | None = None,
    max_quote: int | None = None,
) -> Iterator[Codes]:
    """Sample takes of ``frames`` frames, one for each seed, block by block.

    Args:
        model: of the prior.
        frames: length of each take.
        seeds: of the takes; a take depends on its seed alone, whichever others are made beside it.
        sampling: of a batch of one, or of one row for each take.
        prime: codes [level, frame] that the prior continues; none if ``None``.
        forced: codes [level, frame] to take instead of sampling, ``FREE`` where there are none.
        max_quote: longest verbatim match with a recording, in frames; any if ``None``.

    Yields:
        Codes [take, level, frame].
    """
    config, prior = model.codec.config, model.prior
    state = prior.initial_state(len(seeds))
    if prime is not None:
        _, state = prior.step(torch.tensor(prime).expand(len(seeds), -1, -1), state)
    play = scripted_prior(prior, min(len(seeds), MIN_ROWS))
    given = torch.full((config.levels, frames), FREE) if forced is None else torch.tensor(forced)
    corpus = model.corpus_codes
    matches = [memorization.initial_match_lengths(corpus)] * len(seeds)
    banned = None
    for first in range(0, frames, FRAMES_AT_ONCE):
        block: list[Codes] = []
        for draw in range(first, min(first + FRAMES_AT_ONCE, frames)):
            noise = gumbel_noises([(seed, draw) for seed in seeds], config.levels, config.codebook_size)
            if max_quote is not None:
                each = [memorization.banned_codes(r, corpus, max_quote, config.codebook_size) for r in matches]
                banned = torch.from_numpy(np.stack(each))
            forced_codes = given[:, draw].expand(len(seeds), -1)
            tensor, state = play(state, torch.from_numpy(noise), sampling, forced_codes, banned)
            chosen = tensor.numpy()
            if max_quote is not None:
                matches = [
                    memorization.next_match_lengths(r, corpus, take[0])
                    for r, take in zip(matches, chosen.tolist(), strict=True)
                ]
            block.append(chosen)
        yield np.stack(block, axis=2)


@torch.inference_mode()
def sound(model: Bundle, blocks: Iterator[Codes], prime: Codes | None = None) -> Iterator[list[Samples]]:
    """Decode blocks of codes [take, level, frame] to samples [time, channel] of each take, block by block.

    The limiter of live playing is applied. The decoder starts from silence, or from its state after codes ``prime``
    [level, frame].
    """
    state = None
    for block in blocks:
        if state is None:
            state = model.codec.initial_state(len(block))
            if prime is not None:
                primed = torch.tensor(prime).expand(len(block), -1, -1)
                _, state = model.codec.decode_step(primed, torch.ones(primed.shape), state)
        samples, state = model.codec.decode_step(torch.from_numpy(block), torch.ones(block.shape), state)
        yield [take.T.numpy() for take in limit(samples)]


def placed(blocks: Iterator[list[Samples]], latency: int, length: int) -> Iterator[list[Samples]]:
    """Cut ``blocks`` to ``length`` samples [time, channel] of each take, from sample ``latency`` on."""
    start = -latency
    for takes in blocks:
        yield [take[max(0, -start) : max(0, length - start)] for take in takes]
        start += len(takes[0])
