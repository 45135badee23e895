"""A running console, and a real browser on its page."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright
from system import DISTILL, free_port, need

from controllers.osc.packets import packet

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SIZE = (1280, 800)
LOAD_MILLISECONDS = 120_000
"""Limit of the time to load the page, on a busy machine."""


class Console:
    """``distill console`` as a user runs it."""

    def __init__(self, environment: Mapping[str, str], folder: Path, *options: str, model: Path | None = None) -> None:
        self.osc_port = str(free_port())
        command = [DISTILL, "console", *([str(model)] if model else []), "--no-open", *options]
        command += ["--console-port", "0", "--osc-port", self.osc_port]
        self._process = subprocess.Popen(
            command, env=environment, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._process.stderr
        greeting = self._process.stderr.readline()
        self.url = next((word for word in greeting.split() if word.startswith("http")), "")
        assert self.url, greeting
        self.pid = self._process.pid

    def say(self, address: str, *arguments: str) -> None:
        """Say something over OSC."""
        need("oscsend", "liblo-tools")
        subprocess.run(["oscsend", "127.0.0.1", self.osc_port, f"/distill/{address}", *arguments], check=True)

    def throw(self, name: str, value: float) -> None:
        """The same, at once."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(packet(f"/distill/{name}", value), ("127.0.0.1", int(self.osc_port)))

    def end(self) -> str:
        """End it as a user does; what it said."""
        self._process.send_signal(signal.SIGINT)
        _, errors = self._process.communicate(timeout=20)
        assert self._process.returncode == 0, errors
        return errors


def data_folder(home: Path) -> dict[str, str]:
    """An environment whose data folder and library are in ``home``, and with no JACK server to be found."""
    return {
        **os.environ,
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "DISTILL_LIBRARY": str(home / "library"),
        "JACK_DEFAULT_SERVER": "none",
    }


@contextmanager
def console(
    environment: Mapping[str, str], folder: Path, *options: str, model: Path | None = None
) -> Generator[Console]:
    """A console that runs in ``folder``, with ``model`` on stage if there is a sound card."""
    running = Console(environment, folder, *options, model=model)
    try:
        yield running
    finally:
        errors = running.end()
        assert "Traceback" not in errors, errors


@contextmanager
def chromium() -> Generator[Browser]:
    """A browser that nobody sees."""
    need("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def looking(browser: Browser, url: str, size: tuple[int, int] = SIZE) -> Generator[Page]:
    """A page of ``url`` in a context of its own; no script on it may fail."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(url, timeout=LOAD_MILLISECONDS)
    try:
        yield page
    finally:
        context.close()
    assert not failures


class Cable:
    """Lies between a browser and a console, and can be pulled out and put in again."""

    def __init__(self, url: str) -> None:
        place = urlsplit(url)
        self._there = (place.hostname or "", place.port or 80)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._ends: list[socket.socket] = []
        self._in = threading.Event()
        self._in.set()
        threading.Thread(target=self._accept, daemon=True).start()

    def pull(self) -> None:
        self._in.clear()
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def put(self) -> None:
        self._in.set()

    def close(self) -> None:
        self.pull()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if not self._in.is_set():
                    near.close()
                    continue
                far = socket.create_connection(self._there)
                self._ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=_carry, args=(one, other), daemon=True).start()


def _carry(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while data := one.recv(65_536):
            other.sendall(data)
    with suppress(OSError):
        other.shutdown(socket.SHUT_RDWR)
