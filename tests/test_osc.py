import socket
import struct
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg

from controllers.osc import OscServer
from distill.errors import DistillError
from live.controls import ControlEvent, Vocabulary


class Patch:
    """A program that speaks OSC to the server, and hears what it made of it."""

    def __init__(self) -> None:
        self.events: list[ControlEvent] = []
        self.server = OscServer(Vocabulary(levels=4), self.events.append, port=0)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(5)

    def send(self, packet: bytes) -> None:
        self.socket.sendto(packet, self.server.address)

    def say(self, address: str, *arguments: object) -> None:
        self.send(build_msg(address, list(arguments)).dgram)

    def answer(self) -> OscMessage:
        return OscMessage(self.socket.recv(65_536))

    def answers_until_pong(self) -> list[OscMessage]:
        """Everything that is answered up to now: datagrams are taken in order."""
        self.say("/distill/ping")
        answers = [self.answer()]
        while answers[-1].address != "/distill/pong":
            answers.append(self.answer())
        return answers[:-1]


@pytest.fixture
def patch() -> Iterator[Patch]:
    patch = Patch()
    with patch.server, patch.socket:
        yield patch


def test_controls_arrive_in_order_as_events(patch: Patch) -> None:
    patch.say("/distill/temperature", 1.5)
    patch.say("/distill/level/2/mask", False)
    patch.say("/distill/level/2/mask")
    patch.say("/distill/seed", 12)
    patch.say("/distill/stop")
    assert patch.answers_until_pong() == []
    assert patch.events == [
        ControlEvent("temperature", 1.5),
        ControlEvent("level/2/mask", 0.0),
        ControlEvent("level/2/mask", None),
        ControlEvent("seed", 12.0),
        ControlEvent("stop", None),
    ]


def test_a_bundle_is_its_messages(patch: Patch) -> None:
    builder = OscBundleBuilder(IMMEDIATELY)
    builder.add_content(build_msg("/distill/hold", [1]))
    builder.add_content(build_msg("/distill/loop/length", [40]))
    patch.send(builder.build().dgram)
    patch.answers_until_pong()
    assert patch.events == [ControlEvent("hold", 1.0), ControlEvent("loop/length", 40.0)]


@pytest.mark.parametrize(
    ("address", "argument", "text"),
    [
        ("/distill/temprature", 1.0, "did you mean temperature"),
        ("/distill/temperature", "hot", "takes one number"),
        ("/distill/temperature", 9.0, "took 4"),
        ("/other/temperature", 1.0, "not below /distill/"),
    ],
)
def test_what_is_not_understood_is_answered(patch: Patch, address: str, argument: object, text: str) -> None:
    patch.say(address, argument)
    (answer,) = patch.answers_until_pong()
    assert answer.address == "/distill/error"
    assert text in answer.params[0]
    assert patch.server.errors == 1


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(lambda tail: b"/distill/hold\0\0\0" + tail)))
def test_no_packet_whatever_ends_the_conversation(patch: Patch, packet: bytes) -> None:
    patch.send(packet)
    patch.answers_until_pong()


def test_numbers_that_are_none_are_refused(patch: Patch) -> None:
    patch.send(b"/distill/temperature\0\0\0\0,f\0\0" + struct.pack(">f", float("nan")))
    assert "takes one number" in patch.answers_until_pong()[0].params[0]
    assert patch.events == []


def test_a_taken_port_is_said_in_one_line(patch: Patch) -> None:
    with pytest.raises(DistillError, match="osc-port"):
        OscServer(Vocabulary(levels=4), patch.events.append, port=patch.server.address[1])
