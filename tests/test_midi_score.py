"""Standard MIDI Files that are played as scores."""

from collections.abc import Mapping
from pathlib import Path

import mido
import numpy as np
import soundfile
from system import distill, fails_in_one_line

from live import journal
from live.controls import ControlEvent

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
    done = distill(home, *command, "--record", "song.jsonl", cwd=tmp_path)
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
