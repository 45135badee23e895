"""Normalisation of recordings from outside: full scale, damage, and mixing down of channels.

A recording is surveyed as a whole first, and then mixed and scaled in one way from end to end.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from distill import audio
from distill.audio import Remark, Samples, ignore
from distill.errors import CorpusError

MAX_PEAK = 8.0
"""Peak, where full scale is 1, up to which samples count as normal (18 dB of headroom)."""
FULL_SCALES = (1 << 7, 1 << 15, 1 << 23, 1 << 31)
"""Full scales of 8, 16, 24 and 32 bit integers, which some programs write as floats without scaling."""
FEW = 0.01
"""Share of audible samples above ``MAX_PEAK`` below which those are damage, not another scale."""
AUDIBLE = 10 ** (-90 / 20)
"""Amplitude (-90 dB) from which on a sample counts as sound, as ``corpus.SILENCE``."""
CANCELLED = 0.25
"""Share of the power of uncorrelated channels below which the channels of a mix count as cancelling."""
SPEAKERS = {1: "C", 3: "LRC", 5: "LRCLR", 6: "LRCCLR", 7: "LRCCCLR", 8: "LRCCLRLR"}
"""Sides of channels (left, right, centre for both), by their number, in WAV order; else left and right in turn."""
SPEAKERS_OGG = {3: "LCR", 5: "LCRLR", 6: "LCRLRC", 7: "LCRLRCC", 8: "LCRLRLRC"}
"""Sides of channels in the order of Vorbis and Opus."""


def stream(path: Path, channels: int = 1, remark: Remark = ignore) -> Iterator[Samples]:
    """Samples [time, channel] of a recording at 48 kHz, block by block; ``remark`` receives oddities.

    Raises:
        CorpusError: the recording cannot be used; the message is the reason alone.
    """
    weights = _weights(path, channels, remark)
    yield from audio.stream(path, channels, mix=lambda block: block @ weights, remark=remark)


def read(path: Path, channels: int = 1, remark: Remark = ignore) -> Samples:
    """Read a whole recording, as ``stream`` does: samples [time, channel] at 48 kHz.

    Raises:
        CorpusError: as by ``stream``.
    """
    return np.concatenate(list(stream(path, channels, remark)))


@dataclass
class _Survey:
    """Statistics of the samples of a recording."""

    powers: NDArray[np.float64]
    """Sums of products of every two channels, [channel, channel]."""
    peak: float = 0.0
    audible: int = 0
    """Number of samples above ``AUDIBLE``."""
    above: int = 0
    """Number of samples above ``MAX_PEAK``."""

    def add(self, block: Samples) -> None:
        """Update by samples [time, channel]."""
        magnitude = np.abs(block)
        self.peak = max(self.peak, float(magnitude.max(initial=0.0)))
        self.audible += int((magnitude > AUDIBLE).sum())
        self.above += int((magnitude > MAX_PEAK).sum())
        exact = block.astype(np.float64)
        self.powers += exact.T @ exact


def _weights(path: Path, channels: int, remark: Remark) -> NDArray[np.float32]:
    """Mixing weights [channel, output] of a recording, scaled to full scale 1."""
    with audio.opened(path) as (file, _):
        survey = _Survey(np.zeros((file.channels, file.channels)))
        # One channel of whole numbers is as loud as it should be, and is not mixed.
        if file.channels > 1 or not file.subtype.startswith("PCM"):
            with suppress(audio.BrokenOffError):
                for block in audio.blocks(file):
                    survey.add(block)
        speakers = SPEAKERS | (SPEAKERS_OGG if file.format == "OGG" else {})
    return (_mix(survey.powers, channels, speakers, remark) / _full_scale(survey, remark)).astype(np.float32)


def _full_scale(survey: _Survey, remark: Remark) -> float:
    """Sample value that stands for full scale.

    Raises:
        CorpusError: there are samples that cannot be meant.
    """
    if survey.peak <= MAX_PEAK:
        return 1.0
    meant = next((scale for scale in FULL_SCALES if survey.peak <= scale), None)
    if meant is None or survey.above <= FEW * survey.audible:
        count = f"{survey.above} sample{'s' * (survey.above > 1)}"
        raise CorpusError(f"damaged: {count} up to {survey.peak:.3g}, where full scale is 1")
    remark(f"scaled by 1/{meant}: its samples go up to {survey.peak:.0f}, where full scale is 1")
    return float(meant)


def _mix(
    powers: NDArray[np.float64], channels: int, speakers: Mapping[int, str], remark: Remark
) -> NDArray[np.float64]:
    """Mixing weights [channel, output]: means of channels.

    Where channels cancel each other, the loudest of them is taken alone. A mix of more than two channels is made as
    loud as the loudest of them, so that one that sounds alone is not attenuated.
    """
    count = len(powers)
    sides = speakers.get(count) or ("LR" * count)[:count]
    weights = np.array([[side in "LC", side in "RC"] for side in sides], np.float64)
    if channels == 1:
        weights = weights.sum(axis=1, keepdims=True)
    weights /= weights.sum(axis=0)
    for side in weights.T:
        if side @ powers @ side < CANCELLED * side**2 @ powers.diagonal():
            strongest = int(np.argmax(powers.diagonal() * (side > 0)))
            side[:] = np.arange(count) == strongest
            remark(f"channels cancel each other: of those, only the loudest is used, channel {strongest + 1}")
    mixed = (weights.T @ powers @ weights).diagonal().max()
    if count > 2:
        remark(f"mixed down from {count} channels")
        weights *= np.sqrt(powers.diagonal().max() / mixed) if mixed else 1.0
    return weights
