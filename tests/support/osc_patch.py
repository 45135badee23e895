"""An OSC client on a running server, with the events that the server makes of its messages."""

import socket
from collections.abc import Sequence

from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg
from stage import Desk

from controllers.osc.peers import Address
from controllers.osc.server import OscServer


def date(seconds: float) -> bytes:
    """OSC time tag of ``seconds`` of ``time.time``."""
    return round((seconds + 2_208_988_800) * 2**32).to_bytes(8)


def bundle(when: bytes, inside: Sequence[bytes]) -> bytes:
    return b"#bundle\0" + when + b"".join(len(one).to_bytes(4) + one for one in inside)


class Patch:
    """An OSC client on a running server, with the events that the server makes of its messages."""

    def __init__(self, always: Address | None = None) -> None:
        self.desk = Desk()
        self.events = self.desk.events
        self.server = OscServer(self.desk, port=0, always=always)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(20)

    def send(self, packet: bytes) -> None:
        self.socket.sendto(packet, self.server.address)

    def say(self, address: str, *arguments: object) -> None:
        self.send(build_msg(address, list(arguments)).dgram)

    def answer(self) -> OscMessage:
        return OscMessage(self.socket.recv(65_536))

    def answers_until_pong(self) -> list[OscMessage]:
        """Answers to everything sent so far: datagrams are taken in order."""
        self.say("/distill/ping")
        answers = [self.answer()]
        while answers[-1].address != "/distill/pong":
            answers.append(self.answer())
        return answers[:-1]
