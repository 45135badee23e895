"""An ear on what the instrument sends to the sound card, in the card's own time, and hands that turn its knobs."""

import random
import socket
import threading
import time
from collections import deque

import numpy as np

from controllers.osc.packets import packet
from distill.audio import Samples
from live.audio import devices

RATE, PERIOD = 48_000, 128
CLOCKED = 100
"""Arrivals of sound of which the soonest tells the ear's time."""


class Ear:
    """Hears the JACK client ``name``; recorded in C, so that JACK never waits for Python."""

    def __init__(self, name: str) -> None:
        # PortAudio looks for JACK as soon as it is loaded.
        sounddevice, rtmixer = devices.library("sounddevice"), devices.library("rtmixer")
        if not sounddevice._initialized:  # noqa: SLF001
            sounddevice._initialize()  # noqa: SLF001
        index = next(
            index
            for index, found in enumerate(sounddevice.query_devices())
            if found["name"] == name and found["max_input_channels"]
        )
        self._stream = rtmixer.Recorder(device=index, channels=1, samplerate=RATE, blocksize=PERIOD)
        self._ring = rtmixer.RingBuffer(4, 1 << 16)
        self._read = 0
        self._begun: deque[float] = deque(maxlen=CLOCKED)
        self._stream.start()
        self._stream.record_ringbuffer(self._ring)

    @property
    def now(self) -> float:
        """The card's time, in seconds."""
        return self._stream.time

    def listen(self, seconds: float) -> Samples:
        """The next samples [time], of ``seconds`` at least."""
        heard: list[Samples] = []
        count = 0
        while count < seconds * RATE:
            time.sleep(0.001)
            new = np.frombuffer(self._ring.read(), dtype=np.float32)
            if len(new):
                self._read += len(new)
                self._begun.append(self.now - self._read / RATE)
            heard.append(new)
            count += len(new)
        return np.concatenate(heard)

    def leaves_at(self, back: float) -> float:
        """When the sample that is ``back`` samples before the end of what was heard leaves the card."""
        # Sample 0 would have arrived at the soonest of these, had no period been missed since.
        # What came into the card in one period goes out in the next.
        return min(self._begun) + (self._read - back + 2 * PERIOD) / RATE

    def close(self) -> int:
        """How many periods were lost on the way."""
        self._stream.stop()
        missed = self._stream.stats.input_overflows
        self._stream.close()
        # Before the server ends, which PortAudio would not survive.
        devices.library("sounddevice")._terminate()  # noqa: SLF001
        return missed


class Hands:
    """Turns one knob 100 times a second, and others when told."""

    def __init__(self, port: int) -> None:
        self._address = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._turn, daemon=True)
        self._thread.start()

    def say(self, name: str, value: float) -> None:
        self._socket.sendto(packet(f"/distill/{name}", float(value)), self._address)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def _turn(self) -> None:
        while not self._stopping.wait(0.01):
            self.say("temperature", random.uniform(0.5, 1.5))
