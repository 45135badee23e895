"""Playing imports neither torch nor numba: every command but those of training runs where they cannot be imported."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from system import jack_server, write_sounds

from distill.audio import Samples
from distill.kernels.native.prepare import prepare

PLAYED = (
    ("encode", "starter", "pluck-3.wav", "-o", "a.codes.json"),
    ("encode", "starter", "bell-1.wav", "-o", "b.codes.json"),
    ("decode", "starter", "a.codes.json", "-o", "a.wav"),
    ("generate", "starter", "-o", "dream.wav", "--seconds", "0.2", "--top-k", "9", "--max-quote", "0.1"),
    ("generate", "starter", "-o", "on.wav", "--seconds", "0.2", "--prime", "pluck-3.wav"),
    ("generate", "starter", "-o", "filled.wav", "--prime", "pluck-3.wav", "--infill", "0.2", "0.4"),
    ("codes", "show", "a.codes.json", "-o", "a.png"),
    ("codes", "vary", "b.codes.json"),
    ("codes", "blend", "a.codes.json", "b.codes.json", "-o", "between.wav"),
    ("codes", "preview", "starter", "1", "3", "-o", "code.wav"),
    ("atlas", "starter", "-o", "atlas"),
    ("library", "list"),
    ("live", "--seconds", "0.5", "--osc-port", "0", "--journal", "take.jsonl"),
    ("render", "take.jsonl", "-o", "take.wav"),
)
COMMANDS = """
import json, sys
from distill.cli import app
for arguments in json.loads(sys.argv[1]):
    app(arguments, standalone_mode=False)
"""
"""Program that runs commands, one after the other: to import everything for each would take long."""
PROGRAMS = {
    "environment": """
from live.gym.env import LiveEnv
env = LiveEnv()
env.reset(seed=1)
env.step(env.action_space.sample())
""",
    "page": """
import controllers.console.page
import controllers.console.server
import controllers.servers
""",
    "api": """
import distill
model = distill.load("starter")
model.decode(model.encode(model.generate(seconds=0.2)))
""",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, sounds: Mapping[str, Samples]) -> Path:
    prepare()
    folder = tmp_path_factory.mktemp("torchless") / "sounds"
    write_sounds(folder, {name: samples[:30_000] for name, samples in sounds.items()})
    (folder / "site").mkdir()
    absent = "import sys\nsys.modules |= {'torch': None, 'numba.core': None}\n"
    (folder / "site" / "sitecustomize.py").write_text(absent)
    return folder


def run(command: list[str], environment: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    own = {**environment, "PYTHONPATH": os.pathsep.join([str(folder / "site"), *sys.path])}
    return subprocess.run(command, env=own, cwd=folder, check=False, capture_output=True, text=True)


def test_every_command_but_those_of_training_does_without_torch(place: Path) -> None:
    with jack_server(f"distill-torchless-{os.getpid()}") as environment:
        done = run([sys.executable, "-c", COMMANDS, json.dumps(PLAYED)], environment, place)
    assert done.returncode == 0, done.stderr
    assert (place / "take.wav").stat().st_size > 10_000


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS.keys())
def test_so_do_programs(place: Path, program: str) -> None:
    done = run([sys.executable, "-W", "ignore", "-c", program], os.environ, place)
    assert done.returncode == 0, done.stderr
