"""Atlas of a codec: the sound of every code by itself."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from distill.audio import Samples
from distill.metrics import MEL_BANDS, mel_bands
from distill.model.codec import Codec
from distill.offline.encode_decode import without_latency

FRAMES = 40
"""Length of the sound of a code, in frames."""
HELD = 34
"""Frames of those during which the code is held."""
CODES_AT_ONCE = 64
"""Codes decoded at once, which bound memory."""
PEAK = 0.5
"""Peak to which each sound is normalised."""
MOST_GAIN = 16
"""Upper limit of the gain of normalisation."""
WINDOW = 2048
"""Samples of the windows of mean spectra, a quarter of it apart."""


def sounds(codec: Codec, level: int) -> list[Samples]:
    """Samples [time, channel] of each code of ``level`` (from 0), with the other levels muted, normalised."""
    parts = torch.arange(codec.config.codebook_size).split(CODES_AT_ONCE)
    return [one for codes in parts for one in _held(codec, level, codes)]


def sound(codec: Codec, level: int, code: int) -> Samples:
    """Samples [time, channel] of one ``code`` of ``level`` (from 0), as in ``sounds``."""
    return _held(codec, level, torch.tensor([code]))[0]


def mean_spectra(sounds: list[Samples]) -> NDArray[np.float32]:
    """Mean mel spectra of sounds of one length, in dB: [sound, band]."""
    waves = torch.from_numpy(np.stack([sound.mean(axis=1) for sound in sounds]))
    magnitudes = torch.stft(waves, WINDOW, WINDOW // 4, window=torch.hann_window(WINDOW), return_complex=True).abs()
    return (20 * (mel_bands(WINDOW, MEL_BANDS) @ magnitudes).mean(-1).clamp(min=1e-5).log10()).numpy()


@torch.inference_mode()
def _held(codec: Codec, level: int, codes: Tensor) -> list[Samples]:
    level_gain = torch.zeros(len(codes), codec.config.levels, FRAMES)
    level_gain[:, level, :HELD] = 1
    samples = codec.decode(codes[:, None, None].expand(level_gain.shape), level_gain)
    samples_of_codes = [without_latency(codec, [one[None]], samples.shape[2] - codec.latency) for one in samples]
    return [one * min(MOST_GAIN, PEAK / max(1e-9, float(abs(one).max()))) for one in samples_of_codes]
