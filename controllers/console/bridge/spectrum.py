"""Oscilloscope and spectrum of the latest block of sound, as whole numbers for the page."""

import numpy as np
from numpy.typing import NDArray

SCOPE_SAMPLES = 960
"""Length of the oscilloscope's line: 20 ms at 48 kHz."""
SCOPE_POINTS = 240
"""Points of the line: every fourth sample."""
BANDS = 96
"""Bands of the spectrum, of equal width in octaves."""
LOWEST_HZ = 40.0
"""Lower edge of the lowest band."""
SAMPLE_RATE = 48_000
"""Samples per second, as ``audio.SAMPLE_RATE``."""
FLOOR_DB = -90.0
"""Level that is drawn as 0; full scale, 0 dB, is drawn as 100."""


def analyse(sound: bytes) -> dict[str, list[int]]:
    """Compute the oscilloscope's line and the spectrum of a block.

    Args:
        sound: mono samples at 48 kHz, 16-bit signed integers.

    Returns:
        ``scope``: ``SCOPE_POINTS`` amplitudes, -100 to 100. ``spectrum``: ``BANDS`` levels, 0 to 100. Empty if there
        are fewer than ``2 * SCOPE_SAMPLES`` samples.
    """
    samples: NDArray[np.float32] = np.frombuffer(sound, dtype=np.int16).astype(np.float32) / np.float32(32_768)
    if len(samples) < 2 * SCOPE_SAMPLES:
        return {}
    return {"scope": _oscilloscope(samples), "spectrum": _spectrum(samples)}


def _oscilloscope(samples: NDArray[np.float32]) -> list[int]:
    """Amplitudes from the last rising zero crossing on, so that a steady tone stands still."""
    before, after = samples[: -SCOPE_SAMPLES - 1], samples[1:-SCOPE_SAMPLES]
    rising = np.flatnonzero((before < 0) & (after >= 0))
    start = int(rising[-1]) + 1 if len(rising) else 0
    shown = samples[start : start + SCOPE_SAMPLES : SCOPE_SAMPLES // SCOPE_POINTS]
    return np.round(shown * 100).astype(int).tolist()


def _spectrum(samples: NDArray[np.float32]) -> list[int]:
    """Largest bin of each band, in dB from ``FLOOR_DB`` to full scale, as 0 to 100 (Hann window)."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) * 4 / len(samples)
    edges = np.geomspace(LOWEST_HZ, SAMPLE_RATE / 2, BANDS + 1) * len(samples) / SAMPLE_RATE
    firsts = np.minimum(edges[:-1].astype(int), len(power) - 1)
    peaks = np.maximum.reduceat(power, firsts)
    decibels = 20 * np.log10(peaks + 1e-9)
    return np.round(np.clip(1 - decibels / FLOOR_DB, 0, 1) * 100).astype(int).tolist()
