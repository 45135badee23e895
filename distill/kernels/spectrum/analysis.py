"""Analysis of samples into features: ``distill.model.spectral.Analysis``, frame by frame."""

from typing import NamedTuple

import numpy as np

from distill.hyperparameters import ATTACK, FLOOR, STEPS, CodecConfig
from distill.kernels.dense import Floats
from distill.kernels.elementwise import log
from distill.kernels.native.compiler import kernel
from distill.kernels.spectrum.fourier import r2c
from distill.kernels.spectrum.synthesis import hann_window, overlap_window

_FLOOR, _ATTACK = np.float32(FLOOR), np.float32(-ATTACK)
_ZERO, _HALF = np.float32(0), np.float32(0.5)


class AnalysisTables(NamedTuple):
    """Constants of the analysis."""

    window: Floats
    """[time]: Hann window."""
    long_window: Floats
    """[time]: Hann window of twice the length, halved, as a partial is twice as large in such a transform."""
    smear: Floats
    """[frame, step]: share of the power of the latest frames in each step of the hop that is decoded now."""
    power_scale: Floats
    """[1]: mean power of a frame over the sum of its squared magnitudes."""
    lead: int
    """Samples at the beginning of the window that the frame does not sound for."""
    step: int
    """Samples of a step of the attack gains."""


def analysis_tables(config: CodecConfig) -> AnalysisTables:
    """Constants for a codec of that configuration."""
    window, hop, length = config.window, config.hop, config.synthesis_length
    hann, long_hann = hann_window(window), hann_window(2 * window)
    hops = -(-length // hop)
    overlap = np.pad(overlap_window(config), (0, hops * hop - length))
    power = overlap.reshape(hops, STEPS, hop // STEPS).sum(-1)
    return AnalysisTables(
        window=hann.astype(np.float32),
        long_window=(long_hann / 2).astype(np.float32),
        smear=np.array((power / power.sum(0))[::-1], np.float32, order="C"),
        power_scale=np.full(1, 2 / (window * np.square(hann).sum()), np.float32),
        lead=config.lead,
        step=hop // STEPS,
    )


@kernel
def analyse(tables: AnalysisTables, samples: Floats, powers: Floats, features: Floats) -> None:
    """One frame of one stream: the latest two windows of ``samples`` [channel, time] to ``features`` [feature].

    ``powers`` [frame] of the latest frames are renewed.
    """
    channels, window = samples.shape[0], tables.window.size
    bins = (features.size - STEPS) // channels
    low = bins - window // 2 - 1
    windowed, long_windowed = np.empty(window, np.float32), np.empty(2 * window, np.float32)
    spectrum, long_spectrum = np.empty(window // 2 + 1, np.complex64), np.empty(window + 1, np.complex64)
    squares = np.empty(bins, np.float32)
    axis = np.zeros(1, np.uint64)
    power = _ZERO
    for channel in range(channels):
        own = features[channel * bins : (channel + 1) * bins]
        for i in range(2 * window):
            long_windowed[i] = samples[channel, i] * tables.long_window[i]
        for i in range(window):
            windowed[i] = samples[channel, window // 2 + i] * tables.window[i]
        r2c(long_windowed, long_spectrum, axis, True, 1.0, 1)
        r2c(windowed, spectrum, axis, True, 1.0, 1)
        for k in range(bins):
            z = long_spectrum[k] if k < 2 * low else spectrum[k - low]
            squares[k] = z.real * z.real + z.imag * z.imag
        for k in range(bins):
            power += squares[k]
        for k in range(bins):
            own[k] = log(np.sqrt(squares[k]) + _FLOOR)
    power = power / np.float32(channels) * tables.power_scale[0]
    for i in range(powers.size - 1):
        powers[i] = powers[i + 1]
    powers[powers.size - 1] = power
    _attack_gains(tables, samples[:, window // 2 + tables.lead :], powers, features[channels * bins :])


@kernel
def _attack_gains(tables: AnalysisTables, samples: Floats, powers: Floats, gains: Floats) -> None:
    """Attack ``gains`` [step] of the first hop of ``samples`` [channel, time]: zero except before an attack."""
    frames = tables.smear.shape[0]
    length = tables.step
    for step in range(STEPS):
        smeared = _ZERO
        for frame in range(frames):
            smeared += powers[frame] * tables.smear[frame, step]
        true = _ZERO
        for channel in range(samples.shape[0]):
            for i in range(step * length, (step + 1) * length):
                true += samples[channel, i] * samples[channel, i]
        true /= np.float32(length * samples.shape[0])
        gain = _HALF * log((true + _FLOOR * _FLOOR) / (smeared + _FLOOR * _FLOOR))
        gains[step] = gain if gain < _ATTACK else _ZERO
