"""Open Sound Control in: every control of the vocabulary at ``/distill/<name>``, over UDP."""

import socket
import threading
from collections.abc import Callable
from typing import Self

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg
from pythonosc.osc_packet import OscPacket

from distill.errors import DistillError
from live.controls import ControlError, ControlEvent, Vocabulary

PREFIX = "/distill/"
PORT = 9000
LARGEST_DATAGRAM = 65_536
LONGEST_REPLY = 900
"""Characters of an error reply: older Pure Data cuts packets at 1000 bytes."""

Address = tuple[str, int]


class OscServer:
    """Hands what arrives to ``send``, in the order it arrives. Use it as a context.

    What cannot be understood is counted in ``errors`` and answered with ``/distill/error`` and a text, at the
    sender's own port; ``/distill/ping`` is answered with ``/distill/pong``. Dates of bundles are not waited for.

    Raises:
        DistillError: the port is taken, or the host is not this machine's.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        send: Callable[[ControlEvent], None],
        *,
        host: str = "127.0.0.1",
        port: int = PORT,
    ) -> None:
        self.errors = 0
        self._vocabulary = vocabulary
        self._send = send
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self._socket.bind((host, port))
        except (OSError, OverflowError) as error:
            self._socket.close()
            raise DistillError(
                f"OSC cannot listen on {host}:{port} ({error}). Is another Distill running? Take another --osc-port."
            ) from error
        self.address: Address = self._socket.getsockname()
        self._thread = threading.Thread(target=self._serve, name="distill osc", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping = True
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as waker:
            waker.sendto(b"", self.address)
        self._thread.join()
        self._socket.close()

    _stopping = False

    def _serve(self) -> None:
        while True:
            packet, sender = self._socket.recvfrom(LARGEST_DATAGRAM)
            if self._stopping:
                return
            try:
                messages = [timed.message for timed in OscPacket(packet).messages]
            except Exception as error:  # noqa: BLE001 - python-osc raises many kinds for what is not OSC
                self._complain(f"not an OSC packet: {error}", sender)
                continue
            for message in messages:
                self._obey(message, sender)

    def _obey(self, message: OscMessage, sender: Address) -> None:
        if message.address == f"{PREFIX}ping":
            self._reply("pong", [], sender)
            return
        if not message.address.startswith(PREFIX):
            self._complain(f"{message.address} is not below {PREFIX}", sender)
            return
        try:
            event, remark = self._vocabulary.event(message.address.removeprefix(PREFIX), message.params)
        except ControlError as error:
            self._complain(str(error), sender)
            return
        if remark:
            self._complain(remark, sender)
        if event is not None:
            self._send(event)

    def _complain(self, text: str, sender: Address) -> None:
        self.errors += 1
        self._reply("error", [text[:LONGEST_REPLY]], sender)

    def _reply(self, name: str, arguments: list[str], sender: Address) -> None:
        try:
            self._socket.sendto(build_msg(PREFIX + name, arguments).dgram, sender)
        except OSError:
            self.errors += 1  # the sender is gone, or sent from port 0: nobody is left to tell
