"""OSC server: every control of the vocabulary at ``/distill/<name>``, over UDP and TCP on one port."""

import selectors
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import Self

from controllers.osc.dispatcher import Dispatcher
from controllers.osc.framing import framing
from controllers.osc.packets import LARGEST_PACKET, PacketError
from controllers.osc.peers import Address, Destination, TcpPeer, UdpPeer
from controllers.osc.sockets import listening
from distill.errors import DistillError
from live.audio.os_support import CONTROL_PRIORITY, raise_priority
from live.controls import Instrument

PORT = 9000
"""Default UDP and TCP port."""
CHANGES_SECONDS = 0.01
"""Interval at which changes are published to subscribers."""
READINGS_SECONDS = 0.05
"""Interval at which readings are published to subscribers."""
DATAGRAMS_AT_ONCE, STREAM_BYTES_AT_ONCE = 64, 8192
"""Work for one socket before the others get a turn."""
WORK_SECONDS, REST_SECONDS = 0.01, 0.005
"""Work without a pause, and length of the pause, in which other threads get Python: a flood waits, or is lost.

``tests/benchmarks/flood.py`` says what becomes of 5,000 messages a second.
"""
RECEIVE_BUFFER_BYTES = 1 << 20
"""Receive buffer that is requested for UDP; the system may grant less."""
MOST_CONNECTIONS = 64
"""Limit of TCP connections at once."""
SILENT_SECONDS = 10.0
"""Time within which a connection must send its first whole packet."""
IP_RECVERR, IPV6_RECVERR, MSG_ERRQUEUE = 11, 25, 0x2000
"""Linux socket options for the error queue, which lists datagrams that reached nobody, ip(7)."""


class OscServer:
    """OSC server of an instrument. Use it as a context.

    One thread handles messages in order of arrival. Those that are not understood are counted in ``errors`` and
    answered with ``/distill/error`` and a text, at the sender's own port.

    Args:
        instrument: receiver of the events.
        host: name or address to listen on.
        port: port for UDP and TCP; 0 takes a free one.
        always: host and port that are sent all changes without a subscription.

    Raises:
        DistillError: the port is taken, the host is not this machine's, or ``always`` cannot be resolved.
    """

    def __init__(
        self, instrument: Instrument, *, host: str = "127.0.0.1", port: int = PORT, always: Address | None = None
    ) -> None:
        self._destination = Destination(always) if always else None
        self._dispatcher = Dispatcher(instrument, self._destination)
        try:
            sockets = listening(host, port, (socket.SOCK_DGRAM, socket.SOCK_STREAM))
        except OSError as error:
            raise DistillError(
                f"OSC cannot listen on {host}:{port} ({error.strerror or error}). Is another Distill running? "
                "Take another --osc-port."
            ) from error
        self.address: Address = sockets[0].getsockname()[:2]
        self._waker, woken = socket.socketpair()
        self._woken = woken
        self._selector = selectors.DefaultSelector()
        for each in sockets:
            if each.type == socket.SOCK_DGRAM:
                each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
                _enable_error_queue(each)
        for each in (*sockets, woken):
            self._selector.register(each, selectors.EVENT_READ)
        self._connections: list[TcpPeer] = []
        """Open connections, oldest first."""
        if self._destination and self._destination.reaches(sockets):
            self._close()
            raise DistillError(f"--osc-to {self._destination.name} is this instrument itself. Name another port.")
        self._thread = threading.Thread(target=self._serve, name="distill osc", daemon=True)

    @property
    def errors(self) -> int:
        """Number of messages that were not understood."""
        return self._dispatcher.errors

    @property
    def news(self) -> str:
        """Sentences about the last message that was not understood, and about ``always``; empty without any."""
        return self._dispatcher.news

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
        changes, readings, rested = 0.0, 0.0, time.monotonic()
        while True:
            busy = self._dispatcher.subscribers or self._connections
            ready = self._selector.select(0)
            if not ready:
                ready = self._selector.select(CHANGES_SECONDS if busy else None)
                rested = time.monotonic()
            for key, _ in ready:
                if key.fileobj is self._woken:
                    return
                self._on_readable(key)
            now = time.monotonic()
            if now >= changes:
                changes = now + CHANGES_SECONDS
                self._dispatcher.subscribers.publish_changes()
            if now >= readings:
                readings = now + READINGS_SECONDS
                self._dispatcher.subscribers.publish_readings()
                self._drop_silent(now)
            if now - rested > WORK_SECONDS:
                time.sleep(REST_SECONDS)
                rested = time.monotonic()

    def _on_readable(self, key: selectors.SelectorKey) -> None:
        if isinstance(key.data, TcpPeer):
            self._on_stream(key.data)
        elif isinstance(key.fileobj, socket.socket):
            (self._on_datagrams if key.fileobj.type == socket.SOCK_DGRAM else self._accept)(key.fileobj)

    def _on_datagrams(self, listener: socket.socket) -> None:
        for _ in range(DATAGRAMS_AT_ONCE):
            try:
                data, address = listener.recvfrom(LARGEST_PACKET)
            except OSError:  # the queue is empty, or a peer is gone
                self._drop_unreachable(listener)
                return
            self._dispatcher.on_packet(data, UdpPeer(listener, address[:2]))

    def _drop_unreachable(self, listener: socket.socket) -> None:
        """Unsubscribe peers that a datagram did not reach, where the system names them (Linux)."""
        with suppress(OSError):
            while sys.platform == "linux":
                *_, address = listener.recvmsg(0, 0, MSG_ERRQUEUE)
                self._dispatcher.subscribers.unsubscribe(UdpPeer(listener, address[:2]))

    def _accept(self, listener: socket.socket) -> None:
        if len(self._connections) >= MOST_CONNECTIONS:
            self._drop(next((each for each in self._connections if not each.active), self._connections[0]))
        try:
            accepted, address = listener.accept()
        except OSError:  # the client has left, or the limit of open files is reached
            if self._connections:
                self._drop(self._connections[0])
            return
        accepted.setblocking(False)
        peer = TcpPeer(accepted, address[0], time.monotonic())
        self._connections.append(peer)
        self._selector.register(accepted, selectors.EVENT_READ, peer)

    def _on_stream(self, peer: TcpPeer) -> None:
        try:
            data = peer.socket.recv(STREAM_BYTES_AT_ONCE)
            if data:
                peer.framing = peer.framing or framing(data)
                for packet in peer.framing.feed(data):
                    peer.active = True
                    self._dispatcher.on_packet(packet, peer)
                return
        except PacketError as error:
            self._dispatcher.report(error, peer)
        except OSError:  # reset by the peer
            pass
        self._drop(peer)

    def _drop_silent(self, now: float) -> None:
        """Disconnect peers that have sent no whole packet within ``SILENT_SECONDS``."""
        for peer in [each for each in self._connections if not each.active and each.since + SILENT_SECONDS < now]:
            self._drop(peer)

    def _drop(self, peer: TcpPeer) -> None:
        if peer in self._connections:
            self._connections.remove(peer)
            self._dispatcher.subscribers.unsubscribe(peer)
            self._selector.unregister(peer.socket)
            peer.socket.close()


def _enable_error_queue(listener: socket.socket) -> None:
    if sys.platform == "linux":
        level, option = (41, IPV6_RECVERR) if listener.family == socket.AF_INET6 else (0, IP_RECVERR)
        listener.setsockopt(level, option, 1)
