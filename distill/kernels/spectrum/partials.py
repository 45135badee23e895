"""Partials of a spectrum: peaks, their frequencies, and how steadily they go on from frame to frame."""

import numpy as np

from distill.hyperparameters import (
    NONE,
    STEADY,
    TRACKED,
    TRACKED_JUMP,
    TRACKED_RANGE,
    TRACKED_RATE,
    TRACKED_RISE,
    TRACKED_SHIFT,
)
from distill.kernels.dense import Floats, Integers
from distill.kernels.native.compiler import kernel

_NONE, _STEADY = np.float32(NONE), np.float32(1 / STEADY**2)
_ZERO, _HALF, _ONE = np.float32(0), np.float32(0.5), np.float32(1)
_TRACKED, _HELD = np.float32(TRACKED), np.float32(1 - TRACKED_RATE)
_JUMP, _SHIFT = np.float32(1 / TRACKED_JUMP**2), np.float32(1 / TRACKED_SHIFT**2)
_RANGE, _RISE = np.float32(TRACKED_RANGE), np.float32(TRACKED_RISE)
_LEAST_CURVATURE = np.float32(-0.1)


@kernel
def find_peaks(x: Floats, nearest: Integers) -> None:
    """Index of the spectral peak nearest to each bin; the two edge bins count, and of two as near the upper."""
    last = x.size - 1
    peak = 0
    for k in range(x.size):
        if k == last or (k > 0 and x[k] > x[k - 1] and x[k] >= x[k + 1]):
            peak = k
        nearest[k] = peak
    peak = last
    for k in range(last, -1, -1):
        if nearest[k] == k:
            peak = k
        if peak - k <= k - nearest[k]:
            nearest[k] = peak


@kernel
def smooth(x: Floats, partials: Floats, nearest: Integers) -> None:
    """Smooth log magnitudes [bin] over time; a change d falls short by d / (1 + (d / STEADY)²).

    ``partials`` are then those near a peak. An edge is none.
    """
    bins = x.size
    for k in range(bins):
        change = partials[k] - x[k]
        x[k] += change / (_ONE + change * change * _STEADY)
        near = 1 < k < bins - 2 and abs(nearest[k] - k) <= 1
        partials[k] = x[k] if near else _NONE


@kernel
def hold(x: Floats, partials: Floats, nearest: Integers, age: Floats) -> None:
    """``smooth``, the more and the larger changes the longer the partial of a bin has gone on (``age`` [bin])."""
    bins = x.size
    for k in range(bins):
        change = partials[k] - x[k]
        square = change * change
        weight = (age[k] / _TRACKED) ** 2
        x[k] += change * ((_ONE - weight) / (_ONE + square * _STEADY) + weight * _HELD / (_ONE + square * _JUMP))
        near = 1 < k < bins - 2 and abs(nearest[k] - k) <= 1
        partials[k] = x[k] if near else _NONE


@kernel
def frequencies(turns: Floats, spacing: Floats, x: Floats, advance: Floats) -> None:
    """Frequency of a peak at each bin, in turns a hop, which a parabola through ``x`` [bin] refines."""
    bins = x.size
    advance[0], advance[bins - 1] = turns[0], turns[bins - 1]
    for k in range(1, bins - 1):
        curvature = min(x[k - 1] - np.float32(2) * x[k] + x[k + 1], _LEAST_CURVATURE)
        offset = min(max(_HALF * (x[k - 1] - x[k + 1]) / curvature, -_HALF), _HALF)
        advance[k] = turns[k] + offset * spacing[k]


@kernel
def track(spacing: Floats, x: Floats, nearest: Integers, frequency: Floats, age: Floats, advance: Floats) -> None:
    """Hold the frequencies ``advance`` [bin] of peaks that go on; ``frequency`` and ``age`` [bin] are renewed.

    A strong peak that stands out goes on if it was within a bin of where it is; ``age`` counts its frames.
    """
    bins = x.size
    most = x[0]
    for k in range(bins):
        most = max(most, x[k])
    ages = np.zeros(bins, np.float32)
    for k in range(3, bins - 3):
        if nearest[k] != k or x[k] <= most - _RANGE:
            continue
        below, above = min(x[k - 1], x[k - 2], x[k - 3]), min(x[k + 1], x[k + 2], x[k + 3])
        change = (frequency[k] - advance[k]) / spacing[k]
        if abs(change) < _ONE and x[k] - max(below, above) >= _RISE:
            weight = (age[k] / _TRACKED) ** 2 * _HELD
            square = change * change * _SHIFT
            advance[k] += change * spacing[k] * weight / (_ONE + square * square)
            ages[k] = min(age[k] + _ONE, _TRACKED)
    for k in range(bins):
        near = abs(nearest[k] - k) <= 1
        frequency[k] = advance[nearest[k]] if near else _NONE
        age[k] = ages[nearest[k]] if near else _ZERO


@kernel
def advance_phases(advance: Floats, nearest: Integers, phase: Floats) -> None:
    """Advance the phases [bin] by a hop: each is its peak's, plus its frequency ``advance`` [bin]."""
    ahead = np.empty(phase.size, np.float32)
    for k in range(phase.size):
        ahead[k] = phase[k] + advance[k]
    for k in range(phase.size):
        ahead[k] -= np.trunc(ahead[k])
    for k in range(phase.size):
        phase[k] = ahead[nearest[k]]
