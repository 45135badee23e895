"""MIDI in a process of its own: JACK's library crashes whoever uses it when its server dies, and sound must not."""

import ctypes
import ctypes.util
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Self

from controllers.midi.ports import Ports, rtmidi, system
from live.audio.os_support import CONTROL_PRIORITY, raise_priority

POLL_SECONDS = 0.0005
"""How often messages are looked for."""
REFRESH_SECONDS = 1.0
"""How often ports are looked for, and how long it takes to begin anew."""
STARTING_SECONDS = 20.0
"""How long a process may take to be there on a busy machine."""
GOODBYE_SECONDS = 2.0
JACK_NO_START_SERVER = 1

Heard = tuple[str, bytes, float]


class PortProcess:
    """The ports of this machine, elsewhere; one thread uses it, as a context or until ``close``.

    Where that process dies, so do the ports, until another has been started in its place by ``messages``.
    """

    def __init__(self, *, virtual: bool = True) -> None:
        self._virtual = virtual
        self._start()

    def __enter__(self) -> Self:
        """Wait until it is known which ports there are."""
        with suppress(EOFError, OSError):
            if self._pipe.poll(STARTING_SECONDS):
                self.inputs = self._pipe.recv()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def messages(self, seconds: float) -> Iterator[Heard]:
        """What has come, waiting for the first for at most so long: port, message, and when, in seconds."""
        if not self._process:
            time.sleep(seconds)
            if time.monotonic() - self._started > REFRESH_SECONDS:
                self._start()
            return
        try:
            while self._pipe.poll(seconds):
                said: Heard | list[str] = self._pipe.recv()
                seconds = 0.0
                if isinstance(said, list):
                    self.inputs = said
                else:
                    yield said
        except (EOFError, OSError):
            self._end()

    def send(self, port: str, message: list[int]) -> None:
        """Send ``message`` to a controller, if it listens."""
        with suppress(OSError):
            self._pipe.send((port, message))

    def close(self) -> None:
        """Let the ports go."""
        if self._process:
            with suppress(OSError):
                self._pipe.send(None)
            self._process.join(GOODBYE_SECONDS)
            self._end()

    def _start(self) -> None:
        # Not forked: what other threads hold at that moment, a fork would hold for ever.
        context = multiprocessing.get_context("spawn")
        self.inputs: list[str] = []
        """The ports that are listened to."""
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, self._virtual), name="distill midi", daemon=True)
        self._process.start()
        theirs.close()
        self._started = time.monotonic()

    def _end(self) -> None:
        if self._process:
            self._process.kill()
            self._process.join()
        self._process = None
        self.inputs = []
        self._pipe.close()


def serve(pipe: Connection, virtual: bool) -> None:
    """Send what arrives at the ports, and a list of them whenever it changes; receive what is to be sent to them."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise_priority(CONTROL_PRIORITY)
    runs = system()
    if runs == rtmidi.API_UNIX_JACK:
        _end_with_jack()
    with suppress(EOFError, OSError), Ports(virtual=virtual) as ports:
        while True:
            pipe.send(ports.inputs)
            if not _carry(pipe, ports) or (runs is None and system() is not None):
                return
            ports.refresh()


def _end_with_jack() -> None:
    """End this process with the server, without the goodbyes that crash when there is nobody to say them to."""
    jack = ctypes.CDLL(ctypes.util.find_library("jack"))
    jack.jack_client_open.restype = ctypes.c_void_p
    client = jack.jack_client_open(b"Distill watch", JACK_NO_START_SERVER, None)
    jack.jack_on_shutdown(ctypes.c_void_p(client), _leave, None)


@ctypes.CFUNCTYPE(None, ctypes.c_void_p)
def _leave(_: object) -> None:
    os._exit(1)


def _carry(pipe: Connection, ports: Ports) -> bool:
    """Carry messages both ways until it is time to look for ports; whether there is more to do after that."""
    until = time.monotonic() + REFRESH_SECONDS
    while time.monotonic() < until:
        if pipe.poll(POLL_SECONDS):
            if (said := pipe.recv()) is None:
                return False
            ports.send(*said)
        for message in ports.messages():
            pipe.send(message)
    return True
