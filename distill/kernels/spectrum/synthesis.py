"""Synthesis of samples from features with integrated phases: ``distill.model.spectral.Synthesis``, frame by frame."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import DTypeLike, NDArray

from distill.hyperparameters import ATTACK, FLOOR, KNEE, NONE, STEPS, CodecConfig
from distill.kernels.dense import Floats, copy
from distill.kernels.elementwise import cosine, exp, log_add_exp, sine, tanh
from distill.kernels.native.compiler import kernel
from distill.kernels.spectrum.fourier import c2r
from distill.kernels.spectrum.partials import advance_phases, find_peaks, frequencies, hold, smooth, track

_FLOOR = np.float32(FLOOR)
_ATTACK = np.float32(-ATTACK / 2)
"""Decoded gains are never quite zero; half of the least attack tells one from none."""
_KNEE, _ABOVE = np.float32(KNEE), np.float32(1 - KNEE)
_ZERO, _ONE = np.float32(0), np.float32(1)


class SynthesisTables(NamedTuple):
    """Constants of the synthesis."""

    window: Floats
    """[time]: overlap window over the sum of all that overlap, and over the window of analysis."""
    long_window: Floats
    """[time]: the same for the low bins, over the window that saw them."""
    turns: Floats
    """[bin]: phase advance of a bin's centre in one hop, in turns."""
    spacing: Floats
    """[bin]: difference of ``turns`` to the next bin."""
    signs: Floats
    """[bin]: half a turn of every other bin moves phase zero to the middle of the window."""
    fft_size: int
    """Samples of the short transform."""
    lead: int
    """Samples at its beginning that do not sound."""


class SynthesisState(NamedTuple):
    """State of the synthesis between two frames of many streams."""

    partials: Floats
    """[stream, row, bin]: a row a channel of log magnitudes around peaks of the last frame, ``NONE`` elsewhere.

    Where partials are tracked two rows follow: their frequencies, in turns a hop, ``NONE`` elsewhere, and for how many
    frames they went on, up to ``TRACKED``.
    """
    phase: Floats
    """[stream, bin], in turns."""
    tail: Floats
    """[stream, channel, time]: samples to overlap-add."""
    gain: Floats
    """[stream, 1]: attack gain at the end of the last frame."""


