"""Open Sound Control: every control of the vocabulary at ``/distill/<name>``, over UDP and TCP on one port."""

import selectors
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Self

from controllers.oscpackets import LARGEST_PACKET, Framing, PacketError, framing
from controllers.oscsession import Session
from distill.errors import DistillError
from live.controls import Instrument
from live.priority import HANDS, hurry

PORT = 9000
LOOK_SECONDS = 0.01
"""How often subscribers are told what moved."""
READINGS_SECONDS = 0.05
"""How often they are told how the instrument does."""
DATAGRAMS_AT_ONCE = 64
"""Before subscribers get their turn again."""
WAITING_BYTES = 1 << 20
"""What the system keeps of a flood until it is heard; it may grant less."""

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Datagrams:
    """Somebody who speaks UDP."""

    socket: socket.socket
    address: Address

    def send(self, packet: bytes) -> None:
        """Say something to it."""
        self.socket.sendto(packet, self.address)

    def at(self, port: int) -> "Datagrams":
        """Another port of the same machine."""
        return Datagrams(self.socket, (self.address[0], port))


@dataclass(eq=False, slots=True)
class Connection:
    """Somebody who speaks TCP, in the framing it began with."""

    socket: socket.socket
    framing: Framing | None = field(default=None)

    def send(self, packet: bytes) -> None:
        """Say something to it; who does not listen for long is hung up on."""
        if self.framing is None:
            return
        data = self.framing.frame(packet)
        if self.socket.send(data) < len(data):
            self.socket.shutdown(socket.SHUT_RDWR)

    def at(self, port: int) -> "Connection":  # noqa: ARG002 - there is no other way to it
        """The connection itself."""
        return self


class OscServer:
    """Obeys what arrives, in the order it arrives, and answers. Use it as a context.

    What cannot be understood is counted in ``errors`` and answered with ``/distill/error`` and a text, at the
    sender's own port. One thread does it all, so that nothing overtakes anything. ``always`` is who is told what
    changes without ever having subscribed.

    Raises:
        DistillError: the port is taken, or the host is not this machine's.
    """

    def __init__(
        self, instrument: Instrument, *, host: str = "127.0.0.1", port: int = PORT, always: Address | None = None
    ) -> None:
        self._session = Session(instrument)
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WAITING_BYTES)
        self._tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._udp.bind((host, port))
            self._tcp.bind(self._udp.getsockname())
            self._tcp.listen()
            if always:
                self._session.subscribers[Datagrams(self._udp, always)] = float("inf")
        except (OSError, OverflowError) as error:
            self._udp.close()
            self._tcp.close()
            raise DistillError(
                f"OSC cannot listen on {host}:{port} ({error}). Is another Distill running? Take another --osc-port."
            ) from error
        self.address: Address = self._udp.getsockname()
        self._waker, self._woken = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        for ready in (self._udp, self._tcp, self._woken):
            ready.setblocking(False)
            self._selector.register(ready, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._serve, name="distill osc", daemon=True)

    @property
    def errors(self) -> int:
        """How much was not understood."""
        return self._session.errors

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waker.close()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()

    def _serve(self) -> None:
        hurry(HANDS)
        look, readings = 0.0, 0.0
        while True:
            for key, _ in self._selector.select(LOOK_SECONDS if self._session.subscribers else None):
                if key.fileobj is self._woken:
                    return
                self._hear(key)
            now = time.monotonic()
            if now >= look:
                look = now + LOOK_SECONDS
                self._session.tell_changes()
            if now >= readings:
                readings = now + READINGS_SECONDS
                self._session.tell_readings()

    def _hear(self, key: selectors.SelectorKey) -> None:
        if key.fileobj is self._udp:
            self._datagrams()
        elif key.fileobj is self._tcp:
            self._accept()
        else:
            self._read(key.data)

    def _datagrams(self) -> None:
        for _ in range(DATAGRAMS_AT_ONCE):
            try:
                data, address = self._udp.recvfrom(LARGEST_PACKET)
            except OSError:  # nothing more, or, on Windows, word that somebody is gone
                return
            self._session.hear(data, Datagrams(self._udp, address))

    def _accept(self) -> None:
        try:
            accepted, _ = self._tcp.accept()
        except OSError:  # it thought better of it
            return
        accepted.setblocking(False)
        self._selector.register(accepted, selectors.EVENT_READ, Connection(accepted))

    def _read(self, peer: Connection) -> None:
        try:
            data = peer.socket.recv(LARGEST_PACKET)
            if data:
                peer.framing = peer.framing or framing(data)
                for packet in peer.framing.feed(data):
                    self._session.hear(packet, peer)
                return
        except PacketError as error:
            self._session.complain(str(error), peer)
        except OSError:  # gone without a word
            pass
        self._session.subscribers.pop(peer, None)
        self._selector.unregister(peer.socket)
        peer.socket.close()
