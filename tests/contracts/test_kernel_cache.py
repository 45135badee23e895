"""Kernels are compiled once a machine, whatever becomes of the cache."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from system import DISTILL

from distill.kernels import compiler

PROGRAM = "from distill.kernels.prepare import prepare; prepare()"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of its own, not made yet."""

    def cache_dir(_: str) -> str:
        return str(tmp_path / "cache")

    monkeypatch.setattr("platformdirs.user_cache_dir", cache_dir)
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    compiler.cache_folder.cache_clear()
    yield tmp_path / "cache"
    compiler.cache_folder.cache_clear()


def test_the_cache_is_in_the_users_folder(place: Path) -> None:
    assert place in compiler.cache_folder().parents


def test_a_folder_that_cannot_be_written_to_is_replaced_by_a_temporary_one(place: Path, tmp_path: Path) -> None:
    place.write_text("a file where a folder belongs")
    folder = compiler.cache_folder()
    assert folder.parent == tmp_path
    assert folder.name.startswith("distill-kernels-")
    # Machine code that somebody else may have put there is not run.
    folder.chmod(0o777)
    compiler.cache_folder.cache_clear()
    assert compiler.cache_folder() != folder


def test_another_version_or_processor_has_a_folder_of_its_own(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [compiler.cache_folder()]
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: "another")
    compiler.cache_folder.cache_clear()
    folders.append(compiler.cache_folder())
    monkeypatch.setattr("distill.kernels.compiler.PACKAGES", ("numpy",))
    compiler.cache_folder.cache_clear()
    folders.append(compiler.cache_folder())
    assert len(set(folders)) == 3
    assert all(place in folder.parents for folder in folders)


@pytest.mark.slow
def test_of_two_programs_at_once_both_get_all_kernels_and_the_next_compiles_none(tmp_path: Path) -> None:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    command = [sys.executable, "-c", PROGRAM]
    programs = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [program.wait(600) for program in programs] == [0, 0]
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "Preparing" not in again.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_prepares_ends_at_once_when_asked_to(
    home: Mapping[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    environment = {**home, "NUMBA_CACHE_DIR": str(tmp_path / "kernels")}
    command = [DISTILL, "generate", "starter", "-o", "a.wav"]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as generating:
        assert generating.stderr
        while "Preparing" not in generating.stderr.readline():
            assert generating.poll() is None
        time.sleep(2)
        generating.send_signal(number)
        # What is said ends when the last process that could say something has ended.
        _, said = generating.communicate(timeout=15)
    assert generating.returncode > 0
    assert "Traceback" not in said
    assert not (tmp_path / "a.wav").exists()
