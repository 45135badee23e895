"""Metrics: distances of decoded sound to the original, and of generated sound to a corpus.

All take samples [time], mono, 48 kHz, the original first; recordings of a set are concatenated.
"""

import math
from itertools import pairwise

import torch
from torch import Tensor

SAMPLE_RATE = 48_000
"""Samples per second, as ``audio.SAMPLE_RATE``."""
MEL_BANDS = 80
"""Mel bands of all mel distances, as many as in Tacotron 2 (Shen et al. 2018)."""
TONAL_BANDS = 24
"""Bands of the tonality error, as many as there are critical bands (Zwicker 1961)."""
ONSET_SILENCE = 9_600
"""Samples of silence that ``pre_echo`` expects before a recording."""


def stft_distance(original: Tensor, decoded: Tensor) -> float:
    """Mean absolute difference of log10 magnitudes, floored at 1e-4, over windows of 2048, 1024 and 512 samples."""
    distances: list[Tensor] = []
    for window in (2048, 1024, 512):
        logs = [_magnitudes(x, window).clamp(min=1e-4).log10() for x in (original, decoded)]
        distances.append((logs[0] - logs[1]).abs().mean())
    return float(torch.stack(distances).mean())


def mel_distance(original: Tensor, decoded: Tensor) -> float:
    """Mean absolute difference of log10 mel magnitudes, floored at 1e-5: 80 bands of a window of 2048 samples."""
    bands = mel_bands(2048, MEL_BANDS)
    mels = [(bands @ _magnitudes(x, 2048)).clamp(min=1e-5).log10() for x in (original, decoded)]
    return float((mels[0] - mels[1]).abs().mean())


def mel_dissimilarity(original: Tensor, decoded: Tensor) -> float:
    """Bray-Curtis dissimilarity of two spectrograms, 0 to 1: the sum of |a - b| over the sum of a + b.

    a and b are square roots of mel magnitudes, about as loud as they are heard (Stevens 1957): 80 bands of a window of
    2048 samples. Nothing in common gives 1, as does silence beside any sound; two silences are the same.
    """
    bands = mel_bands(2048, MEL_BANDS)
    first, second = ((bands @ _magnitudes(x, 2048)).sqrt() for x in (original, decoded))
    return float((first - second).abs().sum() / (first + second).sum().clamp(min=1e-20))


def tonality_error(original: Tensor, decoded: Tensor) -> float:
    """Tonality error: mean absolute difference of log10 spectral flatness in bands; 0 if partials stay partials.

    Flatness is geometric over arithmetic mean power (Gray & Markel 1974), in bands spaced geometrically from
    100 Hz to 12 kHz, of a window of 8192 samples; bands within 40 dB of the loudest of their frame count.
    """
    window = 8192
    edges = [round(100 * 120 ** (i / TONAL_BANDS) / SAMPLE_RATE * window) for i in range(TONAL_BANDS + 1)]
    bands = [slice(low, high) for low, high in pairwise(edges) if high - low >= 4]
    powers = [_magnitudes(x, window).square() + 1e-12 for x in (original, decoded)]
    flatness = [torch.stack([p[b].log10().mean(0) - p[b].mean(0).log10() for b in bands]) for p in powers]
    energy = torch.stack([powers[0][band].mean(0) for band in bands])
    audible = energy > energy.amax(0, keepdim=True) * 1e-4
    return float((flatness[0] - flatness[1]).abs()[audible].mean())


def pre_echo(original: Tensor, decoded: Tensor) -> float:
    """Pre-echo: power of ``decoded`` just before its onset over that just after, in decibels.

    Both begin with ``ONSET_SILENCE``. The onset is where ``original`` first comes within 30 dB of its peak; power
    is the mean from 20 to 3 ms before it and over the 20 ms after it.
    """
    onset = int((original.abs() > original.abs().max() * 10**-1.5).nonzero()[0])
    milliseconds = SAMPLE_RATE // 1000
    before = decoded[onset - 20 * milliseconds : onset - 3 * milliseconds].square().mean()
    after = decoded[onset : onset + 20 * milliseconds].square().mean()
    return 10 * math.log10(float(before) / max(float(after), 1e-20) + 1e-20)


def timbres(samples: Tensor) -> Tensor:
    """Mean and standard deviation [second, 2 * band] of log10 mel magnitudes over seconds that overlap by half."""
    bands = mel_bands(2048, MEL_BANDS)
    frames = SAMPLE_RATE // (2048 // 4)
    mels = (bands @ _magnitudes(samples, 2048)).clamp(min=1e-5).log10().unfold(1, frames, frames // 2)
    return torch.cat([mels.mean(-1), mels.std(-1)]).T


def mmd(first: Tensor, second: Tensor, width: float) -> float:
    """Squared maximum mean discrepancy of two sets of features [item, feature].

    The unbiased estimate (Gretton et al. 2012) with a Gaussian kernel of ``width``: about 0, or even below it, for
    two samples of the same kind.
    """
    within = [_kernel(x, x, width) for x in (first, second)]
    apart = [(k.sum() - k.trace()) / (len(k) * (len(k) - 1)) for k in within]
    return float(apart[0] + apart[1] - 2 * _kernel(first, second, width).mean())


def _kernel(first: Tensor, second: Tensor, width: float) -> Tensor:
    return torch.exp(-torch.cdist(first, second).square() / (2 * width**2))


def mel_bands(window: int, count: int) -> Tensor:
    """``mel_triangles`` [band, bin] over the bins of a transform of ``window`` samples at 48 kHz."""
    return mel_triangles(torch.arange(window // 2 + 1) * SAMPLE_RATE / window, count)


def mel_triangles(hertz: Tensor, count: int) -> Tensor:
    """Triangular filters [band, bin], equally wide in mel from 20 Hz to 24 kHz, each of sum one (HTK's mel scale).

    ``hertz`` [bin] are the centre frequencies of bins.
    """
    lowest, highest = (2595 * math.log10(1 + edge / 700) for edge in (20, 24_000))
    mel = torch.linspace(lowest, highest, count + 2, device=hertz.device)
    edges = 700 * (10 ** (mel / 2595) - 1)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    triangles = torch.minimum((hertz - low) / (middle - low), (high - hertz) / (high - middle)).clamp(min=0)
    # The lowest bands are narrower than a bin: they take the bin nearest to them.
    empty = triangles.sum(1) == 0
    nearest = (hertz - middle).abs().argmin(1)
    triangles[empty] = torch.nn.functional.one_hot(nearest, len(hertz)).float()[empty]
    return triangles / triangles.sum(1, keepdim=True)


def _magnitudes(samples: Tensor, window: int) -> Tensor:
    """Magnitudes [bin, frame] of a Hann-windowed STFT with a hop of a quarter window, not normalised."""
    hann = torch.hann_window(window)
    return torch.stft(samples, window, window // 4, window=hann, return_complex=True).abs()
