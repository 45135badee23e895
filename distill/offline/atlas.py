"""Every code of a codec by itself, in order of similarity: to hear what there is to play with."""

import torch
from torch import Tensor

from distill.audio import Samples
from distill.model.codec import Codec
from distill.offline.encode_decode import placed

FRAMES = 40
"""Length of a code's sound."""
HELD = 34
"""How many of them hold it; then it dies away."""
CODES_AT_ONCE = 64
PEAK = 0.5
"""How loud each is made, so that the quiet ones are heard as well."""
MOST_GAIN = 16
"""But silence stays silence."""


def sounds(codec: Codec, level: int) -> list[Samples]:
    """Samples [time, channel] of each code of ``level`` (from 0), held, with the other levels closed.

    All are about as loud.
    """
    parts = torch.arange(codec.config.codebook_size).split(CODES_AT_ONCE)
    return [one for codes in parts for one in _held(codec, level, codes)]


def sound(codec: Codec, level: int, code: int) -> Samples:
    """The same of one ``code``."""
    return _held(codec, level, torch.tensor([code]))[0]


@torch.inference_mode()
def _held(codec: Codec, level: int, codes: Tensor) -> list[Samples]:
    weights = torch.zeros(len(codes), codec.config.levels, FRAMES)
    weights[:, level, :HELD] = 1
    samples = codec.decode(codes[:, None, None].expand(weights.shape), weights)
    samples_of_codes = [placed(codec, [one[None]], samples.shape[2] - codec.latency) for one in samples]
    return [one * min(MOST_GAIN, PEAK / max(1e-9, float(abs(one).max()))) for one in samples_of_codes]
