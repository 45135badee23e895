"""Commands that the page starts and follows: whatever dies, a job ends with a word, and the next can begin."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from controllers.console import jobs
from controllers.console import training_job as trainings
from controllers.console.generation_job import Generating
from controllers.console.jobs import Job, Jobs
from controllers.console.tabs.train.progress import _stage
from controllers.console.training_job import Training
from distill.errors import DistillError

STAND = '{"stage":"juggling","done":0.5,"stage_seconds_left":1,"seconds_left":2,"losses":{"loss":1},"health":[]}'
BEGIN: Any = subprocess.Popen
SAY = "import sys; sys.stderr.write(sys.argv[1] + chr(10)); sys.exit(int(sys.argv[2]))"
DEAF = """\
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.stderr.write(sys.argv[1])
sys.stderr.flush()
while True:
    signal.pause()
"""
HEED = """\
import signal, sys
try:
    sys.stderr.write(sys.argv[1])
    sys.stderr.flush()
    signal.pause()
except KeyboardInterrupt:
    print("kept")
"""


def started(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Have jobs run ``script`` with the third word of their command, and the first of the options."""

    def start(command: list[str], **more: Any) -> Any:
        return BEGIN([sys.executable, "-S", "-c", script, command[4], command[7]], **more)

    monkeypatch.setattr(jobs.subprocess, "Popen", start)


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Training:
    """One whose command says on standard error what its folder is called, then ends."""
    started(monkeypatch, SAY)
    return Training(Jobs())


def ended(training: Training, said: str, model: Path, status: int = 0) -> trainings.Run:
    training.start(Path(said), model, [str(status)])
    assert training.run
    deadline = time.monotonic() + 30
    while training.runs and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not training.runs
    return training.run


def nothing(_: object) -> None:
    pass


def begun(said: Jobs, on_report: Callable[[jobs.JobReport], None] = nothing) -> Job:
    return said.start("Juggling", ["juggle", STAND + "\n", "-o", "x", "0"], on_report, nothing)


def test_a_stage_of_another_version_is_shown_by_its_own_name(training: Training, tmp_path: Path) -> None:
    run = ended(training, STAND, tmp_path / "m.distill")
    assert not run.error
    assert list(run.stages) == ["juggling"]
    assert list(run.curves) == ["Juggling loss"]
    assert "Juggling" in _stage(run.stages["juggling"], running=True)


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff" * 100])
def test_a_damaged_model_at_hand_ends_the_run_with_a_word(training: Training, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "m.distill").write_bytes(content)
    run = ended(training, "distill: The disk is full.", tmp_path / "m.distill", 1)
    assert run.ended
    assert run.error == "The disk is full."
    run = ended(training, "all went well", tmp_path / "m.distill")
    assert "m.distill is no Distill model" in run.error
    assert not ended(training, "all went well", tmp_path / "other.distill").error


def test_a_job_that_breaks_off_says_its_last_words(training: Training, tmp_path: Path) -> None:
    assert ended(training, "MemoryError", tmp_path / "m", 3).error == "The training broke off: MemoryError"
    assert ended(training, " ", tmp_path / "m", 3).error == "The training broke off: status 3"


def test_a_follower_that_fails_ends_the_run_and_the_next_can_begin(
    training: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(jobs.progress_protocol, "line", fail)
        assert ended(training, "hello", tmp_path / "m.distill").error == "The training cannot be followed: MemoryError"
    assert not ended(training, "hello", tmp_path / "m.distill").error


def test_a_program_that_cannot_be_started_leaves_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training = Training(Jobs())
    monkeypatch.setattr(jobs.sys, "executable", str(tmp_path / "nowhere"))
    with pytest.raises(DistillError, match="cannot be started"):
        training.start(tmp_path, tmp_path / "m.distill", [])
    assert not training.runs


@pytest.mark.skipif(sys.platform == "win32", reason="waits for signals as Unix does")
def test_a_job_is_asked_as_by_ctrl_c_and_keeps_what_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    started(monkeypatch, HEED)
    job = begun(Jobs(), lambda _: job.stop())
    assert job.wait(30)
    assert (job.status, job.output, job.error) == (0, "kept\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="waits for signals as Unix does")
def test_a_job_that_does_not_end_is_killed_and_leaves_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "STOP_SECONDS", 0.2)
    monkeypatch.setattr(jobs, "MOST", 1)
    started(monkeypatch, DEAF)
    all_jobs = Jobs()
    job = begun(all_jobs, lambda _: all_jobs.stop())
    with pytest.raises(DistillError, match="1 jobs are running already"):
        begun(all_jobs)
    assert job.wait(30)
    assert job.status
    assert not job.runs
    begun(all_jobs, lambda _: all_jobs.stop()).wait(30)


def test_takes_that_cannot_be_made_are_said_and_cancelled_ones_are_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def cancel(_: object) -> None:
        generating.cancel()

    generating = Generating(Jobs())
    started(monkeypatch, SAY)
    with pytest.raises(DistillError, match=r"^No room\.$"):
        asyncio.run(generating.go(Path("distill: No room."), tmp_path, ["1"], nothing))
    assert not generating.runs
    started(monkeypatch, HEED.replace('print("kept")', "sys.exit(1)"))
    began = time.monotonic()
    assert asyncio.run(generating.go(Path(STAND + "\n"), tmp_path, ["1"], cancel)) == []
    assert time.monotonic() - began < 30
