"""Every example runs as its first lines say."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from system import Live, jack_server, python, write_sounds

from distill import audio, bundle
from distill.audio import Samples
from live.session.journal import Performance
from live.session.performance_header import PerformanceHeader

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(name: str, *arguments: object, cwd: Path) -> str:
    done = python(os.environ, EXAMPLES / name, *arguments, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout


def start(name: str, *arguments: object, cwd: Path, env: Mapping[str, str]) -> str:
    """The same in a Python of its own, for what starts more processes or has a sound server."""
    command = [sys.executable, str(EXAMPLES / name), *map(str, arguments)]
    done = subprocess.run(command, check=False, cwd=cwd, env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path, sounds: Mapping[str, Samples]) -> Path:
    return write_sounds(tmp_path / "in", sounds)


def test_every_example_is_short_and_under_test() -> None:
    tested = Path(__file__).read_text(encoding="utf-8")
    for example in EXAMPLES.glob("*.py"):
        assert len(example.read_text(encoding="utf-8").splitlines()) < 40
        assert f'"{example.name}"' in tested


def test_a_model_generates(tmp_path: Path) -> None:
    run("generate.py", "dream.wav", cwd=tmp_path)
    dream = audio.read(tmp_path / "dream.wav")
    assert len(dream) == 480_000
    assert 0.05 < np.abs(dream).max() <= 1


def test_a_grid_is_edited(folder: Path) -> None:
    run("edit_a_grid.py", "pluck-3.wav", "edited.wav", cwd=folder)
    assert np.abs(audio.read(folder / "edited.wav")).max() > 0.05


def test_recordings_are_blended(folder: Path) -> None:
    run("blend.py", "pluck-3.wav", "bell-1.wav", "between.wav", cwd=folder)
    assert np.abs(audio.read(folder / "between.wav")).max() > 0.05


def test_performances_are_rendered(tmp_path: Path) -> None:
    (tmp_path / "takes").mkdir()
    header = PerformanceHeader.of(bundle.load(bundle.STARTER), bundle.STARTER, 1)
    Performance(header, 20, {}).save(tmp_path / "takes" / "one.jsonl")
    assert "one.jsonl" in run("render_all.py", "takes", "out", cwd=tmp_path)
    assert len(audio.read(tmp_path / "out" / "one.flac"))


def test_a_map_is_explained(tmp_path: Path) -> None:
    said = run("midi_map.py", cwd=tmp_path).splitlines()
    assert said[0].endswith("level/1/gain 0.503937")
    assert said[-1].endswith("nothing")


def test_a_reward_of_ones_own_is_learnt(tmp_path: Path) -> None:
    assert "It opens with [" in run("reward.py", 64, cwd=tmp_path)


@pytest.mark.realtime
def test_a_host_plays_and_an_osc_client_steers_the_model_that_comes_along(
    tmp_path: Path, home: Mapping[str, str]
) -> None:
    with jack_server("distill-examples") as jack:
        environment = {**home, **jack}
        assert " frames, " in start("live_host.py", 2, cwd=tmp_path, env=environment)
        stage = Live(environment, None, tmp_path)
        assert "Playing starter.distill" in stage.greeting
        assert "/distill/temperature 1.40" in start("osc_client.py", stage.port, cwd=tmp_path, env=environment)
        stage.hear(1)
        assert np.sqrt(np.square(stage.hear(2)).mean()) > 0.005
