import socket
import struct
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from osc_patch import Patch, bundle, date
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg
from stage import Desk
from system import need

from controllers.osc.dispatcher import Dispatcher
from controllers.osc.framing import LengthPrefix, Slip
from controllers.osc.packets import packet
from controllers.osc.server import OscServer
from distill.errors import DistillError
from live.aliases import former
from live.controls import READINGS, ControlEvent


def message_of(word: str, values: Sequence[str | float]) -> bytes:
    return packet(f"/distill/{word}", *values)


def standing(desk: Desk) -> set[str]:
    """What stands somewhere, and is told: all but the triggers, by old names, too."""
    names = {name for name in desk.controls if desk.vocabulary.controls[name].kind != "trigger"}
    return {*names, *filter(None, map(former, names))}


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
        ("/distill/deck/load", "../secret", "takes a name, never a path, or nothing; not '../secret'"),
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
        OscServer(patch.desk, port=patch.server.address[1])


def test_a_pattern_moves_all_that_it_means(patch: Patch) -> None:
    patch.say("/distill/level/[1-2]/mask", 0)
    patch.say("/distill/no*thing", 0)
    (answer,) = patch.answers_until_pong()
    assert "no control matches no*thing" in answer.params[0]
    assert patch.events == [ControlEvent("level/1/mask", 0.0), ControlEvent("level/2/mask", 0.0)]


def test_a_dated_bundle_is_handed_on_with_its_date_unless_the_clock_must_be_wrong(patch: Patch) -> None:
    for seconds in (2, 10_000):
        patch.send(bundle(date(time.time() + seconds), [packet("/distill/hold", 1)]))
    (answer,) = patch.answers_until_pong()
    assert "are the clocks right?" in answer.params[0]
    (event,) = patch.events
    assert event.due == pytest.approx(time.time() + 2, abs=1)


def test_questions_are_answered(patch: Patch) -> None:
    patch.say("/distill/get", "/distill/loop/length")
    patch.say("/distill/get", "loop/*")
    patch.say("/distill/version")
    answers = patch.answers_until_pong()
    assert (answers[0].address, answers[0].params) == ("/distill/loop/length", [100])
    loop = ("on", "start", "length", "seconds", "beats")
    assert {a.address for a in answers[1:-1]} == {f"/distill/loop/{n}" for n in loop}
    assert answers[-1].address == "/distill/version"
    patch.say("/distill/refresh")
    assert {a.address.removeprefix("/distill/") for a in patch.answers_until_pong()} == standing(patch.desk)


def test_a_subscriber_is_sent_all_values_then_changes_and_readings(patch: Patch) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(5)
        patch.say("/distill/subscribe", receiver.getsockname()[1], 30)
        stands = [OscMessage(receiver.recv(65_536)) for _ in standing(patch.desk)]
        assert {a.address.removeprefix("/distill/") for a in stands} == standing(patch.desk)
        patch.say("/distill/temperature", 1.5)
        received = {(a := OscMessage(receiver.recv(65_536))).address: a.params for _ in range(200)}
        assert received["/distill/temperature"] == [1.5]
        assert {f"/distill/{reading.name}" for reading in READINGS} <= set(received)
        patch.say("/distill/unsubscribe", receiver.getsockname()[1])
        patch.answers_until_pong()
        receiver.setblocking(False)
        with suppress(BlockingIOError):
            while receiver.recv(65_536):
                pass
        patch.say("/distill/temperature", 0.5)
        patch.answers_until_pong()
        with pytest.raises(BlockingIOError):
            receiver.recv(65_536)


@pytest.mark.parametrize("arguments", [[0], [70_000], ["here"], [9001, -1]])
def test_a_subscription_that_cannot_be_is_refused(patch: Patch, arguments: list[object]) -> None:
    patch.say("/distill/subscribe", *arguments)
    assert "must be from 1 to" in patch.answers_until_pong()[0].params[0]


