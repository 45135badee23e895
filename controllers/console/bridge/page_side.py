"""The page's side of the pipe to the engine's process."""

import asyncio
import itertools
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from controllers.console.bridge.pipe import Answer, Arrival, Load, Wish
from distill.errors import DistillError
from live.controls import ControlEvent
from live.session.telemetry_types import TelemetryUpdate


class Link:
    """Brings what is said to the page's one thread. ``start`` it there."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[str]] = {}

    def start(self, hear: Callable[[Arrival | TelemetryUpdate], None], end: Callable[[], None]) -> None:
        """Call ``hear`` with what is said, and ``end`` once it is over."""
        loop = asyncio.get_running_loop()

        def listen() -> None:
            with suppress(EOFError, OSError, RuntimeError):
                while (said := self._pipe.recv()) is not None:
                    loop.call_soon_threadsafe(self._take, said, hear)
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(end)

        threading.Thread(target=listen, name="distill link", daemon=True).start()

    def send(self, event: ControlEvent) -> None:
        """Have the instrument obey ``event``."""
        self._say(event)

    def watch(self, watched: bool) -> None:
        """Say whether there is anybody to tell."""
        self._say(Wish(watched))

    async def load(self, model: Path) -> None:
        """Put ``model`` on stage.

        Raises:
            DistillError: it cannot be; the message says why.
        """
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        self._say(Load(number, model))
        if error := await self._waiting[number]:
            raise DistillError(error)

    def _take(self, said: Any, hear: Callable[[Arrival | TelemetryUpdate], None]) -> None:
        if isinstance(said, Answer):
            waiting = self._waiting.pop(said.number)
            if not waiting.done():
                waiting.set_result(said.error)
        else:
            hear(said)

    def _say(self, what: ControlEvent | Load | Wish) -> None:
        with suppress(OSError):
            self._pipe.send(what)
