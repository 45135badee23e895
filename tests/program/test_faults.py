"""What fails around a performance: the music goes on by the clock, is heard again soon, and is kept."""

import json
import os
import random
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import numpy as np
import pytest
from pythonosc.osc_message import OscMessage
from system import JackServer, Live, distill, fill, free_port, small_disk

from controllers.osc.packets import packet
from distill import audio
from live.session import journal

pytestmark = pytest.mark.realtime

SOON = 2.0
"""Seconds after which all must be well again."""
BEHIND = 1.0
"""Seconds by which the performance may ever be behind the clock."""
AGAIN = 0.5
"""Seconds after which who was not obeyed presses again."""
FRAME_RATE = 100
BAD_PACKETS = 100_000
HALF_OPEN = 500


class Watcher:
    """Follows a performance over OSC: which frame it was in when, and what was said to be wrong."""

    def __init__(self, port: int) -> None:
        self.errors: list[str] = []
        self.frames: list[tuple[float, int]] = []
        self._news = threading.Condition()
        self._there = ("127.0.0.1", port)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(1)
        self._renewed = 0.0
        threading.Thread(target=self._listen, daemon=True).start()

    def wait(self, until: Callable[[], bool], seconds: float = 20.0) -> None:
        with self._news:
            assert self._news.wait_for(until, seconds)

    def behind(self, since: float) -> tuple[float, float]:
        """How many seconds the performance fell behind the clock since then, at most, and in the end."""
        told = [(now, frame) for now, frame in list(self.frames) if now >= since]
        began, first = told[0]
        late = [(now - began) - (frame - first) / FRAME_RATE for now, frame in told]
        return max(late), late[-1]

    def close(self) -> None:
        self._socket.close()

    def _listen(self) -> None:
        with suppress(OSError, ValueError):
            while True:
                if time.monotonic() > self._renewed + 20:
                    self._renewed = time.monotonic()
                    self._socket.sendto(packet("/distill/subscribe"), self._there)
                with suppress(TimeoutError):
                    self._hear(OscMessage(self._socket.recv(65_536)))

    def _hear(self, message: OscMessage) -> None:
        with self._news:
            if message.address == "/distill/status/frame":
                self.frames.append((time.monotonic(), message.params[0]))
            elif message.address == "/distill/error":
                self.errors.append(message.params[0])
            self._news.notify_all()


