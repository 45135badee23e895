"""Who is let in to the console, and what it takes."""

import http.client
import os
import subprocess
from collections.abc import Generator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import chromium, console, data_folder, looking
from system import DISTILL

from controllers.console.widgets import uploads
from controllers.console.widgets.uploads import UploadError

TWO_GIGABYTES = str(2 * 10**9)
SOCKET = {
    "Upgrade": "websocket", "Connection": "Upgrade",
    "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "a" * 22 + "==",
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("safety")


@pytest.fixture(scope="module")
def url(home: Path) -> Generator[str]:
    (home / "library").mkdir()
    (home / "secret.txt").write_text("mine")
    (home / "library" / "way-out").symlink_to(home / "secret.txt")
    (home / "library" / "note.txt").write_text("ours")
    with console(data_folder(home), home) as running:
        yield running.url


def ask(url: str, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> tuple[int, str, str]:
    """Status, body and cookie of what is answered to a request with just these headers and its own ``Host``."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=20)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": place.netloc} | dict(headers or {})).items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    status, cookie = answer.status, answer.getheader("set-cookie", "")
    body = b"" if status == http.HTTPStatus.SWITCHING_PROTOCOLS else answer.read()
    connection.close()
    return status, body.decode(), cookie


def in_one_line(answer: tuple[int, str, str], status: int) -> str:
    assert answer[0] == status
    assert answer[1].count("\n") == 1
    return answer[1]


def test_no_other_page_reads_or_plays_it(url: str) -> None:
    own = f"http://{urlsplit(url).netloc}"
    assert ask(url, "/", {"Origin": own})[0] == 200
    assert ask(url, "/stage", SOCKET | {"Origin": own})[0] == 101
    for path, more in (("/", {}), ("/stage", SOCKET), ("/_nicegui_ws/socket.io/?EIO=4&transport=websocket", SOCKET)):
        status, _, _ = ask(url, path, dict(more) | {"Origin": "http://evil.example"})
        assert status == 403
    assert "evil.example" in in_one_line(ask(url, "/", {"Origin": "http://evil.example"}), 403)


def test_a_name_that_somebody_has_point_here_is_not_its_own(url: str) -> None:
    assert "127.0.0.1" in in_one_line(ask(url, "/", {"Host": "evil.example:8400"}), 403)
    assert ask(url, "/", {"Host": f"localhost:{urlsplit(url).port}"})[0] == 200


def test_two_gigabytes_are_refused_before_they_are_sent(url: str) -> None:
    for path in ("/_nicegui/client/x/upload/1", "/"):
        said = in_one_line(ask(url, path, {"Content-Length": TWO_GIGABYTES}, "POST"), 413)
        assert "2,000 MB" in said
        assert "200 MB" in said


@pytest.mark.parametrize(
    "name",
    ["../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", "/etc/passwd", "%2fetc%2fpasswd", "way-out", "none.wav"],
)
def test_no_file_outside_of_its_folders_is_given_out(url: str, name: str) -> None:
    status, body, _ = ask(url, f"/files/library/{name}")
    assert status == 404
    assert "mine" not in body
    assert "root:" not in body


def test_files_of_its_folders_are_given_out(url: str) -> None:
    assert ask(url, "/files/library/note.txt") == (200, "ours", "")
    assert ask(url, "/files/library/note.txt", {"Range": "bytes=1-2"})[:2] == (206, "ur")


@pytest.mark.parametrize(("name", "size"), [("notes.txt", 10), ("take.wav", 2 * 10**9), ("take", 10), (".wav.exe", 1)])
def test_only_sounds_of_a_size_are_taken(name: str, size: int) -> None:
    with pytest.raises(UploadError, match=r"^[^\n]+\.$"):
        uploads.check_file(name, size)


def test_names_become_plain() -> None:
    assert uploads.plain_name("../../etc/take one.WAV") == "take one.WAV"
    assert uploads.plain_name("C:\\sounds\\été<1>.wav") == "été-1-.wav"
    assert len(uploads.plain_name("x" * 500 + ".wav")) < 120
    for name in ("..", "/", "...", ""):
        with pytest.raises(UploadError, match="no name"):
            uploads.plain_name(name)


def test_other_machines_need_the_token(home: Path) -> None:
    with console(data_folder(home), home, "--console-host", "0.0.0.0") as running, chromium() as browser:
        place, _, token = running.url.partition("/?token=")
        assert len(token) > 20
        assert "token" in in_one_line(ask(place, "/"), 403)
        assert "token" in in_one_line(ask(place, "/?token=guess"), 403)
        assert ask(place, "/stage", SOCKET)[0] == 403
        status, _, cookie = ask(place, f"/?token={token}")
        assert status == 303
        assert "HttpOnly" in cookie
        assert ask(place, "/stage", SOCKET | {"Cookie": cookie.partition(";")[0]})[0] == 101
        with looking(browser, running.url) as page:
            page.get_by_test_id("tab-codes").wait_for()
            assert "token" not in page.url


def test_a_port_that_is_taken_is_said_in_a_line(home: Path, url: str) -> None:
    port = str(urlsplit(url).port)
    command = [DISTILL, "console", "--no-open", "--osc-port", "0", "--console-port", port]
    done = subprocess.run(
        command, env={**os.environ, **data_folder(home)}, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.startswith("distill: The console cannot be at")
    assert done.stderr.count("\n") == 1
