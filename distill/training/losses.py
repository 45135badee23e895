"""How far decoded features are from true ones, as the ear counts it."""

import math

import torch
from torch import Tensor, nn

from distill import metrics
from distill.model.codec import CodecConfig
from distill.model.layers import STEPS, frequencies

ATTACK_WEIGHT = 0.3
AVERAGE = 0.99
"""Share of what averaged weights remember from one update to the next."""


class FeatureLoss(nn.Module):
    """Mean absolute differences of log10 magnitudes, of log10 mel magnitudes, and of attack gains.

    The first is what the STFT distance measures, bin by bin. It alone makes noise too soft: of a bin that jumps
    about, it wants the median. The second wants the right power in a band.
    """

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        self.bands: Tensor
        hertz = frequencies(config.window, config.low) * config.sample_rate
        self.register_buffer("bands", metrics.mel_triangles(hertz, metrics.MEL_BANDS).T.contiguous())

    def forward(self, decoded: Tensor, true: Tensor) -> Tensor:
        """Features [batch, frame, feature], both in nats, to a number for each of the batch, in log10 units."""
        magnitude = (decoded[..., :-STEPS] - true[..., :-STEPS]).abs().mean(dim=(1, 2)) / math.log(10)
        attack = (decoded[..., -STEPS:] - true[..., -STEPS:]).abs().mean(dim=(1, 2)) / math.log(10)
        return magnitude + self._mel_difference(decoded[..., :-STEPS], true[..., :-STEPS]) + ATTACK_WEIGHT * attack

    def _mel_difference(self, decoded: Tensor, true: Tensor) -> Tensor:
        channels = [x.unflatten(-1, (-1, len(self.bands))) for x in (decoded, true)]
        mels = [(torch.exp(x) @ self.bands).log10() for x in channels]
        return (mels[0] - mels[1]).abs().mean(dim=(1, 2, 3))


def average(averaged: Tensor, current: Tensor, updates: Tensor | int) -> Tensor:
    """Moving average of weights that forgets its beginning."""
    return torch.lerp(averaged, current, max(1 - AVERAGE, 1 / (1 + int(updates))))
