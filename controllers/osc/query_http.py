"""HTTP server under OSCQuery, with limits on the number of clients and their time."""

import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

AnswerFunction = Callable[[str, str], tuple[HTTPStatus, dict[str, Any] | None]]
"""Function from a path and our address that it was requested at, to a status and JSON."""
MOST_CLIENTS = 16
"""Connections at once; one more disconnects the oldest."""
POLL_SECONDS = 0.1
"""Interval at which connections are checked for their age."""
READ_SECONDS = 5.0
"""Longest life of a connection."""


class Clients:
    """Open connections, oldest first, with the time of each."""

    def __init__(self) -> None:
        self._since: dict[socket.socket, float] = {}
        self._lock = threading.Lock()

    def add(self, client: socket.socket) -> None:
        """Add a connection, and disconnect the oldest if there are too many."""
        with self._lock:
            if len(self._since) >= MOST_CLIENTS:
                self._disconnect(next(iter(self._since)))
            self._since[client] = time.monotonic()

    def remove(self, client: socket.socket) -> None:
        """Remove a connection that has ended."""
        with self._lock:
            self._since.pop(client, None)

    def expire(self) -> None:
        """Disconnect clients that are older than ``READ_SECONDS``."""
        with self._lock:
            for client in [c for c, since in self._since.items() if since + READ_SECONDS < time.monotonic()]:
                self._disconnect(client)

    def _disconnect(self, client: socket.socket) -> None:
        """Shut a connection down, so that its thread ends."""
        del self._since[client]
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


class HttpServer(ThreadingHTTPServer):
    """HTTP server on a listening socket that answers with JSON."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, answer: AnswerFunction, clients: Clients) -> None:
        super().__init__(listener.getsockname()[:2], _handler(answer), bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self._clients = clients

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer a client on a thread of its own."""
        self._clients.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """End a connection."""
        self._clients.remove(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Disconnect clients that have been there too long."""
        self._clients.expire()

    def handle_error(self, request: object, client_address: object) -> None:
        """Print nothing: the terminal belongs to the performance, and clients may disconnect at any time."""


def _handler(answer: AnswerFunction) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = READ_SECONDS

        def do_GET(self) -> None:
            status, body = answer(self.path, self.connection.getsockname()[0])
            data = json.dumps(body).encode() if body is not None else b""
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Print nothing: the terminal belongs to the performance."""

    return Handler
