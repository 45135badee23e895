"""A short stretch of sound as an oscilloscope and a spectrum show it."""

import numpy as np
from numpy.typing import NDArray

SCOPE_SAMPLES = 960
"""20 ms."""
SCOPE_POINTS = 240
BANDS = 96
LOWEST_HZ = 40.0
SAMPLE_RATE = 48_000
FLOOR_DB = -90.0


def analyse(sound: bytes) -> dict[str, list[int]]:
    """16-bit samples as a ``scope``, -100 to 100, and a ``spectrum``, 0 to 100; nothing where there are none."""
    samples: NDArray[np.float32] = np.frombuffer(sound, dtype=np.int16).astype(np.float32) / np.float32(32_768)
    if len(samples) < 2 * SCOPE_SAMPLES:
        return {}
    return {"scope": _oscilloscope(samples), "spectrum": _spectrum(samples)}


def _oscilloscope(samples: NDArray[np.float32]) -> list[int]:
    """Begins where the sound goes upwards through zero, so that a tone stands still."""
    before, after = samples[: -SCOPE_SAMPLES - 1], samples[1:-SCOPE_SAMPLES]
    rising = np.flatnonzero((before < 0) & (after >= 0))
    start = int(rising[-1]) + 1 if len(rising) else 0
    shown = samples[start : start + SCOPE_SAMPLES : SCOPE_SAMPLES // SCOPE_POINTS]
    return np.round(shown * 100).astype(int).tolist()


def _spectrum(samples: NDArray[np.float32]) -> list[int]:
    """The peaks of each band of equal width in octaves, from the floor to full scale."""
    power = np.abs(np.fft.rfft(samples * np.hanning(len(samples)))) * 4 / len(samples)
    edges = np.geomspace(LOWEST_HZ, SAMPLE_RATE / 2, BANDS + 1) * len(samples) / SAMPLE_RATE
    firsts = np.minimum(edges[:-1].astype(int), len(power) - 1)
    peaks = np.maximum.reduceat(power, firsts)
    decibels = 20 * np.log10(peaks + 1e-9)
    return np.round(np.clip(1 - decibels / FLOOR_DB, 0, 1) * 100).astype(int).tolist()
