"""Partials of a spectrum: their frequencies, and how steadily they go on from frame to frame."""

from typing import NamedTuple

import torch
from torch import Tensor, nn

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


class Bins(NamedTuple):
    """Constants of the bins of a spectrum, all [bin]."""

    number: Tensor
    """Index of the bin."""
    inner: Tensor
    """The same; far from any where a bin is near an edge."""
    turns: Tensor
    """Phase advance of the centre in one hop, in turns."""
    spacing: Tensor
    """Difference of ``turns`` to the next bin."""


def together(log_magnitude: Tensor) -> Tensor:
    """Log magnitudes [batch, frame, bin] of the sum of channels [batch, channel, frame, bin]; no gradients."""
    return (log_magnitude[:, 0] if log_magnitude.shape[1] == 1 else log_magnitude.logsumexp(1)).detach()


def track(bins: Bins, x: Tensor, peaks: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Log magnitudes [batch, channel, frame, bin] and frequencies [batch, frame, bin], held where partials go on.

    The last ``partials`` are returned, too.
    """
    partials, frequency, age = state[:, :-2], state[:, -2], state[:, -1]
    frames: list[Tensor] = []
    advances: list[Tensor] = []
    for now, peak in zip(x.unbind(2), peaks.unbind(1), strict=True):
        change = partials - now
        square, weight = change.square(), (age / TRACKED).square()[:, None]
        share = (1 - weight) / (1 + square / STEADY**2)
        share = share + weight * (1 - TRACKED_RATE) / (1 + square / TRACKED_JUMP**2)
        held = now + change * share
        near = ((peak - bins.inner).abs() <= 1)[:, None]
        partials = torch.where(near, held, NONE).detach()
        advance, age = _held_frequencies(bins, together(held[:, :, None])[:, 0], peak, frequency, age)
        nearest, near = peak.long(), (peak - bins.number).abs() <= 1
        frequency = torch.where(near, advance.gather(-1, nearest), NONE)
        age = torch.where(near, age.gather(-1, nearest), 0)
        frames.append(held)
        advances.append(advance)
    after = torch.cat([partials, frequency[:, None], age[:, None]], dim=1)
    return torch.stack(frames, dim=2), torch.stack(advances, dim=1), after


def _held_frequencies(bins: Bins, x: Tensor, peak: Tensor, frequency: Tensor, age: Tensor) -> tuple[Tensor, Tensor]:
    """Frequencies of peaks and for how many frames they went on; all are [batch, bin] of one frame."""
    advance = frequencies_of(bins, x)
    around = x.unfold(-1, 7, 1)
    valley = torch.maximum(around[..., :3].amin(-1), around[..., 4:].amin(-1))
    rise = nn.functional.pad(around[..., 3] - valley, (3, 3))
    change = (frequency - advance) / bins.spacing
    goes_on = (peak == bins.number) & (change.abs() < 1) & (rise >= TRACKED_RISE)
    goes_on &= x > x.amax(-1, keepdim=True) - TRACKED_RANGE
    share = (age / TRACKED).square() * (1 - TRACKED_RATE) / (1 + (change / TRACKED_SHIFT).square().square())
    held = advance + change * bins.spacing * share
    return torch.where(goes_on, held, advance), torch.where(goes_on, (age + 1).clamp(max=TRACKED), 0)


def frequencies_of(bins: Bins, x: Tensor) -> Tensor:
    """Frequencies of peaks at each bin, in turns a hop: a parabola refines them, both [batch, …, bin]."""
    left, middle, right = x[..., :-2], x[..., 1:-1], x[..., 2:]
    curvature = (left - 2 * middle + right).clamp(max=-0.1)
    offset = nn.functional.pad((0.5 * (left - right) / curvature).clamp(-0.5, 0.5), (1, 1))
    return bins.turns + offset * bins.spacing
