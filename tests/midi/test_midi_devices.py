"""Several devices at once: clocks, lights, and names of ports."""

import pytest
from stage import Desk

from controllers.midi.ports import device_name, labelled, sink_of
from controllers.midi.server import MidiServer
from live.controls import ControlEvent

BRIDGE = "a2j:{} [{}] ({}): {} MIDI 1"
PIPEWIRE = "Midi-Bridge:{0} {1}:({2}_0) {0} MIDI 1"


@pytest.mark.parametrize(
    "name", ["UM-1", "TD-17", "APC 40", "Keys-01:sends", "P-125", "MX 49", "Circuit 2", "SP-404:out", "808"]
)
def test_a_name_is_neither_changed_nor_cut(name: str) -> None:
    assert device_name(name) == name


@pytest.mark.parametrize(
    ("port", "name"),
    [
        ("UM-1:UM-1 MIDI 1 20:0", "UM-1:UM-1 MIDI 1"),
        ("APC 40:APC 40 MIDI 1 128:3", "APC 40:APC 40 MIDI 1"),
        (BRIDGE.format("TD-17", 20, "capture", "TD-17"), "TD-17 MIDI 1"),
        (PIPEWIRE.format("UM-1", 3, "capture"), "UM-1 MIDI 1"),
    ],
)
def test_numbers_that_systems_give_anew_each_time_are_left_out(port: str, name: str) -> None:
    assert device_name(port) == name


def test_equal_names_and_none_are_told_apart() -> None:
    labels = labelled(["Keys", None, "Keys", None, "Pads", ""])
    assert labels[0] == "Keys"
    assert len(set(labels)) == 6
    assert all(labels)


@pytest.mark.parametrize(
    ("sources", "sinks", "wanted"),
    [
        (["Keys", "Keys, number 2"], ["Synth", "Keys", "Keys, number 2"], [1, 2]),
        (
            [BRIDGE.format(name, number, "capture", name) for name, number in (("UM-1", 20), ("TD-17", 24))],
            [BRIDGE.format(name, number, "playback", name) for name, number in (("TD-17", 24), ("UM-1", 20))],
            [1, 0],
        ),
        (
            [PIPEWIRE.format("Keys", number, "capture") for number in (1, 2)],
            [PIPEWIRE.format("Keys", number, "playback") for number in (2, 1)],
            [1, 0],
        ),
        (["system:midi_capture_1", "system:midi_capture_2"], ["system:midi_playback_2"], [None, 0]),
        (["UM-1:out", "UM-2:out", "UM:out"], ["UM-2:in", "UM-1:in"], [1, 0, None]),
        (["Pads:sends"], ["Other:hears", "Pads:hears"], [1]),
        (["Pads:sends"], ["Pads-01:hears"], [0]),
        (["TD-17:out"], ["TD-18:in"], [None]),
        (["a2j:One", "a2j:Two"], ["a2j:Three"], [None, None]),
        (["X MIDI In", "Y Input"], ["Y Output", "X MIDI Out"], [1, 0]),
    ],
)
def test_lights_go_to_the_device_that_they_belong_to(
    sources: list[str], sinks: list[str], wanted: list[int | None]
) -> None:
    assert [sink_of(place, sources, sinks) for place in range(len(sources))] == wanted


def test_of_two_clocks_the_first_is_followed_and_that_is_said_once() -> None:
    desk = Desk()
    desk.send(ControlEvent("sync", 1.0))
    server = MidiServer(desk)
    names: list[str] = []
    for second, byte in enumerate([0xFA, *[0xF8] * 25, 0xFC]):
        for port in ("Drums", "Sequencer"):
            names += [event.name for event in server.on_message(port, bytes([byte]), second / 48)]
    assert names == ["stop", "play", "tempo", "play"]
    assert server.news == "the clock of Drums is followed, that of Sequencer is not"
