"""What asks a program to end, other than Ctrl-C, ends it as that does; and what killed programs left is cleared."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from system import DISTILL, Live, jack_server, write_sounds

from distill import audio, bundle
from distill.audio import Samples
from distill.io import files
from distill.io.files import replacing

TRAIN = ("train", "mine", "-o", "m.distill", "--minutes", "30", "--preset", "fast", "--no-prior")


def files_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_training_that_is_asked_to_end_keeps_what_it_learnt(
    home: Mapping[str, str], tmp_path: Path, short: dict[str, Samples], number: signal.Signals
) -> None:
    write_sounds(tmp_path / "mine", short)
    command = [DISTILL, *TRAIN, "--progress", "lines"]
    with subprocess.Popen(command, env=home, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as training:
        assert training.stderr
        while b'"stage":"codec"' not in training.stderr.readline():
            assert training.poll() is None
        # Terminals and service managers ask more than once.
        for _ in range(3):
            training.send_signal(number)
        said, _ = training.communicate(timeout=120)
    assert training.returncode == 0
    assert b"Saved m.distill" in said
    assert b"--resume goes on" in said
    assert bundle.load(tmp_path / "m.distill").card.curves
    assert files_of(tmp_path) == {"m.distill", "m.checkpoint", "m.curves.png", "m.preview.wav"}


def test_a_training_outlives_its_terminal(home: Mapping[str, str], tmp_path: Path, short: dict[str, Samples]) -> None:
    write_sounds(tmp_path / "mine", short)
    child, terminal = pty.fork()
    if not child:
        os.chdir(tmp_path)
        command = [DISTILL, *TRAIN]
        os.execve(DISTILL, command, dict(home))
    seen = b""
    while b"Codec" not in seen:
        seen += os.read(terminal, 4096)
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert bundle.load(tmp_path / "m.distill").card.curves
    assert files_of(tmp_path) == {"m.distill", "m.checkpoint", "m.curves.png", "m.preview.wav"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_rendering_that_is_asked_to_end_leaves_nothing_half_done(
    home: Mapping[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    command = [DISTILL, "generate", "starter", "-o", "a.wav", "--seconds", "3600", "--progress", "lines"]
    with subprocess.Popen(command, env=home, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as generating:
        assert generating.stderr
        assert "generating" in generating.stderr.readline()
        generating.send_signal(number)
        _, said = generating.communicate(timeout=60)
    assert generating.returncode > 0
    assert "Traceback" not in said
    assert files_of(tmp_path) == set()


def killed_while_writing(path: Path) -> Path:
    """What a program leaves that is killed while it writes ``path``."""
    program = (
        "import os, sys; from pathlib import Path; from distill.io.files import replacing\n"
        "with replacing(Path(sys.argv[1])) as temporary:\n"
        "    temporary.write_bytes(bytes(1000)); print(temporary, flush=True); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == -signal.SIGKILL
    return Path(done.stdout.strip())


def test_what_killed_programs_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    left = killed_while_writing(tmp_path / "m.checkpoint")
    assert left.exists()
    alive = tmp_path / f".distill-{files.HOST}-{os.getppid()}-abc.checkpoint"
    elsewhere = tmp_path / f".distill-elsewhere-{left.name.split('-')[2]}-abc.checkpoint"
    theirs = tmp_path / ".distill-notes.txt"
    odd = tmp_path / f".distill-{files.HOST}-{'9' * 40}-abc"
    for path in (alive, elsewhere, theirs, odd):
        path.write_text("x")
    with replacing(tmp_path / "other.txt") as temporary:
        temporary.write_text("done")
        with replacing(tmp_path / "again.txt") as second:
            second.write_text("done")
    assert not left.exists()
    assert files_of(tmp_path) == {"other.txt", "again.txt", *(path.name for path in (alive, elsewhere, theirs, odd))}


def test_sound_that_a_killed_program_was_decoding_is_cleared(
    home: Mapping[str, str], tmp_path: Path, short: dict[str, Samples]
) -> None:
    cache = Path(home["XDG_CACHE_HOME"]) / "distill" / "sound"
    cache.mkdir(parents=True)
    left = killed_while_writing(cache / "a.f32")
    write_sounds(tmp_path / "mine", short)
    program = "import sys; from pathlib import Path; from distill.data import corpus; corpus.load(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "mine")], check=True, env=home)
    assert not left.exists()
    assert len(files_of(cache)) == len(short)


@pytest.mark.realtime
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_performance_that_is_asked_to_end_is_kept(model_file: Path, tmp_path: Path, number: signal.Signals) -> None:
    with jack_server(f"asked-{number.name}-{os.getpid()}") as environment:
        live = Live(environment, model_file, tmp_path, "--journal", "p.jsonl", "--capture", "live.wav")
        while len((tmp_path / "p.jsonl").read_text(encoding="utf-8").splitlines()) < 4:
            assert live.process.poll() is None
            time.sleep(0.05)
        live.process.send_signal(number)
        said, _ = live.process.communicate(timeout=30)
    assert live.process.returncode == 0
    played = json.loads(said)["seconds"]
    assert len(audio.read(tmp_path / "live.wav")) == pytest.approx(48_000 * played, abs=1)
    assert files_of(tmp_path) == {"p.jsonl", "live.wav"}
