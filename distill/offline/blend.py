"""Blends of two grids: interpolation of their codebook vectors."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.grid.grid import EMPTY, CodeGrid, GridError
from distill.kernels.runtime import CodecRuntime
from distill.offline.encode_decode import FRAMES_AT_ONCE, without_latency


def curve(points: Sequence[float], frames: int) -> NDArray[np.float32]:
    """Piecewise linear curve [frame] through equally spaced ``points``, from the first frame to the last."""
    return np.interp(np.linspace(0, len(points) - 1, frames), np.arange(len(points)), points).astype(np.float32)


def decode(codec: CodecRuntime, first: CodeGrid, second: CodeGrid, ratio: NDArray[np.float32], length: int) -> Samples:
    """Decode the interpolation of two grids to ``length`` samples [time, channel].

    ``ratio`` [level, frame] is the weight of the second grid, 0 to 1; where it is all 0 or all 1 the samples are those
    of ``encode_decode.decode``, bit for bit. The shorter grid is padded with empty cells.
    """
    codes = _together(first, second, ratio)
    state = codec.initial_state()
    blocks: list[NDArray[np.float32]] = []
    for part in range(0, ratio.shape[1], FRAMES_AT_ONCE):
        frames = slice(part, part + FRAMES_AT_ONCE)
        latents, gain = _between(codec, codes[..., frames], ratio[:, frames])
        samples, state = codec.decode_latents(latents, gain, state)
        blocks.append(samples)
    return without_latency(codec, blocks, length)


def grid(codec: CodecRuntime, first: CodeGrid, second: CodeGrid, ratio: NDArray[np.float32]) -> CodeGrid:
    """Quantize the interpolation of two grids to a grid, level by level from the top.

    Coarser than ``decode``, which does not quantize; but where ``ratio`` [level, frame] is 0 or 1 cells are exactly
    those of the first or the second grid. A cell is empty where that of the nearer grid is.
    """
    codes = _together(first, second, ratio)
    latents, _ = _between(codec, codes, ratio)
    rest = latents[0]
    nearer = np.where(ratio < 0.5, *codes)
    chosen: list[NDArray[np.int64]] = []
    for codebook, end, share in zip(codec.codebooks, nearer, ratio, strict=True):
        code = np.where((share == 0) | (share == 1) | (end == EMPTY), end, _nearest(rest, codebook))
        rest = rest - codebook[code.clip(min=0)] * (code != EMPTY)[:, None]
        chosen.append(code)
    return CodeGrid.of(np.stack(chosen), first.size)


def _nearest(vectors: NDArray[np.float32], codebook: NDArray[np.float32]) -> NDArray[np.int64]:
    """Index [frame] of the vector of ``codebook`` [code, dim] nearest to each of ``vectors`` [frame, dim]."""
    # |v - c|² without |v|², which is the same for every code.
    return (np.square(codebook).sum(-1) - 2 * vectors @ codebook.T).argmin(-1)


def _together(first: CodeGrid, second: CodeGrid, ratio: NDArray[np.float32]) -> NDArray[np.int64]:
    """Codes [grid, level, frame] of both grids, padded or cut to the frames of ``ratio`` [level, frame]."""
    if (first.size, first.levels) != (second.size, second.levels):
        raise GridError("Only grids of one model can be blended.")
    codes = np.full((2, first.levels, ratio.shape[1]), EMPTY, dtype=np.int64)
    for own, part in zip(codes, (first, second), strict=True):
        frames = min(part.frames, len(own[0]))
        own[:, :frames] = part.codes[:, :frames]
    return codes


def _between(
    codec: CodecRuntime, codes: NDArray[np.int64], ratio: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Interpolated latents [1, frame, dim] of codes [grid, level, frame], and sums of their gains [1, frame]."""
    level_gain = (np.stack([1 - ratio, ratio]) * (codes != EMPTY)).astype(np.float32)
    # Each grid by itself: adding a grid whose gains are zero changes no bit.
    latents, gains = codec.latents(codes.clip(min=0), level_gain)
    return latents.sum(0, keepdims=True), gains.sum(0, keepdims=True)
