"""Gumbel noise by position: a seed and the number of a draw determine it, whatever was drawn before.

A counter-based generator (Philox 4x64; Salmon et al. 2011) makes a position in a performance two integers. Its numbers
are those of ``numpy.random.Philox``.
"""

from collections.abc import Sequence

import numpy as np

from distill.kernels.compiler import entry_kernel, kernel
from distill.kernels.dense import Floats, Integers
from distill.kernels.elementwise import log

_FIRST, _SECOND = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_FIRST_STEP, _SECOND_STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
_LOW_BITS, _HALF = np.uint64(0xFFFF_FFFF), np.uint64(32)
_ROUNDS = 10
_WORDS = 4
"""Numbers of 64 bits that a block of the generator has; each is two of the numbers below."""
_UNUSED = np.uint64(8)
"""Bits of 32 that a float32 has no place for."""
_SCALE = np.float32(2.0**-24)
_LEAST, _MOST = np.float32(1e-30), np.float32(1 - 1e-7)


def gumbel_noises(draws: Sequence[tuple[int, int]], levels: int, size: int) -> Floats:
    """Standard Gumbel noise [stream, level, code] for pairs of a seed and a draw."""
    seeds, numbers = np.array(draws, np.int64).T.copy()
    noise = np.empty((len(draws), levels, size), np.float32)
    draw_noises(seeds, numbers, noise)
    return noise


@entry_kernel
def draw_noises(seeds: Integers, draws: Integers, noise: Floats) -> None:
    """Gumbel ``noise`` [stream, level, code] of ``seeds`` and ``draws`` [stream]."""
    for s in range(seeds.size):
        draw_noise(seeds[s], draws[s], noise[s])


@kernel
def draw_noise(seed: int, draw: int, noise: Floats) -> None:
    """Gumbel ``noise`` [level, code] of a ``seed`` and a ``draw``."""
    levels, size = noise.shape
    blocks = (noise.size + 2 * _WORDS - 1) // (2 * _WORDS)
    uniform = np.empty(blocks * 2 * _WORDS, np.float32)
    for block in range(blocks):
        a, b, c, d = _philox(np.uint64(block + 1), np.uint64(draw), np.uint64(seed))
        first = 2 * _WORDS * block
        _put(a, uniform, first)
        _put(b, uniform, first + 2)
        _put(c, uniform, first + 4)
        _put(d, uniform, first + 6)
    for level in range(levels):
        own = noise[level]
        for code in range(size):
            own[code] = -log(-log(min(max(uniform[int(level * size + code)], _LEAST), _MOST)))


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
