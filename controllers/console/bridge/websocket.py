"""WebSocket with telemetry for browsers, 25 times a second, and with their control messages.

It bypasses NiceGUI's elements, whose properties would be compared and sent one by one.
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
from live.session.telemetry_types import TelemetryInfo, TelemetryUpdate

MAX_QUEUED = 100
"""Messages in a browser's queue; a browser that is further behind is disconnected, and reconnects."""
MAX_BROWSERS = 64
"""Sockets at a time; more are refused."""


class TelemetryBroadcaster:
    """Publisher of the engine's state to all browsers, and receiver of their messages."""

    def __init__(self, connection: EngineConnection, cache: StateCache) -> None:
        self._connection = connection
        self._cache = cache
        self._queues: set[asyncio.Queue[str | None]] = set()

    def publish(self, message: ModelChanged | TelemetryUpdate) -> None:
        """Update the cache with a message of the engine's process, and send it to every browser."""
        if isinstance(message, ModelChanged):
            self._cache.reset(message)
            self._broadcast(self._model_message())
            return
        self._cache.update(message)
        if self._queues:
            self._broadcast({"look": self._for_browser(dict(message))})

    async def serve(self, browser: WebSocket) -> None:
        """Serve one browser: send it the full state, then every change; return when it disconnects."""
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
        return {"stage": _model_json(self._cache.info), "trouble": self._cache.trouble}

    def _on_message(self, text: str, queue: "asyncio.Queue[str | None]") -> None:
        """Send the event of a browser's message to the engine, or a remark with the reason back to the browser."""
        try:
            event, remark = messages.read(text, self._cache)
        except ControlError as error:
            event, remark = None, str(error)
        if event:
            self._connection.send(event)
        if remark:
            _enqueue(queue, _json({"remark": remark}))

    def _for_browser(self, update: dict[str, Any]) -> dict[str, Any]:
        """Convert an update for browsers: samples to oscilloscope and spectrum, control values also to 0 … 1."""
        samples: bytes = update.pop("samples", b"")
        controls = self._cache.vocabulary.controls
        moved: dict[str, float] = update.get("controls", {})
        units = {name: round(controls[name].to_unit(value), 4) for name, value in moved.items()}
        return update | analyse(samples) | ({"units": units} if units else {})

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


def _model_json(info: TelemetryInfo | None) -> dict[str, Any] | None:
    if info is None:
        return None
    return {
        "model": shown(info.model.stem),
        "card": info.card,
        "captures": shown(info.captures),
        "roles": info.roles,
        "size": info.size,
        "frames": info.frames,
        "rate": info.rate,
        "places": info.places,
        "norms": info.norms,
    }
