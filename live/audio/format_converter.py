"""Conversion of samples between a codec and a device, in channels and sample rate."""

import numpy as np
import soxr

from distill.audio import Samples


class FormatConverter:
    """Streaming converter of channels and sample rate.

    Args:
        rate: sample rate of the input, in Hz.
        target_rate: sample rate of the output, in Hz.
        channels: channels of the output.
    """

    def __init__(self, rate: int, target_rate: int, channels: int) -> None:
        self._channels = channels
        self._resampler = None
        if rate != target_rate:
            self._resampler = soxr.ResampleStream(rate, target_rate, channels, dtype="float32")

    def convert(self, samples: Samples) -> Samples:
        """Convert samples [time, channel]: mono is copied to all channels, more are averaged to one."""
        if samples.shape[1] == self._channels:
            samples = np.ascontiguousarray(samples)
        else:
            samples = np.repeat(samples.mean(axis=1, keepdims=True), self._channels, axis=1)
        return samples if self._resampler is None else self._resampler.resample_chunk(samples)
