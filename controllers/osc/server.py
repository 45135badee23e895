"""Open Sound Control: every control of the vocabulary at ``/distill/<name>``, over UDP and TCP on one port."""

import selectors
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import Self

from controllers.osc.dispatcher import Session
from controllers.osc.framing import framing
from controllers.osc.packets import LARGEST_PACKET, PacketError
from controllers.osc.peers import Address, Connection, Datagrams, Destination
from controllers.osc.sockets import listening
from distill.errors import DistillError
from live.audio.os_support import CONTROL_PRIORITY, raise_priority
from live.controls import Instrument

PORT = 9000
LOOK_SECONDS = 0.01
"""How often subscribers are told what moved."""
READINGS_SECONDS = 0.05
"""How often they are told how the instrument does."""
DATAGRAMS_AT_ONCE = 64
STREAM_BYTES_AT_ONCE = 8192
"""Before somebody else gets a turn."""
WORK_SECONDS, REST_SECONDS = 0.01, 0.005
"""After so much work without a rest comes one, in which others get Python: a flood waits, or is lost."""
WAITING_BYTES = 1 << 20
"""What the system keeps of a flood until it is heard; it may grant less."""
MOST_CONNECTIONS = 64
SILENT_SECONDS = 10.0
"""How long a connection may be there before it has said anything whole."""
IP_RECVERR, IPV6_RECVERR, MSG_ERRQUEUE = 11, 25, 0x2000
"""Linux: have it say which datagrams reached nobody, ip(7)."""


class OscServer:
    """Obeys what arrives, in the order it arrives, and answers. Use it as a context.

    What cannot be understood is counted in ``errors`` and answered with ``/distill/error`` and a text, at the
    sender's own port. One thread does it all, so that nothing overtakes anything. ``always`` is who is told what
    changes without ever having subscribed.

    Raises:
        DistillError: the port is taken, the host is not this machine's, or there is no machine to tell always.
    """

    def __init__(
        self, instrument: Instrument, *, host: str = "127.0.0.1", port: int = PORT, always: Address | None = None
    ) -> None:
        self._destination = Destination(always) if always else None
        self._session = Session(instrument, self._destination)
        try:
            sockets = listening(host, port, (socket.SOCK_DGRAM, socket.SOCK_STREAM))
        except OSError as error:
            raise DistillError(
                f"OSC cannot listen on {host}:{port} ({error}). Is another Distill running? Take another --osc-port."
            ) from error
        self.address: Address = sockets[0].getsockname()[:2]
        self._waker, woken = socket.socketpair()
        self._woken = woken
        self._selector = selectors.DefaultSelector()
        for each in sockets:
            if each.type == socket.SOCK_DGRAM:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, WAITING_BYTES)
                _report_unreachable(each)
        for each in (*sockets, woken):
            self._selector.register(each, selectors.EVENT_READ)
        self._connections: list[Connection] = []
        """From the oldest on."""
        if self._destination and self._destination.reaches(sockets):
            self._close()
            raise DistillError(f"--osc-to {self._destination.name} is this instrument itself. Name another port.")
        self._thread = threading.Thread(target=self._serve, name="distill osc", daemon=True)

    @property
    def errors(self) -> int:
        """How much was not understood."""
        return self._session.errors

    @property
    def news(self) -> str:
        """Whether the one who is always told is there, once that has changed."""
        return self._session.subscribers.news

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._waker.close()
        self._thread.join()
        self._close()

    def _close(self) -> None:
        self._waker.close()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._selector.close()
        if self._destination:
            self._destination.close()

    def _serve(self) -> None:
        raise_priority(CONTROL_PRIORITY)
        look, readings, rested = 0.0, 0.0, time.monotonic()
        while True:
            busy = self._session.subscribers or self._connections
            ready = self._selector.select(0)
            if not ready:
                ready = self._selector.select(LOOK_SECONDS if busy else None)
                rested = time.monotonic()
            for key, _ in ready:
                if key.fileobj is self._woken:
                    return
                self._hear(key)
            now = time.monotonic()
            if now >= look:
                look = now + LOOK_SECONDS
                self._session.subscribers.tell_changes()
            if now >= readings:
                readings = now + READINGS_SECONDS
                self._session.subscribers.tell_readings()
                self._hang_up(now)
            if now - rested > WORK_SECONDS:
                time.sleep(REST_SECONDS)
                rested = time.monotonic()

    def _hear(self, key: selectors.SelectorKey) -> None:
        if isinstance(key.data, Connection):
            self._read(key.data)
        elif isinstance(key.fileobj, socket.socket):
            (self._datagrams if key.fileobj.type == socket.SOCK_DGRAM else self._accept)(key.fileobj)

    def _datagrams(self, ours: socket.socket) -> None:
        for _ in range(DATAGRAMS_AT_ONCE):
            try:
                data, address = ours.recvfrom(LARGEST_PACKET)
            except OSError:  # nothing more, or word that somebody is gone
                self._unreachable(ours)
                return
            self._session.hear(data, Datagrams(ours, address[:2]))

    def _unreachable(self, ours: socket.socket) -> None:
        """Tell those nothing any more whom a datagram did not reach, where the system says who they are."""
        with suppress(OSError):
            while sys.platform == "linux":
                *_, address = ours.recvmsg(0, 0, MSG_ERRQUEUE)
                self._session.subscribers.drop(Datagrams(ours, address[:2]))

    def _accept(self, ours: socket.socket) -> None:
        if len(self._connections) >= MOST_CONNECTIONS:
            self._drop(next((each for each in self._connections if not each.spoke), self._connections[0]))
        try:
            accepted, address = ours.accept()
        except OSError:  # it thought better of it, or this program may open no more files
            if self._connections:
                self._drop(self._connections[0])
            return
        accepted.setblocking(False)
        peer = Connection(accepted, address[0], time.monotonic())
        self._connections.append(peer)
        self._selector.register(accepted, selectors.EVENT_READ, peer)

    def _read(self, peer: Connection) -> None:
        try:
            data = peer.socket.recv(STREAM_BYTES_AT_ONCE)
            if data:
                peer.framing = peer.framing or framing(data)
                for packet in peer.framing.feed(data):
                    peer.spoke = True
                    self._session.hear(packet, peer)
                return
        except PacketError as error:
            self._session.complain(error, peer)
        except OSError:  # gone without a word
            pass
        self._drop(peer)

    def _hang_up(self, now: float) -> None:
        """On those who came and said nothing."""
        for peer in [each for each in self._connections if not each.spoke and each.since + SILENT_SECONDS < now]:
            self._drop(peer)

    def _drop(self, peer: Connection) -> None:
        if peer in self._connections:
            self._connections.remove(peer)
            self._session.subscribers.drop(peer)
            self._selector.unregister(peer.socket)
            peer.socket.close()


def _report_unreachable(ours: socket.socket) -> None:
    if sys.platform == "linux":
        level, option = (41, IPV6_RECVERR) if ours.family == socket.AF_INET6 else (0, IP_RECVERR)
        ours.setsockopt(level, option, 1)
