"""Layers of the networks, for one frame of many streams; every stream is, bit for bit, as it is alone.

Sums are added up in the order of their terms, one term after the other, whatever the number of streams. Loops run over
outputs, which lie side by side: weights are stored [in, out].
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distill.kernels.elementwise import gelu
from distill.kernels.native.compiler import kernel

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

VARIANCE_FLOOR = np.float32(1e-5)
"""Added to the variance by layer normalisation, as ``torch.nn.LayerNorm`` does."""


class NetworkWeights(NamedTuple):
    """Weights of a causal ConvNeXt network: linear layer, blocks, normalisation, linear layer."""

    in_weight: Floats
    """[in, channel]."""
    in_bias: Floats
    kernels: Floats
    """[block, frame, channel]: depthwise convolutions over time, oldest frame first."""
    norm_scale: Floats
    """[block, channel]."""
    norm_bias: Floats
    up_weight: Floats
    """[block, channel, inner]."""
    up_bias: Floats
    down_weight: Floats
    """[block, inner, channel]."""
    down_bias: Floats
    layer_scale: Floats
    """[block, channel]."""
    last_scale: Floats
    last_bias: Floats
    out_weight: Floats
    """[channel, out]."""
    out_bias: Floats


@kernel
def dense(x: Floats, weight: Floats, bias: Floats, y: Floats) -> None:
    """Linear layer: ``y`` [stream, out] = ``x`` [stream, in] times ``weight`` [in, out], plus ``bias`` [out]."""
    streams, s = x.shape[0], 0
    while s + 4 <= streams:
        _dense_four(x[s : s + 4], weight, bias, y[s : s + 4])
        s += 4
    while s < streams:
        _dense_one(x[s], weight, bias, y[s])
        s += 1


@kernel
def _dense_one(x: Floats, weight: Floats, bias: Floats, y: Floats) -> None:
    """``dense`` of one stream, eight inputs a pass, so that outputs are seldom loaded and stored."""
    inputs, outputs = weight.shape
    for j in range(outputs):
        y[j] = bias[j]
    i = 0
    while i + 8 <= inputs:
        a, b, c, d, e, f, g, h = x[i], x[i + 1], x[i + 2], x[i + 3], x[i + 4], x[i + 5], x[i + 6], x[i + 7]
        for j in range(outputs):
            total = y[j] + a * weight[i, j]
            total += b * weight[i + 1, j]
            total += c * weight[i + 2, j]
            total += d * weight[i + 3, j]
            total += e * weight[i + 4, j]
            total += f * weight[i + 5, j]
            total += g * weight[i + 6, j]
            total += h * weight[i + 7, j]
            y[j] = total
        i += 8
    while i < inputs:
        a = x[i]
        for j in range(outputs):
            y[j] += a * weight[i, j]
        i += 1


@kernel
def _dense_four(x: Floats, weight: Floats, bias: Floats, y: Floats) -> None:
    """``dense`` of four streams, four inputs a pass: each weight is loaded once for all four."""
    inputs, outputs = weight.shape
    x0, x1, x2, x3 = x[0], x[1], x[2], x[3]
    y0, y1, y2, y3 = y[0], y[1], y[2], y[3]
    for j in range(outputs):
        y0[j] = y1[j] = y2[j] = y3[j] = bias[j]
    i = 0
    while i + 4 <= inputs:
        a0, b0, c0, d0 = x0[i], x0[i + 1], x0[i + 2], x0[i + 3]
        a1, b1, c1, d1 = x1[i], x1[i + 1], x1[i + 2], x1[i + 3]
        a2, b2, c2, d2 = x2[i], x2[i + 1], x2[i + 2], x2[i + 3]
        a3, b3, c3, d3 = x3[i], x3[i + 1], x3[i + 2], x3[i + 3]
        for j in range(outputs):
            a, b, c, d = weight[i, j], weight[i + 1, j], weight[i + 2, j], weight[i + 3, j]
            total = y0[j] + a0 * a
            total += b0 * b
            total += c0 * c
            y0[j] = total + d0 * d
            total = y1[j] + a1 * a
            total += b1 * b
            total += c1 * c
            y1[j] = total + d1 * d
            total = y2[j] + a2 * a
            total += b2 * b
            total += c2 * c
            y2[j] = total + d2 * d
            total = y3[j] + a3 * a
            total += b3 * b
            total += c3 * c
            y3[j] = total + d3 * d
        i += 4
    while i < inputs:
        for j in range(outputs):
            y0[j] += x0[i] * weight[i, j]
            y1[j] += x1[i] * weight[i, j]
            y2[j] += x2[i] * weight[i, j]
            y3[j] += x3[i] * weight[i, j]
        i += 1


@kernel
def copy(source: Floats, target: Floats) -> None:
    """Copy ``source`` to ``target``, both of one axis; assigning a slice compiles far more slowly."""
    for i in range(target.size):
        target[i] = source[i]


@kernel
def copy_past(source: Floats, target: Floats) -> None:
    """Copy the latest inputs of every block of a network, [block, frame, channel]."""
    for block in range(source.shape[0]):
        for frame in range(source.shape[1]):
            copy(source[block, frame], target[block, frame])


@kernel
def layer_norm(x: Floats, scale: Floats, bias: Floats, y: Floats) -> None:
    """Layer normalisation (Ba et al. 2016) of one stream: ``x`` [channel] to ``y`` [channel]."""
    count = np.float32(x.size)
    total = np.float32(0)
    for i in range(x.size):
        total += x[i]
    mean = total / count
    squares = np.float32(0)
    for i in range(x.size):
        squares += (x[i] - mean) * (x[i] - mean)
    inverse = np.float32(1) / np.sqrt(squares / count + VARIANCE_FLOOR)
    for i in range(x.size):
        y[i] = (x[i] - mean) * inverse * scale[i] + bias[i]


@kernel
def convolve(kernel_of_block: Floats, past: Floats, x: Floats, y: Floats) -> None:
    """Depthwise convolution over time of one frame ``x`` [channel] and those before it; ``past`` is renewed.

    ``past`` [frame, channel] is shorter by one frame than ``kernel_of_block`` [frame, channel].
    """
    frames, width = past.shape
    for c in range(width):
        y[c] = past[0, c] * kernel_of_block[0, c]
    for k in range(1, frames):
        for c in range(width):
            y[c] += past[k, c] * kernel_of_block[k, c]
    for c in range(width):
        y[c] += x[c] * kernel_of_block[frames, c]
    for k in range(frames - 1):
        copy(past[k + 1], past[k])
    copy(x, past[frames - 1])


@kernel
def network_step(weights: NetworkWeights, x: Floats, past: Floats, y: Floats) -> None:
    """One frame of a network: ``x`` [stream, in] to ``y`` [stream, out].

    ``past`` [stream, block, frame, channel], the latest inputs of every block, is renewed.
    """
    streams = x.shape[0]
    blocks, width, inner = weights.up_weight.shape
    now = np.empty((streams, width), np.float32)
    mixed = np.empty(width, np.float32)
    normed = np.empty((streams, width), np.float32)
    wide = np.empty((streams, inner), np.float32)
    dense(x, weights.in_weight, weights.in_bias, now)
    for block in range(blocks):
        for s in range(streams):
            convolve(weights.kernels[block], past[s, block], now[s], mixed)
            layer_norm(mixed, weights.norm_scale[block], weights.norm_bias[block], normed[s])
        dense(normed, weights.up_weight[block], weights.up_bias[block], wide)
        for s in range(streams):
            for c in range(inner):
                wide[s, c] = gelu(wide[s, c])
        dense(wide, weights.down_weight[block], weights.down_bias[block], normed)
        for s in range(streams):
            for c in range(width):
                now[s, c] += weights.layer_scale[block, c] * normed[s, c]
    for s in range(streams):
        layer_norm(now[s], weights.last_scale, weights.last_bias, normed[s])
    dense(normed, weights.out_weight, weights.out_bias, y)
