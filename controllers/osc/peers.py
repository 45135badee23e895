"""Who can be answered over OSC: by datagrams, on a connection, or at an address given beforehand."""

import socket
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from controllers.osc.framing import Framing
from distill.errors import DistillError

Address = tuple[str, int]


class Peer(Protocol):
    """Somebody to answer; equal to itself whenever it speaks."""

    @property
    def host(self) -> str:
        """The machine it is on."""
        ...

    def send(self, packet: bytes) -> None:
        """Say something to it; an OSError where it is gone."""
        ...

    def at(self, port: int) -> "Peer":
        """Another port of the same machine."""
        ...


@dataclass(frozen=True, slots=True)
class UdpPeer:
    """Somebody who speaks UDP."""

    socket: socket.socket
    address: Address

    @property
    def host(self) -> str:
        """The machine it is on."""
        return self.address[0]

    def send(self, packet: bytes) -> None:
        """Say something to it."""
        with suppress(BlockingIOError):  # more than the network takes at once
            try:
                self.socket.sendto(packet, self.address)
            except OSError:  # maybe word that an earlier datagram reached nobody, which may have been for another
                self.socket.sendto(packet, self.address)

    def at(self, port: int) -> "UdpPeer":
        """Another port of the same machine.

        Raises:
            OSError: that is where it is said, so that what is told would come back as a command.
        """
        if port == self.socket.getsockname()[1] and is_local(self.host):
            raise OSError(f"port {port} is the instrument's own")
        return UdpPeer(self.socket, (self.address[0], port))


@dataclass(eq=False, slots=True)
class TcpPeer:
    """Somebody who speaks TCP, in the framing it began with."""

    socket: socket.socket
    host: str
    since: float
    """When it connected, in seconds of ``time.monotonic``."""
    framing: Framing | None = field(default=None)
    active: bool = False
    """Whether a whole packet has come."""

    def send(self, packet: bytes) -> None:
        """Say something to it; who does not listen for long is hung up on."""
        if self.framing is None:
            return
        data, sent = self.framing.frame(packet), 0
        with suppress(BlockingIOError):
            sent = self.socket.send(data)
        if sent < len(data):
            self.socket.shutdown(socket.SHUT_RDWR)

    def at(self, port: int) -> "TcpPeer":  # noqa: ARG002 - there is no other way to it
        """The connection itself."""
        return self


class Destination:
    """An address that is told without having asked, from a socket of its own, whatever the instrument listens on.

    The name is looked up once. The socket is connected, so that the system says when nobody is there.

    Raises:
        DistillError: there is no such machine.
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
        """Say something to it."""
        if not self._connected:
            self._socket.connect(self._found)
            self._connected = True
        try:
            with suppress(BlockingIOError):
                self._socket.send(packet)
        except OSError:
            # The way there may be another when it is tried again.
            self._connected = False
            raise

    def at(self, port: int) -> "Destination":  # noqa: ARG002 - it was given with its port
        """Itself."""
        return self

    def reaches(self, sockets: Iterable[socket.socket]) -> bool:
        """Whether it is one of ``sockets``."""
        return any(s.getsockname()[1] == self._found[1] for s in sockets) and is_local(self.host)

    def close(self) -> None:
        """Give the socket back."""
        self._socket.close()


def is_local(host: str) -> bool:
    """Whether ``host``, a number, is this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, 0))
        except OSError:
            return False
    return True
