"""Training, its progress and what becomes of it when it is broken off, as a user meets them on the command line."""

import json
import os
import pty
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from system import DISTILL, distill, fails_in_one_line, write_sounds

from distill import audio, bundle, progress_protocol
from distill.audio import Samples
from distill.card import LevelUsage
from distill.cli.progress import lines
from distill.training import Figures, Progress

FAST = ("--preset", "fast")


@pytest.fixture
def odd_one_out(tmp_path: Path, short: Mapping[str, Samples]) -> Path:
    """A folder with recordings in ``mine``, one of them of another scale, and a picture."""
    write_sounds(tmp_path / "mine", {**short, "bell-1.wav": 2**15 * short["bell-1.wav"]})
    (tmp_path / "mine" / "cover.jpg").write_text("picture")
    return tmp_path


def test_a_folder_becomes_a_model_and_the_rest_is_listed(home: Mapping[str, str], odd_one_out: Path) -> None:
    done = distill(home, "train", "mine", "--minutes", 0.02, "--no-prior", cwd=odd_one_out)
    assert done.returncode == 0, done.stderr
    assert "Not used: cover.jpg: not an audio file (.jpg)" in done.stdout
    assert "Remark: bell-1.wav: scaled by 1/32768" in done.stdout
    assert "distill live mine.distill" in done.stdout
    assert bundle.load(odd_one_out / "mine.distill").codec.config.levels == 4


def test_a_program_follows_a_training_line_by_line(
    home: Mapping[str, str], odd_one_out: Path, short: Mapping[str, Samples]
) -> None:
    smaller = ("--preset", "fast", "--rvq-levels", 2, "--codebook-size", 16)
    follow = ("train", "mine", *smaller, "--minutes", 0.05, "--progress")
    done = distill(home, *follow, "lines", "--json", cwd=odd_one_out)
    assert done.returncode == 0, done.stderr
    corpus = json.loads(done.stdout)["corpus"]
    assert (corpus["files"], corpus["skipped"]) == (len(short), 1)
    config = bundle.load(odd_one_out / "mine.distill").codec.config
    assert (config.levels, config.codebook_size) == (2, 16)
    said = [progress_protocol.line(line) for line in done.stderr.splitlines()]
    (files,) = (line.files for line in said if isinstance(line, progress_protocol.Files))
    unused = [(file.path, file.reason) for file in files if not file.used]
    assert unused == [("cover.jpg", "not an audio file (.jpg)")]
    ((odd, remark),) = ((file.path, file.remark) for file in files if file.remark)
    assert odd == "bell-1.wav"
    assert remark.startswith("scaled by 1/32768")
    stands = [line for line in said if isinstance(line, progress_protocol.StageProgress)]
    assert len(stands) + 1 == len(said)
    assert list(dict.fromkeys(stand.stage for stand in stands)) == [
        "reading",
        "linear",
        "codec",
        "encoding",
        "prior",
        "judging",
    ]
    left = [stand.seconds_left for stand in stands if stand.seconds_left is not None]
    assert left == sorted(left, reverse=True)
    assert 0 < left[0] <= 3
    assert "not dots" in fails_in_one_line(distill(home, *follow, "dots", cwd=odd_one_out))


def test_a_line_says_how_levels_use_their_codes(capsys: pytest.CaptureFixture[str]) -> None:
    level = LevelUsage(role="Structure", used=0.25, dead=48, perplexity=9.5)
    with lines() as report:
        report(Progress("codec", 0.5, Figures({"loss": 2.0}, (level,))))
    said = progress_protocol.line(capsys.readouterr().err)
    assert isinstance(said, progress_protocol.StageProgress)
    assert (said.stage, said.done, dict(said.losses), said.health) == ("codec", 0.5, {"loss": 2.0}, (level,))
    assert progress_protocol.line("distill: no such folder") is None


