"""The follower of the page's training: whatever dies, the run ends with a word, and the next can begin."""

import sys
from pathlib import Path
from typing import Any

import pytest

from controllers.console import training_job as trainings
from controllers.console.tabs.train.progress import _stage
from controllers.console.training_job import Training
from distill.errors import DistillError

STAND = '{"stage":"juggling","done":0.5,"stage_seconds_left":1,"seconds_left":2,"losses":{"loss":1},"health":[]}'


@pytest.fixture
def training(monkeypatch: pytest.MonkeyPatch) -> Training:
    """One whose command is a program that says on standard error what its folder is called, then ends."""
    begin = trainings.subprocess.Popen

    def said(command: list[str], **more: Any) -> Any:
        script = "import sys; sys.stderr.write(sys.argv[1] + chr(10)); sys.exit(int(sys.argv[2]))"
        folder, options = command[4], command[7:]
        return begin([sys.executable, "-S", "-c", script, folder, options[0]], **more)

    monkeypatch.setattr(trainings.subprocess, "Popen", said)
    return Training()


def ended(training: Training, said: str, model: Path, status: int = 0) -> trainings.Run:
    training.start(Path(said), model, [str(status)])
    assert training.run
    for thread in trainings.threading.enumerate():
        if thread.name == "distill training":
            thread.join(30)
    assert not training.runs
    return training.run


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
    assert "m.distill is damaged" in run.error
    assert not ended(training, "all went well", tmp_path / "other.distill").error


def test_a_follower_that_fails_ends_the_run_and_the_next_can_begin(
    training: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: str) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(trainings.progress_protocol, "line", fail)
        assert ended(training, "hello", tmp_path / "m.distill").error == "The training cannot be followed: MemoryError"
    assert not ended(training, "hello", tmp_path / "m.distill").error


def test_a_program_that_cannot_be_started_leaves_no_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    training = Training()
    monkeypatch.setattr(trainings.sys, "executable", str(tmp_path / "nowhere"))
    with pytest.raises(DistillError, match="cannot be started"):
        training.start(tmp_path, tmp_path / "m.distill", [])
    assert not training.runs
