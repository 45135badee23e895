"""A ring of samples in memory that two processes share: the engine's fills it, the sound card's drains it in C."""

import ctypes
from typing import Any

import _rtmixer  # pyright: ignore[reportMissingImports]
import pa_ringbuffer

from distill.audio import Samples

SharedMemory = ctypes.Array[ctypes.c_char]
_ffi: Any = _rtmixer.ffi
_RingBuffer: Any = pa_ringbuffer.init(_ffi, _rtmixer.lib)
HEAD_BYTES = 64
"""Room for PortAudio's account of who has read and written how far; the samples follow."""
SAMPLE_BYTES = 4


def bytes_for(samples: int) -> int:
    """How much memory a ring takes that holds so many samples of two channels, and at least as many of one."""
    return HEAD_BYTES + 2 * SAMPLE_BYTES * (1 << samples.bit_length())


class RingReader:
    """The end that the sound card takes from; made before the other end is used."""

    def __init__(self, memory: SharedMemory, channels: int) -> None:
        # The two names that rtmixer asks a ring buffer for.
        self.elementsize = channels * SAMPLE_BYTES
        self._ptr = _head(memory)
        _rtmixer.lib.PaUtil_InitializeRingBuffer(
            self._ptr, self.elementsize, (len(memory) - HEAD_BYTES) // self.elementsize, _samples(memory)
        )

    @property
    def progress(self) -> tuple[int, int]:
        """How far it is read, and how far it is written: equal when it is empty."""
        return self._ptr.readIndex, self._ptr.writeIndex


class RingWriter:
    """The end that the engine writes to.

    The samples are at another address than in the other process, so each end has an account of its own, and only
    how far it is written and read goes from one to the other.
    """

    def __init__(self, memory: SharedMemory, channels: int) -> None:
        self._memory = memory
        self._shared = _head(memory)
        self._own = _RingBuffer(channels * SAMPLE_BYTES, buffer=_samples(memory))

    @property
    def taken(self) -> int:
        """How far it is read: another number whenever something was."""
        return self._shared.readIndex

    @property
    def filled(self) -> int:
        """Samples that are not taken yet."""
        self._own._ptr.readIndex = self._shared.readIndex  # noqa: SLF001
        return self._own.read_available

    def write(self, samples: Samples) -> None:
        """Append samples [time, channel], of exactly the ring's channels."""
        self._own.write(samples)
        # After the samples: what was appended above came with a memory barrier.
        self._shared.writeIndex = self._own._ptr.writeIndex  # noqa: SLF001


def _head(memory: SharedMemory) -> Any:
    return _ffi.cast("PaUtilRingBuffer*", ctypes.addressof(memory))


def _samples(memory: SharedMemory) -> Any:
    return _ffi.cast(f"char(*)[{len(memory) - HEAD_BYTES}]", ctypes.addressof(memory) + HEAD_BYTES)[0]
