"""The page's process: a web server for this machine, with one page."""

import os
import socket
import time
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any

import uvicorn
from fastapi import FastAPI, Request, Response, WebSocket
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from nicegui import app as pages
from nicegui import core, ui

from controllers.console import ASSETS, page
from controllers.console.access import Door
from controllers.console.app_state import FILES, Studio
from controllers.console.bridge import sockets
from controllers.console.bridge.page_side import Link
from controllers.console.bridge.pipe import Arrival
from controllers.console.bridge.state_cache import Mirror
from controllers.console.bridge.websocket import Feed
from controllers.console.widgets.code_audition import Voices
from distill.errors import DistillError
from live.session.telemetry_types import TelemetryUpdate

KEPT_SECONDS = 600
"""How long a page that has lost its socket may take to find it again as it was."""
PING_SECONDS = 5
NICE = 5
"""The engine goes first."""


HEADER_SECONDS = 10
"""How long a connection may take to say what it wants."""
MOST_SILENT = 200
"""Connections that have not said it yet; of more, those that have waited longest are closed."""
LONGEST_MESSAGE = 1 << 20
"""Bytes that a socket's message may have."""


class Server(uvicorn.Server):
    """Ends when it is told to, and at no signal; and does not keep connections on which nobody asks anything."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._silent: dict[Any, float] = {}
        """Connections on which nothing is asked, and since when."""

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second: close what has been silent for too long."""
        now = time.monotonic()
        # A protocol without a cycle is a socket's, whose silence its pings end.
        silent = [one for one in self.server_state.connections if hasattr(one, "cycle") and _waits(one)]
        self._silent = {one: self._silent.get(one, now) for one in silent}
        oldest = sorted(self._silent, key=self._silent.__getitem__)
        for place, one in enumerate(oldest):
            if self._silent[one] < now - HEADER_SECONDS or place < len(oldest) - MOST_SILENT:
                one.transport.close()
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leave signals alone."""
        yield


class Assets(StaticFiles):
    """Asked for each time, and answered briefly where they are as they were."""

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        """The file, and word that it may change."""
        response = super().file_response(*arguments, **options)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _waits(connection: Any) -> bool:
    """Whether a connection has no request that is being answered."""
    return connection.cycle is None or connection.cycle.response_complete


def serve(pipe: Connection, bound: socket.socket, host: str, token: str, origin: str) -> None:
    """Serve the page at ``bound`` until the pipe says to end, or nobody is at its other end."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    # NiceGUI looks at every object there is, torch's old ones, too.
    warnings.filterwarnings("ignore", category=FutureWarning, module="nicegui")
    link, mirror = Link(pipe), Mirror()
    studio, feed = Studio(link, mirror), Feed(link, mirror)
    door = Door(_app(studio, feed), {host}, token, origin)
    config = uvicorn.Config(
        door, log_level="error", access_log=False, timeout_graceful_shutdown=1, ws_max_size=LONGEST_MESSAGE,
        proxy_headers=False,
    )  # fmt: skip
    server = Server(config)

    def hear(said: Arrival | TelemetryUpdate) -> None:
        feed.hear(said)
        if isinstance(said, Arrival):
            studio.changed.emit()

    def end() -> None:
        server.should_exit = True

    @pages.on_startup
    def begin() -> None:
        # Soon enough for a tablet that was out of reach; the page waits for longer than that.
        sockets.guard(core.sio)
        core.sio.eio.ping_interval = core.sio.eio.ping_timeout = PING_SECONDS
        link.start(hear, end)

    server.run(sockets=[bound])
    studio.training.stop()


async def _no_such_page(request: Request, _: Exception) -> Response:
    return PlainTextResponse(f"There is nothing at {request.url.path[:100]!r}.\n", 404)


def _app(studio: Studio, feed: Feed) -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.add_exception_handler(RequestValidationError, _no_such_page)
    app.mount("/assets", Assets(directory=ASSETS))
    voices = Voices(studio)

    @app.get("/hear/{level}/{code}")
    def hear(level: int, code: int) -> Response:
        try:
            return FileResponse(voices.heard(level, code), headers={"Cache-Control": "no-cache"})
        except DistillError as error:
            return PlainTextResponse(f"{error}\n", 404)

    @app.get(FILES + "/{place}/{name:path}")
    def file(place: str, name: str) -> Response:
        try:
            return FileResponse(studio.file(place, name))
        except DistillError as error:
            return PlainTextResponse(f"{error}\n", 404)

    @app.websocket("/stage")
    async def stage(browser: WebSocket) -> None:
        await feed.attend(browser)

    page.declare(studio)
    ui.run_with(
        app,
        title="Distill",
        dark=True,
        favicon=ASSETS / "icon.svg",
        reconnect_timeout=KEPT_SECONDS,
        binding_refresh_interval=0.25,
        show_welcome_message=False,
        storage_secret=None,
    )
    return app
