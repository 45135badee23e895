"""The page's process: a web server for this machine, with one page."""

import os
import socket
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Response, WebSocket
from fastapi.responses import FileResponse, PlainTextResponse
from fastapi.staticfiles import StaticFiles
from nicegui import app as pages
from nicegui import core, ui

from controllers.console import page
from controllers.console.door import Door
from controllers.console.feed import Feed
from controllers.console.link import Link
from controllers.console.mirror import Mirror
from controllers.console.studio import FILES, Studio
from controllers.console.voices import Voices
from controllers.console.wire import Arrival
from distill.errors import DistillError
from live.sights import Glance

ASSETS = Path(__file__).parent / "assets"
KEPT_SECONDS = 600
"""How long a page that has lost its socket may take to find it again as it was."""
PING_SECONDS = 5
NICE = 5
"""The engine goes first."""


class Server(uvicorn.Server):
    """Ends when it is told to, and at no signal."""

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


def serve(pipe: Connection, bound: socket.socket, host: str, token: str) -> None:
    """Serve the page at ``bound`` until the pipe says to end, or nobody is at its other end."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    # NiceGUI looks at every object there is, torch's old ones, too.
    warnings.filterwarnings("ignore", category=FutureWarning, module="nicegui")
    link, mirror = Link(pipe), Mirror()
    studio, feed = Studio(link, mirror), Feed(link, mirror)
    door = Door(_app(studio, feed), {host}, token)
    server = Server(uvicorn.Config(door, log_level="error", access_log=False, timeout_graceful_shutdown=1))

    def hear(said: Arrival | Glance) -> None:
        feed.hear(said)
        if isinstance(said, Arrival):
            studio.changed.emit()

    def end() -> None:
        server.should_exit = True

    @pages.on_startup
    def begin() -> None:
        # Soon enough for a tablet that was out of reach; the page waits for longer than that.
        core.sio.eio.ping_interval = core.sio.eio.ping_timeout = PING_SECONDS
        link.start(hear, end)

    server.run(sockets=[bound])
    studio.training.stop()


def _app(studio: Studio, feed: Feed) -> FastAPI:
    app = FastAPI(openapi_url=None)
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
