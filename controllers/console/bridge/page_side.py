"""Page's side of the pipe to the engine's process."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from controllers.console.bridge.pipe import LoadReply, LoadRequest, ModelChanged, WatchRequest
from distill.errors import DistillError
from live.controls import ControlEvent
from live.session.telemetry_types import TelemetryUpdate


class EngineConnection:
    """Connection to the engine's process, used from the thread of the page's event loop.

    A thread receives messages and hands them to the event loop. Messages to a process that has ended are lost.
    """

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[str]] = {}

    def start(self, on_message: Callable[[ModelChanged | TelemetryUpdate], None], on_end: Callable[[], None]) -> None:
        """Begin to receive; call this inside the event loop.

        Args:
            on_message: called in the event loop with each message.
            on_end: called in the event loop once the engine's process has ended, or ends this one.
        """
        loop = asyncio.get_running_loop()

        def receive() -> None:
            with suppress(EOFError, OSError, RuntimeError):
                while (message := self._pipe.recv()) is not None:
                    loop.call_soon_threadsafe(self._dispatch, message, on_message)
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(on_end)

        threading.Thread(target=receive, name="distill page pipe", daemon=True).start()

    def send(self, event: ControlEvent) -> None:
        """Send an event to the engine."""
        self._send(event)

    def watch(self, watched: bool) -> None:
        """Ask for telemetry, or have it paused while no browser is connected."""
        self._send(WatchRequest(watched))

    async def load(self, model: Path) -> None:
        """Load a model file instead of the one that plays; return once it plays.

        Raises:
            DistillError: the file cannot be read or played; the message gives the reason.
        """
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._send(LoadRequest(number, model))
        if error := await self._waiting[number]:
            raise DistillError(error)

    def _dispatch(self, message: Any, on_message: Callable[[ModelChanged | TelemetryUpdate], None]) -> None:
        if isinstance(message, LoadReply):
            waiting = self._waiting.pop(message.number)
            if not waiting.done():
                waiting.set_result(message.error)
        else:
            on_message(message)

    def _send(self, message: ControlEvent | LoadRequest | WatchRequest) -> None:
        with suppress(OSError):
            self._pipe.send(message)
