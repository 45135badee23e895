"""An ear on a port of JACK that does not exist yet: when it appears, and when the first sound comes out of it."""

import ctypes
import ctypes.util
import threading
import time
from typing import Any, Self

POLL_SECONDS = 0.001
IS_INPUT = 1
"""``JackPortIsInput``."""
MONO = b"32 bit float mono audio"
"""``JACK_DEFAULT_AUDIO_TYPE``."""
_Process = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_void_p)


class JackEar:
    """Client of JACK that connects to the ``port`` of that name as soon as it is there; a context manager."""

    def __init__(self, port: str) -> None:
        self._jack: Any = ctypes.CDLL(ctypes.util.find_library("jack"))
        for name in ("jack_client_open", "jack_port_register", "jack_port_by_name", "jack_port_get_buffer"):
            getattr(self._jack, name).restype = ctypes.c_void_p
        self._port = port.encode()
        self._sounded = 0.0
        self._heard = threading.Event()
        self._callback = _Process(self._process)

    def __enter__(self) -> Self:
        self._client = ctypes.c_void_p(self._jack.jack_client_open(b"ear", 0, None))
        own = self._jack.jack_port_register(self._client, b"in", MONO, ctypes.c_ulong(IS_INPUT), ctypes.c_ulong(0))
        self._own = ctypes.c_void_p(own)
        self._jack.jack_set_process_callback(self._client, self._callback, None)
        self._jack.jack_activate(self._client)
        return self

    def __exit__(self, *_: object) -> None:
        self._jack.jack_client_close(self._client)

    def wait(self, timeout: float = 30.0) -> tuple[float, float]:
        """Wait for the port, then for sound; the moments of both, of ``time.monotonic``."""
        deadline = time.monotonic() + timeout
        while not self._jack.jack_port_by_name(self._client, self._port):
            assert time.monotonic() < deadline, "no port appeared"
            time.sleep(POLL_SECONDS)
        appeared = time.monotonic()
        # In vain until its client is active.
        while self._jack.jack_connect(self._client, self._port, b"ear:in"):
            assert time.monotonic() < deadline, "the port cannot be heard"
            time.sleep(POLL_SECONDS)
        assert self._heard.wait(deadline - time.monotonic()), "no sound came"
        return appeared, self._sounded

    def _process(self, frames: int, _: object) -> int:
        """Called by JACK with each period."""
        samples = self._jack.jack_port_get_buffer(self._own, ctypes.c_uint32(frames))
        if not self._heard.is_set() and ctypes.string_at(samples, 4 * frames).strip(b"\0"):
            self._sounded = time.monotonic()
            self._heard.set()
        return 0
