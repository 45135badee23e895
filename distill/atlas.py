"""Every code of a codec by itself, in order of similarity: to hear what there is to play with."""

import torch

from distill.audio import Samples
from distill.coding import placed
from distill.model.codec import Codec

FRAMES = 40
"""Length of a code's sound."""
HELD = 34
"""How many of them hold it; then it dies away."""
CODES_AT_ONCE = 64
PEAK = 0.5
"""How loud each is made, so that the quiet ones are heard as well."""
MOST_GAIN = 16
"""But silence stays silence."""


@torch.inference_mode()
def sounds(codec: Codec, level: int) -> list[Samples]:
    """Samples [time, channel] of each code of ``level`` (from 0), held, with the other levels closed.

    All are about as loud.
    """
    size, levels = codec.config.codebook_size, codec.config.levels
    weights = torch.zeros(size, levels, FRAMES)
    weights[:, level, :HELD] = 1
    heard: list[Samples] = []
    for codes, openness in zip(torch.arange(size).split(CODES_AT_ONCE), weights.split(CODES_AT_ONCE), strict=True):
        samples = codec.decode(codes[:, None, None].expand(-1, levels, FRAMES), openness)
        heard += [placed(codec, [one[None]], samples.shape[2] - codec.latency) for one in samples]
    return [one * min(MOST_GAIN, PEAK / max(1e-9, float(abs(one).max()))) for one in heard]
