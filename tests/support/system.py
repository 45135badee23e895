"""Real parts for tests: a sound server, a controller and an ear, each a program of its own."""

import functools
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import weakref
from collections.abc import Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from distill import audio
from distill.audio import Samples

DISTILL = str(Path(sys.executable).parent / "distill")
JACK_SECONDS = 20
"""Longest wait for an answer of JACK, whose server waits for clients that have stopped."""


def need(program: str, package: str) -> None:
    """Skip a test where a system part is missing, or fail it in CI, which must have it."""
    if shutil.which(program):
        return
    message = f"{program} is missing: apt install {package}"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def free_port() -> int:
    """A port that is free for datagrams and streams, and that the system gives to nobody else meanwhile."""
    # Below the ports that systems choose for whoever asks for any.
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with ExitStack() as probes, suppress(OSError):
            for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
                probes.enter_context(socket.socket(socket.AF_INET, kind)).bind(("127.0.0.1", port))
            return port


@functools.cache
def warm() -> subprocess.Popen[str]:
    """A process that runs ``distill`` and scripts without loading their libraries each time."""
    command = [sys.executable, str(Path(__file__).parent / "warm.py")]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def distill(
    home: Mapping[str, str], *arguments: object, cwd: Path, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``distill`` in ``cwd``; ``given`` is what is typed."""
    return _run("distill", home, *arguments, cwd=cwd, given=given)


def python(
    home: Mapping[str, str], script: Path, *arguments: object, cwd: Path, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run a script in ``cwd``, which may start no processes by ``multiprocessing``."""
    return _run(str(script), home, *arguments, cwd=cwd, given=given)


def _run(
    program: str, home: Mapping[str, str], *arguments: object, cwd: Path, given: str
) -> subprocess.CompletedProcess[str]:
    runner = warm()
    assert runner.stdin
    assert runner.stdout
    said = list(map(str, arguments))
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("given", "output", "errors")]
        for file, text in zip(files, (given, "", ""), strict=True):
            file.write_text(text)
        wanted = {"program": program, "arguments": said, "environment": dict(home), "folder": str(cwd)}
        wanted["files"] = [*map(str, files)]
        runner.stdin.write(json.dumps(wanted) + "\n")
        runner.stdin.flush()
        status = int(runner.stdout.readline())
        return subprocess.CompletedProcess(said, status, files[1].read_text(), files[2].read_text())


def fails_in_one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("distill: ")]
    assert len(lines) == 1
    assert done.stderr.splitlines()[-1] == lines[0]
    return lines[0]


def write_sounds(folder: Path, sounds: Mapping[str, Samples]) -> Path:
    """A new folder of recordings, by file name."""
    folder.mkdir()
    for name, samples in sounds.items():
        audio.write(folder / name, samples)
    return folder


class JackServer:
    """A JACK server that plays into nothing, in real time; it can die and be started again.

    What it complains of goes to ``log``, a file's descriptor.
    """

    def __init__(
        self, name: str, rate: int = 48_000, period: int = 128, *, realtime: bool = False, log: int = subprocess.DEVNULL
    ) -> None:
        need("jackd", "jackd2")
        self.environment: Mapping[str, str] = {**os.environ, "JACK_DEFAULT_SERVER": name}
        mode = "--realtime" if realtime else "--no-realtime"
        self._command = ["jackd", "-n", name, mode, "-d", "dummy", "-r", str(rate), "-p", str(period)]
        self._wait = ["jack_wait", "-s", name, "-w", "-t", "20"]
        self._log = log

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=self._log)
        subprocess.run(self._wait, check=True, capture_output=True)

    def send(self, how: signal.Signals) -> None:
        self._process.send_signal(how)

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        self._process.send_signal(how)
        try:
            self._process.wait(JACK_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def jack_server(
    name: str, rate: int = 48_000, period: int = 128, *, realtime: bool = False, log: int = subprocess.DEVNULL
) -> Generator[Mapping[str, str]]:
    """A JACK server; the environment in which programs find it."""
    server = JackServer(name, rate, period, realtime=realtime, log=log)
    server.start()
    try:
        yield server.environment
    finally:
        server.end()


class Live:
    """``distill live`` as a user runs it, with a controller (liblo's oscsend) and an ear (jack_rec)."""

    def __init__(
        self,
        environment: Mapping[str, str],
        model: Path | None,
        folder: Path,
        *options: str,
        program: str | Path = DISTILL,
    ) -> None:
        need("oscsend", "liblo-tools")
        self._environment = environment
        self._folder = folder
        self.port = str(free_port())
        command = [program, "live", *([str(model)] if model else []), "--osc-port", self.port, "--json", *options]
        self.process = subprocess.Popen(
            command, env=environment, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        # Where a test fails before it ends it.
        weakref.finalize(self, self.process.kill)
        assert self.process.stderr
        self.greeting = self.process.stderr.readline()

    def say(self, address: str, *arguments: str) -> None:
        subprocess.run(["oscsend", "127.0.0.1", self.port, f"/distill/{address}", *arguments], check=True)

    def throw(self, packet: bytes) -> None:
        """Send these very bytes."""
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            out.sendto(packet, ("127.0.0.1", int(self.port)))

    def hear(self, seconds: int = 1) -> Samples:
        """What goes to the sound card from now on: samples [time, 1]."""
        path = self._folder / "heard.wav"
        command = ["jack_rec", "-f", str(path), "-d", str(seconds), "-b", "32", self._output()]
        subprocess.run(command, env=self._environment, check=True, capture_output=True, timeout=seconds + JACK_SECONDS)
        return audio.read(path)

    def _output(self) -> str:
        """The JACK port that the sound comes out of."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            listed = subprocess.run(
                ["jack_lsp"], env=self._environment, check=True, capture_output=True, text=True, timeout=JACK_SECONDS
            )
            ports = [port for port in listed.stdout.split("\n") if port.endswith("out_0")]
            if ports:
                return ports[0]
            time.sleep(0.02)
        raise AssertionError("no output port appeared")


@contextmanager
def small_disk(place: Path, kilobytes: int) -> Generator[Path]:
    """A disk of its own at ``place``, in memory, that is soon full. Only root may have one."""
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(place)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        message = f"no disk could be mounted: {done.stderr}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    try:
        yield place
    finally:
        # What is still open there keeps no test from going on.
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(disk: Path) -> Path:
    """Take all the room that is left on ``disk``; the file that has it."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    return filler
