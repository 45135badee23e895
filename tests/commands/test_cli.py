"""The command line as a user meets it, mistakes included: one clear line, exit 1, no traceback."""

import json
import os
import re
import socket
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
import soundfile
from system import distill, fails_in_one_line, jack_server, write_sounds

from distill import audio, bundle
from distill.audio import Samples
from live.session.journal import Performance
from live.session.performance_header import PerformanceHeader


@pytest.mark.parametrize(
    "command",
    [
        "",
        "train",
        "train-prior",
        "live",
        "render",
        "devices",
        "demo",
        "encode",
        "codes",
        "codes blend",
        "atlas",
        "library search",
    ],
)
def test_help_teaches(home: Mapping[str, str], tmp_path: Path, command: str) -> None:
    done = distill(home, *command.split(), "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage" in done.stdout
    assert len(done.stdout.splitlines()) > 8


def test_generate_writes_takes_in_every_format(home: Mapping[str, str], tmp_path: Path, model_file: Path) -> None:
    options = ("--seconds", 1.5, "--count", 2, "--temperature", 1.2, "--top-k", 20, "--json")
    for name in ("a.wav", "a.flac", "a.ogg", "a.mp3"):
        done = distill(home, "generate", model_file, "-o", name, *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        for place in json.loads(done.stdout)["outputs"]:
            info = soundfile.info(tmp_path / place)
            assert info.duration == pytest.approx(1.5, abs=0.1)
    first, second = (soundfile.read(tmp_path / f"a-{n}.wav")[0] for n in (1, 2))
    assert not np.array_equal(first, second)
    one = ("generate", model_file, "-o", "b.wav", "--seconds", 1.5, "--bits", 24)
    assert distill(home, *one, "--prime", "a-1.wav", "--max-quote", 0.2, cwd=tmp_path).returncode == 0
    assert soundfile.info(tmp_path / "b.wav").subtype == "PCM_24"
    assert "--bits" in fails_in_one_line(distill(home, *one[:-1], 12, cwd=tmp_path))
    wrong = distill(home, "generate", model_file, "-o", "b.txt", cwd=tmp_path)
    assert "as '.txt'" in fails_in_one_line(wrong)


def test_generate_imagines_a_part_of_a_recording_anew(
    home: Mapping[str, str], tmp_path: Path, model_file: Path, sounds: Mapping[str, Samples]
) -> None:
    audio.write(tmp_path / "pluck.wav", sounds["pluck-3.wav"])
    command = ("generate", model_file, "--prime", "pluck.wav", "-o", "anew.wav", "--infill")
    assert distill(home, *command, 1, 1.5, "--count", 2, cwd=tmp_path).returncode == 0
    first, second = (soundfile.read(tmp_path / f"anew-{n}.wav", dtype="float32")[0] for n in (1, 2))
    whole = sounds["pluck-3.wav"][:, 0]
    assert first.shape == whole.shape
    # A window reaches 20 ms to either side; phases go on from what was imagined, so that later samples differ.
    assert np.array_equal(first[:46_000], second[:46_000])
    assert not np.allclose(first[50_000:70_000], second[50_000:70_000], atol=0.01)
    loudness = [np.square(x[: len(x) // 4800 * 4800].reshape(-1, 4800)).mean(1)[16:] for x in (first, whole)]
    assert np.corrcoef(*np.log10(np.stack(loudness) + 1e-6))[0, 1] > 0.9
    assert "no part of" in fails_in_one_line(distill(home, *command, 1, 100, cwd=tmp_path))
    assert "no part of" in fails_in_one_line(distill(home, *command, 2, 1, cwd=tmp_path))
    audio.write(tmp_path / "nothing.wav", np.zeros((0, 1), np.float32))
    nothing = ("generate", model_file, "--prime", "nothing.wav", "-o", "b.wav")
    assert "nothing.wav cannot be encoded: no sound" in fails_in_one_line(distill(home, *nothing, cwd=tmp_path))
    alone = ("generate", model_file, "-o", "b.wav", "--infill", 1, 2)
    assert "--prime" in fails_in_one_line(distill(home, *alone, cwd=tmp_path))
    assert not (tmp_path / "b.wav").exists()


def no_folder(_: Path) -> None:
    pass


def empty_folder(folder: Path) -> None:
    folder.mkdir()


def folder_of_text(folder: Path) -> None:
    folder.mkdir()
    (folder / "a.txt").write_text("hello")


def folder_of_a_truncated_recording(folder: Path) -> None:
    folder.mkdir()
    soundfile.write(folder / "a.wav", np.zeros(48_000), 48_000)
    os.truncate(folder / "a.wav", 20_000)


def file(folder: Path) -> None:
    folder.write_text("hello")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (no_folder, "does not exist"),
        (empty_folder, "is empty"),
        (folder_of_text, "not an audio file"),
        (folder_of_a_truncated_recording, "cut short"),
        (file, "is a file"),
    ],
)
def test_a_folder_without_sound_is_refused(
    home: Mapping[str, str], tmp_path: Path, make: Callable[[Path], None], message: str
) -> None:
    make(tmp_path / "mine")
    assert message in fails_in_one_line(distill(home, "train", "mine", "-o", "m.distill", cwd=tmp_path))
    assert not (tmp_path / "m.distill").exists()


def test_a_place_that_is_not_there_is_said_before_training(
    home: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", sounds)
    assert "nowhere" in fails_in_one_line(distill(home, "train", "mine", "-o", "nowhere/m.distill", cwd=tmp_path))


def test_a_wrong_choice_is_refused(home: Mapping[str, str], tmp_path: Path) -> None:
    assert "not tiny" in fails_in_one_line(distill(home, "train", ".", "--preset", "tiny", cwd=tmp_path))
    assert "--device tpu" in fails_in_one_line(distill(home, "train", ".", "--device", "tpu", cwd=tmp_path))
    assert "not huge" in fails_in_one_line(distill(home, "train", ".", "--codebook-size", "huge", cwd=tmp_path))


@pytest.mark.parametrize("command", [["live"], ["render", "p.jsonl", "-o", "p.wav", "--model"]])
def test_a_damaged_model_is_refused(
    home: Mapping[str, str], tmp_path: Path, model_file: Path, command: list[str]
) -> None:
    header = {
        "model": "m",
        "fingerprint": "0" * 64,
        "seed": 0,
        "sample_rate": 48_000,
        "hop": 480,
        "versions": {},
    }
    (tmp_path / "p.jsonl").write_text(json.dumps(header) + "\n")
    (tmp_path / "bad.distill").write_bytes(model_file.read_bytes()[:-100])
    assert "bad.distill is damaged" in fails_in_one_line(distill(home, *command, "bad.distill", cwd=tmp_path))
    assert "No model at" in fails_in_one_line(distill(home, *command, "none.distill", cwd=tmp_path))


def test_no_sound_card_is_one_line(home: Mapping[str, str], tmp_path: Path, model_file: Path) -> None:
    done = distill(home, "live", model_file, "--osc-port", 0, "--journal", "p.jsonl", cwd=tmp_path)
    assert "No sound card found" in fails_in_one_line(done)
    assert not (tmp_path / "p.jsonl").exists()


def test_a_taken_port_is_one_line(home: Mapping[str, str], tmp_path: Path, model_file: Path) -> None:
    name = f"distill-port-{os.getpid()}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other, jack_server(name):
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        with_card = {**home, "JACK_DEFAULT_SERVER": name}
        done = distill(with_card, "live", model_file, "--osc-port", port, cwd=tmp_path)
    assert f"127.0.0.1:{port}" in fails_in_one_line(done)


def test_a_wrong_journal_and_a_wrong_suffix_are_one_line_each(
    home: Mapping[str, str], tmp_path: Path, model_file: Path
) -> None:
    (tmp_path / "diary.jsonl").write_text("dear diary\n")
    assert "line 1" in fails_in_one_line(distill(home, "render", "diary.jsonl", "-o", "p.wav", cwd=tmp_path))
    assert "none.jsonl" in fails_in_one_line(distill(home, "render", "none.jsonl", "-o", "p.wav", cwd=tmp_path))
    Performance(PerformanceHeader.of(bundle.load(model_file), model_file, 1), 20, {}).save(tmp_path / "p.jsonl")
    assert "as .txt" in fails_in_one_line(distill(home, "render", "p.jsonl", "-o", "p.txt", cwd=tmp_path)).replace(
        "'", ""
    )


def test_the_demo_needs_no_sound_card_and_makes_sound_journal_and_picture(
    home: Mapping[str, str], tmp_path: Path
) -> None:
    done = distill(home, "demo", "--minutes", 0.15, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "cache") == [
        "demo-sounds", "demo.curves.png", "demo.distill", "demo.jsonl", "demo.png", "demo.preview.wav", "demo.wav",
    ]  # fmt: skip
    samples, rate = soundfile.read(tmp_path / "demo.wav", dtype="float32")
    assert rate == 48_000
    assert 15 <= len(samples) / rate <= 30
    assert np.isfinite(samples).all()
    frames = samples[: len(samples) // 480 * 480].reshape(-1, 480)
    loudness = 20 * np.log10(np.sqrt(np.square(frames).mean(1)) + 1e-9)
    assert -35 < 10 * np.log10(np.square(samples).mean()) < -10
    silent = "".join("s" if level < -60 else "." for level in loudness)
    assert max(map(len, re.findall("s+", silent)), default=0) < 100
    # Each edge of a frame against the sound around it, or the few loudest would decide.
    jumps = np.abs(np.diff(samples))[239:]
    around = jumps[: len(jumps) // 480 * 480].reshape(-1, 480)
    heard = around[around.mean(1) > 1e-5]
    assert np.mean(heard[:, 240] / heard.mean(1)) < 1.1
    assert (tmp_path / "demo.png").stat().st_size > 50_000
    rendered = distill(home, "render", "demo.jsonl", "-o", "again.wav", cwd=tmp_path)
    assert rendered.returncode == 0, rendered.stderr
    assert np.array_equal(soundfile.read(tmp_path / "again.wav", dtype="float32")[0], samples)