def test_a_training_that_nobody_follows_any_more_keeps_what_it_learnt(
    home: Mapping[str, str], tmp_path: Path, short: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", short)
    command = [DISTILL, "train", "mine", "-o", "m.distill", *FAST, "--minutes", "30", "--progress", "lines"]
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
    folder = write_sounds(tmp_path / "mine", {name: sounds[name] for name in ("pluck-7.wav", "bell-1.wav")})
    audio.write(folder / "other.wav", sounds["pluck-3.wav"][::-1].copy())
    done = distill(home, "evaluate", model_file, "mine", "--json", cwd=tmp_path)
    result = json.loads(done.stdout)
    assert (result["seen"]["files"], result["held out"]["files"]) == (2, 1)
    told = distill(home, "evaluate", model_file, "mine", cwd=tmp_path).stdout
    assert "Seen: 2 files" in told
    assert "Held out: 1 files" in told
    assert result["prior"]["memorization"]["nearness"] >= 0
    assert "as much as a new one does" in told


def test_a_model_gets_another_prior_for_the_codec_it_has(
    home: Mapping[str, str], tmp_path: Path, model_file: Path, short: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "other", {name: short[name] for name in ("drum-1.wav", "bell-1.wav")})
    command = ("train-prior", model_file, "other", "-o", "new.distill", "--minutes")
    done = distill(home, *command, 0.06, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    before, after = bundle.load(model_file), bundle.load(tmp_path / "new.distill")
    assert told["fingerprint"] == after.fingerprint != before.fingerprint
    for name, array in before.tensors.items():
        if name.startswith("codec."):
            assert np.array_equal(after.tensors[name], array)
    assert not np.array_equal(after.tensors["prior.out_weight"], before.tensors["prior.out_weight"])
    assert len(after.corpus_codes) < len(before.corpus_codes)
    assert after.card.corpus == before.card.corpus
    assert after.card.prior_corpus
    assert (after.card.prior_corpus.folder, after.card.prior_corpus.files) == ("other", 2)
    assert after.card.memorization
    assert [level.learnt < level.unigram for level in after.card.perplexity] == [True] * 4
    assert "stays as it is" in fails_in_one_line(distill(home, "train-prior", "starter", "other", cwd=tmp_path))
    assert "nowhere" in fails_in_one_line(distill(home, *command[:4], "nowhere/m.distill", cwd=tmp_path))


def test_ctrl_c_keeps_what_a_prior_has_learnt_in_the_same_file(
    home: Mapping[str, str], tmp_path: Path, model_file: Path, short: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", short)
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


def test_ctrl_c_ends_training_and_saves(home: Mapping[str, str], tmp_path: Path, short: Mapping[str, Samples]) -> None:
    write_sounds(tmp_path / "mine", short)
    command = [DISTILL, "train", "mine", "-o", "m.distill", *FAST, "--minutes", "30"]
    training = subprocess.Popen(
        command, env=home, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    while not (tmp_path / "m.distill").exists():
        assert training.poll() is None
    training.send_signal(signal.SIGINT)
    assert "Saved m.distill" in training.communicate(timeout=60)[0]
    assert training.returncode == 0
    bundle.load(tmp_path / "m.distill")


def test_a_killed_training_is_resumed(home: Mapping[str, str], tmp_path: Path, short: Mapping[str, Samples]) -> None:
    write_sounds(tmp_path / "mine", short)
    # Its codec learns for longer than the four seconds after which there is a checkpoint.
    command = [DISTILL, "train", "mine", "-o", "m.distill", *FAST, "--minutes", "0.15", "--rvq-levels", "3"]
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
    assert np.square(after.codec.decode(after.codec.encode(short["drum-1.wav"].T[None]))).mean() > 1e-6
    assert (tmp_path / "m.curves.png").stat().st_size > 10_000
    assert soundfile.info(tmp_path / "m.preview.wav").duration > 3


def test_without_a_whole_checkpoint_nothing_is_resumed(
    home: Mapping[str, str], tmp_path: Path, short: Mapping[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", short)
    resume = ("train", "mine", "-o", "m.distill", "--resume")
    assert "no m.checkpoint" in fails_in_one_line(distill(home, *resume, cwd=tmp_path))
    (tmp_path / "m.checkpoint").write_bytes(b"PK" + bytes(1000))
    assert "m.checkpoint is damaged" in fails_in_one_line(distill(home, *resume, cwd=tmp_path))
