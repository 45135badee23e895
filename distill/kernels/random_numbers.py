"""Random numbers that a seed determines: Gumbel noise and chances by position, and draws in sequence."""

import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class SeededDraws:
    """Uniform draws of one seed, in sequence: those of PyTorch's generator on the CPU after ``manual_seed``.

    A 32-bit Mersenne Twister (Matsumoto & Nishimura 1998). Edits of earlier versions were drawn by ``torch.rand`` and
    ``torch.randint``; the same seed repeats them.
    """

    def __init__(self, seed: int) -> None:
        self._generator = np.random.RandomState(seed & 0xFFFF_FFFF)

    def uniform(self, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """Numbers of ``shape`` in [0, 1), float32, as ``torch.rand``: multiples of 2**-24."""
        return (self._bits(shape) & 0xFF_FFFF).astype(np.float32) * np.float32(2**-24)

    def integers(self, low: int, high: int, shape: tuple[int, ...]) -> NDArray[np.int64]:
        """Integers of ``shape`` from ``low`` to below ``high``, at most 2**24 values, as ``torch.randint``."""
        return self._bits(shape).astype(np.int64) % (high - low) + low

    def _bits(self, shape: tuple[int, ...]) -> NDArray[np.uint32]:
        return self._generator.randint(0, 1 << 32, shape, dtype=np.uint32)


class _Chance(threading.local):
    """Philox generator that is moved to any position of any seed, in a sixth of the time that a new one takes."""

    def __init__(self) -> None:
        self._bits = np.random.Philox()
        self._generator = np.random.Generator(self._bits)
        self._state: Any = self._bits.state
        self._fresh = self._state["buffer_pos"]

    def at(self, seed: int, draw: int, place: int = 0) -> np.random.Generator:
        """The generator, in the state of ``numpy.random.Philox(key=seed, counter=(draw << 64) + place)``."""
        self._state["state"]["key"][:] = seed, 0
        self._state["state"]["counter"][:] = place, draw, 0, 0
        self._state["buffer_pos"] = self._fresh
        self._state["has_uint32"] = 0
        self._bits.state = self._state
        return self._generator


_chance = _Chance()


def gumbel_noise(seed: int, draw: int, levels: int, size: int) -> NDArray[np.float32]:
    """Standard Gumbel noise [level, code]: the ``draw``-th of ``seed``, whatever was drawn before.

    A counter-based generator (Philox; Salmon et al. 2011) makes a position in a performance two integers.
    """
    return gumbel_noises([(seed, draw)], levels, size)[0]


def gumbel_noises(draws: Sequence[tuple[int, int]], levels: int, size: int) -> NDArray[np.float32]:
    """Gumbel noise [batch, level, code] for pairs of a seed and a draw."""
    uniform = np.empty((len(draws), levels, size), dtype=np.float32)
    for own, (seed, draw) in zip(uniform, draws, strict=True):
        _chance.at(seed, draw).random(out=own, dtype=np.float32)
    noise = uniform.clip(1e-30, 1 - 1e-7, out=uniform)
    # In place, twice: a batch of temporary arrays costs as much as the logarithms.
    for _ in range(2):
        np.negative(np.log(noise, out=noise), out=noise)
    return noise


def chances(seed: int, draw: int, levels: int, frames: int) -> NDArray[np.float32]:
    """Uniform numbers [level, frame] from 0 to 1 of the ``draw``-th of ``seed``, independent of its Gumbel noise."""
    return _chance.at(seed, draw, 1 << 63).random((levels, frames), dtype=np.float32)


def memory_chances(draws: Sequence[tuple[int, int]], count: int) -> NDArray[np.float32]:
    """Uniform numbers [batch, number] from 0 to 1 for pairs of a seed and a draw, independent of the others."""
    uniform = np.empty((len(draws), count), np.float32)
    for own, (seed, draw) in zip(uniform, draws, strict=True):
        _chance.at(seed, draw, 1 << 62).random(out=own, dtype=np.float32)
    return uniform
