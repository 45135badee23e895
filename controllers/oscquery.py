"""OSCQuery over HTTP: every control with its type, range and value, as a tree that other programs read by themselves.

See https://github.com/Vidvox/OSCQueryProposal.
"""

import importlib.util
import json
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from controllers.osc import Address
from distill.errors import DistillError
from live.controls import READINGS, Control, Instrument

NAME = "Distill"
TYPES = {"continuous": "f", "integer": "i", "toggle": "i", "trigger": "N", "name": "s"}
READ, WRITE = 1, 2
ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "CLIPMODE", "DESCRIPTION", "UNIT")
Node = dict[str, Any]


class QueryServer:
    """Answers OSCQuery about an instrument whose OSC is at ``osc``. Use it as a context.

    Raises:
        DistillError: the port is taken, or the host is not this machine's.
    """

    def __init__(self, instrument: Instrument, osc: Address, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._instrument = instrument
        self._osc = osc
        answer = self.answer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = answer(self.path)
                data = json.dumps(body).encode() if body is not None else b""
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                with suppress(OSError):  # who asked may have left
                    self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing: the terminal belongs to the performance."""

        try:
            self._server = ThreadingHTTPServer((host, port), Handler)
        except (OSError, OverflowError) as error:
            raise DistillError(
                f"OSCQuery cannot listen on {host}:{port} ({error}). Take another --query-port."
            ) from error
        self._server.daemon_threads = True
        self.address: Address = (host, self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, name="distill oscquery", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, path: str) -> tuple[HTTPStatus, Node | None]:
        """What is answered to a path such as ``/distill/temperature?VALUE``."""
        asked = urlsplit(path)
        attribute = unquote(asked.query)
        if attribute == "HOST_INFO":
            return HTTPStatus.OK, self._host_info()
        node: Node | None = self._tree()
        for part in filter(None, unquote(asked.path).split("/")):
            node = node.get("CONTENTS", {}).get(part) if node else None
        if node is None:
            return HTTPStatus.NOT_FOUND, None
        if not attribute:
            return HTTPStatus.OK, node
        if attribute not in ATTRIBUTES:
            return HTTPStatus.BAD_REQUEST, None
        return (HTTPStatus.OK, {attribute: node[attribute]}) if attribute in node else (HTTPStatus.NO_CONTENT, None)

    def _host_info(self) -> Node:
        return {
            "NAME": NAME,
            "OSC_IP": self._osc[0],
            "OSC_PORT": self._osc[1],
            "OSC_TRANSPORT": "UDP",
            "EXTENSIONS": dict.fromkeys(ATTRIBUTES[3:], True),
        }

    def _tree(self) -> Node:
        root: Node = {"FULL_PATH": "/", "CONTENTS": {}}
        controls, readings = self._instrument.controls, self._instrument.readings()
        for name, control in self._instrument.vocabulary.controls.items():
            value = controls.get(name, control.default)
            leaf = _edit(control) if control.kind == "edit" else _control(control, value)
            _plant(root, f"/distill/{name}", leaf)
        for reading in READINGS:
            span, value = {"MIN": 0, "MAX": reading.high}, readings[reading.name]
            leaf = {"TYPE": "f", "ACCESS": READ, "VALUE": [value], "RANGE": [span], "UNIT": [reading.unit]}
            _plant(root, f"/distill/{reading.name}", {**leaf, "DESCRIPTION": reading.doc})
        return root


@contextmanager
def announced(server: QueryServer) -> Generator[None]:
    """Tell the network of ``server`` for as long as it lasts.

    Raises:
        DistillError: the package zeroconf is not installed.
    """
    if importlib.util.find_spec("zeroconf") is None:
        raise DistillError("--announce needs the package zeroconf: pip install distill[announce]")
    zeroconf = importlib.import_module("zeroconf")
    host, port = server.address
    kind = "_oscjson._tcp.local."
    service = zeroconf.ServiceInfo(kind, f"{NAME}.{kind}", addresses=[socket.inet_aton(_own(host))], port=port)
    network = zeroconf.Zeroconf()
    network.register_service(service, allow_name_change=True)
    try:
        yield
    finally:
        network.unregister_service(service)
        network.close()


def _own(host: str) -> str:
    """The address that other machines find this one at."""
    return socket.gethostbyname(socket.gethostname()) if host == "0.0.0.0" else socket.gethostbyname(host)  # noqa: S104


def _control(control: Control, value: float) -> Node:
    node: Node = {"TYPE": TYPES[control.kind], "DESCRIPTION": control.doc, "ACCESS": WRITE}
    if control.kind == "trigger" or not control.stands:
        return node
    whole = control.kind != "continuous"
    low, high, now = (int(v) if whole else v for v in (control.low, control.high, value))
    span = {"MIN": low, "MAX": high}
    return {
        **node, "ACCESS": READ | WRITE, "VALUE": [now], "RANGE": [span], "CLIPMODE": ["both"], "UNIT": [control.unit],
    }  # fmt: skip


def _edit(control: Control) -> Node:
    """Written, never read: one number after another."""
    spans = [{"MIN": argument.low, "MAX": argument.high} for argument in control.arguments]
    described = f"{control.doc}: {control.usage}"
    return {"TYPE": "i" * len(spans), "DESCRIPTION": described, "ACCESS": WRITE, "RANGE": spans}


def _plant(root: Node, path: str, leaf: Node) -> None:
    """Put ``leaf`` at ``path``; a control may have others below it."""
    node, full = root, ""
    for part in path.strip("/").split("/"):
        full = f"{full}/{part}"
        contents = node.setdefault("CONTENTS", {})
        node = contents.setdefault(part, {"FULL_PATH": full})
    node.update(leaf)
