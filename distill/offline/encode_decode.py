"""Encoding of recordings to grids of codes, and decoding of grids to sound of the same length."""

from collections.abc import Callable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from distill import audio
from distill.audio import Remark, Samples, ignore
from distill.data import recordings
from distill.errors import CorpusError, DistillError
from distill.grid.grid import EMPTY, CodeGrid
from distill.io.audio_formats import KINDS
from distill.model.codec import Codec
from distill.model.spectral import limit

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


@torch.inference_mode()
def encode(codec: Codec, samples: Samples, report: Callable[[float], None] = lambda _: None) -> CodeGrid:
    """Encode samples [time, channel] to a grid, which is longer by the latency of the codec.

    ``report`` receives the share that is done, 0 to 1.
    """
    codes = codec.encode(torch.from_numpy(samples).T[None], report=report)
    return CodeGrid.of(codes[0].numpy(), codec.config.codebook_size)


@torch.inference_mode()
def decode(codec: Codec, grid: CodeGrid, length: int) -> Samples:
    """Decode a grid to ``length`` samples [time, channel]; a level is muted where its cell is empty."""
    state = codec.initial_state()
    blocks: list[Tensor] = []
    for codes in torch.tensor(grid.codes)[None].split(FRAMES_AT_ONCE, dim=2):
        samples, state = codec.decode_step(codes.clamp(min=0), (codes != EMPTY).float(), state)
        blocks.append(samples)
    return without_latency(codec, blocks, length)


def without_latency(codec: Codec, blocks: Sequence[Tensor], length: int) -> Samples:
    """Concatenate blocks [1, channel, time] to ``length`` samples [time, channel], without the codec's latency.

    The limiter of live playing is applied.
    """
    samples = torch.cat(list(blocks), dim=2)[0, :, codec.latency : codec.latency + length]
    return limit(torch.nn.functional.pad(samples, (0, length - samples.shape[1]))).T.numpy()
