"""What README and documentation say is true: commands exist, programs run, links lead somewhere."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from system import distill, python

from distill import audio
from distill.audio import Samples
from distill.cli import app

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
PAGES = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXTS = {page: page.read_text(encoding="utf-8") for page in PAGES}
COMMANDS = sorted(
    {line for text in TEXTS.values() for line in re.findall(r"^distill (.*?)(?:\s+#.*)?$", text, re.MULTILINE)}
)


def program(page: str, part: str) -> str:
    """The only Python program of a page that has ``part``."""
    programs = re.findall(r"^```python\n(.*?)^```", TEXTS[ROOT / page], re.MULTILINE | re.DOTALL)
    (code,) = (code for code in programs if part in code)
    return code


def run(code: str, folder: Path) -> None:
    (folder / "shown.py").write_text(code, encoding="utf-8")
    done = python(os.environ, folder / "shown.py", cwd=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("shown", COMMANDS)
def test_every_command_and_option_shown_exists(shown: str) -> None:
    words = shlex.split(shown)
    command: Any = typer.main.get_command(app)
    while commands := getattr(command, "commands", None):
        assert words[0] in commands, f"there is no distill {shown}"
        command = commands[words.pop(0)]
    options = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert {word for word in words if re.match("--?[a-z]", word)} <= options


def test_the_readme_is_short() -> None:
    assert len(TEXTS[README].split()) <= 1000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_it(page: Path) -> None:
    generated = {"controls.md", "commands.md", "settings.md"}
    for link in re.findall(r"\]\(([^)#]*?)(?:#.*?)?\)", TEXTS[page]):
        if link and "://" not in link and Path(link).name not in generated:
            assert (page.parent / link).exists(), link
    for sound in re.findall(r'src="(.*?)"', TEXTS[page]):
        assert (page.parent / sound).stat().st_size > 10_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_place_in_the_repository_shown_is_there(page: Path) -> None:
    folders = "controllers|distill|docs|examples|live|patches|tests"
    for place in re.findall(rf"`((?:{folders})/[\w./-]*)`", TEXTS[page]):
        assert (ROOT / place).exists(), place


def test_every_make_target_shown_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {
        target for text in TEXTS.values() for target in re.findall(r"^make (\w+)|`make (\w+)`", text, re.MULTILINE)
    }
    assert len(targets) > 3
    for target in filter(None, (name for pair in targets for name in pair)):
        assert f"\n{target}:" in makefile


def test_the_python_of_the_readme_runs(tmp_path: Path, sounds: Mapping[str, Samples]) -> None:
    audio.write(tmp_path / "hum.wav", sounds["pluck-3.wav"])
    run(program("README.md", "distill.load"), tmp_path)
    assert len(audio.read(tmp_path / "dream.wav")) == 10 * 48_000


def test_the_python_of_the_reference_runs(tmp_path: Path) -> None:
    run(program("docs/reference/python.md", "distill.load"), tmp_path)


def test_the_random_performer_shown_writes_what_its_journal_renders(tmp_path: Path) -> None:
    run(program("docs/how-to/environment.md", "env.action_space.sample"), tmp_path)
    assert distill(os.environ, "render", "random.jsonl", "-o", "again.wav", cwd=tmp_path).returncode == 0
    played = audio.read(tmp_path / "random.wav")
    assert len(played) == 10 * 48_000
    assert np.array_equal(audio.read(tmp_path / "again.wav"), played)


def test_the_learning_performer_shown_runs(tmp_path: Path) -> None:
    """It does not learn anything in two updates; it gets as far as a file."""
    code = program("docs/how-to/environment.md", "PPO")
    shorter = code.replace("20_000", "64").replace("n_steps=256", "n_steps=32, batch_size=32")
    assert shorter != code
    run(shorter, tmp_path)
    assert (tmp_path / "performer.zip").stat().st_size > 10_000


def test_the_documentation_builds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "site")]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "/distill/temperature" in (tmp_path / "site" / "reference" / "controls.html").read_text(encoding="utf-8")
