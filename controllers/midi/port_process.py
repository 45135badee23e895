"""MIDI in a process of its own: JACK's library crashes whoever uses it when its server dies, and sound must not."""

import ctypes
import ctypes.util
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Self

from controllers.midi.ports import Ports, rtmidi, system
from distill.errors import DistillError
from distill.system.child_process import ChildProcess
from live.audio.os_support import CONTROL_PRIORITY, raise_priority

POLL_SECONDS = 0.0005
"""Interval at which messages are polled; ``tests/benchmarks/hands.py`` measures what it adds to."""
REFRESH_SECONDS = 1.0
"""Interval at which ports are listed, and pause before a process that died is replaced."""
JACK_NO_START_SERVER = 1
"""``JackNoStartServer`` of JACK's API: open a client only where a server runs."""

ReceivedMessage = tuple[str, bytes, float]
"""Port, message and time in seconds."""


class PortProcess:
    """The ports of this machine, elsewhere; one thread uses it, as a context or until ``close``.

    Where that process dies, so do the ports, until another has been started in its place by ``messages``.
    """

    def __init__(self, *, virtual: bool = True) -> None:
        self._virtual = virtual
        self._start()

    def __enter__(self) -> Self:
        """Wait until it is known which ports there are."""
        with suppress(EOFError, TimeoutError):
            if self._process:
                self.inputs = self._process.first()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def messages(self, seconds: float) -> Iterator[ReceivedMessage]:
        """Port, message and time in seconds of what has arrived, after waiting up to ``seconds`` for the first."""
        if not self._process:
            time.sleep(seconds)
            if time.monotonic() - self._started > REFRESH_SECONDS:
                self._start()
            return
        try:
            while self._process.ready(seconds):
                message: ReceivedMessage | list[str] = self._process.receive()
                seconds = 0.0
                if isinstance(message, list):
                    self.inputs = message
                else:
                    yield message
        except EOFError:
            self._lose()

    def send(self, port: str, message: list[int]) -> None:
        """Send ``message`` to a controller, if it listens."""
        if self._process:
            with suppress(EOFError):
                self._process.send((port, message))

    def close(self) -> None:
        """End the process."""
        if self._process:
            self._process.end()
            self._lose()

    def _start(self) -> None:
        self.inputs: list[str] = []
        """Names of the input ports that are open."""
        self._process: ChildProcess | None = None
        self._started = time.monotonic()
        with suppress(DistillError):  # no room for another process now
            self._process = ChildProcess("distill midi", serve, self._virtual)

    def _lose(self) -> None:
        if self._process:
            self._process.kill()
        self._process = None
        self.inputs = []


def serve(pipe: Connection, virtual: bool) -> None:
    """Send what arrives at the ports, and a list of them whenever it changes; receive what is to be sent to them."""
    raise_priority(CONTROL_PRIORITY)
    runs = system()
    if runs == rtmidi.API_UNIX_JACK:
        _end_with_jack()
    with Ports(virtual=virtual) as ports:
        while True:
            pipe.send(ports.inputs)
            if not _forward(pipe, ports) or (runs is None and system() is not None):
                return
            ports.refresh()


def _end_with_jack() -> None:
    """End this process with the JACK server: closing ports of a server that is gone would crash."""
    jack = ctypes.CDLL(ctypes.util.find_library("jack"))
    jack.jack_client_open.restype = ctypes.c_void_p
    client = jack.jack_client_open(b"Distill watch", JACK_NO_START_SERVER, None)
    jack.jack_on_shutdown(ctypes.c_void_p(client), _leave, None)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def _leave(_: object) -> None:
    os._exit(1)


def _forward(pipe: Connection, ports: Ports) -> bool:
    """Forward messages both ways until the ports are to be listed again; false if the process is to end."""
    until = time.monotonic() + REFRESH_SECONDS
    while time.monotonic() < until:
        if pipe.poll(POLL_SECONDS):
            if (message := pipe.recv()) is None:
                return False
            ports.send(*message)
        for message in ports.messages():
            pipe.send(message)
    return True
