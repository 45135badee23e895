"""Hostile, broken and forgetful senders: OSC answers in bounded time, with bounded bytes, and goes on for others."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from osc_patch import Patch, bundle, date
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import build_msg

from controllers.osc import dispatcher, peers
from controllers.osc import subscribers as limits
from controllers.osc.packets import packet
from controllers.osc.server import MOST_CONNECTIONS, OscServer
from distill.errors import DistillError
from live.controls import ControlEvent

BAD = {
    "stars": packet("/distill/" + "*" * 60_000),
    "stars and questions": packet("/distill/" + "*?" * 120 + "*"),
    "an open bracket": packet("/distill/*[" + "z" * 240),
    "a long set": packet("/distill/*[" + "z" * 230 + "]"),
    "empty choices": packet("/distill/*{" + "," * 200 + "}"),
    "choices and stars": packet("/distill/" + "*{,}" * 60),
    "slashes": packet("//*" * 80),
    "misspelt": bundle(date(0), [packet(f"/distill/tempreature{n}", 1.0) for n in range(1400)]),
    "letters": bundle(date(0), [packet(f"/distill/{n % 10}" + "temporal" * 20, 1.0) for n in range(250)]),
    "patterns": bundle(date(0), [packet("/distill/" + "*{a,}" * 48) for _ in range(200)]),
    "everything": bundle(date(0), [packet("/distill//*", 1.0) for _ in range(1500)]),
    "ranges": bundle(date(0), [packet("/distill/[" + "!-~" * 80 + "]") for _ in range(200)]),
    "refreshes": bundle(date(0), [packet("/distill/refresh")] * 2300),
    "subscriptions": bundle(date(0), [packet("/distill/subscribe", 20_000 + n) for n in range(1500)]),
    "blobs": build_msg("/distill/tempo", [b"x" * 60_000]).dgram,
    "nothing": b"",
    "no end": b"/distill/" + b"a" * 60_000,
}


@pytest.fixture
def patch() -> Iterator[Patch]:
    patch = Patch()
    with patch.server, patch.socket:
        yield patch


@pytest.mark.parametrize("kind", BAD)
def test_no_datagram_blocks_osc(patch: Patch, kind: str) -> None:
    started = time.process_time()
    for _ in range(3):
        patch.send(BAD[kind])
    with listener() as other:
        other.sendto(packet("/distill/ping"), patch.server.address)
        assert OscMessage(other.recv(65_536)).address == "/distill/pong"
    # A second of the processor's, however busy the machine is.
    assert time.process_time() - started < 1
    patch.socket.setblocking(False)
    answers: list[str] = []
    with suppress(BlockingIOError):
        while True:
            answers.append(patch.answer().address)
    assert answers.count("/distill/error") <= 20
    assert len(patch.events) <= 3 * dispatcher.MOST_MATCHES


@pytest.mark.parametrize("count", [10_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_bad_packets_are_counted_and_others_are_received_meanwhile(patch: Patch, count: int) -> None:
    cut = b"/distill/temperature\0\0\0\0,f\0\0\x3f\x80"
    bad = [cut, packet("/distill/tempo", "x"), packet("/nowhere", 1), b"x" * 40]
    flood = threading.Thread(target=lambda: [patch.send(bad[n % 4]) for n in range(count)])
    started = time.process_time()
    flood.start()
    with socket.create_connection(patch.server.address, timeout=5) as other:
        for _ in range(20):
            other.sendall(b"\xc0" + packet("/distill/hold") + b"\xc0")
        patch.desk.heard(20)
    flood.join()
    patch.socket.settimeout(0.5)
    while True:
        with suppress(TimeoutError):  # the ping was lost in the flood
            patch.answers_until_pong()
            break
    assert time.process_time() - started < count * 1e-4 + 2
    assert patch.server.errors > 1000
    assert {event.name for event in patch.events} == {"hold"}


def test_a_flood_of_good_events_is_cut_and_said(patch: Patch) -> None:
    started = time.monotonic()
    for _ in range(20):
        patch.send(bundle(date(0), [packet("/distill/mark")] * 2000))
    eventually(lambda: patch.server.errors > 0)
    patch.answers_until_pong()
    spent = time.monotonic() - started
    assert len(patch.events) <= dispatcher.MOST_EVENTS + (spent + 1) * dispatcher.EVENTS_A_SECOND


def test_the_same_error_is_sent_once_and_counted(patch: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(60):
        patch.say("/distill/tempo", 1000 + number)
        patch.say("/nowhere", number)
    answers = patch.answers_until_pong()
    assert sorted(answer.params[0] for answer in answers) == [
        "/nowhere is not below /distill/", "tempo 1000 is outside 20 to 300; took 300",
    ]  # fmt: skip
    assert patch.server.errors == 120
    monkeypatch.setattr("controllers.osc.answers.REPEAT_SECONDS", 0.0)
    patch.say("/nowhere", 1)
    assert [a.params[0] for a in patch.answers_until_pong()] == ["/nowhere is not below /distill/ (59 more of these)"]
    assert patch.server.news == "OSC from 127.0.0.1: /nowhere is not below /distill/ (59 more of these)"


@pytest.mark.parametrize("address", ["/accxyz", "/ping", "/1", "/12", "/1/fader1/z"])
def test_addresses_that_tablets_send_of_their_own_are_no_error(patch: Patch, address: str) -> None:
    for _ in range(60):
        patch.say(address, 0.1, 0.2, 0.3)
    assert patch.answers_until_pong() == []
    assert patch.server.errors == 0


def listener() -> socket.socket:
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("127.0.0.1", 0))
    receiver.settimeout(20)
    return receiver


def test_subscriptions_of_dead_ports_lock_nobody_out(patch: Patch) -> None:
    for _ in range(40):
        with listener() as gone:
            port = gone.getsockname()[1]
        patch.say("/distill/subscribe", port, 86_400)
    (answer, *_) = patch.answers_until_pong()
    assert "60 s at most; renew it" in answer.params[0]
    with listener() as receiver:
        patch.say("/distill/subscribe", receiver.getsockname()[1])
        assert OscMessage(receiver.recv(65_536)).address == "/distill/play"
        patch.answers_until_pong()
        receiver.recv(65_536)


def test_nothing_more_is_sent_where_nobody_listens(patch: Patch) -> None:
    with listener() as gone, listener() as receiver:
        for each in (gone, receiver):
            patch.say("/distill/subscribe", each.getsockname()[1])
        gone.recv(65_536)
        gone.close()
        eventually(lambda: len(subscribers(patch)) == 1)
        while OscMessage(receiver.recv(65_536)).address != "/distill/status/latency":
            pass


def test_a_lease_ends_a_minute_after_it_was_renewed(patch: Patch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "LEASE_SECONDS", 0.2)
    monkeypatch.setattr(dispatcher, "GRACE_SECONDS", 0.1)
    with listener() as receiver:
        patch.say("/distill/subscribe", receiver.getsockname()[1], 5)
        receiver.recv(65_536)
        eventually(lambda: not len(subscribers(patch)))


def test_hosts_have_a_quota_and_the_one_with_most_makes_room(patch: Patch) -> None:
    subscribed = subscribers(patch)
    now = [CountingPeer(f"10.0.0.{n // 20}", n) for n in range(60)]
    for peer in now:
        subscribed.subscribe(peer, peer, 60)
    tablet = CountingPeer("10.1.1.1", 1)
    subscribed.subscribe(tablet, tablet, 60)
    subscribed.publish_changes()
    assert len(subscribed) == limits.MOST_SUBSCRIBERS
    assert tablet.bytes > 0
    hosts = [peer.host for peer in subscribed.peers]
    assert max(hosts.count(host) for host in hosts) <= limits.MOST_OF_A_HOST
    assert tablet in subscribed.peers


def test_what_a_subscriber_is_sent_is_bounded(patch: Patch) -> None:
    subscribed, peer = subscribers(patch), CountingPeer("10.1.1.1", 1)
    subscribed.subscribe(peer, peer, 60)
    started = time.monotonic()
    for step in range(500):
        patch.desk.controls = dict.fromkeys(patch.desk.controls, step % 2 * 0.5)
        subscribed.publish_changes()
        subscribed.publish_readings()
    spent = time.monotonic() - started
    assert peer.bytes <= limits.SENT_BYTES + (spent + 1) * limits.SENT_BYTES_A_SECOND


def test_refresh_from_a_forged_sender_is_answered_within_bounds(patch: Patch) -> None:
    victim = CountingPeer("10.9.9.9", 1)
    started = time.monotonic()
    for _ in range(2000):
        dispatcher_of(patch).on_packet(packet("/distill/refresh"), victim)
    assert victim.bytes <= 2 * 65_536 + 2000 * 24 + (time.monotonic() - started) * 65_536


def test_the_instrument_does_not_subscribe_to_itself(patch: Patch) -> None:
    patch.say("/distill/subscribe", patch.server.address[1])
    (answer,) = patch.answers_until_pong()
    assert "instrument's own" in answer.params[0]
    with pytest.raises(DistillError, match="this instrument itself"):
        OscServer(
            patch.desk,
            port=9000 + patch.server.address[1] % 1000,
            always=("127.0.0.1", 9000 + patch.server.address[1] % 1000),
        )


def test_a_destination_is_sent_to_from_a_socket_of_its_own_reported_lost_once_and_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lookups: list[object] = []
    look_up = socket.getaddrinfo

    def counted(*arguments: object, **more: object) -> object:
        lookups.append(arguments)
        return look_up(*arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(limits, "RETRY_SECONDS", 0.05)
    with listener() as gone:
        port = gone.getsockname()[1]
    monkeypatch.setattr(socket, "getaddrinfo", counted)
    patch = Patch(("localhost", port))
    with patch.server, patch.socket:
        eventually(lambda: "nobody listens at localhost" in patch.server.news)
        with socket.socket(
            socket.AF_INET6 if ":" in destination(patch).host else socket.AF_INET, socket.SOCK_DGRAM
        ) as receiver:
            receiver.bind((destination(patch).host, port))
            receiver.settimeout(20)
            patch.say("/distill/temperature", 1.5)
            received: dict[str, list[object]] = {}
            port_of_sender = 0
            while received.get("/distill/temperature") != [1.5] or "/distill/hold" not in received:
                data, (_, port_of_sender, *_) = receiver.recvfrom(65_536)
                message = OscMessage(data)
                received[message.address] = message.params
            assert port_of_sender != patch.server.address[1]
            eventually(lambda: "is reached again" in patch.server.news)
    assert len([one for one in lookups if one[0] == "localhost"]) == 1  # type: ignore[index]


def test_a_machine_that_is_not_there_is_said_in_one_line() -> None:
    with pytest.raises(DistillError, match=r"there is no machine 'nobody\.invalid'"):
        Patch(("nobody.invalid", 9001))


def test_the_sender_of_a_value_is_sent_only_what_it_does_not_show(patch: Patch) -> None:
    with listener() as other:
        other.connect(patch.server.address)
        for each in (patch.socket, other):
            each.sendto(packet("/distill/subscribe"), patch.server.address)
        patch.desk.send(ControlEvent("temperature", 4.0))
        patch.say("/distill/temperature", 9)
        patch.say("/distill/morph", 0.25)
        mover, others = received_until_still(patch.socket), received_until_still(other)
    assert mover["/distill/temperature"][-1] == 4
    assert 0.25 not in mover.get("/distill/morph", [])
    assert others["/distill/morph"][-1] == 0.25
    assert 9 not in others["/distill/temperature"]


def test_values_are_told_in_the_type_of_their_kind(patch: Patch) -> None:
    for value in (1, 2.5, 1):
        patch.say("/distill/temperature", value)
        patch.say("/distill/refresh")
    patch.say("/distill/ping")
    kinds: dict[str, set[type]] = {}
    while (answer := patch.answer()).address != "/distill/pong":
        kinds.setdefault(answer.address.removeprefix("/distill/"), set()).add(type(answer.params[0]))
    for name, control in patch.desk.vocabulary.controls.items():
        if control.has_value and control.kind != "trigger":
            assert kinds[name] == {float if control.kind == "continuous" else int}, name


def test_bundles_dated_ahead_are_few_and_near(patch: Patch) -> None:
    for seconds in (30, 90, 599):
        patch.send(bundle(date(time.time() + seconds), [packet("/distill/hold", 1)]))
    remark, refused = (answer.params[0] for answer in patch.answers_until_pong())
    assert "dated 30 s ahead and waits so long; are the clocks right?" in remark
    assert "more than 60 s ahead; are the clocks right?" in refused
    assert len(patch.events) == 1
    message = [packet("/distill/grid/set", 1, 2, 3)] * 1000
    for _ in range(10):
        patch.send(bundle(date(time.time() + 5), message))
    assert "wait already" in patch.answers_until_pong()[0].params[0]
    assert len(patch.events) == dispatcher.MOST_PENDING
    patch.say("/distill/hold", 0)
    patch.answers_until_pong()
    assert patch.events[-1] == ControlEvent("hold", 0.0)


def test_localhost_means_both_families(patch: Patch) -> None:
    if not peers.is_local("::1"):
        pytest.skip("this machine has no IP version 6")
    port = patch.server.address[1]
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as six:
        six.settimeout(5)
        six.sendto(packet("/distill/ping"), ("::1", port))
        assert OscMessage(six.recv(65_536)).address == "/distill/pong"
    with socket.create_connection(("::1", port), timeout=5) as stream:
        stream.sendall(b"\xc0" + packet("/distill/ping") + b"\xc0")
        assert b"/distill/pong" in stream.recv(65_536)


def test_half_open_connections_make_room_for_whoever_speaks(patch: Patch) -> None:
    slow = [socket.create_connection(patch.server.address, timeout=5) for _ in range(3 * MOST_CONNECTIONS)]
    for each in slow[::2]:
        with suppress(OSError):  # it may have been disconnected
            each.sendall(b"\0\0")
    with socket.create_connection(patch.server.address, timeout=5) as stream:
        stream.sendall(b"\xc0" + packet("/distill/ping") + b"\xc0")
        assert b"/distill/pong" in stream.recv(65_536)
    assert patch.answers_until_pong() == []
    for each in slow:
        each.close()


class CountingPeer:
    """Remote peer that counts the bytes it is sent."""

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self.port = port
        self.bytes = 0

    def send(self, packet: bytes) -> None:
        self.bytes += len(packet)

    def at(self, port: int) -> "CountingPeer":
        return CountingPeer(self.host, port)


def dispatcher_of(patch: Patch) -> dispatcher.Dispatcher:
    return patch.server._dispatcher  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def subscribers(patch: Patch) -> limits.Subscribers:
    return dispatcher_of(patch).subscribers


def destination(patch: Patch) -> peers.Destination:
    found = patch.server._destination  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    assert found
    return found


def eventually(true: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def received_until_still(receiver: socket.socket) -> dict[str, list[object]]:
    """Values received until changes have settled: eight rounds of readings."""
    received: dict[str, list[object]] = {}
    while len(received.get("/distill/status/frame", [])) < 8:
        message = OscMessage(receiver.recv(65_536))
        received.setdefault(message.address, []).append(message.params[0])
    return received
