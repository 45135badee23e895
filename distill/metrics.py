"""Metrics: distances of decoded sound to the original, and of generated sound to a corpus.

All take samples [time], mono, 48 kHz, the original first; recordings of a set are concatenated.
"""

import math
import statistics
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SAMPLE_RATE = 48_000
"""Samples per second, as ``audio.SAMPLE_RATE``."""
MEL_BANDS = 80
"""Mel bands of all mel distances, as many as in Tacotron 2 (Shen et al. 2018)."""
TONAL_BANDS = 24
"""Bands of the tonality error, as many as there are critical bands (Zwicker 1961)."""
ONSET_SILENCE = 9_600
"""Samples of silence that ``pre_echo`` expects before a recording."""
SKIRT = 60
"""Hertz on either side of a partial in which other power roughens it: faster fluctuations are heard less and less, at
last as tones of their own (Zwicker & Fastl 1990)."""
CLEAN = -20.0
"""Decibels of a skirt, in a recording, below which its partial counts as steady."""
PARTIALS = 12
"""Partials of a recording whose roughness is measured, at most."""
RHYTHM_BANDS = 40
"""Mel bands of onset strength and textures: as many as onset detectors take (Böck & Widmer 2013)."""
RHYTHM_RATE = 100
"""Frames a second of both."""
RHYTHM_FLOOR = 1e-4
"""Magnitude at which both end: below it, changes are not heard."""
PULSE_SECONDS = 8.0
"""Length of the windows of ``pulse_clarity``, which overlap by half."""
PULSE_PERIODS = 0.25, 1.5
"""Seconds between beats: 240 to 40 a minute."""


def stft_distance(original: Floats, decoded: Floats) -> float:
    """Mean absolute difference of log10 magnitudes, floored at 1e-4, over windows of 2048, 1024 and 512 samples."""
    distances: list[float] = []
    for window in (2048, 1024, 512):
        logs = [np.log10(np.maximum(magnitudes(x, window), 1e-4)) for x in (original, decoded)]
        distances.append(_mean_difference(*logs))
    return statistics.fmean(distances)


def mel_distance(original: Floats, decoded: Floats) -> float:
    """Mean absolute difference of log10 mel magnitudes, floored at 1e-5: 80 bands of a window of 2048 samples."""
    bands = mel_bands(2048, MEL_BANDS)
    mels = [np.log10(np.maximum(bands @ magnitudes(x, 2048), 1e-5)) for x in (original, decoded)]
    return _mean_difference(*mels)


def mel_dissimilarity(original: Floats, decoded: Floats) -> float:
    """Bray-Curtis dissimilarity of two spectrograms, 0 to 1: the sum of |a - b| over the sum of a + b.

    a and b are square roots of mel magnitudes, about as loud as they are heard (Stevens 1957): 80 bands of a window of
    2048 samples. Nothing in common gives 1, as does silence beside any sound; two silences are the same.
    """
    bands = mel_bands(2048, MEL_BANDS)
    first, second = (np.sqrt(bands @ magnitudes(x, 2048)) for x in (original, decoded))
    return float(np.abs(first - second).sum() / max((first + second).sum(), 1e-20))


def tonality_error(original: Floats, decoded: Floats) -> float:
    """Tonality error: mean absolute difference of log10 spectral flatness in bands; 0 if partials stay partials.

    Flatness is geometric over arithmetic mean power (Gray & Markel 1974), in bands spaced geometrically from
    100 Hz to 12 kHz, of a window of 8192 samples; bands within 40 dB of the loudest of their frame count.
    """
    window = 8192
    edges = [round(100 * 120 ** (i / TONAL_BANDS) / SAMPLE_RATE * window) for i in range(TONAL_BANDS + 1)]
    bands = [slice(low, high) for low, high in pairwise(edges) if high - low >= 4]
    powers = [np.square(magnitudes(x, window)) + np.float32(1e-12) for x in (original, decoded)]
    flatness = [np.stack([np.log10(p[b]).mean(0) - np.log10(p[b].mean(0)) for b in bands]) for p in powers]
    energy = np.stack([powers[0][band].mean(0) for band in bands])
    audible = energy > energy.max(axis=0) * 1e-4
    return _mean_difference(flatness[0][audible], flatness[1][audible])


def pre_echo(original: Floats, decoded: Floats) -> float:
    """Pre-echo: power of ``decoded`` just before its onset over that just after, in decibels.

    Both begin with ``ONSET_SILENCE``. The onset is where ``original`` first comes within 30 dB of its peak; power
    is the mean from 20 to 3 ms before it and over the 20 ms after it.
    """
    onset = int((np.abs(original) > np.abs(original).max() * 10**-1.5).argmax())
    milliseconds = SAMPLE_RATE // 1000
    before = np.square(decoded[onset - 20 * milliseconds : onset - 3 * milliseconds]).mean()
    after = np.square(decoded[onset : onset + 20 * milliseconds]).mean()
    return 10 * math.log10(float(before) / max(float(after), 1e-20) + 1e-20)


