"""Events of MIDI messages by maps, without ports."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage import Desk

from controllers.midi import map_file
from controllers.midi.bindings import bindings
from controllers.midi.device_binding import DeviceBinding
from controllers.midi.map_file import DEFAULT, Map, MapError, load, map_for, maps
from controllers.midi.messages import encoder_steps
from live.controls import ControlEvent, Vocabulary

FACTORY = [*maps(), load(DEFAULT)]
MAIN = {"play", "stop", "temperature", "loop/on", "hold", "level/1/mask", "level/4/mask"}


def written(folder: Path, text: str) -> Map:
    path = folder / "mine.toml"
    path.write_text(f'name = "mine"\n{text}')
    return load(path)


def bound(folder: Path, text: str) -> tuple[DeviceBinding, Desk]:
    desk = Desk()
    return DeviceBinding(written(folder, text), desk), desk


def play(
    device: DeviceBinding, desk: Desk, *messages: bytes, start: float = 10.0, apart: float = 1.0
) -> list[tuple[str, float | None]]:
    events: list[ControlEvent] = []
    for place, message in enumerate(messages):
        for event in device.on_message(message, start + place * apart):
            desk.send(event)
            events.append(event)
    return [(event.name, event.value) for event in events]


@pytest.mark.parametrize("source", FACTORY, ids=lambda source: source.name)
def test_every_map_that_comes_along_plays_the_main_controls_and_gives_nothing_two_meanings(source: Map) -> None:
    bound = bindings(source, Vocabulary(4))
    keys = [binding.key for binding in bound]
    assert len(keys) == len(set(keys))
    assert {binding.control.name for binding in bound} >= MAIN


def test_the_default_map_hands_out_all_of_the_vocabulary_that_does_no_harm_by_chance() -> None:
    vocabulary = Vocabulary(4)
    harms_or_puzzles = {"seed", "tempo", "record", "grid/clear", "deck/copy", "snapshot/save"}
    more_than_a_button_says = {
        "grid/set", "grid/fill", "grid/key", "grid/swap", "grid/copy", "input/codes", "deck/load", "deck/model",
        "grid/lock", "grid/shift", "grid/transpose",
    }  # fmt: skip
    bound = {binding.control.name for binding in bindings(load(DEFAULT), vocabulary)}
    assert bound == set(vocabulary.controls) - more_than_a_button_says - harms_or_puzzles


@pytest.mark.parametrize(
    ("port", "name"),
    [
        ("nanoKONTROL2:nanoKONTROL2 MIDI 1 20:0", "Korg nanoKONTROL2"),
        ("MIDI Mix:MIDI Mix MIDI 1 24:0", "Akai MIDImix"),
        ("APC MINI 1", "Akai APC mini"),
        ("APC mini mk2 Control", "Akai APC mini mk2"),
        ("Launch Control XL", "Novation Launch Control XL"),
        ("Launchpad Mini MK3:Launchpad Mini MK3 LPMiniMK3 MI 20:1", "Novation Launchpad Mini mk3"),
        ("X-TOUCH MINI:X-TOUCH MINI MIDI 1", "Behringer X-Touch Mini"),
        ("Arturia BeatStep", "Arturia BeatStep"),
        ("Midi Fighter Twister", "DJ TechTools MIDI Fighter Twister"),
    ],
)
def test_a_controller_is_known_by_its_port(port: str, name: str) -> None:
    found = map_for(port, maps())
    assert found
    assert found.name == name
    assert map_for("Some Keyboard", maps()) is None


def test_fine_and_coarse_numbers_and_presses(tmp_path: Path) -> None:
    device, desk = bound(
        tmp_path,
        """
        [[bind]]
        cc14 = 2
        control = "output/gain"
        pickup = false
        [[bind]]
        nrpn = 300
        control = "top_p"
        pickup = false
        [[bind]]
        pitch_bend = true
        control = "temperature"
        pickup = false
        [[bind]]
        note = 60
        control = "loop/on"
        [[bind]]
        note = 61
        control = "hold"
        press = "hold"
        [[bind]]
        cc = 41
        control = "stop"
        [[bind]]
        program = true
        control = ["no/such/thing", "seed"]
    """,
    )
    events = play(
        device, desk,
        b"\xb0\x02\x40", b"\xb0\x22\x7f",
        b"\xb0\x63\x02", b"\xb0\x62\x2c", b"\xb0\x06\x7f", b"\xb0\x26\x7f",
        b"\xe0\x7f\x7f",
        b"\x90\x3c\x40", b"\x80\x3c\x00", b"\x90\x3c\x40", b"\x90\x3c\x00",
        b"\x90\x3d\x01", b"\x90\x3d\x00",
        b"\xb0\x29\x7f", b"\xb0\x29\x7f", b"\xb0\x29\x00",
        b"\xc0\x07",
    )  # fmt: skip
    assert events == [
        ("output/gain", pytest.approx(2 * (64 << 7) / 16_383)),
        ("output/gain", pytest.approx(2 * (64 << 7 | 127) / 16_383)),
        ("top_p", pytest.approx((127 << 7) / 16_383)), ("top_p", 1.0),
        ("temperature", 4.0), ("loop/on", None), ("loop/on", None), ("hold", 1.0), ("hold", 0.0),
        ("stop", None), ("stop", None), ("seed", 7.0),
    ]  # fmt: skip


def test_programs_and_buttons_edit_and_keep_the_grid_lit_or_not(tmp_path: Path) -> None:
    device, desk = bound(
        tmp_path,
        """
        free = [{ cc = [1, 7, 10, 11, 12, 13, 14, 15] }]
        free_buttons = [{ note = [50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69] }]
        [[bind]]
        program = true
        control = "snapshot/recall"
        [[bind]]
        note = [0, 1, 2, 3]
        control = "snapshot/save"
        values = [1, 2, 3, 4]
        [[bind]]
        note = [26, 27]
        control = "grid/shift"
        values = [-1, 1]
    """,
    )
    clear = next(b.key[2] for b in bindings(device.map, desk.vocabulary) if b.control.name == "grid/clear")
    messages = (b"\x90\x02\x40", b"\xc0\x02", b"\xc0\x02", b"\x90\x1a\x40", b"\x80\x1a\x00", bytes((0x90, clear, 1)))
    events = [event for message in messages for event in device.on_message(message, 1.0)]
    assert [(event.name, event.arguments) for event in events] == [
        ("snapshot/save", (3,)),
        ("snapshot/recall", (3,)),
        ("snapshot/recall", (3,)),
        ("grid/shift", (-1, 0, -1, 0)),
        ("grid/clear", (0, -1, 0)),
    ]
    assert list(device.lights())


@given(st.integers(-63, 63), st.sampled_from(["signed_bit", "signed_bit_2", "binary_offset", "twos_complement"]))
def test_all_four_encodings_count_what_was_turned(turned: int, encoding: map_file.Relative) -> None:
    sent = {
        "signed_bit": turned if turned >= 0 else 64 - turned,
        "signed_bit_2": 64 + turned if turned > 0 else -turned,
        "binary_offset": 64 + turned,
        "twos_complement": turned % 128,
    }[encoding]
    assert encoder_steps(sent, encoding) == turned


def test_an_encoder_goes_on_from_where_the_control_stands(tmp_path: Path) -> None:
    device, desk = bound(tmp_path, '[[bind]]\ncc = 1\ncontrol = "grid/quantize"\nrelative = "twos_complement"')
    play(device, desk, *[b"\xb0\x01\x01"] * 40)
    assert desk.controls["grid/quantize"] == 1
    desk.send(ControlEvent("grid/quantize", 2.0))
    play(device, desk, *[b"\xb0\x01\x7f"] * 40, start=100)
    assert desk.controls["grid/quantize"] == 1


def test_a_fader_takes_over_only_where_the_control_stands(tmp_path: Path) -> None:
    device, desk = bound(tmp_path, '[[bind]]\ncc = 1\ncontrol = "top_p"')
    desk.send(ControlEvent("top_p", 0.5))
    assert play(device, desk, b"\xb0\x01\x00", b"\xb0\x01\x14", b"\xb0\x01\x28") == []
    assert [name for name, _ in play(device, desk, b"\xb0\x01\x50", b"\xb0\x01\x54", start=20)] == ["top_p", "top_p"]
    desk.send(ControlEvent("top_p", 0.1))
    assert play(device, desk, b"\xb0\x01\x58", start=30) == []


def test_clock_is_followed_where_that_is_asked_for() -> None:
    desk = Desk()
    device = DeviceBinding(load(DEFAULT), desk)
    pulses = [b"\xfa", *[b"\xf8"] * 49, b"\xfc", b"\xfb"]
    assert play(device, desk, *pulses, apart=60 / 150 / 24) == []
    desk.send(ControlEvent("sync", 1.0))
    events = play(device, desk, *pulses, start=100, apart=60 / 150 / 24)
    assert [name for name, _ in events] == ["stop", "play", "tempo", "tempo", "play", "play"]
    assert events[2][1] == pytest.approx(150, rel=1e-6)
    assert events[4:] == [("play", 0.0), ("play", 1.0)]


def test_lights_say_what_has_changed_and_only_that(tmp_path: Path) -> None:
    device, desk = bound(
        tmp_path,
        """
        [[bind]]
        note = [1, 2, 3, 4, 5, 6]
        control = "level/{n}/mask"
        light = { on = 60, off = 15 }
        [[bind]]
        cc = 9
        control = "top_p"
        light = { cc = 19, channel = 2 }
        [[show]]
        note = [70, 71]
        playhead = 5
        loop = 3
    """,
    )
    everything = list(device.lights())
    assert [0x90, 4, 60] in everything
    assert [0xB1, 19, 127] in everything
    assert [0x90, 70, 5] in everything
    assert not [message for message in everything if message[1] in (5, 6)]
    assert list(device.lights()) == []
    for event in (ControlEvent("level/2/mask", 0.0), ControlEvent("loop/start", 0.0), ControlEvent("loop/on", 1.0)):
        desk.send(event)
    desk.playhead = 1100
    assert sorted(device.lights()) == [[0x90, 2, 15], [0x90, 70, 3], [0x90, 71, 5]]


@pytest.mark.parametrize(
    ("text", "line", "key"),
    [
        ("[[bind]]\ncc = 200\ncontrol = 'hold'", "line 3", "bind.0.cc"),
        ("[[bind]]\ncc = 2\ncontrol = 'hold'\n[[bind]]\nnote = 3\ncontrol = 'warmth'", "line 7", "no control warmth"),
        ("[[bind]]\ncc = 2\nnote = 3\ncontrol = 'hold'", "line 2", "give one of cc"),
        ("[[bind]]\nnote = 3\ncontrol = 'deck/load'", "line 4", "deck/load takes a name"),
        ("[[bind]]\ncc = 2\ncontrol = 'hold'\ncolour = 3", "line 5", "bind.0.colour"),
        ("[[bind]\ncc = 2", "line 2", "TOML"),
        ("setup = ['F0 99']", "line 1", "setup takes"),
    ],
)
def test_a_wrong_map_is_told_by_line_and_key(tmp_path: Path, text: str, line: str, key: str) -> None:
    with pytest.raises(MapError) as error:
        written(tmp_path, text)
    assert line in str(error.value)
    assert key in str(error.value)
    assert "\n" not in str(error.value)


statuses = st.sampled_from([0x80, 0x90, 0xA0, 0xB0, 0xC0, 0xD0, 0xE0, 0xF0, 0xF8, 0xFA, 0xFC, 0xFE])
bodies = st.lists(st.integers(0, 255), max_size=3)
well_formed = st.tuples(statuses, bodies).map(lambda parts: [parts[0], *parts[1]])


def assert_no_message_is_too_strange(examples: int, caplog: pytest.LogCaptureFixture) -> None:
    devices = [DeviceBinding(source, Desk()) for source in FACTORY]

    @settings(deadline=None, max_examples=examples)
    @given(st.one_of(st.binary(max_size=12).map(list), well_formed), st.floats(0, 1e6))
    def fuzz(data: list[int], seconds: float) -> None:
        for device in devices:
            errors = device.errors
            for event in device.on_message(bytes(data), seconds):
                control = Vocabulary(4).controls[event.name]
                assert event.value is None or control.clip(event.value) == event.value
            assert device.errors - errors == 1 or (data and data[0] >= 0x80)
            assert device.errors - errors <= 1

    fuzz()
    assert not caplog.records


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = " + "[" * 10_000, "has a line of more than 4096"),
        ("x = " + "[\n" * 10_000, "is nested too deep"),
        ("x = " + "{a=" * 1_300, "is nested too deep"),
        ("channel = " + "9" * 4_050, "channel"),
        ("channel = " + "9" * 5_000, "has a line of more than 4096"),
        ("a" + ".b" * 30_000 + " = 1", "has a line of more than 4096"),
        ("x = 1e999", "1e999 is no number"),
        ("x = nan", "nan is no number"),
        ("#" * 70_000, "is larger than 64 KiB of text"),
        ('[[bind]]\ncc = 1\ncontrol = "a\\nb"', r"no control a\\nb"),
    ],
)
def test_a_hostile_map_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(MapError, match=message) as error:
        written(tmp_path, text)
    assert len(str(error.value).splitlines()) == 1


def test_what_is_no_file_is_no_map(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    for path in (tmp_path, tmp_path / "pipe.toml"):
        with pytest.raises(MapError, match="not a file"):
            load(path)


def test_no_message_is_too_strange(caplog: pytest.LogCaptureFixture) -> None:
    assert_no_message_is_too_strange(500, caplog)


@pytest.mark.slow
def test_no_message_of_many_is_too_strange(caplog: pytest.LogCaptureFixture) -> None:
    assert_no_message_is_too_strange(50_000, caplog)


def test_a_bend_over_next_to_nothing_stays_within_the_control(tmp_path: Path) -> None:
    bind = '[[bind]]\npitch_bend = true\ncontrol = "temperature/1"\nlow = 0\nhigh = 1e-320\nspring = true\n'
    device, desk = bound(tmp_path, bind)
    control = desk.vocabulary.controls["temperature/1"]
    events = [event for value in (0, 64, 100, 127) for event in device.on_message(bytes([0xE0, 0, value]), 0.0)]
    assert events
    assert all(control.low <= (event.value or 0.0) <= control.high for event in events)
