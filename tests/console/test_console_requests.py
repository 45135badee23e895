"""Odd requests and messages to the console: each is refused in a line, and the page goes on."""

import asyncio
import http.client
import json
import select
import socket
import subprocess
import threading
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import chromium, console, data_folder, looking
from system import DISTILL
from test_console_safety import ask, in_one_line
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from controllers.console import policy
from controllers.console.access import AccessControl
from controllers.console.bridge import messages, sockets
from controllers.console.bridge.state_cache import StateCache
from distill.errors import DistillError
from live.controls import ControlError


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("requests")


@pytest.fixture(scope="module")
def url(home: Path) -> Generator[str]:
    library = home / "library"
    library.mkdir()
    (library / "note.txt").write_text("ours")
    (library / "round").symlink_to(library / "and-round")
    (library / "and-round").symlink_to(library / "round")
    # It ends without a traceback.
    with console(data_folder(home), home) as running:
        # The first page takes longest, above all where others use the machine.
        urllib.request.urlopen(running.url, timeout=90).close()
        yield running.url


DEEP = "[" * 50_000
HUGE = "1" + "0" * 400


@pytest.mark.parametrize(
    "path",
    ["/files/library/%00", "/files/%00/x", "/files/library/" + "x" * 300, "/files/library/" + "x/" * 500,
     "/files/library/round", "/files/library/round/x", "/files/library/~nouser", "/files/library/%0a%1b%5b2J",
     "/files/library/%ff%fe", "/files/library/%ed%b2%80", "/files/library/note.txt/x", "/files/library/",
     "/files/nowhere/x", "/hear/a/b", "/hear/1", f"/hear/0/{HUGE}", f"/hear/-{HUGE}/0", "/hear/%00/0", "/hear/0/-1",
     "/assets/%00", "/assets/" + "x" * 300, "/assets/../door.py", "/assets/%2e%2e/door.py", "/%00",
     "/_nicegui/client/x/upload/%00", "/_nicegui/0/resources/x/%00"],
)  # fmt: skip
def test_addresses_of_nothing_are_refused_in_a_line(url: str, path: str) -> None:
    status, body, _ = ask(url, path)
    assert status == 404
    assert path.startswith(("/assets", "/_nicegui", "/hear/1")) or body.count("\n") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Origin": "http://["}, 403), ({"Origin": "null"}, 403), ({"Origin": ""}, 403), ({"Origin": "http://"}, 403),
     ({"Origin": "http://[::1"}, 403), ({"Origin": "http://127.0.0.1:99999"}, 403), ({"Origin": "//127.0.0.1"}, 403),
     ({"Origin": "x" * 5000}, 403), ({"Origin": "\xff"}, 403), ({"Host": "["}, 403), ({"Host": ""}, 403),
     ({"Host": "127.0.0.1:x"}, 403), ({"Host": "127.0.0.1@evil.example"}, 403), ({"Host": "[::1%eth0]"}, 403),
     ({"Host": "127.0.0.1.evil.example"}, 403), ({"Cookie": "=;=;"}, 200), ({"Cookie": "x" * 9000}, 200),
     ({"Range": "bytes=5-1"}, 200), ({"Accept-Language": "\xff" * 50}, 200), ({"If-None-Match": "\xff"}, 200)],
)  # fmt: skip
def test_headers_that_say_nothing_are_refused_in_a_line(url: str, headers: dict[str, str], status: int) -> None:
    answer = ask(url, "/", headers)
    assert answer[0] == status
    assert status == 200 or answer[1].count("\n") == 1


def test_long_addresses_and_odd_questions_are_refused_in_a_line(url: str) -> None:
    in_one_line(ask(url, "/?" + "x" * 5000), 414)
    in_one_line(ask(url, "/" + "x" * 5000), 414)
    for query in ("tab=%00", "tab=%ff", "tab=../..", "tab[]=play", "&&&=", "%", "tab=" + "x" * 1000, "token=%00"):
        assert ask(url, f"/?{query}")[0] == 200


