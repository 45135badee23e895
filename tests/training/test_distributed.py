"""Training by several ranks at once, started by torchrun as a user starts it."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from system import write_sounds

from distill import bundle
from distill.audio import Samples


@pytest.fixture
def folder(tmp_path: Path, short: Mapping[str, Samples]) -> Path:
    return write_sounds(tmp_path / "sounds", short)


def torchrun(tmp_path: Path, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", *map(str, arguments)],
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_two_ranks_end_with_the_same_codec(tmp_path: Path, folder: Path) -> None:
    torchrun(tmp_path, Path(__file__).parents[1] / "support" / "two_ranks.py", folder, tmp_path)
    first, second = (torch.load(tmp_path / f"rank-{n}.pt", weights_only=True) for n in (0, 1))
    for name, tensor in first.items():
        assert torch.equal(tensor, second[name]), name


def test_one_of_two_ranks_saves_and_speaks(tmp_path: Path, folder: Path) -> None:
    output = tmp_path / "both.distill"
    said = torchrun(tmp_path, "-m", "distill", "train", folder, "-o", output, "--minutes", 0.05, "--preset", "fast")
    assert said.count("Saved") == 1
    assert bundle.load(output).card.corpus.files == 3
