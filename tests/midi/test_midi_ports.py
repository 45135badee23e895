"""Controllers on real JACK MIDI ports, plugged in and out while the instrument is there."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from stage import Desk
from system import DISTILL, JackServer, distill, jack_server

from controllers.midi.ports import rtmidi
from controllers.midi.server import MidiServer
from live.controls import ControlEvent

pytestmark = pytest.mark.realtime

NOTICED_SECONDS = 2.0
STARTED_SECONDS = 20.0
"""Longest start of a process, on a busy machine."""
CALM_PERIOD = 1024
"""Samples. JACK drops what a program does not read within a period, and a busy machine is late by milliseconds."""


@pytest.fixture(scope="module")
def jack() -> Iterator[Mapping[str, str]]:
    name = f"distill-midi-{os.getpid()}"
    with jack_server(name, period=CALM_PERIOD) as environment, pytest.MonkeyPatch.context() as patch:
        patch.setenv("JACK_DEFAULT_SERVER", name)
        yield environment


class Controller:
    """A controller on JACK, with an output and an input."""

    def __init__(self, name: str) -> None:
        self._out = rtmidi.MidiOut(rtmidi.API_UNIX_JACK, name=name)
        self._out.open_virtual_port("sends")
        self._in = rtmidi.MidiIn(rtmidi.API_UNIX_JACK, name=name)
        self._in.ignore_types(sysex=False, timing=False)
        self._in.open_virtual_port("hears")

    def send(self, *message: int) -> None:
        self._out.send_message(message)

    def receive(self) -> list[int] | None:
        """Next message received, if any."""
        arrived = self._in.get_message()
        return arrived[0] if arrived else None

    def unplug(self) -> None:
        self._out.delete()
        self._in.delete()


def until(fact: Callable[[], bool], seconds: float = NOTICED_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not fact():
        assert time.monotonic() < deadline, "not noticed in time"
        time.sleep(0.002)


@contextmanager
def touching(controller: Controller, *messages: tuple[int, ...]) -> Generator[None]:
    """Send ``messages`` again and again in the background, as JACK may lose some."""
    done = threading.Event()

    def touch() -> None:
        while not done.wait(0.1):
            for message in messages:
                controller.send(*message)

    thread = threading.Thread(target=touch)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def known(server: MidiServer, name: str) -> Callable[[], bool]:
    return lambda: name in server.controllers.values()


def lights_up(controller: Controller, message: list[int]) -> bool:
    """Whether it is sent ``message`` before long."""
    until(lambda: controller.receive() == message, 5)
    return True


@pytest.mark.usefixtures("jack")
def test_a_controller_plays_and_lights_up_is_unplugged_and_plugged_in_again() -> None:
    desk = Desk()
    controller = Controller("nanoKONTROL2")
    with MidiServer(desk) as server:
        until(known(server, "Korg nanoKONTROL2"), STARTED_SECONDS)
        assert lights_up(controller, [0xB0, 48, 127])
        controller.send(0xB0, 48, 127)
        assert desk.heard(1)[-1] == ControlEvent("level/1/mask")
        assert lights_up(controller, [0xB0, 48, 0])
        controller.unplug()
        until(lambda: not known(server, "Korg nanoKONTROL2")())
        controller = Controller("nanoKONTROL2")
        until(known(server, "Korg nanoKONTROL2"))
        assert lights_up(controller, [0xB0, 48, 0])
        controller.send(0xB0, 41, 127)
        assert desk.heard(2)[-1] == ControlEvent("play")
    controller.unplug()


def test_two_unknown_controllers_send_notes_fine_bends_programs_and_clock(jack: Mapping[str, str]) -> None:
    desk = Desk()
    keys, drum_machine = Controller("Keys"), Controller("DrumMachine")
    with MidiServer(desk) as server:
        until(lambda: {"Keys:sends", "DrumMachine:sends"} <= server.controllers.keys(), STARTED_SECONDS)
        keys.send(0x90, 38, 100)
        keys.send(0xB0, 64, 100)
        keys.send(0xC0, 5)
        heard = desk.heard(2)
        assert heard[0] == ControlEvent("hold", 1.0)
        assert heard[1] == ControlEvent("snapshot/recall", arguments=(6.0,))
        assert server.news == "Keys:sends: the map default has no use for notes"
        desk.send(ControlEvent("sync", 1.0))
        for byte in (0xFA, *[0xF8] * 25, 0xFC):
            drum_machine.send(byte)
        names = [event.name for event in desk.heard(7)]
        assert names[3:] == ["stop", "play", "tempo", "play"]
        out, into = "Keys:sends", next(p for p in ports(jack) if p.startswith("Distill") and p.endswith(":in"))
        linked = [p for p in connections(jack, out) if p.startswith("Distill")]
        subprocess.run(["jack_disconnect", out, linked[0]], env=jack, check=True, capture_output=True)
        drum_machine.send(0xC0, 9)
        assert desk.heard(8)[-1] == ControlEvent("snapshot/recall", arguments=(10.0,))
        subprocess.run(["jack_connect", out, into], env=jack, check=True, capture_output=True)
        keys.send(0xC0, 6)
        assert desk.heard(9)[-1] == ControlEvent("snapshot/recall", arguments=(7.0,))
        assert server.errors == 0
    keys.unplug()
    drum_machine.unplug()


def test_our_own_port_sends_where_things_stand(jack: Mapping[str, str]) -> None:
    desk = Desk()
    sequencer = Controller("Sequencer")
    with MidiServer(desk) as server:
        until(lambda: "Sequencer:sends" in server.controllers, STARTED_SECONDS)
        source = next(p for p in ports(jack) if p.startswith("Distill") and p.endswith(":out"))
        sink = next(p for p in ports(jack) if p.startswith("Sequencer") and p.endswith(":hears"))
        subprocess.run(["jack_connect", source, sink], env=jack, check=True, capture_output=True)
        desk.send(ControlEvent("output/gain", 0.0))
        assert lights_up(sequencer, [0xB0, 7, 0])
        desk.send(ControlEvent("play", 0.0))
        assert lights_up(sequencer, [0xB0, 102, 0])
    sequencer.unplug()


def ports(jack: Mapping[str, str]) -> list[str]:
    return subprocess.run(["jack_lsp"], env=jack, check=True, capture_output=True, text=True).stdout.split("\n")


def connections(jack: Mapping[str, str], port: str) -> list[str]:
    listed = subprocess.run(["jack_lsp", "-c", port], env=jack, check=True, capture_output=True, text=True)
    return [line.strip() for line in listed.stdout.split("\n") if line.startswith(" ")]


def test_a_map_is_learnt_by_touch_and_the_monitor_says_what_it_does(jack: Mapping[str, str], tmp_path: Path) -> None:
    pads = Controller("Pads")
    learn = subprocess.Popen(
        [DISTILL, "midi", "learn", "pads.toml", "temperature", "loop/on"],
        env=jack, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert learn.stdout
    assert "temperature" in learn.stdout.readline()
    with touching(pads, (0xB2, 21, 64)):
        assert "cc 21 on channel 3 of Pads:sends" in learn.stdout.readline()
    assert "loop/on" in learn.stdout.readline()
    with touching(pads, (0xB2, 21, 60), (0x92, 36, 60)):
        assert "note 36 on channel 3 of Pads:sends" in learn.stdout.readline()
    assert learn.wait(timeout=20) == 0
    monitor = subprocess.Popen(
        [DISTILL, "midi", "monitor", "--map", "pads.toml"],
        env=jack, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert monitor.stdout
    assert monitor.stderr
    assert "Pads:sends" in monitor.stderr.readline()
    with touching(pads, (0xB2, 21, 127)):
        assert "temperature 4" in monitor.stdout.readline()
    monitor.terminate()
    monitor.wait()
    listed = distill(jack, "midi", "list", cwd=tmp_path)
    assert "Pads:sends  plays by the map: default" in listed.stdout
    pads.unplug()


@pytest.mark.parametrize("times", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_no_command_ends_in_a_crash_as_its_ports_close(jack: Mapping[str, str], tmp_path: Path, times: int) -> None:
    pads = Controller("Pads")
    with touching(pads, (0xB2, 21, 64), (0x92, 36, 60)):
        for _ in range(times // 2):
            for command in (("list",), ("monitor", "--seconds", "0.1")):
                words = [DISTILL, "midi", *command]
                done = subprocess.run(words, check=False, env=jack, cwd=tmp_path, capture_output=True, text=True)
                assert done.returncode == 0, done.stderr
                assert "Pads:sends" in done.stdout + done.stderr
    pads.unplug()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_controllers_play_again_when_the_server_has_died_and_is_back(
    how: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    mortal = JackServer(f"distill-mortal-{os.getpid()}", period=CALM_PERIOD)
    monkeypatch.setenv("JACK_DEFAULT_SERVER", mortal.environment["JACK_DEFAULT_SERVER"])
    mortal.start()
    desk = Desk()
    with MidiServer(desk) as server:
        until(lambda: len(server.controllers) == 1, STARTED_SECONDS)
        mortal.end(how)
        mortal.start()
        command = [sys.executable, Path(__file__).parents[1] / "support" / "one_controller.py"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, text=True) as controller:
            assert controller.stdin
            until(known(server, "Korg nanoKONTROL2"), STARTED_SECONDS)
            controller.stdin.write("press\n")
            controller.stdin.flush()
            assert desk.heard(1) == [ControlEvent("level/1/mask")]
            controller.stdin.close()
    mortal.end()
