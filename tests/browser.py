"""A running console, and a real browser on its page."""

import os
import signal
import subprocess
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright
from system import DISTILL, free_port, need

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SIZE = {"width": 1280, "height": 800}


class Console:
    """``distill console`` as a user runs it."""

    def __init__(self, environment: Mapping[str, str], folder: Path, *options: str) -> None:
        self.osc_port = str(free_port())
        command = [DISTILL, "console", "--no-open", "--console-port", "0", "--osc-port", self.osc_port, *options]
        self._process = subprocess.Popen(
            command, env=environment, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert self._process.stderr
        greeting = self._process.stderr.readline()
        self.url = next(word for word in greeting.split() if word.startswith("http"))
        self.pid = self._process.pid

    def say(self, address: str, *arguments: str) -> None:
        """Say something over OSC."""
        need("oscsend", "liblo-tools")
        subprocess.run(["oscsend", "127.0.0.1", self.osc_port, f"/distill/{address}", *arguments], check=True)

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
def console(environment: Mapping[str, str], folder: Path, *options: str) -> Generator[Console]:
    """A console that runs in ``folder``."""
    running = Console(environment, folder, *options)
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
def looking(browser: Browser, url: str) -> Generator[Page]:
    """A page of ``url`` in a context of its own; no script on it may fail."""
    context = browser.new_context(viewport=SIZE)  # pyright: ignore[reportArgumentType]
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(url)
    try:
        yield page
    finally:
        context.close()
    assert not failures
