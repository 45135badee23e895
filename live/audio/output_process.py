"""Process of the output device: it drains the ring, and searches for the device again when that was lost.

It is a process of its own because PortAudio waits for minutes on a sound server that has died, and some drivers
crash when their card is pulled out. Neither then touches the performance.
"""

import ctypes
import os
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from live.audio import devices
from live.audio.devices import AudioDevice, DeviceError
from live.audio.os_support import raise_priority, silence_stderr
from live.audio.shared_ring import RingReader, SharedMemory

SEARCH_SECONDS = 0.2
"""Interval between searches for a lost device."""
POLL_SECONDS = 0.002
"""Interval at which messages and the device are checked."""


def serve(
    pipe: Connection,
    shared: SharedMemory,
    underruns: "ctypes.c_longlong",
    sample_rate: int,
    device: str | AudioDevice | None,
) -> None:
    """Play a ring until a message asks to finish, or until the device is lost.

    Sends the device once it is open, or the error, or ``None`` for each search in vain; at the end the number of
    times that the system was late.

    Args:
        pipe: to the engine's process.
        shared: memory of the ring.
        underruns: counter of gaps, in shared memory.
        sample_rate: Hz.
        device: part of a name, or ``None`` for the default device, which have to be there now; or a lost device,
            which is waited for.
    """
    with silence_stderr():
        try:
            if isinstance(device, AudioDevice):
                mixer, card = _await(pipe, device, sample_rate)
            else:
                mixer, card = devices.open_mixer(device, sample_rate)
        except DeviceError as error:
            pipe.send(error)
            return
        raise_priority()
        ring = RingReader(shared, card.channels)
        mixer.start()
        pipe.send(card)
        _play(pipe, mixer, ring, underruns)
        mixer.stop()
        # The parent may be gone by now.
        with suppress(OSError):
            pipe.send(int(mixer.stats.output_underflows))
        mixer.close()


def _await(pipe: Connection, card: AudioDevice, sample_rate: int) -> tuple[Any, AudioDevice]:
    """Wait for the lost device."""

    def pause() -> None:
        pipe.send(None)
        if pipe.poll(SEARCH_SECONDS):
            _leave()

    return devices.wait_for(lambda: devices.reopen_mixer(card, sample_rate), pause)


def _play(pipe: Connection, mixer: Any, ring: RingReader, underruns: "ctypes.c_longlong") -> None:
    """Play until a message asks to finish and the ring is empty; begin again after an underrun."""
    playing = None
    finishing = False
    while True:
        finishing = finishing or pipe.poll(POLL_SECONDS)
        read, written = ring.progress
        if not mixer.active:
            _leave()
        if finishing and read == written:
            return
        if playing not in mixer.actions and read != written:
            underruns.value += playing is not None and not finishing
            playing = mixer.play_ringbuffer(ring)
        if finishing:
            time.sleep(POLL_SECONDS)


def _leave() -> None:
    """End at once: closing PortAudio would hang without a sound server."""
    os._exit(1)