def answered(origin: str | None, host: str, *, shown: str = "") -> int:
    """The status that a door of this machine, which a proxy may show at ``shown``, gives."""
    said: list[int] = []

    async def app(scope: object, receive: object, send: object) -> None:
        del scope, receive, send
        said.append(200)

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        said.append(message.get("status", 0))

    async def receive() -> dict[str, object]:
        return {"type": "http.request"}

    headers = [(b"host", host.encode()), *([(b"origin", origin.encode())] if origin is not None else [])]
    scope = {"type": "http", "path": "/", "query_string": b"", "headers": headers, "method": "GET"}
    asyncio.run(AccessControl(app, {"stage.local", "::1"}, "", shown)(scope, receive, send))
    return int(said[0])


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [("http://127.0.0.1:80", "127.0.0.1", 200), ("http://127.0.0.1", "127.0.0.1:80", 200),
     ("https://localhost", "localhost:443", 200), ("https://localhost:443", "localhost", 200),
     ("http://LOCALHOST:8400", "localhost:8400", 200), ("http://localhost.:8400", "localhost:8400", 200),
     ("http://localhost:8400", "LocalHost.:8400", 200), ("http://[0:0::1]:8400", "[::1]:8400", 200),
     ("http://stage.local:8400", "stage.local:8400", 200), (None, "stage.local:8400", 200),
     ("http://127.0.0.1:8400", "127.0.0.1:8401", 403), ("https://127.0.0.1", "127.0.0.1:80", 403),
     ("http://localhost:8400", "127.0.0.1:8400", 403), ("http://127.0.0.1:8400/", "127.0.0.1:8400", 403),
     ("ftp://127.0.0.1", "127.0.0.1", 403), ("http://127.0.0.1:8400@evil.example", "127.0.0.1:8400", 403),
     ("http://evil.example", "evil.example", 403), (None, "localhost.evil.example", 403)],
)  # fmt: skip
def test_origins_and_hosts_are_compared_by_what_they_mean(origin: str | None, host: str, status: int) -> None:
    assert answered(origin, host) == status


def test_a_proxy_is_believed_where_the_user_says_so_and_by_no_header() -> None:
    shown = "https://Stage.example:443"
    assert answered("https://stage.example", "127.0.0.1:8400", shown=shown) == 200
    assert answered("https://stage.example", "127.0.0.1:8400") == 403
    assert answered("http://stage.example", "127.0.0.1:8400", shown=shown) == 403
    assert answered("https://stage.example.evil.example", "127.0.0.1:8400", shown=shown) == 403


def test_a_page_behind_a_proxy_needs_the_token(home: Path) -> None:
    with console(data_folder(home), home, "--console-origin", "https://stage.example") as running:
        assert running.url.startswith("https://stage.example/?token=")
        environment, folder = data_folder(home), home
    command = [DISTILL, "console", "--no-open", "--osc-port", "0", "--console-origin", "stage.example/page"]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("distill: --console-origin takes a scheme and a host")
    assert done.stderr.count("\n") == 1


def test_every_answer_forbids_other_pages_to_show_it(url: str) -> None:
    place = urlsplit(url)
    for path, host in (("/", ""), ("/none", ""), ("/files/library/note.txt", ""), ("/", "evil.example")):
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        assert "frame-ancestors 'none'" in answer.getheader("content-security-policy", "")
        assert answer.getheader("x-frame-options") == "DENY"
        assert answer.getheader("x-content-type-options") == "nosniff"
        connection.close()


