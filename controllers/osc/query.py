"""OSCQuery over HTTP: a tree of all controls with type, range and value, for programs to discover.

See https://github.com/Vidvox/OSCQueryProposal.
"""

import importlib
import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from controllers.osc.peers import Address
from controllers.osc.query_http import POLL_SECONDS, Clients, HttpServer
from controllers.osc.sockets import listening
from distill.errors import DistillError
from live.aliases import current
from live.controls import READINGS, Control, Instrument

NAME = "Distill"
BELOW = "distill/"
TYPES = {"continuous": "f", "integer": "i", "toggle": "i", "trigger": "N", "name": "s"}
READ, WRITE = 1, 2
"""Bits of ``ACCESS`` (OSCQuery proposal)."""
ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "VALUE", "RANGE", "CLIPMODE", "DESCRIPTION", "UNIT")
Node = dict[str, Any]
ANY = frozenset({"0.0.0.0", "::"})  # noqa: S104


class QueryServer:
    """OSCQuery server of an instrument. Use it as a context.

    Args:
        instrument: source of vocabulary, values and readings.
        osc: host and port of its OSC server.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.

    Raises:
        DistillError: the port is taken, or the host is not this machine's.
    """

    def __init__(self, instrument: Instrument, osc: Address, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._instrument = instrument
        self._osc = osc
        try:
            sockets = listening(host, port, (socket.SOCK_STREAM,))
        except OSError as error:
            raise DistillError(
                f"OSCQuery cannot listen on {host}:{port} ({error.strerror or error}). Take another --query-port."
            ) from error
        self.address: Address = (host, sockets[0].getsockname()[1])
        clients = Clients()
        self._servers = [HttpServer(each, self.answer, clients) for each in sockets]
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), name="distill oscquery", daemon=True)
            for server in self._servers
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.server_close()

    def answer(self, path: str, reached: str) -> tuple[HTTPStatus, Node | None]:
        """Status and JSON for a path such as ``/distill/temperature?VALUE``, requested at our address ``reached``."""
        url = urlsplit(path)
        attribute = unquote(url.query)
        if attribute == "HOST_INFO":
            return HTTPStatus.OK, self._host_info(reached)
        node: Node | None = self._tree()
        name = unquote(url.path).strip("/")
        below = name.removeprefix(BELOW)
        for part in filter(None, (name if below == name else BELOW + current(below)).split("/")):
            node = node.get("CONTENTS", {}).get(part) if node else None
        if node is None:
            return HTTPStatus.NOT_FOUND, None
        if not attribute:
            return HTTPStatus.OK, node
        if attribute not in ATTRIBUTES:
            return HTTPStatus.BAD_REQUEST, None
        return (HTTPStatus.OK, {attribute: node[attribute]}) if attribute in node else (HTTPStatus.NO_CONTENT, None)

    def _host_info(self, reached: str) -> Node:
        """Node HOST_INFO; an OSC server on all addresses is given as the one that the client has reached."""
        return {
            "NAME": NAME,
            "OSC_IP": reached if self._osc[0] in ANY else self._osc[0],
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
            _insert(root, f"/distill/{name}", leaf)
        for reading in READINGS:
            limits, now = {"MIN": 0, "MAX": reading.high}, readings[reading.name]
            value = int(now) if reading.whole else float(now)
            kind = "i" if reading.whole else "f"
            leaf = {"TYPE": kind, "ACCESS": READ, "VALUE": [value], "RANGE": [limits], "UNIT": [reading.unit]}
            _insert(root, f"/distill/{reading.name}", {**leaf, "DESCRIPTION": reading.doc})
        return root


@contextmanager
def announced(server: QueryServer) -> Generator[None]:
    """Announce ``server`` by zeroconf (mDNS) while the context lasts. Needs the extra ``announce``."""
    zeroconf = importlib.import_module("zeroconf")
    host, port = server.address
    kind = "_oscjson._tcp.local."
    service = zeroconf.ServiceInfo(kind, f"{NAME}.{kind}", addresses=[socket.inet_aton(_ipv4_address(host))], port=port)
    network = zeroconf.Zeroconf()
    network.register_service(service, allow_name_change=True)
    try:
        yield
    finally:
        network.unregister_service(service)
        network.close()


def _ipv4_address(host: str) -> str:
    """IPv4 address by which other machines reach this one: the source address of its default route."""
    if host not in ANY:
        return socket.gethostbyname(host)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # reserved by RFC 5737; nothing is sent
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _control(control: Control, value: float) -> Node:
    node: Node = {"TYPE": TYPES[control.kind], "DESCRIPTION": control.doc, "ACCESS": WRITE}
    if control.kind == "trigger" or not control.has_value:
        return node
    whole = control.kind != "continuous"
    low, high, now = (int(v) if whole else v for v in (control.low, control.high, value))
    limits = {"MIN": low, "MAX": high}
    return {
        **node, "ACCESS": READ | WRITE, "VALUE": [now], "RANGE": [limits], "CLIPMODE": ["both"], "UNIT": [control.unit],
    }  # fmt: skip


def _edit(control: Control) -> Node:
    """Node of an edit: write-only, one integer for each argument."""
    ranges = [{"MIN": argument.low, "MAX": argument.high} for argument in control.arguments]
    description = f"{control.doc}: {control.usage}"
    return {"TYPE": "i" * len(ranges), "DESCRIPTION": description, "ACCESS": WRITE, "RANGE": ranges}


def _insert(root: Node, path: str, leaf: Node) -> None:
    """Insert ``leaf`` at ``path``; a control may have others below it."""
    node, full = root, ""
    for part in path.strip("/").split("/"):
        full = f"{full}/{part}"
        contents = node.setdefault("CONTENTS", {})
        node = contents.setdefault(part, {"FULL_PATH": full})
    node.update(leaf)
