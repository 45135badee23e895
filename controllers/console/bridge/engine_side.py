"""Engine's side of the console: a thread that sends telemetry to the page and receives its events.

The page is a process of its own, so that the engine never waits for a web server.
"""

import importlib
import queue
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, Self

from controllers.console.bridge.pipe import LoadReply, LoadRequest, ModelChanged, WatchRequest
from distill.errors import DistillError
from distill.system.child_process import SHUTDOWN_SECONDS, ChildProcess
from live.controls import ControlEvent
from live.session.telemetry_types import TelemetrySource

TELEMETRY_SECONDS = 1 / 25
"""Interval at which changes are sent to the page."""
CONTROL_SECONDS = 1 / 50
"""Interval while controls move."""
POLL_SECONDS = 1 / 100
"""Longest wait for a message of the page before the controls are checked."""
PORT = 8400
"""Default port of the page."""


class PlayingSession(Protocol):
    """Session that plays one model at a time."""

    @property
    def telemetry(self) -> TelemetrySource | None:
        """Telemetry of the loaded model; ``None`` if there is none."""
        ...

    @property
    def trouble(self) -> str:
        """The reason in one line if no model is loaded."""
        ...

    @property
    def requested(self) -> Path:
        """The model file that is loaded, or was to be."""
        ...

    def load(self, model: Path) -> None:
        """Load a model file instead of the one that plays.

        Raises:
            DistillError: it cannot be read or played; the message gives the reason.
        """
        ...


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Address of the page's server, and the token that lets browsers in."""

    host: str = "127.0.0.1"
    port: int = PORT
    token: str = ""
    """Secret that a browser has to present; empty if only this machine can connect."""
    origin: str = ""
    """Origin under which a proxy publishes the page, such as ``https://stage.example``; empty without a proxy."""


class Console:
    """The page of a session, served by a process of its own; a context manager.

    Raises:
        DistillError: the port is taken, or the host is not this machine's.
    """

    def __init__(self, session: PlayingSession, address: PageAddress) -> None:
        self._session = session
        self._socket = _listening(address)
        self._address = address
        self._answers: queue.SimpleQueue[LoadReply] = queue.SimpleQueue()
        self._source: TelemetrySource | None = None
        self._trouble: str | None = None
        self._watched = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="distill console", daemon=True)

    @property
    def url(self) -> str:
        """The address of the page, for this machine's browser."""
        host = "127.0.0.1" if self._address.host in ("0.0.0.0", "") else self._address.host  # noqa: S104 - shown, not bound
        token = f"/?token={self._address.token}" if self._address.token else ""
        return f"{self._address.origin or f'http://{host}:{self._socket.getsockname()[1]}'}{token}"

    @property
    def ended(self) -> bool:
        """True if the page's process has ended by itself."""
        return not self._thread.is_alive()

    def __enter__(self) -> Self:
        address = self._address
        self._process = ChildProcess(
            "distill page", serve_page, self._socket, address.host, address.token, address.origin
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        # A page that stands still takes nothing: what waits for it ends with it.
        self._thread.join(SHUTDOWN_SECONDS)
        self._process.end()
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        sent_at, controls = 0.0, None
        with suppress(EOFError):
            while not self._stopping.is_set():
                if self._process.ready(POLL_SECONDS):
                    self._on_message(self._process.receive())
                moved = self._source is not None and self._source.instrument.controls is not controls
                if (now := time.monotonic()) >= sent_at + (CONTROL_SECONDS if moved else TELEMETRY_SECONDS):
                    sent_at, controls = now, self._source.instrument.controls if self._source else None
                    self._send_updates()

    def _on_message(self, message: ControlEvent | LoadRequest | WatchRequest) -> None:
        match message:
            case ControlEvent():
                # The browser saw another model if one was loaded meanwhile, which may lack this control.
                if self._source and message.name in self._source.instrument.vocabulary.controls:
                    self._source.instrument.send(message)
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
        telemetry, trouble = self._session.telemetry, self._session.trouble
        if telemetry is not self._source or trouble != self._trouble:
            self._process.send(ModelChanged(telemetry.info if telemetry else None, trouble, self._session.requested))
            self._source, self._trouble = telemetry, trouble
        while not self._answers.empty():
            self._process.send(self._answers.get_nowait())
        if telemetry and self._watched:
            self._process.send(telemetry.changes())


def serve_page(pipe: Connection, bound: socket.socket, host: str, token: str, origin: str) -> None:
    """Run the page's process, as ``server.serve``; the web server is imported there, never in the engine's process."""
    importlib.import_module("controllers.console.server").serve(pipe, bound, host, token, origin)


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