def roughness(original: Floats, decoded: Floats) -> NDArray[np.float64]:
    """Roughness [partial, 2] of partials of the steadiest second of ``original``, there and in ``decoded``.

    It is the power of a partial's skirt, 4 to ``SKIRT`` Hz on either side, in decibels of the partial: amplitude and
    frequency that jump from frame to frame make it. Those partials count whose skirt is below ``CLEAN`` in
    ``original``: of noise, of silence and of less than a second there is none.
    """
    start = _steadiest_second(original)
    if start is None:
        return np.empty((0, 2))
    before, after = (
        np.square(np.abs(np.fft.rfft(x[start : start + SAMPLE_RATE].astype(float) * hann(SAMPLE_RATE))))
        for x in (original, decoded)
    )
    skirts = [
        (_skirt(before, hertz), _skirt(after, hertz - 3 + int(after[hertz - 3 : hertz + 4].argmax())))
        for hertz in _partials(before[:8000])
    ]
    return np.array([pair for pair in skirts if pair[0] < CLEAN]).reshape(-1, 2)


def _steadiest_second(samples: Floats) -> int | None:
    """First sample of the second whose spectrum changes least, of those above -50 dBFS; ``None`` if there is none."""
    if len(samples) < SAMPLE_RATE:
        return None
    window = 4096
    hop = window // 4
    spectra = magnitudes(samples, window)
    changes, powers = (np.square(x).sum(axis=0, dtype=np.float64) for x in (np.diff(spectra, axis=1), spectra))
    starts, frames = (len(samples) - SAMPLE_RATE) // hop + 1, SAMPLE_RATE // hop
    change, power = (np.convolve(x, np.ones(frames), "valid")[:starts] for x in (changes, powers))
    loud = power > 1e-5 * frames * window / 2 * np.square(hann(window)).sum()
    return int(np.where(loud, change / np.maximum(power, 1e-20), np.inf).argmin()) * hop if loud.any() else None


def _partials(power: NDArray[np.float64]) -> list[int]:
    """Hertz of partials of a spectrum [hertz], the loudest first, within 30 dB of it, whose skirts do not overlap."""
    found: list[int] = []
    for hertz in np.argsort(-power):
        if power[hertz] < power.max() / 1000 or len(found) == PARTIALS:
            break
        if hertz > SKIRT + 4 and all(abs(hertz - other) > 2 * SKIRT + 10 for other in found):
            found.append(int(hertz))
    return found


def _skirt(power: NDArray[np.float64], hertz: int) -> float:
    """Power of the skirt of a partial of a spectrum [hertz], in decibels of the partial."""
    own = float(power[hertz - 3 : hertz + 4].sum())
    skirt = float(power[hertz - SKIRT : hertz + SKIRT + 1].sum()) - own
    return 10 * math.log10(max(skirt, 1e-12 * own, 1e-20) / max(own, 1e-20))


