"""What the README says is true: its commands exist, and its table is the vocabulary."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from system import DISTILL

from distill import audio
from distill.audio import Samples

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GROUPS = {"codes", "library", "midi", "osc"}
"""Commands that have commands."""
COMMANDS = sorted(set(re.findall(r"^distill (.*?)(?:\s+#.*)?$", README, re.MULTILINE)))


def program(part: str) -> str:
    """The only program shown that has ``part``."""
    (code,) = (code for code in re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL) if part in code)
    return code


def test_the_table_of_addresses_is_what_the_command_prints() -> None:
    printed = subprocess.run([DISTILL, "osc", "addresses", "--markdown"], check=True, capture_output=True, text=True)
    assert printed.stdout in README


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_shown_exists(command: str) -> None:
    words = shlex.split(command)
    name, rest = (words[:2], words[2:]) if words[0] in GROUPS else (words[:1], words[1:])
    wide = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run([DISTILL, *name, "--help"], check=True, capture_output=True, text=True, env=wide)
    for option in rest:
        if option.startswith("-"):
            assert option in done.stdout


def test_the_python_shown_runs(tmp_path: Path, sounds: Mapping[str, Samples]) -> None:
    code = program("# load")
    audio.write(tmp_path / "hum.wav", sounds["pluck-3.wav"])
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert len(audio.read(tmp_path / "hum-again.wav")) == len(sounds["pluck-3.wav"])
    assert len(audio.read(tmp_path / "take.wav")) == 10 * 48_000


def test_the_random_performer_shown_writes_what_its_journal_renders(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", program("env.action_space.sample")], check=True, cwd=tmp_path)
    subprocess.run([DISTILL, "render", "random.jsonl", "-o", "again.wav"], check=True, cwd=tmp_path)
    played = audio.read(tmp_path / "random.wav")
    assert len(played) == 10 * 48_000
    assert np.array_equal(audio.read(tmp_path / "again.wav"), played)


def test_the_learning_performer_shown_runs(tmp_path: Path) -> None:
    """It does not learn anything in two updates; it gets as far as a file."""
    code = program("PPO")
    shorter = code.replace("20_000", "64").replace("n_steps=256", "n_steps=32, batch_size=32")
    assert shorter != code
    subprocess.run([sys.executable, "-c", shorter], check=True, cwd=tmp_path)
    assert (tmp_path / "performer.zip").stat().st_size > 10_000


def test_the_tests_and_the_demo_are_made_as_shown() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert len(COMMANDS) > 3
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", README)
    assert pictures
    assert all((ROOT / picture).stat().st_size > 10_000 for picture in pictures)
