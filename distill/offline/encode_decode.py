"""Encoding of recordings to grids of codes, and decoding of grids to sound of the same length."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from distill import audio
from distill.audio import Remark, Samples, ignore
from distill.data import recordings
from distill.errors import CorpusError, DistillError
from distill.grid.grid import EMPTY, CodeGrid
from distill.io.audio_formats import KINDS
from distill.kernels.runtime import CodecRuntime, limited

FRAMES_AT_ONCE = 2048
"""Frames decoded at once, so that memory does not grow with the length of a recording."""


def read(path: Path, channels: int, remark: Remark = ignore) -> Samples:
    """Read the samples [time, channel] of a recording to encode; ``remark`` receives oddities.

    Raises:
        DistillError: it cannot be read or encoded.
    """
    try:
        samples = recordings.read(path, channels, remark)
    except CorpusError as reason:
        raise DistillError(f"{path} cannot be encoded: {reason}. Give a {KINDS}.") from reason
    if not len(samples):
        raise DistillError(f"{path} cannot be encoded: no sound in it. Give a recording.")
    if samples.any() and not audio.is_audible(samples):
        raise DistillError(f"{path} cannot be encoded: {audio.INAUDIBLE}. Give a recording that can be heard.")
    return samples


def encode(codec: CodecRuntime, samples: Samples, report: Callable[[float], None] = lambda _: None) -> CodeGrid:
    """Encode samples [time, channel] to a grid, which is longer by the latency of the codec.

    ``report`` receives the share that is done, 0 to 1.
    """
    codes = codec.encode(samples.T[None], report=report)
    return CodeGrid.of(codes[0], codec.config.codebook_size)


def decode(codec: CodecRuntime, grid: CodeGrid, length: int) -> Samples:
    """Decode a grid to ``length`` samples [time, channel]; a level is muted where its cell is empty."""
    state = codec.initial_state()
    blocks: list[NDArray[np.float32]] = []
    for first in range(0, grid.frames, FRAMES_AT_ONCE):
        codes = grid.codes[None, :, first : first + FRAMES_AT_ONCE]
        samples, state = codec.decode_step(codes.clip(min=0), (codes != EMPTY).astype(np.float32), state)
        blocks.append(samples)
    return without_latency(codec, blocks, length)


def without_latency(codec: CodecRuntime, blocks: Sequence[NDArray[np.float32]], length: int) -> Samples:
    """Concatenate blocks [1, channel, time] to ``length`` samples [time, channel], without the codec's latency.

    The limiter of live playing is applied.
    """
    samples = np.concatenate(blocks, axis=2)[0, :, codec.latency : codec.latency + length]
    return limited(np.pad(samples, ((0, 0), (0, length - samples.shape[1])))).T
