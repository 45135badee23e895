"""What browsers are told of the stage, twenty-five times a second, and what they say to it: a socket of its own.

It goes past the page's elements, which would be compared and sent one by one.
"""

import asyncio
import json
from contextlib import suppress
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from controllers.console.bridge import messages
from controllers.console.bridge.page_side import Link
from controllers.console.bridge.pipe import Arrival
from controllers.console.bridge.spectrum import pictured
from controllers.console.bridge.state_cache import Mirror
from distill.text import shown
from live.controls import ControlError
from live.session.telemetry_types import TelemetryInfo, TelemetryUpdate

MOST_WAITING = 100
"""Messages; who is further behind is hung up on, and comes again."""
MOST_BROWSERS = 64
"""Sockets at a time; more are sent away."""


class Feed:
    """Brings the stage to every browser, and every browser to the stage."""

    def __init__(self, link: Link, mirror: Mirror) -> None:
        self._link = link
        self._mirror = mirror
        self._queues: set[asyncio.Queue[str | None]] = set()

    def hear(self, said: Arrival | TelemetryUpdate) -> None:
        """Take in what the engine's process says, and pass it on."""
        if isinstance(said, Arrival):
            self._mirror.change(said)
            self._tell(self._arrival())
            return
        self._mirror.take(said)
        if self._queues:
            self._tell({"look": self._shown(dict(said))})

    async def attend(self, browser: WebSocket) -> None:
        """Be there for one browser until it goes."""
        if len(self._queues) >= MOST_BROWSERS:
            await browser.close(1013, "Too many pages are open. Close some.")
            return
        await browser.accept()
        queue: asyncio.Queue[str | None] = asyncio.Queue(MOST_WAITING)
        for message in (self._arrival(), {"look": self._shown(self._mirror.whole)}):
            queue.put_nowait(_text(message))
        self._queues.add(queue)
        self._link.watch(True)
        telling = asyncio.create_task(_tell(browser, queue))
        try:
            with suppress(WebSocketDisconnect):
                while (said := await browser.receive())["type"] == "websocket.receive":
                    self._obey(said.get("text") or "", queue)
        finally:
            telling.cancel()
            self._queues.discard(queue)
            self._link.watch(bool(self._queues))

    def _arrival(self) -> dict[str, Any]:
        return {"stage": _described(self._mirror.backdrop), "trouble": self._mirror.trouble}

    def _obey(self, text: str, queue: "asyncio.Queue[str | None]") -> None:
        """Obey ``[name, argument, …]``, or say why not."""
        try:
            event, remark = messages.read(text, self._mirror)
        except ControlError as error:
            event, remark = None, str(error)
        if event:
            self._link.send(event)
        if remark:
            _put(queue, _text({"remark": remark}))

    def _shown(self, glance: dict[str, Any]) -> dict[str, Any]:
        """A glance as a browser takes it: sound as pictures, and how far faders are up, from 0 to 1."""
        samples: bytes = glance.pop("samples", b"")
        known = self._mirror.vocabulary.controls
        moved: dict[str, float] = glance.get("controls", {})
        units = {name: round(known[name].to_unit(value), 4) for name, value in moved.items()}
        return glance | pictured(samples) | ({"units": units} if units else {})

    def _tell(self, message: dict[str, Any]) -> None:
        text = _text(message)
        for queue in self._queues:
            _put(queue, text)


def _put(queue: "asyncio.Queue[str | None]", text: str) -> None:
    if queue.full():
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)
    else:
        queue.put_nowait(text)


async def _tell(browser: WebSocket, queue: "asyncio.Queue[str | None]") -> None:
    with suppress(WebSocketDisconnect, RuntimeError):
        while (text := await queue.get()) is not None:
            await browser.send_text(text)
        await browser.close()


def _text(message: dict[str, Any]) -> str:
    return json.dumps(message, separators=(",", ":"))


def _described(backdrop: TelemetryInfo | None) -> dict[str, Any] | None:
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