@pytest.mark.parametrize("framing", [Slip, LengthPrefix])
def test_tcp_is_obeyed_and_answered_in_its_own_framing(patch: Patch, framing: type[Slip] | type[LengthPrefix]) -> None:
    there, back = framing(), framing()
    with socket.create_connection(patch.server.address, timeout=5) as line:
        for message in (packet("/distill/hold", 1), packet("/distill/warmth", 1), packet("/distill/ping")):
            line.sendall(there.frame(message))
        answers: list[OscMessage] = []
        while not answers or answers[-1].address != "/distill/pong":
            answers += [OscMessage(answer) for answer in back.feed(line.recv(65_536))]
        assert [answer.address for answer in answers] == ["/distill/error", "/distill/pong"]
        line.sendall(there.frame(packet("/distill/subscribe")))
        received: list[bytes] = []
        while len(received) < len(standing(patch.desk)):
            received += back.feed(line.recv(65_536))
    patch.answers_until_pong()
    assert patch.events == [ControlEvent("hold", 1.0)]


def test_a_stream_of_nonsense_is_disconnected(patch: Patch) -> None:
    with socket.create_connection(patch.server.address, timeout=5) as line:
        line.sendall(b"\x00\xff\xff\xff")
        while line.recv(65_536):
            pass
    assert patch.server.errors == 1


def test_liblo_says_every_type_over_udp_and_tcp(patch: Patch) -> None:
    need("oscsend", "liblo-tools")
    port = patch.server.address[1]
    for types, value in (("i", "1"), ("f", "1"), ("d", "1"), ("h", "1"), ("T", ""), ("F", "")):
        for url in (f"osc.udp://127.0.0.1:{port}/", f"osc.tcp://127.0.0.1:{port}/"):
            subprocess.run(["oscsend", url, "/distill/level/*/mask", types, *([value] if value else [])], check=True)
    deadline = time.monotonic() + 10
    while len(patch.events) < 48 and time.monotonic() < deadline:
        patch.answers_until_pong()
    assert [event.value for event in patch.events].count(1.0) == 40
    assert [event.value for event in patch.events].count(0.0) == 8
    subprocess.run(["oscsend", "127.0.0.1", str(port), "/distill/hold", "s", "warm"], check=True)
    patch.answers_until_pong()
    assert patch.server.errors == 1


def test_echoes_of_errors_do_not_go_round_in_circles(patch: Patch) -> None:
    patch.say("/distill/error", "no control 'x'")
    assert patch.answers_until_pong() == []
    assert patch.server.errors == 1


words = st.sampled_from(["", "hold", "level/*/mask", "temperature", "get", "subscribe", "refresh", "seed", "no//thing"])
arguments = st.one_of(
    st.integers(-(2**31), 2**31 - 1),
    st.floats(width=32),
    st.text("abcdef*?/[]{}", min_size=1, max_size=9),
    st.booleans(),
)
valid = st.builds(message_of, words, st.lists(arguments, max_size=3))
bundled = st.builds(bundle, st.binary(min_size=8, max_size=8), st.lists(valid, max_size=3))


def mutated(valid: bytes, places: list[tuple[int, int]]) -> bytes:
    broken = bytearray(valid)
    for place, byte in places:
        broken[place % len(broken)] = byte
    return bytes(broken)


noise = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), min_size=1, max_size=6)
hostile = st.one_of(st.binary(max_size=200), st.builds(mutated, st.one_of(valid, bundled), noise))


class Silent:
    """Peer that keeps what it is sent."""

    host = "10.0.0.9"

    def __init__(self) -> None:
        self.answers: list[bytes] = []

    def send(self, packet: bytes) -> None:
        assert len(packet) < 1000
        self.answers.append(packet)

    def at(self, port: int) -> "Silent":
        assert port
        return self


def assert_every_bad_packet_is_counted_and_answered(examples: int, caplog: pytest.LogCaptureFixture) -> None:
    dispatcher, peer = Dispatcher(Desk()), Silent()

    @settings(deadline=None, max_examples=examples)
    @given(hostile)
    def fuzz(packet: bytes) -> None:
        errors = dispatcher.errors
        peer.answers.clear()
        dispatcher.on_packet(packet, peer)
        answered = [answer for answer in peer.answers if answer.startswith(b"/distill/error\0")]
        assert len(answered) <= dispatcher.errors - errors
        assert len(dispatcher.subscribers) <= 1

    fuzz()
    assert dispatcher.errors
    assert not caplog.records


def test_no_packet_is_too_strange(caplog: pytest.LogCaptureFixture) -> None:
    assert_every_bad_packet_is_counted_and_answered(500, caplog)


@pytest.mark.slow
def test_no_packet_of_many_is_too_strange(caplog: pytest.LogCaptureFixture) -> None:
    assert_every_bad_packet_is_counted_and_answered(50_000, caplog)