class Performance:
    """An instrument on stage with all that there is, on a small disk, and what can go wrong around it."""

    def __init__(self, folder: Path, disk: Path, model: Path) -> None:
        self.disk = disk
        self.server = JackServer(f"distill-faults-{os.getpid()}", period=256, realtime=True)
        self.server.start()
        self.query = free_port()
        options = ("--journal", f"{disk}/p.jsonl", "--capture", f"{disk}/live.wav", "--captures", f"{disk}/takes")
        options += ("--query-port", str(self.query), "--console", "--console-port", "0", "--seed", "3")
        home = {**self.server.environment, "XDG_DATA_HOME": str(folder / "data")}
        self.live = Live(home, model, folder, *options)
        self.page = urlsplit(next(word for word in self.live.greeting.split() if word.startswith("http"))).port or 0
        self.watcher = Watcher(int(self.live.port))
        self.watcher.wait(lambda: len(self.watcher.frames) > 2)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.live.process.kill()
        # It may be stopped. Killed for good, it would keep its place among the few servers that JACK knows.
        self.server.send(signal.SIGCONT)
        self.server.end()
        self.watcher.close()

    def heard(self, since: float) -> float:
        """Seconds after ``since`` that sound was heard again, for the first time.

        The ear opens after whoever plays: JACK stands still for ever where clients come and go at the same moment.
        """
        while "/dev/shm/jack-" not in self.maps(self.player()):
            assert time.monotonic() < since + 10, "nobody has the card"
            time.sleep(0.01)
        time.sleep(0.05)
        while True:
            assert time.monotonic() < since + 10, "nothing is heard"
            with suppress(subprocess.CalledProcessError):
                heard = self.live.hear(1)
                ended = time.monotonic()
                if len(sounding := np.flatnonzero(heard)):
                    return max(0.0, ended - (len(heard) - sounding[0]) / 48_000 - since)

    def player(self) -> int:
        """The process that has the card, or is about to open it."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            with suppress(OSError):
                tasks = Path(f"/proc/{self.live.process.pid}/task").glob("*/children")
                children = [int(pid) for task in tasks for pid in task.read_text().split()]
                if playing := [pid for pid in children if "_rtmixer" in self.maps(pid)]:
                    return playing[0]
            time.sleep(0.01)
        raise AssertionError("nobody plays")

    @staticmethod
    def maps(process: int) -> str:
        """Files that are in the memory of ``process``; empty where it has ended."""
        try:
            return Path(f"/proc/{process}/maps").read_text()
        except OSError:
            return ""

    def player_stopped(self) -> float:
        now, told = time.monotonic(), len(self.watcher.errors)
        os.kill(self.player(), signal.SIGSTOP)
        self.watcher.wait(lambda: any("is gone" in error for error in self.watcher.errors[told:]))
        return self.heard(now)

    def player_killed(self) -> float:
        now = time.monotonic()
        os.kill(self.player(), signal.SIGKILL)
        return self.heard(now)

    def server_stopped(self) -> float:
        self.server.send(signal.SIGSTOP)
        frame = self.watcher.frames[-1][1]
        self.watcher.wait(lambda: self.watcher.frames[-1][1] > frame + 1.2 * FRAME_RATE)
        self.server.send(signal.SIGCONT)
        return self.heard(time.monotonic())

    def server_killed(self) -> float:
        self.server.end(signal.SIGKILL)
        self.server.start()
        return self.heard(time.monotonic())

    def disk_full(self) -> float:
        self.live.say("record", "i", "1")
        until(lambda: any((self.disk / "takes").glob(".*.wav")))
        told = len(self.watcher.errors)
        filler = fill(self.disk)
        # More than fits into what is left of the journal's last page.
        for number in range(200):
            self.live.throw(packet("/distill/temperature", 0.5 + number / 200))
        for name in ("p.jsonl", "live.wav", "take-"):
            self.watcher.wait(lambda name=name: any(name in error for error in self.watcher.errors[told:]))
        size = (self.disk / "p.jsonl").stat().st_size
        filler.unlink()
        now = time.monotonic()
        until(lambda: (self.disk / "p.jsonl").stat().st_size > size)
        self.live.say("record", "i", "0")
        return max(time.monotonic() - now, self.heard(now))

    def bad_packets(self) -> float:
        chance = random.Random(5)
        bad = [b"", b"/", b"#bundle\0", b"\xff" * 40, b"/distill/temperature\0\0\0\0,f\0\0\x7f\xc0\0\0"]
        bad += [chance.randbytes(chance.randrange(1, 200)) for _ in range(200)]
        bad += [packet("/distill/nosuch", 1.0), packet("/distill/temperature", "hot")]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            for number in range(BAD_PACKETS):
                out.sendto(bad[number % len(bad)], ("127.0.0.1", int(self.live.port)))
        return self.obeys()

    def half_open(self) -> float:
        said = {int(self.live.port): b"\0\0", self.query: b"GET /", self.page: b"GET / HTTP/1.1\r\nX"}
        with ExitStack() as stack:
            ends = {stack.enter_context(socket.socket()): port for port in said for _ in range(HALF_OPEN)}
            for end, port in ends.items():
                end.setblocking(False)
                end.connect_ex(("127.0.0.1", port))
            for end, port in ends.items():
                with suppress(OSError):  # refused, or yet to be let in, which is as good
                    end.send(said[port])
            return self.obeys()

    def obeys(self) -> float:
        """Seconds until a hand is obeyed, and sound is heard, beginning now."""
        now, marks, presses = time.monotonic(), self.marks(), 0

        def marked() -> bool:
            # UDP promises nothing, least of all behind a flood: who is not obeyed presses again.
            nonlocal presses
            if time.monotonic() >= now + presses * AGAIN:
                presses += 1
                self.live.say("mark")
            return self.marks() > marks

        until(marked)
        return max(time.monotonic() - now, self.heard(now))

    def marks(self) -> int:
        return (self.disk / "p.jsonl").read_text().count('"mark"')


def until(met: Callable[[], bool]) -> None:
    """Wait until ``met``, which has to be soon."""
    deadline = time.monotonic() + SOON
    while not met():
        assert time.monotonic() < deadline
        time.sleep(0.01)


FAULTS: tuple[Callable[[Performance], float], ...] = (
    Performance.player_stopped,
    Performance.player_killed,
    Performance.server_stopped,
    Performance.server_killed,
    Performance.disk_full,
    Performance.bad_packets,
    Performance.half_open,
)


@pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_the_music_goes_on_whatever_fails_and_all_is_kept(model_file: Path, tmp_path: Path, rounds: int) -> None:
    model = tmp_path / "small.distill"
    shutil.copy(model_file, model)
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(tmp_path / "disk", 200_000))
        stage = stack.enter_context(Performance(tmp_path, disk, model))
        # What is on stage needs no file any more.
        model.unlink()
        for number in range(rounds):
            for fault in FAULTS:
                began = time.monotonic()
                again = fault(stage)
                behind, left = stage.watcher.behind(began)
                print(
                    f"round {number + 1}: {fault.__name__:15} heard and obeyed after {again:.2f} s; "
                    f"at most {behind:.2f} s behind the clock, in the end {left:.2f} s"
                )
                assert again < SOON
                assert behind < BEHIND
        stage.live.process.send_signal(signal.SIGINT)
        output, errors = stage.live.process.communicate(timeout=60)
        assert "Traceback" not in errors, errors
        assert json.loads(output)["card"] == "back"
        assert len(list((disk / "takes").glob("take-*.wav"))) == rounds
        shutil.copy(model_file, model)
        command = ("render", disk / "p.jsonl", "-o", "replay.wav", "--model", model)
        assert distill(stage.server.environment, *command, cwd=tmp_path).returncode == 0
        replay = audio.read(tmp_path / "replay.wav")
        assert np.array_equal(audio.read(disk / "live.wav"), replay)
        performance = journal.read(disk / "p.jsonl")
        takes = sorted((disk / "takes").glob("take-*.wav"), key=lambda path: int(path.stem.split("-")[1]))
        assert [len(audio.read(take)) for take in takes] == recorded(performance)
        assert len(performance.marks) >= 2 * rounds


def recorded(performance: journal.Performance) -> list[int]:
    """Samples of each recording, from ``record`` 1 to ``record`` 0."""
    turns = [f for f in sorted(performance.events) for event in performance.events[f] if event.name == "record"]
    return [(end - start) * performance.header.hop for start, end in zip(turns[::2], turns[1::2], strict=True)]
