"""Perceptual distance of decoded features to true ones: the training loss of the codec."""

import math

import torch
from torch import Tensor, nn

from distill import metrics
from distill.hyperparameters import ATTACK_WEIGHT, STEPS
from distill.model.spectral import frequencies


class FeatureDistance(nn.Module):
    """Mean absolute differences of log10 magnitudes, of log10 mel magnitudes, and of attack gains.

    The first equals the STFT distance, bin by bin. Alone it makes noise too soft, as its optimum for a fluctuating
    bin is the median. The second has its optimum at the right power of a band.
    """

    def __init__(self, sample_rate: int, window: int, low: int) -> None:
        super().__init__()
        self.bands: Tensor
        hertz = frequencies(window, low) * sample_rate
        bands = torch.from_numpy(metrics.mel_triangles(hertz.double().cpu().numpy(), metrics.MEL_BANDS)).T.contiguous()
        self.register_buffer("bands", bands.to(hertz.device), persistent=False)

    def forward(self, decoded: Tensor, true: Tensor) -> Tensor:
        """Distance [batch, frame], in log10 units, of two sets of features [batch, frame, feature], in nats."""
        magnitude = (decoded[..., :-STEPS] - true[..., :-STEPS]).abs().mean(-1) / math.log(10)
        attack = (decoded[..., -STEPS:] - true[..., -STEPS:]).abs().mean(-1) / math.log(10)
        return magnitude + self._mel_difference(decoded[..., :-STEPS], true[..., :-STEPS]) + ATTACK_WEIGHT * attack

    def _mel_difference(self, decoded: Tensor, true: Tensor) -> Tensor:
        channels = [x.unflatten(-1, (-1, len(self.bands))) for x in (decoded, true)]
        mels = [(torch.exp(x) @ self.bands).log10() for x in channels]
        return (mels[0] - mels[1]).abs().mean(dim=(-2, -1))
