"""Peers that OSC packets are sent to: over UDP, over TCP, or at a configured destination."""

import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from controllers.osc.framing import Framing
from distill.errors import DistillError

Address = tuple[str, int]


class Peer(Protocol):
    """Receiver of packets; the peers of two packets from one sender are equal."""

    @property
    def host(self) -> str:
        """Address of its machine."""
        ...

    def send(self, packet: bytes) -> None:
        """Send a packet.

        Raises:
            OSError: the peer is gone.
        """
        ...

    def at(self, port: int) -> "Peer":
        """Another port of the same machine."""
        ...


@dataclass(frozen=True, slots=True)
class UdpPeer:
    """Peer on UDP, answered from the socket it sent to."""

    socket: socket.socket
    address: Address

    @property
    def host(self) -> str:
        """Address of its machine."""
        return self.address[0]

    def send(self, packet: bytes) -> None:
        """Send a packet; it is dropped if the network is busy."""
        with suppress(BlockingIOError):  # more than the network takes at once
            try:
                self.socket.sendto(packet, self.address)
            except OSError:  # possibly the error of an earlier datagram, to another peer: try once more
                self.socket.sendto(packet, self.address)

    def at(self, port: int) -> "UdpPeer":
        """Another port of the same machine.

        Raises:
            OSError: the port is the instrument's own: what is sent there would come back as commands.
        """
        if port == self.socket.getsockname()[1] and is_local(self.host):
            raise OSError(f"port {port} is the instrument's own")
        return UdpPeer(self.socket, (self.address[0], port))


@dataclass(eq=False, slots=True)
class TcpPeer:
    """Peer on TCP, in the framing it began with."""

    socket: socket.socket
    host: str
    since: float
    """Time of its connection, in seconds of ``time.monotonic``."""
    framing: Framing | None = field(default=None)
    active: bool = False
    """True once a whole packet has arrived."""

    def send(self, packet: bytes) -> None:
        """Send a packet; a peer whose buffer is full is disconnected."""
        if self.framing is None:
            return
        data, sent = self.framing.frame(packet), 0
        with suppress(BlockingIOError):
            sent = self.socket.send(data)
        if sent < len(data):
            self.socket.shutdown(socket.SHUT_RDWR)

    def at(self, port: int) -> "TcpPeer":  # noqa: ARG002 - there is no other way to it
        """The connection itself, whatever the port."""
        return self


class Destination:
    """Configured receiver (``--osc-to``), sent to from a socket of its own.

    The name is resolved once. The socket is connected, so that the system reports when nobody listens.

    Raises:
        DistillError: the host cannot be resolved.
    """

    def __init__(self, address: Address) -> None:
        host, port = address
        try:
            family, kind, protocol, _, found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        except (OSError, UnicodeError) as error:
            raise DistillError(f"--osc-to: there is no machine {host!r} ({error}). Give its number.") from error
        self.host = str(found[0])
        self.name = f"{host}:{port}"
        self._found = found
        self._socket = socket.socket(family, kind, protocol)
        self._socket.setblocking(False)
        self._connected = False

    def send(self, packet: bytes) -> None:
        """Send a packet; it is dropped if the network is busy."""
        if not self._connected:
            self._socket.connect(self._found)
            self._connected = True
        try:
            with suppress(BlockingIOError):
                self._socket.send(packet)
        except OSError:
            # Connect anew next time: the route may have changed.
            self._connected = False
            raise

    def at(self, port: int) -> "Destination":  # noqa: ARG002 - it was given with its port
        """The destination itself, whatever the port."""
        return self

    def reaches(self, sockets: Iterable[socket.socket]) -> bool:
        """True if it is the address of one of ``sockets``."""
        return any(s.getsockname()[1] == self._found[1] for s in sockets) and is_local(self.host)

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def is_local(host: str) -> bool:
    """True if ``host``, a numeric address, is one of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return True
