"""Distill without its extras: it trains, renders and generates; what needs more says what to install."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from system import DISTILL, fails_in_one_line, jack_server, write_sounds

from distill import audio
from distill.audio import Samples
from distill.bundle import Bundle
from live.engine.engine import Engine
from live.session.journal import JournalWriter
from live.session.performance_header import PerformanceHeader

ABSENT = ("nicegui", "fastapi", "starlette", "uvicorn", "socketio", "gymnasium", "zeroconf")
"""The packages of every extra, and those that they bring along."""


@pytest.fixture
def plain(home: Mapping[str, str], tmp_path: Path) -> Mapping[str, str]:
    """An environment in which no package of an extra can be imported, in child processes neither."""
    (tmp_path / "plain").mkdir()
    program = f"import sys\nsys.modules.update(dict.fromkeys({ABSENT}))\n"
    (tmp_path / "plain" / "sitecustomize.py").write_text(program)
    return {**home, "PYTHONPATH": os.pathsep.join([str(tmp_path / "plain"), *sys.path])}


def run(
    environment: Mapping[str, str], folder: Path, *arguments: object, program: str = DISTILL
) -> subprocess.CompletedProcess[str]:
    command = [program, *map(str, arguments)]
    return subprocess.run(command, env=environment, cwd=folder, check=False, capture_output=True, text=True)


def perform(model: Bundle, path: Path, journal: Path) -> None:
    """Log half a second of a performance."""
    engine = Engine(model)
    state = engine.initial_state(3)
    with JournalWriter(journal, PerformanceHeader.of(model, path, 3)) as writer:
        for _ in range(50):
            state, block = engine.step(state, [])
            writer.write(block)


def test_plain_distill_trains_generates_and_renders(
    plain: Mapping[str, str], tmp_path: Path, sounds: Mapping[str, Samples], model: Bundle, model_file: Path
) -> None:
    write_sounds(tmp_path / "mine", sounds)
    perform(model, model_file, tmp_path / "take.jsonl")
    commands = (
        ("train", "mine", "--preset", "fast", "--minutes", 0.02),
        ("generate", "mine.distill", "-o", "dream.wav", "--seconds", 0.5),
        ("render", "take.jsonl", "-o", "take.wav"),
    )
    for command in commands:
        done = run(plain, tmp_path, *command)
        assert done.returncode == 0, done.stderr
    assert len(audio.read(tmp_path / "dream.wav")) == 24_000
    assert np.abs(audio.read(tmp_path / "take.wav")).max() > 0.001
    assert "Usage" in run(plain, tmp_path, "live", "--help").stdout


@pytest.mark.realtime
def test_plain_distill_plays_live(plain: Mapping[str, str], tmp_path: Path) -> None:
    with jack_server(f"distill-extras-{os.getpid()}") as jack:
        environment = {**plain, "JACK_DEFAULT_SERVER": jack["JACK_DEFAULT_SERVER"]}
        done = run(environment, tmp_path, "live", "--seconds", 0.5, "--osc-port", 0)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Played ")


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("console --no-open", 'The page needs more: pip install "distill[console]"'),
        ("live --console", 'The page needs more: pip install "distill[console]"'),
        ("live --query-port 0 --announce", '--announce needs more: pip install "distill[announce]"'),
    ],
)
def test_a_missing_extra_is_a_line_that_installs_it(
    plain: Mapping[str, str], tmp_path: Path, command: str, line: str
) -> None:
    assert fails_in_one_line(run(plain, tmp_path, *command.split())) == f"distill: {line}"


@pytest.mark.parametrize("module", ["live.gym.env", "live.gym.tasks"])
def test_the_environment_says_what_to_install(plain: Mapping[str, str], tmp_path: Path, module: str) -> None:
    done = run(plain, tmp_path, "-c", f"import {module}", program=sys.executable)
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last == 'distill.system.extras.MissingExtraError: The environment needs more: pip install "distill[gym]"'
    caught = f"try:\n    import {module}\nexcept ImportError as error:\n    print(error)"
    assert "distill[gym]" in run(plain, tmp_path, "-c", caught, program=sys.executable).stdout
