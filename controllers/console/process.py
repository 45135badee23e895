"""Entry point of the page's process: the web server is imported there, never in the engine's process."""

import importlib
import socket
from multiprocessing.connection import Connection

SERVER = "controllers.console.server"


def serve(pipe: Connection, bound: socket.socket, host: str, token: str, origin: str) -> None:
    """Serve the page at ``bound`` until the pipe says to end, or nobody is at its other end."""
    importlib.import_module(SERVER).serve(pipe, bound, host, token, origin)
