"""An unknown keyboard, or a song, on the default map."""

import re
from collections.abc import Mapping
from pathlib import Path

import mido
import pytest
from stage import Desk
from system import distill

from controllers.midi.bindings import bindings
from controllers.midi.device_binding import DeviceBinding
from controllers.midi.map_file import ANY_CHANNEL, DEFAULT, load
from controllers.midi.server import MidiServer
from live.controls import ControlEvent, Vocabulary
from live.session import journal

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "controllers.md").read_text(encoding="utf-8")


def played(*messages: bytes, pickup: bool = False) -> tuple[list[tuple[str, float | None]], Desk]:
    """Events of an unknown keyboard that sends these messages, a tenth of a second apart."""
    desk = Desk()
    device = DeviceBinding(load(DEFAULT), desk, pickup=pickup)
    events: list[ControlEvent] = []
    for place, message in enumerate(messages):
        for event in device.on_message(message, place / 10):
            desk.send(event)
            events.append(event)
    return [(event.name, event.value) for event in events], desk


def test_the_table_in_the_readme_is_the_default_map() -> None:
    bound = {b.key: b.control.name for b in bindings(load(DEFAULT), Vocabulary(4))}
    rows = re.findall(r"^\| (.*) \| (.*) \|$", PAGE.split("| Sent | Does |")[1].split("\n\n")[0], re.MULTILINE)
    table: dict[tuple[str, int, int], str] = {}
    for sent, does in rows[:-1]:
        names = re.findall(r"`(.*?)`", does)
        if "then" in sent:
            first, last, second, end = map(int, re.findall(r"\d+", sent))
            numbers = [*range(first, last + 1), *range(second, end + 1)]
            table |= {("cc", ANY_CHANNEL, number): name for number, name in zip(numbers, names, strict=False)}
        elif numbers := re.findall(r"\d+", sent):
            table |= {("cc", ANY_CHANNEL, int(number)): names[0] for number in numbers}
        else:
            table["pitch_bend" if "bend" in sent else "program", ANY_CHANNEL, 0] = names[0]
    assert table == bound


@pytest.mark.parametrize("channel", [0, 9, 15])
def test_wheels_volume_and_pedal_do_what_they_do_everywhere(channel: int) -> None:
    cc = 0xB0 | channel
    events, desk = played(
        bytes((cc, 1, 0)), bytes((cc, 1, 127)), bytes((cc, 7, 127)), bytes((cc, 11, 0)),
        bytes((cc, 64, 127)), bytes((cc, 64, 90)), bytes((cc, 64, 0)), bytes((0xC0 | channel, 4)),
    )  # fmt: skip
    assert events == [
        ("temperature", 1.0), ("temperature", 2.0), ("output/gain", 1.0), ("output/gain", 0.0),
        ("hold", 1.0), ("hold", 0.0), ("snapshot/recall", None),
    ]  # fmt: skip
    assert desk.events[-1].arguments == (5.0,)


def test_a_bend_springs_back_to_where_the_control_stood() -> None:
    middle = b"\xe3\x00\x40"
    assert played(middle, middle)[0] == []
    desk = Desk()
    device = DeviceBinding(load(DEFAULT), desk)
    desk.send(ControlEvent("temperature/1", 0.5))
    bends = (b"\xe3\x7f\x7f", b"\xe3\x00\x00", b"\xe3\x00\x60", middle, middle)
    events: list[float | None] = []
    for bend in bends:
        for event in device.on_message(bend, 0.0):
            desk.send(event)
            events.append(event.value)
    assert events == [2.0, 0.0, pytest.approx(1.25, abs=1e-3), 0.5]


def test_nothing_that_is_played_by_habit_does_harm() -> None:
    """Notes, pan, banks, parameters, panic, resets, active sensing and clock."""
    habits = [bytes((0x90, note, 100)) for note in range(128)]
    habits += [bytes((0xB0, number, 127)) for number in (0, 2, 4, 5, 6, 8, 10, 32, 38, 65, 66, 67, 84, 91, 93)]
    habits += [bytes((0xB0, number, value)) for number in range(96, 102) for value in (0, 127)]
    habits += [bytes((0xB0, number, 0)) for number in range(120, 128)]
    habits += [b"\xfe", b"\xf8", b"\xfa", b"\xfc", b"\xff", b"\xd0\x40", b"\xa0\x40\x40", b"\xf0\x7e\x7f\x09\x01\xf7"]
    assert played(*habits)[0] == []
    harms = {"seed", "tempo", "record", "snapshot/save", "grid/clear", "stop"}
    standard = {0, 1, 2, 4, 5, 6, 7, 8, 10, 11, 32, *range(64, 80), 84, *range(91, 102), *range(120, 128)}
    for channel in range(16):
        events, _ = played(*[bytes((0xB0 | channel, n, v)) for n in sorted(standard) for v in (0, 64, 127)])
        assert not {name for name, _ in events} & harms


def test_what_does_nothing_is_said_once() -> None:
    server = MidiServer(Desk())
    news: list[str] = []
    for second, message in enumerate([b"\x90\x3c\x40", b"\x90\x3e\x40", b"\xb0\x0a\x40", b"\xb0\x0a\x41"] * 50):
        before, server.news = server.news, ""
        server.on_message("Keys", message, float(second))
        news += [server.news] if server.news else []
        server.news = server.news or before
    assert news == ["Keys: the map default has no use for notes", "Keys: the map default has no use for cc 10"]


def test_a_song_sets_neither_tempo_nor_seed_by_its_volume(
    home: Mapping[str, str], tmp_path: Path, model_file: Path
) -> None:
    track = mido.MidiTrack()
    for channel in (0, 9):
        for control, value in ((0, 0), (32, 0), (7, 100), (10, 64), (1, 0), (101, 0), (100, 0), (6, 12), (11, 127)):
            track.append(mido.Message("control_change", channel=channel, control=control, value=value))
        track.append(mido.Message("program_change", channel=channel, program=5))
        track.append(mido.Message("pitchwheel", channel=channel, pitch=0))
        for note in (36, 60, 72):
            track.append(mido.Message("note_on", channel=channel, note=note, velocity=90, time=40))
            track.append(mido.Message("note_off", channel=channel, note=note, time=40))
    song = mido.MidiFile(ticks_per_beat=480)
    song.tracks.append(track)
    song.save(tmp_path / "song.mid")
    command = ("render", model_file, "--midi", "song.mid", "--journal", "song.jsonl", "-o", "song.wav")
    done = distill(home, *command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("song.mid: the default map has no use for cc 10, notes.") == 1
    events = [event for frame in journal.read(tmp_path / "song.jsonl").events.values() for event in frame]
    assert {event.name for event in events} == {"output/gain", "temperature", "snapshot/recall"}
