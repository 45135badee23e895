"""What browsers are told of the stage, twenty-five times a second, and what they say to it: a socket of its own.

It goes past the page's elements, which would be compared and sent one by one.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from controllers.console.bridge import messages
from controllers.console.bridge.page_side import EngineConnection
from controllers.console.bridge.pipe import ModelChanged
from controllers.console.bridge.spectrum import analyse
from controllers.console.bridge.state_cache import StateCache
from distill.text import shown
from live.controls import ControlError
from live.session.telemetry_types import Backdrop, Glance

MAX_QUEUED = 100
"""Messages; who is further behind is hung up on, and comes again."""
MAX_BROWSERS = 64
"""Sockets at a time; more are sent away."""


class TelemetryBroadcaster:
    """Brings the stage to every browser, and every browser to the stage."""

    def __init__(self, connection: EngineConnection, cache: StateCache) -> None:
        self._connection = connection
        self._cache = cache
        self._queues: set[asyncio.Queue[str | None]] = set()

    def publish(self, message: ModelChanged | Glance) -> None:
        """Take in what the engine's process says, and pass it on."""
        if isinstance(message, ModelChanged):
            self._cache.reset(message)
            self._broadcast(self._model_message())
            return
        self._cache.update(message)
        if self._queues:
            self._broadcast({"look": self._for_browser(dict(message))})

    async def serve(self, browser: WebSocket) -> None:
        """Be there for one browser until it goes."""
        if len(self._queues) >= MAX_BROWSERS:
            await browser.close(1013, "Too many pages are open. Close some.")
            return
        await browser.accept()
        queue: asyncio.Queue[str | None] = asyncio.Queue(MAX_QUEUED)
        for message in (self._model_message(), {"look": self._for_browser(self._cache.full_state)}):
            queue.put_nowait(_json(message))
        self._queues.add(queue)
        self._connection.watch(True)
        sender = asyncio.create_task(_send_queued(browser, queue))
        try:
            with suppress(WebSocketDisconnect):
                while (received := await browser.receive())["type"] == "websocket.receive":
                    self._on_message(received.get("text") or "", queue)
        finally:
            sender.cancel()
            self._queues.discard(queue)
            self._connection.watch(bool(self._queues))

    def _model_message(self) -> dict[str, Any]:
        return {"stage": _model_json(self._cache.backdrop), "trouble": self._cache.trouble}

    def _on_message(self, text: str, queue: "asyncio.Queue[str | None]") -> None:
        """Obey ``[name, argument, …]``, or say why not."""
        try:
            event, remark = messages.read(text, self._cache)
        except ControlError as error:
            event, remark = None, str(error)
        if event:
            self._connection.send(event)
        if remark:
            _enqueue(queue, _json({"remark": remark}))

    def _for_browser(self, glance: dict[str, Any]) -> dict[str, Any]:
        """A glance as a browser takes it: sound as pictures, and how far faders are up, from 0 to 1."""
        samples: bytes = glance.pop("samples", b"")
        controls = self._cache.vocabulary.controls
        moved: dict[str, float] = glance.get("controls", {})
        units = {name: round(controls[name].to_unit(value), 4) for name, value in moved.items()}
        return glance | analyse(samples) | ({"units": units} if units else {})

    def _broadcast(self, message: dict[str, Any]) -> None:
        text = _json(message)
        for queue in self._queues:
            _enqueue(queue, text)


def _enqueue(queue: "asyncio.Queue[str | None]", text: str) -> None:
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
    else:
        queue.put_nowait(text)


async def _send_queued(browser: WebSocket, queue: "asyncio.Queue[str | None]") -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (text := await queue.get()) is not None:
            await browser.send_text(text)
        await browser.close()


def _json(message: dict[str, Any]) -> str:
    return json.dumps(message, separators=(",", ":"))


def _model_json(backdrop: Backdrop | None) -> dict[str, Any] | None:
    if backdrop is None:
        return None
    return {
        "model": shown(backdrop.model.stem),
        "card": backdrop.card,
        "captures": shown(backdrop.captures),
        "roles": backdrop.roles,
        "size": backdrop.size,
        "frames": backdrop.frames,
        "rate": backdrop.rate,
        "places": backdrop.places,
        "norms": backdrop.norms,
    }
