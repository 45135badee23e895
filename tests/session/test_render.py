"""``distill render`` as a user meets it: parts of a performance, and its levels one by one."""

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest
from system import distill

from distill import audio
from distill.bundle import Bundle
from live.controls import ControlEvent
from live.engine.engine import Block, Engine
from live.session import journal
from live.session.performance_header import PerformanceHeader

FRAMES = 150


def mask(*levels: int) -> list[ControlEvent]:
    return [ControlEvent(f"level/{level}/mask", 0.0) for level in levels]


SCORE = {20: [ControlEvent("mark")], 40: mask(2), 60: [ControlEvent("mark")], 90: [ControlEvent("mark")]}


@pytest.fixture(scope="module")
def folder(model: Bundle, model_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a performance in it that has three marks."""
    folder = tmp_path_factory.mktemp("render")
    with journal.JournalWriter(folder / "p.jsonl", PerformanceHeader.of(model, model_file, 3)) as writer:
        for block in play(model, SCORE):
            writer.write(block)
    return folder


def play(model: Bundle, score: dict[int, list[ControlEvent]]) -> list[Block]:
    engine = Engine(model)
    state = engine.initial_state(3)
    blocks: list[Block] = []
    for frame in range(FRAMES):
        state, block = engine.step(state, score.get(frame, []))
        blocks.append(block)
    return blocks


def sound(blocks: list[Block]) -> np.ndarray:
    return np.concatenate([block.samples for block in blocks])


def render(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return distill(os.environ, "render", "p.jsonl", "-o", "out.wav", *options, cwd=folder)


@pytest.mark.parametrize(
    ("options", "first", "last"),
    [
        (["--from", "1", "--to", "2"], 20, 60),
        (["--from", "2"], 60, FRAMES),
        (["--to", "0.5s"], 0, 50),
        (["--from", "0.25s", "--to", "3"], 25, 90),
    ],
)
def test_a_part_is_those_very_samples(model: Bundle, folder: Path, options: list[str], first: int, last: int) -> None:
    done = render(folder, *options, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["frames"] == last - first
    assert np.array_equal(audio.read(folder / "out.wav"), sound(play(model, SCORE))[first * 480 : last * 480])


def test_a_stem_is_the_level_alone_with_the_same_codes(model: Bundle, folder: Path) -> None:
    done = render(folder, "--stems")
    assert done.returncode == 0, done.stderr
    assert "× realtime" in done.stdout
    whole = play(model, SCORE)
    for number, name in enumerate(["structure", "timbre", "detail", "detail-2"], start=1):
        others = mask(*{1, 2, 3, 4} - {number})
        alone = play(model, {0: others, **SCORE})
        assert all(np.array_equal(a.codes, b.codes) for a, b in zip(alone, whole, strict=True))
        assert np.array_equal(audio.read(folder / f"out-{name}.wav"), sound(alone))


def test_a_stem_stays_alone_when_another_level_is_opened(model: Bundle, model_file: Path, tmp_path: Path) -> None:
    score = {40: [ControlEvent("level/1/mask", 0.0)], 60: [ControlEvent("level/1/mask", 1.0)]}
    with journal.JournalWriter(tmp_path / "p.jsonl", PerformanceHeader.of(model, model_file, 3)) as writer:
        for block in play(model, score):
            writer.write(block)
    assert render(tmp_path, "--stems").returncode == 0
    expected = sound(play(model, {0: mask(1, 3, 4)}))
    assert np.array_equal(audio.read(tmp_path / "out-timbre.wav"), expected)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--from", "4"], "3 marks"),
        (["--from", "0"], "3 marks"),
        (["--to", "later"], "'later'"),
        (["--to", "1e999s"], "'1e999s'"),
        (["--from", "2", "--to", "1"], "Nothing is between"),
    ],
)
def test_a_part_that_is_not_there_is_one_line(folder: Path, options: list[str], message: str) -> None:
    done = render(folder, *options)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
