"""Ring buffer of samples in memory shared by two processes: the engine writes, the output process reads in C."""

import ctypes
from typing import TYPE_CHECKING, Any

import _rtmixer  # pyright: ignore[reportMissingImports]
import pa_ringbuffer

if TYPE_CHECKING:
    # The output process needs no numpy, which would take most of its start, and of its memory.
    from distill.audio import Samples

SharedMemory = ctypes.Array[ctypes.c_char]
_ffi: Any = _rtmixer.ffi
_RingBuffer: Any = pa_ringbuffer.init(_ffi, _rtmixer.lib)
HEAD_BYTES = 64
"""Size of the header, PortAudio's ``PaUtilRingBuffer`` with the read and write index; samples follow."""
SAMPLE_BYTES = 4
"""Size of a sample, a 32-bit float."""


def bytes_for(samples: int) -> int:
    """Size in bytes of a ring for at least ``samples`` samples of two channels, header included."""
    return HEAD_BYTES + 2 * SAMPLE_BYTES * (1 << samples.bit_length())


class RingReader:
    """Reading end, for rtmixer; it initializes the ring, before the writing end is used."""

    def __init__(self, buffer: SharedMemory, channels: int) -> None:
        # The two names that rtmixer asks a ring buffer for.
        self.elementsize = channels * SAMPLE_BYTES
        self._ptr = _head(buffer)
        _rtmixer.lib.PaUtil_InitializeRingBuffer(
            self._ptr, self.elementsize, (len(buffer) - HEAD_BYTES) // self.elementsize, _samples(buffer)
        )

    @property
    def progress(self) -> tuple[int, int]:
        """Read and write index, modulo twice the ring's length: equal when it is empty."""
        return self._ptr.readIndex, self._ptr.writeIndex


class RingWriter:
    """Writing end, for the engine.

    The memory has another address in each process, so each end has a header of its own, and only the two indices are
    copied between them.
    """

    def __init__(self, buffer: SharedMemory, channels: int) -> None:
        self._buffer = buffer  # kept alive: the ring has its address alone
        self._shared = _head(buffer)
        self._own = _RingBuffer(channels * SAMPLE_BYTES, buffer=_samples(buffer))

    @property
    def taken(self) -> int:
        """Read index; it changes whenever samples are read."""
        return self._shared.readIndex

    @property
    def filled(self) -> int:
        """Number of samples that are not read yet, per channel."""
        self._own._ptr.readIndex = self._shared.readIndex  # noqa: SLF001
        return self._own.read_available

    def write(self, samples: "Samples") -> None:
        """Append samples [time, channel], of exactly the ring's channels."""
        self._own.write(samples)
        # After the samples: what was appended above came with a memory barrier.
        self._shared.writeIndex = self._own._ptr.writeIndex  # noqa: SLF001


def _head(buffer: SharedMemory) -> Any:
    return _ffi.cast("PaUtilRingBuffer*", ctypes.addressof(buffer))


def _samples(buffer: SharedMemory) -> Any:
    return _ffi.cast(f"char(*)[{len(buffer) - HEAD_BYTES}]", ctypes.addressof(buffer) + HEAD_BYTES)[0]
