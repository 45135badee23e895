import json
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from stage import Desk

from controllers.osc.peers import is_local
from controllers.osc.query import QueryServer
from distill.errors import DistillError
from live.controls import READINGS, ControlEvent


class Reader:
    def __init__(self) -> None:
        self.desk = Desk()
        self.server = QueryServer(self.desk, ("127.0.0.1", 9000))

    def ask(self, path: str) -> tuple[int, object]:
        host, port = self.server.address
        try:
            with urlopen(f"http://{host}:{port}{path}", timeout=5) as answer:
                data = answer.read()
                return answer.status, json.loads(data) if data else None
        except HTTPError as error:
            return error.code, None


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    with reader.server:
        yield reader


def test_the_tree_holds_every_control_and_reading_with_type_range_and_value(reader: Reader) -> None:
    for name, control in reader.desk.vocabulary.controls.items():
        status, node = reader.ask(f"/distill/{name}")
        assert status == HTTPStatus.OK
        assert isinstance(node, dict)
        assert node["FULL_PATH"] == f"/distill/{name}"
        if control.kind == "edit":
            assert node["TYPE"] == "i" * len(control.arguments)
            assert node["RANGE"] == [{"MIN": a.low, "MAX": a.high} for a in control.arguments]
        elif control.kind == "name":
            assert (node["TYPE"], node["ACCESS"]) == ("s", 2)
        elif control.kind != "trigger":
            assert node["VALUE"] == [control.default]
            assert node["RANGE"] == [{"MIN": control.low, "MAX": control.high}]
            assert node["ACCESS"] == 3
    for reading in READINGS:
        assert reader.ask(f"/distill/{reading.name}?ACCESS") == (HTTPStatus.OK, {"ACCESS": 1})


def test_values_are_those_of_now(reader: Reader) -> None:
    reader.desk.send(ControlEvent("temperature", 2.5))
    assert reader.ask("/distill/temperature?VALUE") == (HTTPStatus.OK, {"VALUE": [2.5]})
    # It is a control and a folder of controls at once.
    _, node = reader.ask("/distill/temperature")
    assert isinstance(node, dict)
    assert set(node["CONTENTS"]) == {"1", "2", "3", "4"}


def test_who_it_is_and_what_there_is_not(reader: Reader) -> None:
    _, info = reader.ask("/?HOST_INFO")
    assert isinstance(info, dict)
    assert (info["NAME"], info["OSC_PORT"], info["EXTENSIONS"]["RANGE"]) == ("Distill", 9000, True)
    assert reader.ask("/distill/warmth") == (HTTPStatus.NOT_FOUND, None)
    assert reader.ask("/distill/temperature?COLOUR") == (HTTPStatus.BAD_REQUEST, None)
    assert reader.ask("/distill/stop?VALUE") == (HTTPStatus.NO_CONTENT, None)


def test_a_taken_port_is_said_in_one_line(reader: Reader) -> None:
    with pytest.raises(DistillError, match="query-port"):
        QueryServer(reader.desk, ("127.0.0.1", 9000), port=reader.server.address[1])


def test_osc_is_announced_at_the_address_that_the_client_reached() -> None:
    server = QueryServer(Desk(), ("0.0.0.0", 9000), host="0.0.0.0")
    with server:
        for host in ("127.0.0.1", "127.0.0.2", *(["[::1]"] if is_local("::1") else [])):
            with urlopen(f"http://{host}:{server.address[1]}/?HOST_INFO", timeout=5) as answer:
                assert json.loads(answer.read())["OSC_IP"] == host.strip("[]")


def test_slow_clients_make_room_and_are_disconnected(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = [socket.create_connection(reader.server.address, timeout=5) for _ in range(100)]
    for each in slow:
        with suppress(OSError):  # it may have been disconnected
            each.sendall(b"GET /distill HT")
    assert reader.ask("/distill/temperature?VALUE") == (HTTPStatus.OK, {"VALUE": [1]})
    assert threading.active_count() < 40
    monkeypatch.setattr("controllers.osc.query_http.READ_SECONDS", 0.1)
    for each in slow:
        with suppress(OSError):
            assert each.recv(1) == b""
        each.close()


def test_types_are_those_that_osc_tells(reader: Reader) -> None:
    for name in ("status/frame", "status/playhead", "loop/on", "loop/length"):
        assert reader.ask(f"/distill/{name}?TYPE") == (HTTPStatus.OK, {"TYPE": "i"})
    for name in ("status/load", "temperature"):
        assert reader.ask(f"/distill/{name}?TYPE") == (HTTPStatus.OK, {"TYPE": "f"})
