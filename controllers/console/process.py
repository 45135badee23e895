"""Entry point of the page's process: the web server is imported there, never in the engine's process."""

import importlib
import signal
import socket
from multiprocessing.connection import Connection

SERVER = "controllers.console.server"


def serve(pipe: Connection, bound: socket.socket, host: str, token: str, origin: str) -> None:
    """Serve the page at ``bound`` until the pipe says to end, or nobody is at its other end."""
    # Not ignored: programs started from here would ignore it, too, and a training is to end by it.
    signal.signal(signal.SIGINT, _wait_for_word)
    importlib.import_module(SERVER).serve(pipe, bound, host, token, origin)


def _wait_for_word(*_: object) -> None:
    """Ctrl-C reaches every process of a terminal; the engine's says when it is over."""
