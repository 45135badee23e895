"""Atlas of a codec: the sound of every code by itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.kernels.runtime import CodecRuntime
from distill.metrics import MEL_BANDS, magnitudes, mel_bands
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


def sounds(codec: CodecRuntime, level: int) -> list[Samples]:
    """Samples [time, channel] of each code of ``level`` (from 0), with the other levels muted, normalised."""
    size = codec.config.codebook_size
    parts = (range(first, min(first + CODES_AT_ONCE, size)) for first in range(0, size, CODES_AT_ONCE))
    return [one for codes in parts for one in _held(codec, level, codes)]


def sound(codec: CodecRuntime, level: int, code: int) -> Samples:
    """Samples [time, channel] of one ``code`` of ``level`` (from 0), as in ``sounds``."""
    return _held(codec, level, [code])[0]


def mean_spectra(sounds: list[Samples]) -> NDArray[np.float32]:
    """Mean mel spectra of sounds of one length, in dB: [sound, band]."""
    bands = mel_bands(WINDOW, MEL_BANDS)
    means = np.stack([(bands @ magnitudes(sound.mean(axis=1), WINDOW)).mean(axis=-1) for sound in sounds])
    return 20 * np.log10(np.maximum(means, 1e-5))


def _held(codec: CodecRuntime, level: int, codes: Sequence[int]) -> list[Samples]:
    level_gain = np.zeros((len(codes), codec.config.levels, FRAMES), np.float32)
    level_gain[:, level, :HELD] = 1
    samples = codec.decode(np.broadcast_to(np.array(codes)[:, None, None], level_gain.shape), level_gain)
    samples_of_codes = [without_latency(codec, [one[None]], samples.shape[2] - codec.latency) for one in samples]
    return [one * min(MOST_GAIN, PEAK / max(1e-9, float(abs(one).max()))) for one in samples_of_codes]
