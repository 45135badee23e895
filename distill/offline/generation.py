"""Offline generation: the prior samples codes of any length, several takes at once, and they are decoded."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.bundle import Bundle
from distill.kernels.memory import CHANCES
from distill.kernels.noise import gumbel_noises, memory_chances
from distill.kernels.prior import NO_LIMIT, CodeChoice
from distill.kernels.runtime import limited
from distill.kernels.sampling import SamplingOptions

FRAMES_AT_ONCE = 250
"""Frames per block: 2.5 s, which bound memory and the time between two reports of progress."""
Codes = NDArray[np.int64]
FREE = -1
"""Stands for a code that is not forced, but sampled."""


def codes(
    model: Bundle,
    frames: int,
    seeds: Sequence[int],
    options: SamplingOptions,
    *,
    prime: Codes | None = None,
    forced: Codes | None = None,
    max_quote: int | None = None,
    recall: float = 0.0,
) -> Iterator[Codes]:
    """Sample takes of ``frames`` frames, one for each seed, block by block.

    Args:
        model: of the prior.
        frames: length of each take.
        seeds: of the takes; a take depends on its seed alone, whichever others are made beside it.
        options: of sampling, of one take or of each.
        prime: codes [level, frame] that the prior continues; none if ``None``.
        forced: codes [level, frame] to take instead of sampling, ``FREE`` where there are none.
        max_quote: longest verbatim match with a recording, in frames; any if ``None``.
        recall: how much the recordings are followed, from 0, invention, to 1, quotation.

    Yields:
        Codes [take, level, frame].
    """
    config, prior = model.codec.config, model.prior
    takes = len(seeds)
    state = prior.initial_state(takes)
    if prime is not None:
        _, state = prior.step(np.tile(prime, (takes, 1, 1)), state)
    given = (
        np.full((config.levels, frames), FREE, np.int64)
        if forced is None
        else forced.clip(FREE, config.codebook_size - 1)
    )
    limits = np.full(takes, NO_LIMIT if max_quote is None else max_quote, np.int64)
    recalls = np.full(takes, recall, np.float32)
    for first in range(0, frames, FRAMES_AT_ONCE):
        block: list[Codes] = []
        for draw in range(first, min(first + FRAMES_AT_ONCE, frames)):
            noise = gumbel_noises([(seed, draw) for seed in seeds], config.levels, config.codebook_size)
            chances = memory_chances([(seed, draw) for seed in seeds], CHANCES)
            own = np.tile(given[:, draw], (takes, 1))
            choice = CodeChoice(noise, options.repeated(takes), own, limits, recalls, chances)
            chosen, state = prior.sample_step(state, choice)
            block.append(chosen)
        yield np.stack(block, axis=2)


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
                primed = np.tile(prime, (len(block), 1, 1))
                _, state = model.codec.decode_step(primed, np.ones(primed.shape, np.float32), state)
        samples, state = model.codec.decode_step(block, np.ones(block.shape, np.float32), state)
        yield [take.T for take in limited(samples)]


def placed(blocks: Iterator[list[Samples]], latency: int, length: int) -> Iterator[list[Samples]]:
    """Cut ``blocks`` to ``length`` samples [time, channel] of each take, from sample ``latency`` on."""
    start = -latency
    for takes in blocks:
        yield [take[max(0, -start) : max(0, length - start)] for take in takes]
        start += len(takes[0])