@contextmanager
def framing(url: str) -> Generator[str]:
    """The address of another page of this machine, which shows ``url`` inside itself."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="{url}"></iframe>'.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class has it
            del format, args

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()


def test_the_page_keeps_its_policy_and_is_shown_in_no_other(url: str) -> None:
    with chromium() as browser:
        with looking(browser, "about:blank") as page:
            said: list[str] = []
            page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
            page.goto(url)
            for tab in ("play", "codes", "train", "generate", "library"):
                page.get_by_test_id(f"tab-{tab}").click()
                page.locator(".q-tab-panel").first.wait_for()
            page.wait_for_load_state("networkidle")
            assert not [line for line in said if "policy" in line.lower() or line.startswith("error")], said
        with framing(url) as other, looking(browser, "about:blank") as page:
            with page.expect_event("requestfailed", timeout=20_000) as failed:
                page.goto(other)
            assert failed.value.url.startswith(url)
            assert failed.value.failure == "net::ERR_BLOCKED_BY_RESPONSE"


HOSTILE = [
    "", "{", "null", "1", "{}", "[]", '"x"', DEEP, DEEP.replace("[", '{"a":'), f'["temperature", {DEEP}',
    '["temperature", {"unit": ' + HUGE + "}]", '["temperature", {"unit": NaN}]', '["temperature", {"unit": -Infinity}]',
    '["temperature", {"unit": "1"}]', '["temperature", {"unit": true}]', '["temperature", {"unit": null}]',
    '["temperature", {"unit": 1.5}]', '["temperature", {}]', '["temperature", ' + HUGE + "]", '["temperature", 1e999]',
    '["temperature", NaN]', '["temperature", [1]]', '["temperature", null]', '["nothing", {"unit": 0.5}]',
    '[["temperature"], 1]', '[{"a": 1}, 1]', "[null]", "[1, 2]", '["' + "x" * 50_000 + '", 1]',
    '["temperature"' + ", 1" * 5000 + "]", '["grid/set", ' + HUGE + ", 0, 0]", '["deck/load", "' + "x" * 5000 + '"]',
    '["temp\\u0000erature", 1]', '["\\ud800", 1]', '["\\u001b[2J", 1]', " " * 99_999, "x" * 200_000, "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_messages_that_are_none_are_refused_in_a_short_line(text: str) -> None:
    with pytest.raises(ControlError) as refused:
        messages.read(text, StateCache())
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 1500


def stage(url: str) -> ClientConnection:
    return connect(url.replace("http", "ws") + "/stage", max_size=None)


def test_the_stage_answers_every_odd_message_and_goes_on(url: str) -> None:
    with stage(url) as browser:
        for text in HOSTILE:
            browser.send(text)
            while "remark" not in (said := json.loads(browser.recv(timeout=10))):
                pass
            assert "\n" not in said["remark"]
        browser.send(b"\xff\x00")
        while "remark" not in json.loads(browser.recv(timeout=10)):
            pass
    with stage(url) as browser:
        browser.send("[" * (1 << 21))
        with pytest.raises(ConnectionClosed):
            list(browser)
    with stage(url) as browser:
        assert "stage" in json.loads(browser.recv(timeout=10))


FORM = {"client_id": "x", "tab_id": "x", "document_id": "x", "id": 1, "listener_id": "x", "request_id": "x"}
ODD = [None, 1, [], {}, "x", {"client_id": None}, {"client_id": []}, {"client_id": "x" * 5000}, {"client_id": {}},
       FORM | {"id": "1"}, FORM | {"args": "x"}, FORM | {"args": [1]}, FORM | {"args": [DEEP]}, FORM | {"args": ["{"]},
       FORM | {"next_message_id": "x"}, FORM | {"next_message_id": 10**30}, FORM | {"level": "fatal", "message": 1},
       FORM | {"tab_id": 1, "level": []}]  # fmt: skip


def test_the_socket_of_the_elements_takes_only_messages_of_its_form(url: str) -> None:
    address = url.replace("http", "ws") + "/_nicegui_ws/socket.io/?EIO=4&transport=websocket"
    for query in ("", "&implicit_handshake=true", "&implicit_handshake=true&client_id=x&tab_id=1&document_id=1",
                  "&implicit_handshake=true&client_id=x&tab_id=1&document_id=1&next_message_id=x",
                  f"&implicit_handshake=true&client_id=x&tab_id=1&document_id=1&next_message_id={HUGE}"):  # fmt: skip
        with connect(address + query) as browser:
            browser.recv(timeout=10)
            browser.send("40")
            assert str(browser.recv(timeout=10)).startswith("44" if query else "40")
    with connect(address) as browser:
        browser.recv(timeout=10)
        browser.send("40")
        browser.recv(timeout=10)
        assert all(sockets.reason(name, odd) for name in sockets.SCHEMAS for odd in ODD[:9])
        for name in sockets.SCHEMAS:
            for number, odd in enumerate(ODD):
                why = sockets.reason(name, odd)
                assert why.isprintable()
                browser.send(f"42{number}" + json.dumps([name, odd]))
                if not isinstance(odd, dict) or len(str(odd)) < 1000:
                    assert str(browser.recv(timeout=10)).startswith("43")
        browser.send('42["event"]')
        browser.send('42["nothing", 1]')
    for raw in ("42", "42[", "4", "4x", "42{}", '42["event",' + DEEP, "45-1", "451-[]", '4599999["event"]', "9",
                b"\x04", "40/other", "40" + DEEP, "41", "6",
                '42["ack",{"client_id":"x","next_message_id":' + HUGE + "}]"):  # fmt: skip
        with connect(address) as browser:
            browser.recv(timeout=10)
            browser.send("40")
            browser.recv(timeout=10)
            browser.send(raw)
    assert ask(url, "/")[0] == 200


@pytest.mark.parametrize("text", ["~nouser/x", "x" * 300, "/home/" + "x/" * 3000, "a\0b", "/proc/self/root", "/etc"])
def test_folders_that_are_none_are_refused_in_a_line(text: str) -> None:
    with pytest.raises(DistillError) as refused:
        policy.parse(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 500
    assert policy.nearest_folder(text).is_dir()


def test_links_that_go_in_circles_are_refused_in_a_line(home: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert url
    monkeypatch.chdir(home)
    with pytest.raises(DistillError, match=r"^[^\n]+\.$"):
        policy.parse(str(home / "library" / "round"))
    assert not policy.allows(home / "library" / "round" / "x")


def test_hundreds_of_connections_that_say_nothing_do_not_keep_others_out(url: str) -> None:
    place = urlsplit(url)
    silent: list[socket.socket] = []
    for number in range(500):
        silent.append(socket.create_connection((place.hostname or "", place.port or 80), timeout=20))
        silent[-1].sendall((b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX: ")[number % 3])
    try:
        assert ask(url, "/")[0] == 200
        poll, ended = select.poll(), set[int]()
        for one in silent:
            poll.register(one, select.POLLIN)
        # Those that have waited longest have gone.
        while len(ended) < 300:
            ready = poll.poll(10_000)
            assert ready
            for descriptor, _ in ready:
                ended.add(descriptor)
                poll.unregister(descriptor)
        assert ask(url, "/")[0] == 200
    finally:
        for one in silent:
            one.close()
