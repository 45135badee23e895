"""The HTTP under OSCQuery: few clients at once, and none for long."""

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
"""What is answered to a path that was asked at one of our addresses."""
MOST_CLIENTS = 16
"""At once; one more, and the oldest is hung up on."""
POLL_SECONDS = 0.1
"""How often it is looked who has been there too long."""
READ_SECONDS = 5.0
"""What a client has to ask in."""


class Clients:
    """The connections there are, from the oldest on, with when they came."""

    def __init__(self) -> None:
        self._since: dict[socket.socket, float] = {}
        self._lock = threading.Lock()

    def add(self, client: socket.socket) -> None:
        """Take one in; where there are too many the oldest goes."""
        with self._lock:
            if len(self._since) >= MOST_CLIENTS:
                self._disconnect(next(iter(self._since)))
            self._since[client] = time.monotonic()

    def remove(self, client: socket.socket) -> None:
        """Forget one."""
        with self._lock:
            self._since.pop(client, None)

    def expire(self) -> None:
        """Hang up on those who take too long."""
        with self._lock:
            for client in [c for c, since in self._since.items() if since + READ_SECONDS < time.monotonic()]:
                self._disconnect(client)

    def _disconnect(self, client: socket.socket) -> None:
        """Have its thread see the end."""
        del self._since[client]
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)


class HttpServer(ThreadingHTTPServer):
    """HTTP on a socket that listens already: JSON to whoever asks."""

    daemon_threads = True

    def __init__(self, listener: socket.socket, answer: AnswerFunction, clients: Clients) -> None:
        super().__init__(listener.getsockname()[:2], _handler(answer), bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self._clients = clients

    def process_request(self, request: Any, client_address: Any) -> None:
        """Answer somebody on a thread of its own."""
        self._clients.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Let somebody go."""
        self._clients.remove(request)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """See that nobody stays for long."""
        self._clients.expire()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: the terminal belongs to the performance, and a client that hangs up is no news."""


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
            """Say nothing: the terminal belongs to the performance."""

    return Handler
