"""Listening sockets on every address of a host, IPv4 and IPv6."""

import errno
import socket
from collections.abc import Sequence
from contextlib import ExitStack

SAME_HOST = {
    "localhost": ("127.0.0.1", "::1"),
    "127.0.0.1": ("127.0.0.1", "::1"),
    "::1": ("::1", "127.0.0.1"),
    "0.0.0.0": ("0.0.0.0", "::"),  # noqa: S104 - for those who ask for it
    "::": ("::", "0.0.0.0"),  # noqa: S104
}
"""Addresses that programs use for one another: many resolve localhost to ::1, and try nothing else."""
MISSING_ADDRESS = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT})
"""Error numbers for an address or family that this machine lacks."""
ATTEMPTS = 20
"""Attempts to find a port that is free on all addresses."""


def listening(host: str, port: int, kinds: Sequence[socket.SocketKind]) -> list[socket.socket]:
    """Non-blocking sockets of all ``kinds`` on every address of ``host``, all on one port.

    Port 0 takes one that is free on all of them. Addresses that this machine lacks are left out, if it has another.

    Raises:
        OSError: the port is taken, or the host is not this machine's.
    """
    for left in reversed(range(1 if port else ATTEMPTS)):
        try:
            return _bound(_addresses(host), port, kinds)
        except (OverflowError, UnicodeError) as wrong:
            raise OSError(str(wrong)) from wrong
        except OSError as error:
            if not left or error.errno != errno.EADDRINUSE:
                raise
    raise AssertionError


def _addresses(host: str) -> Sequence[str]:
    if host in SAME_HOST:
        return SAME_HOST[host]
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, None)))


def _bound(addresses: Sequence[str], port: int, kinds: Sequence[socket.SocketKind]) -> list[socket.socket]:
    opened: list[socket.socket] = []
    with ExitStack() as failed:
        missing: OSError | None = None
        for address in addresses:
            for kind in kinds:
                each = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, kind)
                failed.callback(each.close)
                try:
                    _bind(each, address, port)
                except OSError as error:
                    each.close()
                    if error.errno not in MISSING_ADDRESS:
                        raise
                    missing = error
                else:
                    opened.append(each)
                    port = each.getsockname()[1]
        if missing and not opened:
            raise missing
        failed.pop_all()
    return opened


def _bind(each: socket.socket, address: str, port: int) -> None:
    if each.family == socket.AF_INET6:
        each.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    each.setblocking(False)
    stream = each.type == socket.SOCK_STREAM
    if stream:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    each.bind((address, port))
    if stream:
        each.listen()
