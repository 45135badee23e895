"""Kernels are compiled once a machine, whatever becomes of the cache."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest
from system import DISTILL, fails_in_one_line

from distill.kernels.native import cache
from distill.kernels.native.prepare import prepare

GENERATE = ("generate", "starter", "-o", "a.wav")
PROGRAM = "from distill.kernels.native.prepare import prepare; prepare()"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of its own, not made yet."""

    def cache_dir(_: str) -> str:
        return str(tmp_path / "cache")

    monkeypatch.setattr("platformdirs.user_cache_dir", cache_dir)
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    cache.folder.cache_clear()
    yield tmp_path / "cache"
    cache.folder.cache_clear()


def test_the_cache_is_in_the_users_folder(place: Path) -> None:
    assert place in cache.folder().parents


def test_a_folder_that_cannot_be_written_to_is_replaced_by_a_temporary_one(place: Path, tmp_path: Path) -> None:
    place.write_text("a file where a folder belongs")
    folder = cache.folder()
    assert folder.parent == tmp_path
    assert folder.name.startswith("distill-kernels-")
    # Machine code that somebody else may have put there is not run.
    folder.chmod(0o777)
    cache.folder.cache_clear()
    assert cache.folder() != folder


def test_another_version_or_processor_has_a_folder_of_its_own(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = [cache.folder()]
    monkeypatch.setattr("llvmlite.binding.get_host_cpu_name", lambda: "another")
    cache.folder.cache_clear()
    folders.append(cache.folder())
    monkeypatch.setattr("distill.kernels.native.cache.PACKAGES", ("numpy",))
    cache.folder.cache_clear()
    folders.append(cache.folder())
    monkeypatch.setattr("sys.implementation", SimpleNamespace(**{**vars(sys.implementation), "cache_tag": "another"}))
    cache.folder.cache_clear()
    folders.append(cache.folder())
    assert len(set(folders)) == 4
    assert all(place in folder.parents for folder in folders)


def start(folder: Path, **others: str) -> subprocess.Popen[str]:
    """A program that prepares kernels in ``folder``."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder), **others}
    return subprocess.Popen([sys.executable, "-c", PROGRAM], env=environment, stderr=subprocess.PIPE, text=True)


def runs(number: int) -> bool:
    """True if the process of that number has not ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{number}/status").read_text()
    except OSError:
        return False


def said(folder: Path, **others: str) -> str:
    """What a program says that prepares kernels in ``folder``."""
    program = start(folder, **others)
    _, errors = program.communicate(timeout=300)
    return errors


@pytest.mark.slow
def test_of_two_programs_at_once_both_get_all_kernels_and_the_next_compiles_none(tmp_path: Path) -> None:
    programs = [start(tmp_path) for _ in range(2)]
    for program in programs:
        program.communicate(timeout=600)
    assert [program.returncode for program in programs] == [0, 0]
    assert not said(tmp_path)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the cache that the tests use, as ``NUMBA_CACHE_DIR``; prepared before."""
    prepare()
    shutil.copytree(cache.folder(), tmp_path / "cache" / "kernels" / cache.folder().name)
    return tmp_path / "cache"


def test_the_cache_is_found_wherever_the_program_is(copied: Path, tmp_path: Path) -> None:
    assert not said(copied)
    sources = Path(cache.__file__).parents[2]
    shutil.copytree(sources, tmp_path / "elsewhere" / "distill")
    assert not said(copied, PYTHONPATH=str(tmp_path / "elsewhere"))


@pytest.mark.slow
@pytest.mark.parametrize("change", ["cut", "changed", "lost"])
def test_machine_code_that_is_damaged_is_compiled_anew(copied: Path, change: str) -> None:
    damaged = next(copied.rglob("play_frames.o"))
    content = damaged.read_bytes()
    if change == "lost":
        damaged.unlink()
    else:
        damaged.write_bytes(content[:1000] if change == "cut" else content[:-1000] + bytes(1000))
    assert "Preparing" in said(copied)
    assert not said(copied)


def run(command: Sequence[str], folder: Path, **others: str) -> subprocess.CompletedProcess[str]:
    """A fresh program, unlike those of ``distill``, which begin with everything imported."""
    environment = {**os.environ, **others}
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_a_cache_without_room_is_one_line_and_compiled_when_there_is(tmp_path: Path) -> None:
    place = tmp_path / "cache"
    full = run(
        ["bash", "-c", f"ulimit -f 100; {shlex.join([DISTILL, *GENERATE])}"], tmp_path, NUMBA_CACHE_DIR=str(place)
    )
    assert "cannot be written to" in fails_in_one_line(full)
    assert "Preparing" in said(place)
    assert not said(place)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_that_prepares_ends_at_once_when_asked_to(
    home: Mapping[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    environment = {**home, "NUMBA_CACHE_DIR": str(tmp_path / "kernels")}
    command = [DISTILL, *GENERATE]
    with subprocess.Popen(command, env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as generating:
        assert generating.stderr
        while "Preparing" not in generating.stderr.readline():
            assert generating.poll() is None
        children = Path(f"/proc/{generating.pid}/task/{generating.pid}/children")
        while not (compilers := children.read_text().split()):
            assert generating.poll() is None
        time.sleep(2)
        generating.send_signal(number)
        _, errors = generating.communicate(timeout=15)
    assert generating.returncode > 0
    assert "Traceback" not in errors
    assert not any(runs(int(number)) for number in compilers)
    assert not (tmp_path / "a.wav").exists()