def timbres(samples: Floats) -> Floats:
    """Mean and standard deviation [second, 2 * band] of log10 mel magnitudes over seconds that overlap by half."""
    bands = mel_bands(2048, MEL_BANDS)
    frames = SAMPLE_RATE // (2048 // 4)
    mels = np.log10(np.maximum(bands @ magnitudes(samples, 2048), 1e-5))
    seconds = sliding_window_view(mels, frames, axis=1)[:, :: frames // 2]
    return np.concatenate([seconds.mean(axis=-1), seconds.std(axis=-1, ddof=1)]).T


def mmd(first: Floats, second: Floats, width: float) -> float:
    """Squared maximum mean discrepancy of two sets of features [item, feature].

    The unbiased estimate (Gretton et al. 2012) with a Gaussian kernel of ``width``: about 0, or even below it, for
    two samples of the same kind.
    """
    within = [_kernel(x, x, width) for x in (first, second)]
    apart = [(k.sum() - np.trace(k)) / (len(k) * (len(k) - 1)) for k in within]
    return float(apart[0] + apart[1] - 2 * _kernel(first, second, width).mean())


def rhythm_mels(samples: Floats) -> Floats:
    """Log10 mel magnitudes [frame, band] of a window of 2048 samples, ``RHYTHM_RATE`` frames a second."""
    padded = np.pad(samples, 1024)
    frames = sliding_window_view(padded, 2048)[:: SAMPLE_RATE // RHYTHM_RATE]
    bands, window = mel_bands(2048, RHYTHM_BANDS).T, hann(2048)
    parts = [np.abs(np.fft.rfft(frames[i : i + 1000] * window)) @ bands for i in range(0, len(frames), 1000)]
    return np.log10(np.maximum(np.concatenate(parts), RHYTHM_FLOOR)).astype(np.float32)


def pulse_clarity(mels: Floats) -> float:
    """Pulse clarity, about 0 (none) to 1 (a click): how well onsets repeat at the best of ``PULSE_PERIODS``.

    The highest peak of the normalised autocorrelation of onset strength (half-wave rectified flux of ``rhythm_mels``
    [frame, band]), in windows of ``PULSE_SECONDS``, or of all there is; their median. (Lartillot et al. 2008, who
    compare such measures with listeners; theirs is one of them.) Not a number where nothing changes, or below a second.
    """
    onsets = np.maximum(np.diff(mels.astype(np.float64), axis=0), 0).sum(axis=1)
    length = min(len(onsets), round(PULSE_SECONDS * RHYTHM_RATE))
    low, high = (round(seconds * RHYTHM_RATE) for seconds in PULSE_PERIODS)
    high = min(high, length // 2)
    clarities: list[float] = []
    for start in range(0, len(onsets) - length + 1, max(length // 2, 1)):
        own = onsets[start : start + length] - onsets[start : start + length].mean()
        power = np.square(own).mean()
        if low < high and power > 0:
            # The mean of products, not their sum: a longer lag has fewer of them.
            clarities.append(max(float((own[lag:] * own[:-lag]).mean() / power) for lag in range(low, high)))
    return statistics.median(clarities) if clarities else math.nan


def textures(mels: Floats, seconds: float) -> Floats:
    """Textures [window, feature] of windows of ``seconds`` that overlap by half.

    Mean and standard deviation of ``rhythm_mels`` [frame, band] and of how they change from frame to frame (statistics
    by which listeners tell textures apart: McDermott & Simoncelli 2011, reduced).
    """
    length = round(seconds * RHYTHM_RATE)
    if len(mels) < length:
        return np.empty((0, 4 * mels.shape[1]), np.float32)
    change = np.diff(mels, axis=0, prepend=mels[:1])
    own, moves = (sliding_window_view(x, length, axis=0)[:: length // 2] for x in (mels, change))
    return np.concatenate([own.mean(-1), own.std(-1), np.abs(moves).mean(-1), moves.std(-1)], axis=1)


def texture_distance(generated: Sequence[Floats], corpus: Sequence[Floats]) -> float:
    """Median distance of textures to the nearest of a corpus, relative to that of its recordings to the others.

    ``generated`` and ``corpus`` are ``textures`` of each take and of each recording. 0 is a copy, 1 as far as another
    recording. Not a number for fewer than three recordings.
    """
    known = [own for own in corpus if len(own)]
    if len(known) < 3 or not any(map(len, generated)):
        return math.nan
    scale = np.concatenate(known).std(axis=0) + np.float32(1e-3)
    others = [np.concatenate([*known[:i], *known[i + 1 :]]) for i in range(len(known))]
    new = np.concatenate([_nearest(own / scale, rest / scale) for own, rest in zip(known, others, strict=True)])
    near = np.concatenate([_nearest(own / scale, np.concatenate(known) / scale) for own in generated if len(own)])
    return float(np.median(near) / np.median(new))


def _nearest(items: Floats, others: Floats) -> Floats:
    """Distance [item] to the nearest of ``others``, both [item, feature]."""
    return np.array([np.sqrt(np.square(others - item).mean(axis=1).min()) for item in items], np.float32)


def _kernel(first: Floats, second: Floats, width: float) -> NDArray[np.float64]:
    one, other = first.astype(np.float64), second.astype(np.float64)
    squares = np.square(one).sum(axis=1)[:, None] + np.square(other).sum(axis=1) - 2 * one @ other.T
    return np.exp(-squares / (2 * width**2))


def mel_bands(window: int, count: int) -> Floats:
    """``mel_triangles`` [band, bin] over the bins of a transform of ``window`` samples at 48 kHz."""
    return mel_triangles(np.arange(window // 2 + 1) * SAMPLE_RATE / window, count)


def mel_triangles(hertz: NDArray[np.float64], count: int) -> Floats:
    """Triangular filters [band, bin], equally wide in mel from 20 Hz to 24 kHz, each of sum one (HTK's mel scale).

    ``hertz`` [bin] are the centre frequencies of bins.
    """
    lowest, highest = (2595 * math.log10(1 + edge / 700) for edge in (20, 24_000))
    edges = 700 * (10 ** (np.linspace(lowest, highest, count + 2) / 2595) - 1)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    triangles = np.minimum((hertz - low) / (middle - low), (high - hertz) / (high - middle)).clip(min=0)
    # The lowest bands are narrower than a bin: they take the bin nearest to them.
    empty = np.flatnonzero(triangles.sum(axis=1) == 0)
    triangles[empty, np.abs(hertz - middle[empty]).argmin(axis=1)] = 1
    return (triangles / triangles.sum(axis=1, keepdims=True)).astype(np.float32)


def hann(window: int) -> Floats:
    """Periodic Hann window [time] of ``window`` samples."""
    return np.hanning(window + 1)[:-1].astype(np.float32)


def magnitudes(samples: Floats, window: int) -> Floats:
    """Magnitudes [bin, frame] of a Hann-windowed STFT with a hop of a quarter window, not normalised.

    Frames are centred: the samples are mirrored at both ends.
    """
    padded = np.pad(samples, window // 2, mode="reflect")
    frames = sliding_window_view(padded, window)[:: window // 4]
    return np.abs(np.fft.rfft(frames * hann(window))).astype(np.float32, copy=False).T


def _mean_difference(first: Floats, second: Floats) -> float:
    return float(np.abs(first - second).mean())
