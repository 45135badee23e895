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
from controllers.console.bridge.pipe import Answer, Arrival, Load, Wish
from distill.errors import DistillError
from live.controls import ControlEvent
from live.session.telemetry_types import TelemetrySource

TELL_SECONDS = 1 / 25
"""How often the page is told what has changed."""
SOON_SECONDS = 1 / 50
"""The same where a control has moved."""
LOOK_SECONDS = 1 / 100
"""How often one looks whether any has."""
GOODBYE_SECONDS = 5.0
PORT = 8400


class Stage(Protocol):
    """Where models are played, one at a time."""

    @property
    def sight(self) -> TelemetrySource | None:
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
class Access:
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

    def __init__(self, stage: Stage, access: Access) -> None:
        self._stage = stage
        self._socket = _listening(access)
        self._access = access
        self._answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._shown: TelemetrySource | None = None
        self._trouble: str | None = None
        self._watched = False
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="distill console", daemon=True)

    @property
    def url(self) -> str:
        """The address of the page, for this machine's browser."""
        host = "127.0.0.1" if self._access.host in ("0.0.0.0", "") else self._access.host  # noqa: S104 - said, not bound
        token = f"/?token={self._access.token}" if self._access.token else ""
        return f"{self._access.origin or f'http://{host}:{self._socket.getsockname()[1]}'}{token}"

    @property
    def gone(self) -> bool:
        """Whether the page has ended by itself."""
        return not self._thread.is_alive()

    def __enter__(self) -> Self:
        # Not forked: what other threads hold at that moment, a fork would hold for ever.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        access = self._access
        arguments = (theirs, self._socket, access.host, access.token, access.origin)
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
        self._process.join(GOODBYE_SECONDS)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._pipe.close()
        self._socket.close()

    def _keep(self) -> None:
        told, controls = 0.0, None
        with suppress(EOFError, OSError):
            while not self._stopping.is_set():
                if self._pipe.poll(LOOK_SECONDS):
                    self._obey(self._pipe.recv())
                moved = self._shown is not None and self._shown.instrument.controls is not controls
                if (now := time.monotonic()) >= told + (SOON_SECONDS if moved else TELL_SECONDS):
                    told, controls = now, self._shown.instrument.controls if self._shown else None
                    self._tell()

    def _obey(self, said: ControlEvent | Load | Wish) -> None:
        match said:
            case ControlEvent():
                # Meant for the model that is shown; another may have come since.
                if self._shown and said.name in self._shown.instrument.vocabulary.controls:
                    self._shown.instrument.send(said)
            case Load():
                threading.Thread(target=self._load, args=(said,), name="distill load", daemon=True).start()
            case Wish():
                self._watched = said.watched

    def _load(self, said: Load) -> None:
        try:
            self._stage.load(said.model)
        except DistillError as error:
            self._answers.put(Answer(said.number, str(error)))
        else:
            self._answers.put(Answer(said.number, ""))

    def _tell(self) -> None:
        sight, trouble = self._stage.sight, self._stage.trouble
        if sight is not self._shown or trouble != self._trouble:
            self._pipe.send(Arrival(sight.backdrop if sight else None, trouble, self._stage.wanted))
            self._shown, self._trouble = sight, trouble
        while not self._answers.empty():
            self._pipe.send(self._answers.get_nowait())
        if sight and self._watched:
            self._pipe.send(sight.look())


def _listening(access: Access) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((access.host, access.port))
        bound.listen(128)
    except (OSError, OverflowError) as error:
        bound.close()
        raise DistillError(
            f"The console cannot be at {access.host}:{access.port} ({error}). "
            "Is another one running? Take another --console-port."
        ) from error
    return bound
