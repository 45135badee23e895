"""The command line as a user meets it, mistakes included: one clear line, exit 1, no traceback."""

import json
import os
import pty
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch
from system import DISTILL, Live, distill, fails_in_one_line, jack_server

from distill import audio, bundle, following
from distill.audio import Samples
from distill.cli.progress import lines
from distill.health import LevelHealth
from distill.training import Figures, Progress


def write_sounds(folder: Path, sounds: Mapping[str, Samples]) -> Path:
    folder.mkdir()
    for name, samples in sounds.items():
        audio.write(folder / name, samples)
    return folder


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


def test_a_folder_becomes_a_model_and_the_rest_is_listed(
    home: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", sounds)
    (tmp_path / "mine" / "cover.jpg").write_text("picture")
    done = distill(home, "train", "mine", "--minutes", 0.1, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Not used: cover.jpg: not an audio file (.jpg)" in done.stdout
    assert "distill live mine.distill" in done.stdout
    again = distill(
        home,
        "train",
        "mine",
        "--minutes",
        0.02,
        "--rvq-levels",
        2,
        "--codebook-size",
        16,
        "--json",
        cwd=tmp_path,
    )
    assert json.loads(again.stdout)["corpus"]["files"] == len(sounds)
    config = bundle.load(tmp_path / "mine.distill").codec.config
    assert (config.levels, config.codebook_size) == (2, 16)


def test_a_program_follows_a_training_line_by_line(
    home: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", sounds)
    (tmp_path / "mine" / "cover.jpg").write_text("picture")
    follow = ("train", "mine", "--preset", "fast", "--minutes", 0.05, "--progress")
    done = distill(home, *follow, "lines", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["corpus"]["skipped"] == 1
    said = [following.line(line) for line in done.stderr.splitlines()]
    (files,) = (line.files for line in said if isinstance(line, following.Files))
    unused = [(file.path, file.reason) for file in files if not file.used]
    assert unused == [("cover.jpg", "not an audio file (.jpg)")]
    stands = [line for line in said if isinstance(line, following.Stand)]
    assert len(stands) + 1 == len(said)
    assert list(dict.fromkeys(stand.stage for stand in stands)) == ["reading", "linear", "codec", "encoding", "prior"]
    left = [stand.seconds_left for stand in stands if stand.seconds_left is not None]
    assert left == sorted(left, reverse=True)
    assert 0 < left[0] <= 3
    assert "not dots" in fails_in_one_line(distill(home, *follow, "dots", cwd=tmp_path))


def test_a_line_says_how_levels_use_their_codes(capsys: pytest.CaptureFixture[str]) -> None:
    level = LevelHealth(role="Structure", used=0.25, dead=48, perplexity=9.5)
    with lines() as report:
        report(Progress("codec", 0.5, Figures({"loss": 2.0}, (level,))))
    said = following.line(capsys.readouterr().err)
    assert isinstance(said, following.Stand)
    assert (said.stage, said.done, dict(said.losses), said.health) == ("codec", 0.5, {"loss": 2.0}, (level,))
    assert following.line("distill: no such folder") is None


def test_a_training_that_nobody_follows_any_more_keeps_what_it_learnt(
    home: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", sounds)
    command = [DISTILL, "train", "mine", "-o", "m.distill", "--minutes", "30", "--progress", "lines"]
    training = subprocess.Popen(command, env=home, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert training.stderr
    while b'"stage":"codec"' not in training.stderr.readline():
        assert training.poll() is None
    training.stderr.close()
    training.wait(timeout=60)
    assert bundle.load(tmp_path / "m.distill").card.curves


def test_evaluate_tells_what_was_learnt_from_what_was_never_heard(
    home: Mapping[str, str], tmp_path: Path, model_file: Path, sounds: Mapping[str, Samples]
) -> None:
    folder = write_sounds(tmp_path / "mine", {name: sounds[name] for name in ("drum-1.wav", "bell-1.wav")})
    audio.write(folder / "other.wav", sounds["pluck-3.wav"][::-1].copy())
    done = distill(home, "evaluate", model_file, "mine", "--json", cwd=tmp_path)
    result = json.loads(done.stdout)
    assert (result["seen"]["files"], result["held out"]["files"]) == (2, 1)
    told = distill(home, "evaluate", model_file, "mine", cwd=tmp_path).stdout
    assert "Seen: 2 files" in told
    assert "Held out: 1 files" in told
    assert result["prior"]["memorization"]["nearness"] >= 0
    assert "as something new would be" in told


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
    assert distill(home, *one, "--prime", "a-1.wav", "--novelty", 0.2, cwd=tmp_path).returncode == 0
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
    alone = ("generate", model_file, "-o", "b.wav", "--infill", 1, 2)
    assert "--prime" in fails_in_one_line(distill(home, *alone, cwd=tmp_path))
    assert not (tmp_path / "b.wav").exists()


def test_a_model_gets_another_prior_for_the_codec_it_has(
    home: Mapping[str, str], tmp_path: Path, model_file: Path, sounds: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "other", {name: sounds[name] for name in ("drum-1.wav", "drum-3.wav")})
    command = ("train-prior", model_file, "other", "-o", "new.distill", "--minutes")
    done = distill(home, *command, 0.2, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    before, after = bundle.load(model_file), bundle.load(tmp_path / "new.distill")
    assert told["fingerprint"] == after.fingerprint != before.fingerprint
    for name, tensor in before.codec.state_dict().items():
        assert torch.equal(after.codec.state_dict()[name], tensor)
    assert not torch.equal(after.prior.out_weight, before.prior.out_weight)
    assert len(after.memory) < len(before.memory)
    assert after.card.corpus == before.card.corpus
    assert after.card.prior_corpus
    assert (after.card.prior_corpus.folder, after.card.prior_corpus.files) == ("other", 2)
    assert after.card.memorization
    assert [level.learnt < level.unigram for level in after.card.perplexity] == [True] * 4
    assert "stays as it is" in fails_in_one_line(distill(home, "train-prior", "starter", "other", cwd=tmp_path))
    assert "nowhere" in fails_in_one_line(distill(home, *command[:4], "nowhere/m.distill", cwd=tmp_path))


def test_ctrl_c_keeps_what_a_prior_has_learnt_in_the_same_file(
    home: Mapping[str, str], tmp_path: Path, model_file: Path, sounds: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", sounds)
    place = tmp_path / "m.distill"
    place.write_bytes(model_file.read_bytes())
    command = [DISTILL, "train-prior", "m.distill", "mine", "--minutes", "30"]
    eyes, terminal = pty.openpty()
    training = subprocess.Popen(command, env=home, cwd=tmp_path, stdout=subprocess.PIPE, stderr=terminal, text=True)
    os.close(terminal)
    seen = b""
    while b"Prior" not in seen:
        seen += os.read(eyes, 4096)
    training.send_signal(signal.SIGINT)
    with suppress(OSError):  # a terminal that its last program has left cannot be read
        while os.read(eyes, 4096):
            pass
    assert "Saved m.distill" in training.communicate(timeout=60)[0]
    assert training.returncode == 0
    os.close(eyes)
    assert bundle.load(place).fingerprint != bundle.load(model_file).fingerprint


def test_ctrl_c_ends_training_and_saves(home: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples]) -> None:
    write_sounds(tmp_path / "mine", sounds)
    command = [DISTILL, "train", "mine", "-o", "m.distill", "--minutes", "30"]
    training = subprocess.Popen(
        command, env=home, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    while not (tmp_path / "m.distill").exists():
        assert training.poll() is None
    training.send_signal(signal.SIGINT)
    assert "Saved m.distill" in training.communicate(timeout=60)[0]
    assert training.returncode == 0
    bundle.load(tmp_path / "m.distill")


def test_a_killed_training_is_resumed(home: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples]) -> None:
    write_sounds(tmp_path / "mine", sounds)
    command = [DISTILL, "train", "mine", "-o", "m.distill", "--minutes", "0.25", "--rvq-levels", "3"]
    training = subprocess.Popen(command, env=home, cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not (tmp_path / "m.checkpoint").exists():
        assert training.poll() is None
        time.sleep(0.05)
    training.kill()
    training.wait()
    before = bundle.load(tmp_path / "m.distill")
    resumed = distill(home, "train", "mine", "-o", "m.distill", "--resume", "--json", cwd=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    after = bundle.load(tmp_path / "m.distill")
    assert after.codec.config == before.codec.config
    assert after.codec.config.levels == 3
    spent = [moment["spent"] for moment in json.loads(resumed.stdout)["curves"]]
    assert spent == sorted(spent)
    assert spent[-1] > before.card.curves[-1].spent
    assert not (tmp_path / "m.checkpoint").exists()
    assert after.codec(torch.from_numpy(sounds["drum-1.wav"]).T[None]).square().mean() > 1e-6
    assert (tmp_path / "m.curves.png").stat().st_size > 10_000
    assert soundfile.info(tmp_path / "m.preview.wav").duration > 5


def test_without_a_whole_checkpoint_nothing_is_resumed(
    home: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", sounds)
    resume = ("train", "mine", "-o", "m.distill", "--resume")
    assert "no m.checkpoint" in fails_in_one_line(distill(home, *resume, cwd=tmp_path))
    (tmp_path / "m.checkpoint").write_bytes(b"PK" + bytes(1000))
    assert "m.checkpoint is damaged" in fails_in_one_line(distill(home, *resume, cwd=tmp_path))


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
    done = distill(home, "live", model_file, "--osc-port", 0, "--record", "p.jsonl", cwd=tmp_path)
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
    (tmp_path / "p.jsonl").write_text("dear diary\n")
    assert "line 1" in fails_in_one_line(distill(home, "render", "p.jsonl", "-o", "p.wav", cwd=tmp_path))
    assert "none.jsonl" in fails_in_one_line(distill(home, "render", "none.jsonl", "-o", "p.wav", cwd=tmp_path))
    with jack_server(f"distill-cli-{os.getpid()}") as environment:
        live = Live(environment, model_file, tmp_path, "--seconds", "0.5", "--record", "p.jsonl")
        live.process.wait(timeout=20)
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
