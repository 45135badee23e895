"""The process that has the sound card: it drains the ring, and looks for the card again when that has gone.

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

LOOK_SECONDS = 0.2
"""Between two looks for a card that has gone."""
POLL_SECONDS = 0.002


def serve(
    pipe: Connection,
    memory: SharedMemory,
    underruns: "ctypes.c_longlong",
    sample_rate: int,
    wanted: str | AudioDevice | None,
) -> None:
    """Play what arrives in ``memory`` until the pipe says to finish, or until the card is lost.

    ``wanted`` is a part of a name or nothing, which has to be there now; or a card that was lost, which is waited
    for. Sends the card once it is opened, or the error, or ``None`` for every look in vain; at the end how often
    the system was late.
    """
    with silence_stderr():
        try:
            if isinstance(wanted, AudioDevice):
                mixer, card = _await(pipe, wanted, sample_rate)
            else:
                mixer, card = devices.open_mixer(wanted, sample_rate)
        except DeviceError as error:
            pipe.send(error)
            return
        raise_priority()
        ring = RingReader(memory, card.channels)
        mixer.start()
        pipe.send(card)
        _play(pipe, mixer, ring, underruns)
        mixer.stop()
        # Whoever asked may be gone by now.
        with suppress(OSError):
            pipe.send(int(mixer.stats.output_underflows))
        mixer.close()


def _await(pipe: Connection, card: AudioDevice, sample_rate: int) -> tuple[Any, AudioDevice]:
    """The lost card, once it is back."""

    def pause() -> None:
        pipe.send(None)
        if pipe.poll(LOOK_SECONDS):
            _leave()

    return devices.wait_for(lambda: devices.reopen_mixer(card, sample_rate), pause)


def _play(pipe: Connection, mixer: Any, ring: RingReader, underruns: "ctypes.c_longlong") -> None:
    """Until the pipe says to finish and all is played. A ring that runs dry is begun again when it has something."""
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
    """End at once, without the goodbyes that hang when there is nobody to say them to."""
    os._exit(1)
