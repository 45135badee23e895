"""Standard MIDI Files that are played as scores."""

import struct
from collections.abc import Mapping
from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile
from system import distill, fails_in_one_line

from controllers.midi import map_file
from controllers.midi.score import Score
from distill.errors import DistillError
from live.controls import ControlEvent
from live.session import journal

MAP = """
name = "score"
[[bind]]
cc = 7
control = "temperature"
[[bind]]
note = 60
control = "loop/on"
press = "hold"
[[bind]]
program = true
control = "grid/shift"
"""


def write_score(path: Path) -> None:
    """Half a second to the beat: a knob at once, a note for a beat, then a program, twice as fast."""
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("set_tempo", tempo=500_000))
    track.append(mido.Message("control_change", control=7, value=127))
    track.append(mido.Message("note_on", note=60, velocity=64, time=480))
    track.append(mido.Message("note_off", note=60, time=480))
    track.append(mido.MetaMessage("set_tempo", tempo=250_000))
    track.append(mido.Message("program_change", program=3, time=480))
    score = mido.MidiFile(ticks_per_beat=480)
    score.tracks.append(track)
    score.save(path)


def test_a_score_is_played_by_its_map_and_its_log_renders_again(
    home: Mapping[str, str], tmp_path: Path, model_file: Path
) -> None:
    write_score(tmp_path / "song.mid")
    (tmp_path / "mine.toml").write_text(MAP)
    command = ("render", model_file, "--midi", "song.mid", "--map", "mine.toml", "--seed", 5, "-o", "song.wav")
    done = distill(home, *command, "--journal", "song.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    performance = journal.read(tmp_path / "song.jsonl")
    assert performance.events == {
        0: [ControlEvent("tempo", 120.0), ControlEvent("temperature", 4.0)],
        50: [ControlEvent("loop/on", 1.0)],
        100: [ControlEvent("loop/on", 0.0), ControlEvent("tempo", 240.0)],
        125: [ControlEvent("grid/shift", arguments=(-2045.0, 0.0, -1.0, 0.0))],
    }
    assert performance.header.seed == 5
    assert distill(home, "render", "song.jsonl", "-o", "again.wav", cwd=tmp_path).returncode == 0
    played, again = (soundfile.read(tmp_path / name)[0] for name in ("song.wav", "again.wav"))
    assert len(played) > 1.25 * 48_000
    assert np.abs(played).max() > 0.01
    assert np.array_equal(played, again)


def test_what_is_no_score_is_one_line(home: Mapping[str, str], tmp_path: Path, model_file: Path) -> None:
    (tmp_path / "song.mid").write_bytes(b"MThd\0\0\0\6\0\1\0\1\0")
    command = ("render", model_file, "--midi", "song.mid", "-o", "song.wav")
    assert "song.mid is no Standard MIDI File" in fails_in_one_line(distill(home, *command, cwd=tmp_path))
    assert "nowhere.mid" in fails_in_one_line(
        distill(home, "render", model_file, "--midi", "nowhere.mid", "-o", "song.wav", cwd=tmp_path)
    )
    assert not (tmp_path / "song.wav").exists()


def varying(number: int) -> bytes:
    """A number as MIDI files write lengths and times."""
    groups = [number & 127]
    while number := number >> 7:
        groups.append(number & 127 | 128)
    return bytes(reversed(groups))


def chunk(name: bytes, content: bytes, size: int | None = None) -> bytes:
    return name + struct.pack(">L", len(content) if size is None else size) + content


def song(*tracks: bytes, kind: int = 1, division: int = 100, head: int = 6) -> bytes:
    """A file of tracks, which are whole chunks."""
    return b"MThd" + struct.pack(">LHHH", head, kind, len(tracks), division) + bytes(head - 6) + b"".join(tracks)


END = b"\0\xff\x2f\0"
KNOB = varying(100) + b"\xb0\x07\x7f"
"""Half a second after what is before it, at 100 to the beat."""
TRACK = chunk(b"MTrk", KNOB + END)
SLOW = b"\0\xff\x51\x03\x0f\x42\x40"
"""A second to the beat."""

READ: list[tuple[str, bytes, float]] = [
    ("a key signature that is none", song(chunk(b"MTrk", b"\0\xff\x59\x02\0\xfe" + KNOB + END)), 0.5),
    ("one of no length", song(chunk(b"MTrk", b"\0\xff\x59\0" + KNOB + END)), 0.5),
    (
        "other meta events of no length",
        song(chunk(b"MTrk", b"".join(bytes([0, 0xFF, n, 0]) for n in (0, 32, 84, 88, 96)) + KNOB + END)),
        0.5,
    ),
    ("a tempo of 0", song(chunk(b"MTrk", b"\0\xff\x51\x03\0\0\0" + KNOB + END)), 0.5),
    ("a tempo of two bytes", song(chunk(b"MTrk", b"\0\xff\x51\x02\0\1" + KNOB + END)), 0.5),
    ("a slow tempo in another track", song(chunk(b"MTrk", SLOW + END), TRACK), 1.0),
    ("patterns that follow one another", song(chunk(b"MTrk", varying(300) + b"\xff\x2f\0"), TRACK, kind=2), 2.0),
    ("time of a film, 25 frames of 4", song(TRACK, division=0xE704), 1.0),
    ("time of a film, 29.97 frames of 10", song(TRACK, division=0xE30A), 100 / 299.7),
    ("data above 127", song(chunk(b"MTrk", varying(100) + b"\xb0\x87\xff" + END)), 0.5),
    (
        "a sysex and its rest",
        song(chunk(b"MTrk", b"\0\xf0\x03\x43\x12\0" + b"\0\xf7\x03\x43\xf0\xf7" + KNOB + END)),
        0.5,
    ),
    (
        "running status past a meta event",
        song(chunk(b"MTrk", b"\0\xb0\x08\0" + b"\0\xff\x01\x01a" + varying(100) + b"\x07\x7f" + END)),
        0.5,
    ),
    ("a message of the system", song(chunk(b"MTrk", b"\0\xf8\0\xf2\0\0" + KNOB + END)), 0.5),
    ("a RIFF wrapper", b"RIFF" + struct.pack("<L", 99) + b"RMIDdata" + struct.pack("<L", 50) + song(TRACK), 0.5),
    ("a Macintosh's header", bytes(128) + song(TRACK), 0.5),
    ("a longer head", song(TRACK, head=10), 0.5),
    ("a head that says too much", song(TRACK).replace(b"\0\0\0\6", b"\0\0\0\xff", 1), 0.5),
    ("a track of length 0", song(chunk(b"MTrk", KNOB + END, 0)), 0.5),
    ("a track that is said to be longer", song(chunk(b"MTrk", KNOB + END, 2**32 - 1)), 0.5),
    ("a track that is said to be shorter", song(chunk(b"MTrk", KNOB + END, 3), chunk(b"MTrk", END)), 0.5),
    ("a chunk that nobody knows", song(chunk(b"XFIH", b"MTrk" + bytes(9)), TRACK), 0.5),
    ("junk at the end", song(TRACK) + b"junk" * 3, 0.5),
    ("more tracks than are said", song(TRACK).replace(b"\0\1\0\1", b"\0\1\0\0", 1), 0.5),
    ("fewer tracks than are said", song(TRACK).replace(b"\0\1\0\1", b"\0\1\0\x63", 1), 0.5),
    ("no end", song(chunk(b"MTrk", KNOB)), 0.5),
    (
        "a text of a million bytes that are not there",
        song(chunk(b"MTrk", KNOB + b"\0\xff\x01" + varying(1_000_000) + b"abc")),
        0.5,
    ),
    ("a message that is cut short", song(chunk(b"MTrk", KNOB + b"\0\x90\x3c")), 0.5),
    ("an odd format", song(TRACK, kind=7), 0.5),
]


@pytest.mark.parametrize(("data", "seconds"), [pytest.param(data, seconds, id=what) for what, data, seconds in READ])
def test_files_are_read_as_other_programs_read_them(tmp_path: Path, data: bytes, seconds: float) -> None:
    (tmp_path / "song.mid").write_bytes(data)
    (tmp_path / "mine.toml").write_text(MAP)
    events = Score(tmp_path / "song.mid", map_file.load(tmp_path / "mine.toml"), 4, 1000.0).events
    assert [(frame, e) for frame in events for e in events[frame] if e.name == "temperature"] == [
        (round(1000 * seconds), ControlEvent("temperature", 4.0))
    ]


REFUSED: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "it has no MThd"),
    ("division 0", song(TRACK, division=0), "its division is 0"),
    ("time of no film", song(TRACK, division=0x8000), "its division is 32768"),
    ("film of no parts", song(TRACK, division=0xE700), "its division is"),
    (
        "nearly 10,000 hours",
        song(chunk(b"MTrk", (varying(2**28 - 1) + b"\xb0\x07\x01") * 3 + END), division=1),
        "longer than 24 hours",
    ),
    ("a time of thousands of bytes", song(chunk(b"MTrk", b"\xff" * 2_000)), "more than 4 bytes"),
    ("data of no message", song(chunk(b"MTrk", b"\0\x07\x7f" + END)), "belongs to no message"),
    ("too many messages", song(chunk(b"MTrk", b"\0\xb0" + b"\x07\x7f\0" * 300_000)), "more than 200000 messages"),
    ("too large", bytes((1 << 24) + 1), "larger than 16 MiB"),
]


@pytest.mark.parametrize(("data", "why"), [pytest.param(data, why, id=what) for what, data, why in REFUSED])
def test_what_cannot_be_a_song_is_refused_in_a_line(tmp_path: Path, data: bytes, why: str) -> None:
    (tmp_path / "song.mid").write_bytes(data)
    with pytest.raises(DistillError, match=why) as error:
        Score(tmp_path / "song.mid", map_file.load(map_file.DEFAULT), 4, 100.0)
    assert len(str(error.value).splitlines()) == 1
