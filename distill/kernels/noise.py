"""Random numbers by position: a seed and the number of a draw determine them, whatever was drawn before.

A counter-based generator (Philox 4x64; Salmon et al. 2011) makes a position in a performance two integers. Its numbers
are those of ``numpy.random.Philox``.
"""

import math
from collections.abc import Sequence

import numpy as np

from distill.kernels.dense import Floats, Integers
from distill.kernels.native.compiler import entry_kernel, kernel

_FIRST, _SECOND = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_FIRST_STEP, _SECOND_STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
_LOW_BITS, _HALF = np.uint64(0xFFFF_FFFF), np.uint64(32)
_ROUNDS = 10
_NUMBERS = 8
"""Numbers of a block of the generator: four of 64 bits, of which each is two of 32."""
_UNUSED = np.uint64(8)
"""Bits of 32 that a float32 has no place for."""
_SCALE = np.float32(2.0**-24)
_NOISE, _CHANCES = np.uint64(0), np.uint64(1 << 62)
"""Places of the generator's counter from which noise and chances are drawn."""
_LEAST, _MOST = np.float32(1e-30), np.float32(1 - 1e-7)
_ONE, _ROOT_HALF, _LN2 = np.float32(1), np.float32(math.sqrt(0.5)), np.float32(math.log(2))
_ABOVE = tuple(
    np.float32(c)
    for c in (2.589979117907922693523e-2, 3.808837741388407920751e-1, 1.480000633576506585156, 2.112677543073053063722,
              9.999999999999998702752e-1)
)  # fmt: skip
_BELOW = tuple(
    np.float32(c)
    for c in (5.875095403124574342950e-3, 1.546476374983906719538e-1, 9.864942958519418960339e-1,
              2.453006071784736363091, 2.612677543073109236779)
)  # fmt: skip


def gumbel_noises(draws: Sequence[tuple[int, int]], levels: int, size: int) -> Floats:
    """Standard Gumbel noise [stream, level, code] for pairs of a seed and a draw."""
    noise = np.empty((len(draws), levels, size), np.float32)
    draw_noises(*_positions(draws), noise)
    return noise


def memory_chances(draws: Sequence[tuple[int, int]], count: int) -> Floats:
    """Uniform numbers [stream, number] from 0 to 1 for pairs of a seed and a draw, independent of the others."""
    chances = np.empty((len(draws), count), np.float32)
    draw_all_chances(*_positions(draws), chances)
    return chances


def _positions(draws: Sequence[tuple[int, int]]) -> tuple[Integers, Integers]:
    """Seeds and draws [stream]."""
    return np.array([seed for seed, _ in draws], np.int64), np.array([draw for _, draw in draws], np.int64)


@entry_kernel
def draw_noises(seeds: Integers, draws: Integers, noise: Floats) -> None:
    """Gumbel ``noise`` [stream, level, code] of ``seeds`` and ``draws`` [stream]."""
    for s in range(seeds.size):
        draw_noise(seeds[s], draws[s], noise[s])


@entry_kernel
def draw_all_chances(seeds: Integers, draws: Integers, chances: Floats) -> None:
    """Uniform ``chances`` [stream, number] of ``seeds`` and ``draws`` [stream]."""
    for s in range(seeds.size):
        draw_chances(seeds[s], draws[s], chances[s])


@kernel
def draw_noise(seed: int, draw: int, noise: Floats) -> None:
    """Gumbel ``noise`` [level, code] of a ``seed`` and a ``draw``."""
    levels, size = noise.shape
    uniform = _uniform(seed, draw, _NOISE, noise.size)
    for level in range(levels):
        own = noise[level]
        for code in range(size):
            own[code] = -_log(-_log(min(max(uniform[int(level * size + code)], _LEAST), _MOST)))


@kernel
def draw_chances(seed: int, draw: int, chances: Floats) -> None:
    """Uniform ``chances`` [number] from 0 to 1 of a ``seed`` and a ``draw``."""
    uniform = _uniform(seed, draw, _CHANCES, chances.size)
    for number in range(chances.size):
        chances[number] = uniform[number]


@kernel
def _log(x: np.float32) -> np.float32:
    """Natural logarithm of a normal ``x`` > 0, rounded as numpy rounds it where it has vectors of 8 or 16 numbers.

    Its rational approximation, as another rounding of the noise would choose another code once an hour.
    """
    bits = np.float32(x).view(np.int32)
    mantissa = np.int32((bits & np.int32(0x7FFFFF)) | np.int32(0x3F000000)).view(np.float32)
    low = mantissa <= _ROOT_HALF
    power = np.float32((bits >> np.int32(23)) - np.int32(127 if low else 126))
    y = (mantissa + mantissa if low else mantissa) - _ONE
    above = _ABOVE[0]
    above = above * y + _ABOVE[1]
    above = above * y + _ABOVE[2]
    above = above * y + _ABOVE[3]
    above = above * y + _ABOVE[4]
    below = _BELOW[0]
    below = below * y + _BELOW[1]
    below = below * y + _BELOW[2]
    below = below * y + _BELOW[3]
    below = below * y + _BELOW[4]
    return np.float32(power * _LN2 + above * y / (below * y + _ONE))


@kernel
def _uniform(seed: int, draw: int, place: np.uint64, count: int) -> Floats:
    """Uniform numbers from 0 to below 1, ``count`` or some more, from a ``place`` of the counter on."""
    blocks = (count + _NUMBERS - 1) // _NUMBERS
    uniform = np.empty(blocks * _NUMBERS, np.float32)
    for block in range(blocks):
        a, b, c, d = _philox(place + np.uint64(block + 1), np.uint64(draw), np.uint64(seed))
        first = _NUMBERS * block
        _put(a, uniform, first)
        _put(b, uniform, first + 2)
        _put(c, uniform, first + 4)
        _put(d, uniform, first + 6)
    return uniform


@kernel
def _put(word: np.uint64, uniform: Floats, place: int) -> None:
    """Put both halves of a ``word`` to ``uniform``, from 0 to below 1."""
    uniform[place] = np.float32((word & _LOW_BITS) >> _UNUSED) * _SCALE
    uniform[place + 1] = np.float32(word >> (_HALF + _UNUSED)) * _SCALE


@kernel
def _philox(place: np.uint64, draw: np.uint64, seed: np.uint64) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Block of the generator at a counter (``place``, ``draw``), with the key ``seed``."""
    a, b, c, d = place, draw, np.uint64(0), np.uint64(0)
    key, other = seed, np.uint64(0)
    for _ in range(_ROUNDS):
        a, b, c, d = _high(_SECOND, c) ^ b ^ key, _SECOND * c, _high(_FIRST, a) ^ d ^ other, _FIRST * a
        key, other = key + _FIRST_STEP, other + _SECOND_STEP
    return a, b, c, d


@kernel
def _high(x: np.uint64, y: np.uint64) -> np.uint64:
    """Upper 64 bits of a product of 128."""
    low = (x & _LOW_BITS) * (y & _LOW_BITS)
    upper = (x >> _HALF) * (y & _LOW_BITS) + (low >> _HALF)
    lower = (x & _LOW_BITS) * (y >> _HALF) + (upper & _LOW_BITS)
    return np.uint64((x >> _HALF) * (y >> _HALF) + (upper >> _HALF) + (lower >> _HALF))
