"""What the README says is true: its commands exist, and its table is the vocabulary."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from system import DISTILL

from distill import audio
from distill.audio import Samples
from live.controls import CONTROLS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
GROUPS = {"codes", "library"}
"""Commands that have commands."""
COMMANDS = sorted(set(re.findall(r"^distill (.*?)(?:\s+#.*)?$", README, re.MULTILINE)))


def row(name: str, kind: str, low: float, high: float, unit: str, doc: str) -> str:
    takes = {"toggle": "0 or 1", "trigger": "nothing"}.get(kind, f"{low:g} to {high:g} {unit}".strip())
    return f"| `/distill/{name}` | {takes} | {doc} |"


def test_the_table_of_controls_is_the_vocabulary() -> None:
    table = [line for line in README.splitlines() if line.startswith("| `/distill/") and "ping" not in line]
    assert table == [row(c.name, c.kind, c.low, c.high, c.unit, c.doc) for c in CONTROLS]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_shown_exists(command: str) -> None:
    name, *rest = shlex.split(command)
    called = [name, rest[0]] if name in GROUPS else [name]
    environment = {**os.environ, "COLUMNS": "200"}
    done = subprocess.run([DISTILL, *called, "--help"], check=True, capture_output=True, text=True, env=environment)
    for option in rest:
        if option.startswith("-"):
            assert option in done.stdout


def test_the_python_shown_runs(tmp_path: Path, sounds: Mapping[str, Samples]) -> None:
    (code,) = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    audio.write(tmp_path / "hum.wav", sounds["pluck-3.wav"])
    subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert len(audio.read(tmp_path / "hum-again.wav")) == len(sounds["pluck-3.wav"])
    assert len(audio.read(tmp_path / "take.wav")) == 10 * 48_000


def test_the_tests_and_the_demo_are_made_as_shown() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert len(COMMANDS) > 3
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert f"\n{target}:" in makefile


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[.*?\]\((.*?)\)", README)
    assert pictures
    assert all((ROOT / picture).stat().st_size > 10_000 for picture in pictures)
