"""Random numbers that a seed determines: chances by position, and draws in sequence."""

import threading
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


def chances(seed: int, draw: int, levels: int, frames: int) -> NDArray[np.float32]:
    """Uniform numbers [level, frame] from 0 to 1 of the ``draw``-th of ``seed``, independent of its Gumbel noise."""
    return _chance.at(seed, draw, 1 << 63).random((levels, frames), dtype=np.float32)
