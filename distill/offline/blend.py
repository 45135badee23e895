"""Blends of two grids: interpolation of their codebook vectors."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from distill.audio import Samples
from distill.grid.grid import EMPTY, CodeGrid, GridError
from distill.model.codec import Codec
from distill.model.quantizer import nearest
from distill.offline.encode_decode import FRAMES_AT_ONCE, without_latency


def curve(points: Sequence[float], frames: int) -> NDArray[np.float32]:
    """Piecewise linear curve [frame] through equally spaced ``points``, from the first frame to the last."""
    return np.interp(np.linspace(0, len(points) - 1, frames), np.arange(len(points)), points).astype(np.float32)


@torch.inference_mode()
def decode(codec: Codec, first: CodeGrid, second: CodeGrid, ratio: NDArray[np.float32], length: int) -> Samples:
    """Decode the interpolation of two grids to ``length`` samples [time, channel].

    ``ratio`` [level, frame] is the weight of the second grid, 0 to 1; where it is all 0 or all 1 the samples are those
    of ``encode_decode.decode``, bit for bit. The shorter grid is padded with empty cells.
    """
    codes, share = _together(first, second, ratio), torch.tensor(ratio)
    state = codec.initial_state()
    blocks: list[Tensor] = []
    for part in range(0, ratio.shape[1], FRAMES_AT_ONCE):
        frames = slice(part, part + FRAMES_AT_ONCE)
        latents, gain = _between(codec, codes[..., frames], share[:, frames])
        samples, state = codec.decode_latents(latents, gain, state)
        blocks.append(samples)
    return without_latency(codec, blocks, length)


@torch.inference_mode()
def grid(codec: Codec, first: CodeGrid, second: CodeGrid, ratio: NDArray[np.float32]) -> CodeGrid:
    """Quantize the interpolation of two grids to a grid, level by level from the top.

    Coarser than ``decode``, which does not quantize; but where ``ratio`` [level, frame] is 0 or 1 cells are exactly
    those of the first or the second grid. A cell is empty where that of the nearer grid is.
    """
    codes, weight = _together(first, second, ratio), torch.tensor(ratio)
    rest, _ = _between(codec, codes, weight)
    nearer = torch.where(weight < 0.5, *codes)
    chosen: list[Tensor] = []
    for codebook, end, share in zip(codec.quantizer.codebooks, nearer, weight, strict=True):
        code = torch.where((share == 0) | (share == 1) | (end == EMPTY), end, nearest(rest[0], codebook))
        rest = rest - codebook[code.clamp(min=0)] * (code != EMPTY)[:, None]
        chosen.append(code)
    return CodeGrid.of(torch.stack(chosen).numpy(), first.size)


def _together(first: CodeGrid, second: CodeGrid, ratio: NDArray[np.float32]) -> Tensor:
    """Codes [grid, level, frame] of both grids, padded or cut to the frames of ``ratio`` [level, frame]."""
    if (first.size, first.levels) != (second.size, second.levels):
        raise GridError("Only grids of one model can be blended.")
    codes = np.full((2, first.levels, ratio.shape[1]), EMPTY, dtype=np.int64)
    for own, part in zip(codes, (first, second), strict=True):
        frames = min(part.frames, len(own[0]))
        own[:, :frames] = part.codes[:, :frames]
    return torch.from_numpy(codes)


def _between(codec: Codec, codes: Tensor, ratio: Tensor) -> tuple[Tensor, Tensor]:
    """Interpolated latents [1, frame, dim] of codes [grid, level, frame], and sums of their gains [1, frame]."""
    level_gain = torch.stack([1 - ratio, ratio]) * (codes != EMPTY)
    # Each grid by itself: adding a grid whose gains are zero changes no bit.
    return codec.quantizer.decode(codes.clamp(min=0), level_gain).sum(0, keepdim=True), level_gain.sum((0, 1))[None]
