"""What is released: a wheel that works in a clean environment, far from the repository, and a source distribution."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from system import Live, jack_server

from controllers.patches.panels import panels
from distill import audio
from distill.system.extras import EXTRAS

ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "numpy", "nicegui", "matplotlib", "typer")
"""What ``import distill`` leaves alone."""
PROBE = f"""
import json, sys, time
started = time.perf_counter()
import distill
seconds = time.perf_counter() - started
heavy = [name for name in {HEAVY} if name in sys.modules]
import controllers, live
places = [module.__file__ for module in (distill, live, controllers)]
print(json.dumps({{"seconds": seconds, "heavy": heavy, "places": places, "version": distill.__version__}}))
"""


@dataclass(frozen=True)
class Installed:
    """A virtual environment into which the wheel was installed."""

    packages: Path
    scripts: Path
    environment: Mapping[str, str]

    def run(self, program: str, *arguments: object, cwd: Path) -> str:
        command = [str(self.scripts / program), *map(str, arguments)]
        done = subprocess.run(command, cwd=cwd, env=self.environment, check=False, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution, built without the network."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel's environment. What it depends on is that of this one, without the repository."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder)
    base = {"base": str(folder), "platbase": str(folder)}
    packages, scripts = (Path(sysconfig.get_path(name, "venv", base)) for name in ("purelib", "scripts"))
    (wheel,) = built.glob("*.whl")
    install = [sys.executable, "-m", "pip", "--python", str(folder), "install", "--quiet"]
    subprocess.run([*install, "--no-deps", "--no-index", str(wheel)], check=True)
    # A .pth file in a folder that a .pth file names is not read: what is installed as editable there is not found.
    shared = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (packages / "shared.pth").write_text("\n".join(shared))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return Installed(packages, scripts, {**environment, "JACK_DEFAULT_SERVER": "none"})


@pytest.fixture(scope="module")
def wheel(installed: Installed) -> Distribution:
    """What the wheel says of itself."""
    (found,) = distributions(name="distill", path=[str(installed.packages)])
    return found


def test_importing_it_is_quick_and_loads_no_large_library(
    installed: Installed, wheel: Distribution, tmp_path: Path
) -> None:
    probes: list[dict[str, Any]] = [json.loads(installed.run("python", "-c", PROBE, cwd=tmp_path)) for _ in range(3)]
    assert all(Path(place).is_relative_to(installed.packages) for place in probes[0]["places"])
    assert probes[0]["version"] == wheel.version
    assert probes[0]["heavy"] == []
    assert min(probe["seconds"] for probe in probes) < 0.3


def test_every_extra_brings_what_its_part_imports_and_plain_distill_does_not(wheel: Distribution) -> None:
    needs = [text.partition(";") for text in wheel.requires or ()]
    brought = {(name.split(">")[0].strip(), when.strip()) for name, _, when in needs}
    for extra, (_, package) in EXTRAS.items():
        assert {(package, f"extra == '{each}'") for each in (extra, "all", "dev")} <= brought
        assert (package, "") not in brought


def test_it_writes_the_panels(installed: Installed, tmp_path: Path) -> None:
    installed.run("distill", "patches", "out", cwd=tmp_path)
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in written} == panels()


def test_it_plays_the_starter_into_a_file(installed: Installed, tmp_path: Path) -> None:
    installed.run("distill", "generate", "starter", "-o", "dream.wav", "--seconds", 2, cwd=tmp_path)
    dream = audio.read(tmp_path / "dream.wav")
    assert len(dream) == 2 * audio.SAMPLE_RATE
    assert np.sqrt(np.square(dream).mean()) > 0.005


@pytest.mark.realtime
def test_it_plays_live(installed: Installed, tmp_path: Path) -> None:
    with jack_server(f"distill-wheel-{os.getpid()}") as jack:
        environment = {**installed.environment, "JACK_DEFAULT_SERVER": jack["JACK_DEFAULT_SERVER"]}
        live = Live(environment, None, tmp_path, program=installed.scripts / "distill")
        assert "Playing starter.distill" in live.greeting
        live.hear(1)
        assert np.sqrt(np.square(live.hear(2)).mean()) > 0.005


def test_the_sources_come_with_documentation_examples_and_tests(built: Path) -> None:
    (place,) = built.glob("*.tar.gz")
    with tarfile.open(place) as sources:
        names = {name.partition("/")[2] for name in sources.getnames()}
    wanted = ("README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "docs/index.md", "mkdocs.yml", "Makefile")
    assert {*wanted, "examples/generate.py", "tests/program/test_wheel.py", "distill/starter.distill"} <= names
