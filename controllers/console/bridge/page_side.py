"""The page's side of the pipe to the engine's process."""

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
from live.session.telemetry_types import Glance


class EngineConnection:
    """Brings what is message to the page's one thread. ``start`` it there."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[str]] = {}

    def start(self, on_message: Callable[[ModelChanged | Glance], None], on_end: Callable[[], None]) -> None:
        """Call ``on_message`` with what is message, and ``end`` once it is over."""
        loop = asyncio.get_running_loop()

        def receive() -> None:
            with suppress(EOFError, OSError, RuntimeError):
                while (message := self._pipe.recv()) is not None:
                    loop.call_soon_threadsafe(self._dispatch, message, on_message)
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(on_end)

        threading.Thread(target=receive, name="distill page pipe", daemon=True).start()

    def send(self, event: ControlEvent) -> None:
        """Have the instrument obey ``event``."""
        self._send(event)

    def watch(self, watched: bool) -> None:
        """Say whether there is anybody to tell."""
        self._send(WatchRequest(watched))

    async def load(self, model: Path) -> None:
        """Put ``model`` on stage.

        Raises:
            DistillError: it cannot be; the message says why.
        """
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._send(LoadRequest(number, model))
        if error := await self._waiting[number]:
            raise DistillError(error)

    def _dispatch(self, message: Any, on_message: Callable[[ModelChanged | Glance], None]) -> None:
        if isinstance(message, LoadReply):
            waiting = self._waiting.pop(message.number)
            if not waiting.done():
                waiting.set_result(message.error)
        else:
            on_message(message)

    def _send(self, message: ControlEvent | LoadRequest | WatchRequest) -> None:
        with suppress(OSError):
            self._pipe.send(message)
