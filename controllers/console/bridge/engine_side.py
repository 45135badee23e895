"""The engine's side of the console: a thread that tells the page what is to be seen, and obeys it.

The page is a process of its own, so that the engine never waits for a web server.
"""

import queue
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol, Self

from controllers.console import process
from controllers.console.bridge.pipe import LoadReply, LoadRequest, ModelChanged, WatchRequest
from distill.errors import DistillError
from live.controls import ControlEvent
from live.session.telemetry_types import Sight

TELEMETRY_SECONDS = 1 / 25
"""How often the page is sent_at what has changed."""
CONTROL_SECONDS = 1 / 50
"""The same where a control has moved."""
POLL_SECONDS = 1 / 100
"""How often one looks whether any has."""
SHUTDOWN_SECONDS = 5.0
PORT = 8400


class PlayingSession(Protocol):
    """Where models are played, one at a time."""

    @property
    def sight(self) -> Sight | None:
        """The model that is on it, if any is."""
        ...

    @property
    def trouble(self) -> str:
        """Why there is none."""
        ...

    @property
    def wanted(self) -> Path:
        """The model that is on it, or was to be."""
        ...

    def load(self, model: Path) -> None:
        """Have ``model`` on it instead.

        Raises:
            DistillError: it cannot be; the message says why.
        """
        ...


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where the page is to be found, and by whom."""

    host: str = "127.0.0.1"
    port: int = PORT
    token: str = ""
    """What one has to know to be let in; nothing on this machine alone."""
    origin: str = ""
    """Where a proxy shows the page to others, say ``https://stage.example``; nothing without one."""


class Console:
    """The page of a stage. Use it as a context.

    Raises:
        DistillError: the port is taken, or the host is not this machine's.
    """

    def __init__(self, session: PlayingSession, address: PageAddress) -> None:
        self._session = session
        self._socket = _listening(address)
        self._address = address
        self._answers: queue.SimpleQueue[LoadReply] = queue.SimpleQueue()
        self._shown: Sight | None = None
        self._trouble: str | None = None
        self._watched = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="distill console", daemon=True)

    @property
    def url(self) -> str:
        """The address of the page, for this machine's browser."""
        host = "127.0.0.1" if self._address.host in ("0.0.0.0", "") else self._address.host  # noqa: S104 - message, not bound
        token = f"/?token={self._address.token}" if self._address.token else ""
        return f"{self._address.origin or f'http://{host}:{self._socket.getsockname()[1]}'}{token}"

    @property
    def ended(self) -> bool:
        """Whether the page has ended by itself."""
        return not self._thread.is_alive()

    def __enter__(self) -> Self:
        # Not forked: what other threads hold at that moment, a fork would hold for ever.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        address = self._address
        arguments = (theirs, self._socket, address.host, address.token, address.origin)
        self._process = context.Process(target=process.serve, args=arguments, name="distill page")
        self._process.start()
        theirs.close()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._thread.join()
        with suppress(OSError):
            self._pipe.send(None)
        self._process.join(SHUTDOWN_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._pipe.close()
        self._socket.close()

    def _run(self) -> None:
        sent_at, controls = 0.0, None
        with suppress(EOFError, OSError):
            while not self._stopping.is_set():
                if self._pipe.poll(POLL_SECONDS):
                    self._on_message(self._pipe.recv())
                moved = self._shown is not None and self._shown.instrument.controls is not controls
                if (now := time.monotonic()) >= sent_at + (CONTROL_SECONDS if moved else TELEMETRY_SECONDS):
                    sent_at, controls = now, self._shown.instrument.controls if self._shown else None
                    self._send_updates()

    def _on_message(self, message: ControlEvent | LoadRequest | WatchRequest) -> None:
        match message:
            case ControlEvent():
                # Meant for the model that is shown; another may have come since.
                if self._shown and message.name in self._shown.instrument.vocabulary.controls:
                    self._shown.instrument.send(message)
            case LoadRequest():
                threading.Thread(target=self._load, args=(message,), name="distill load", daemon=True).start()
            case WatchRequest():
                self._watched = message.watched

    def _load(self, message: LoadRequest) -> None:
        try:
            self._session.load(message.model)
        except DistillError as error:
            self._answers.put(LoadReply(message.number, str(error)))
        else:
            self._answers.put(LoadReply(message.number, ""))

    def _send_updates(self) -> None:
        sight, trouble = self._session.sight, self._session.trouble
        if sight is not self._shown or trouble != self._trouble:
            self._pipe.send(ModelChanged(sight.backdrop if sight else None, trouble, self._session.wanted))
            self._shown, self._trouble = sight, trouble
        while not self._answers.empty():
            self._pipe.send(self._answers.get_nowait())
        if sight and self._watched:
            self._pipe.send(sight.look())


def _listening(address: PageAddress) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((address.host, address.port))
        bound.listen(128)
    except (OSError, OverflowError) as error:
        bound.close()
        raise DistillError(
            f"The console cannot be at {address.host}:{address.port} ({error}). "
            "Is another one running? Take another --console-port."
        ) from error
    return bound
