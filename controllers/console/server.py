"""Web server of the page, in a process of its own."""

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
from controllers.console.access import AccessControl
from controllers.console.app_state import FILES, AppState
from controllers.console.bridge import sockets
from controllers.console.bridge.page_side import EngineConnection
from controllers.console.bridge.pipe import ModelChanged
from controllers.console.bridge.state_cache import StateCache
from controllers.console.bridge.websocket import TelemetryBroadcaster
from controllers.console.widgets.code_audition import CodeAudition
from distill.errors import DistillError
from live.session.telemetry_types import TelemetryUpdate

KEPT_SECONDS = 600
"""Time within which a page whose socket broke can reconnect with its state kept."""
PING_SECONDS = 5
"""Interval of the sockets' pings, and the wait for their answers."""
NICE = 5
"""Niceness of the process, so that the engine's has priority."""
HEADER_SECONDS = 10
"""Time within which a connection has to send a request."""
MAX_SILENT = 200
"""Connections without a request; of more, the oldest are closed."""
LONGEST_MESSAGE = 1 << 20
"""Largest message on a WebSocket, in bytes."""


class Server(uvicorn.Server):
    """Uvicorn server that ignores signals and closes connections without requests."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._silent: dict[Any, float] = {}
        """Connections without a request, and the time since when, in seconds of the monotonic clock."""

    async def on_tick(self, counter: int) -> bool:
        """Close connections that have been silent for too long; called ten times a second."""
        now = time.monotonic()
        # A protocol without a cycle is a WebSocket's, which pings watch over.
        silent = [one for one in self.server_state.connections if hasattr(one, "cycle") and _is_idle(one)]
        self._silent = {one: self._silent.get(one, now) for one in silent}
        oldest = sorted(self._silent, key=self._silent.__getitem__)
        for place, one in enumerate(oldest):
            if self._silent[one] < now - HEADER_SECONDS or place < len(oldest) - MAX_SILENT:
                one.transport.close()
        return await super().on_tick(counter)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Install no signal handlers."""
        yield


class Assets(StaticFiles):
    """Static files that browsers revalidate on every use."""

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        """Response with the file, marked ``no-cache``."""
        response = super().file_response(*arguments, **options)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _is_idle(connection: Any) -> bool:
    """True if no request of a connection is being answered."""
    return connection.cycle is None or connection.cycle.response_complete


def serve(pipe: Connection, bound: socket.socket, host: str, token: str, origin: str) -> None:
    """Serve the page until the engine's process sends ``None`` or ends.

    Args:
        pipe: connection to the engine's process.
        bound: listening socket.
        host: name that is accepted as ``Host`` beside this machine's.
        token: secret that browsers have to present; empty for none.
        origin: origin under which a proxy publishes the page; empty without one.
    """
    if hasattr(os, "nice"):
        os.nice(NICE)
    # NiceGUI inspects all live objects, deprecated ones of torch included, which warn.
    warnings.filterwarnings("ignore", category=FutureWarning, module="nicegui")
    connection, cache = EngineConnection(pipe), StateCache()
    app, broadcaster = AppState(connection, cache), TelemetryBroadcaster(connection, cache)
    guarded = AccessControl(_web_app(app, broadcaster), {host}, token, origin)
    config = uvicorn.Config(
        guarded, log_level="error", access_log=False, timeout_graceful_shutdown=1, ws_max_size=LONGEST_MESSAGE,
        proxy_headers=False,
    )  # fmt: skip
    server = Server(config)

    def on_message(message: ModelChanged | TelemetryUpdate) -> None:
        broadcaster.publish(message)
        if isinstance(message, ModelChanged):
            app.model_changed.emit()

    def end() -> None:
        server.should_exit = True

    @pages.on_startup
    def begin() -> None:
        # A tablet that was out of range is noticed within seconds, and its page reconnects.
        sockets.guard(core.sio)
        core.sio.eio.ping_interval = core.sio.eio.ping_timeout = PING_SECONDS
        connection.start(on_message, end)

    server.run(sockets=[bound])
    app.jobs.stop()


async def _no_such_page(request: Request, _: Exception) -> Response:
    return PlainTextResponse(f"There is nothing at {request.url.path[:100]!r}.\n", 404)


def _web_app(app: AppState, broadcaster: TelemetryBroadcaster) -> FastAPI:
    web = FastAPI(openapi_url=None)
    web.add_exception_handler(RequestValidationError, _no_such_page)
    web.mount("/assets", Assets(directory=ASSETS))
    audition = CodeAudition(app)

    @web.get("/hear/{level}/{code}")
    def hear_code(level: int, code: int) -> Response:
        try:
            return FileResponse(audition.sound_file(level, code), headers={"Cache-Control": "no-cache"})
        except DistillError as error:
            return PlainTextResponse(f"{error}\n", 404)

    @web.get(FILES + "/{place}/{name:path}")
    def file(place: str, name: str) -> Response:
        try:
            return FileResponse(app.file(place, name))
        except DistillError as error:
            return PlainTextResponse(f"{error}\n", 404)

    @web.websocket("/stage")
    async def telemetry(browser: WebSocket) -> None:
        await broadcaster.serve(browser)

    page.declare(app)
    ui.run_with(
        web,
        title="Distill",
        dark=True,
        favicon=ASSETS / "icon.svg",
        reconnect_timeout=KEPT_SECONDS,
        binding_refresh_interval=0.25,
        show_welcome_message=False,
        storage_secret=None,
    )
    return web