def synthesis_tables(config: CodecConfig) -> SynthesisTables:
    """Constants for a codec of that configuration."""
    window, hop, low, length = config.window, config.hop, config.low, config.synthesis_length
    hann, long_hann = (hann_window(n, np.float32)[(n - length) // 2 :][:length] for n in (window, 2 * window))
    overlap = overlap_window(config, np.float32)
    sums = np.pad(overlap, (0, -length % hop)).reshape(-1, hop).sum(0)
    sums = np.tile(sums, length // hop + 1)[:length]
    bins = np.arange(config.bins)
    own = np.where(bins < 2 * low, bins, bins - low)
    tables = (
        (hann if length == window else overlap / hann) / sums,
        2 * overlap / long_hann / sums,
        np.where(bins < 2 * low, own / (2 * window), own / window) * hop,
        np.where(bins < 2 * low, hop / 2 / window, hop / window),
        1.0 - 2.0 * (own % 2),
    )
    return SynthesisTables(
        *(np.ascontiguousarray(table, np.float32) for table in tables), fft_size=window, lead=config.lead
    )


def initial_synthesis_state(config: CodecConfig, streams: int) -> SynthesisState:
    """State before the first frame of ``streams`` streams."""
    partials = np.full((streams, config.channels + 2 * bool(config.track_partials), config.bins), NONE, np.float32)
    if config.track_partials:
        partials[:, -1] = 0
    return SynthesisState(
        partials,
        np.zeros((streams, config.bins), np.float32),
        np.zeros((streams, config.channels, config.synthesis_length - config.hop), np.float32),
        np.ones((streams, 1), np.float32),
    )


def hann_window(size: int, precision: DTypeLike = np.float64) -> NDArray[Any]:
    """Periodic Hann window [time]."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(size) / size)).astype(precision)


def overlap_window(config: CodecConfig, precision: DTypeLike = np.float64) -> NDArray[Any]:
    """Window [time] by which frames fade in and out: ``distill.model.spectral.overlap_window``."""
    hann = hann_window(config.synthesis_length, precision)
    return hann**2 if config.synthesis_length == config.window else hann


@kernel
def synthesise(
    tables: SynthesisTables, features: Floats, partials: Floats, phase: Floats, tail: Floats, gain: Floats, out: Floats
) -> None:
    """One frame of one stream: ``features`` [feature], which are overwritten, to ``out`` [channel, time].

    ``partials`` [row, bin], ``phase`` [bin], ``tail`` [channel, time] and ``gain`` [1] are renewed.
    """
    bins = partials.shape[1]
    channels, hop = out.shape
    tracked = partials.shape[0] > channels
    together = np.empty(bins, np.float32)
    nearest = np.empty(bins, np.int64)
    _sum_channels(features, together, channels)
    find_peaks(together, nearest)
    for channel in range(channels):
        spectrum = features[channel * bins : (channel + 1) * bins]
        if tracked:
            hold(spectrum, partials[channel], nearest, partials[channels + 1])
        else:
            smooth(spectrum, partials[channel], nearest)
    _sum_channels(features, together, channels)
    advance = np.empty(bins, np.float32)
    frequencies(tables.turns, tables.spacing, together, advance)
    if tracked:
        track(tables.spacing, together, nearest, partials[channels], partials[channels + 1], advance)
    advance_phases(advance, nearest, phase)
    real, imaginary = np.empty(bins, np.float32), np.empty(bins, np.float32)
    for k in range(bins):
        real[k] = tables.signs[k] * cosine(phase[k])
        imaginary[k] = tables.signs[k] * sine(phase[k])
    frame = np.empty(tables.window.size, np.float32)
    for channel in range(channels):
        _transform(tables, features[channel * bins : (channel + 1) * bins], real, imaginary, frame)
        rest = tail[channel]
        for i in range(rest.size):
            frame[i] += rest[i]
        copy(frame[:hop], out[channel])
        copy(frame[hop:], rest)
    _apply_attack(features[channels * bins :], gain, out)


@kernel
def _transform(tables: SynthesisTables, x: Floats, real: Floats, imaginary: Floats, frame: Floats) -> None:
    """Windowed samples ``frame`` [time] of log magnitudes ``x`` [bin] with phases of which both parts are given."""
    bins, window = x.size, tables.fft_size
    low = bins - window // 2 - 1
    axis = np.zeros(1, np.uint64)
    magnitude = np.empty(bins, np.float32)
    for k in range(bins):
        magnitude[k] = max(exp(x[k]) - _FLOOR, _ZERO)
    long_spectrum, spectrum = np.zeros(window + 1, np.complex64), np.zeros(window // 2 + 1, np.complex64)
    for k in range(2 * low):
        long_spectrum[k] = complex(magnitude[k] * real[k], magnitude[k] * imaginary[k])
    for k in range(2 * low, bins):
        spectrum[k - low] = complex(magnitude[k] * real[k], magnitude[k] * imaginary[k])
    long, short = np.empty(2 * window, np.float32), np.empty(window, np.float32)
    c2r(long_spectrum, long, axis, False, 1 / (2 * window), 1)
    c2r(spectrum, short, axis, False, 1 / window, 1)
    long, short = long[window // 2 + tables.lead :], short[tables.lead :]
    for i in range(frame.size):
        frame[i] = long[i] * tables.long_window[i] + short[i] * tables.window[i]


@kernel
def _sum_channels(features: Floats, together: Floats, channels: int) -> None:
    """Log magnitudes [bin] of the sum of one or two channels."""
    bins = together.size
    for k in range(bins):
        together[k] = features[k]
    if channels == 2:
        for k in range(bins):
            together[k] = log_add_exp(features[k], features[bins + k])


@kernel
def _apply_attack(attack: Floats, gain: Floats, out: Floats) -> None:
    """Multiply ``out`` [channel, time] by attack gains, log amplitudes [step], and ramps between them."""
    length = out.shape[1] // STEPS
    before = gain[0]
    for step in range(STEPS):
        after = exp(attack[step]) if attack[step] < _ATTACK else _ONE
        if before != _ONE or after != _ONE:
            for channel in range(out.shape[0]):
                for i in range(length):
                    ramp = np.float32(i + 1) / np.float32(length)
                    out[channel, step * length + i] *= before + (after - before) * ramp
        before = after
    gain[0] = before


@kernel
def limit(samples: Floats) -> None:
    """Soft limiter of samples [time], in place: tanh compresses amplitudes above ``KNEE``, others are exact."""
    for i in range(samples.size):
        x = samples[i]
        if abs(x) > _KNEE:
            loud = _KNEE + _ABOVE * tanh((abs(x) - _KNEE) / _ABOVE)
            samples[i] = loud if x > 0 else -loud
