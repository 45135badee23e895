"""A model and what belongs to it move together, wherever the program is killed."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from distill import library
from distill.library import LibraryError

FILES = ("horn.distill", "horn.curves.png", "horn.preview.wav", "horn.checkpoint", "horn.snapshots/0123/1.npz")
MOVES: dict[str, Callable[[Path], object]] = {
    "tuba": lambda shelf: library.rename(shelf / "horn.distill", "tuba"),
    "trash/horn": lambda shelf: library.delete(shelf / "horn.distill"),
}


def laid(shelf: Path) -> Path:
    """A library of one model (damaged, which does not matter here) with all that may lie beside it, and another."""
    for name in (*FILES, "bells.distill", "bells.preview.wav"):
        path = shelf / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return shelf


def inside(shelf: Path) -> dict[str, str]:
    """Everything that users see in a library, by path."""
    files = (path for path in shelf.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(shelf)): path.read_text() for path in files}


def killed(call: Callable[[], object], number: int) -> bool:
    """Whether a process that does ``call`` was killed before the ``number``-th thing it asks of the system."""
    child = os.fork()
    if not child:
        left = number

        def strike(event: str, _: object) -> None:
            nonlocal left
            if event != "os.kill" and event.startswith(("open", "os.", "fcntl.")):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(strike)
        try:
            call()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
@pytest.mark.parametrize("target", MOVES)
def test_a_kill_at_any_moment_leaves_a_move_done_or_not_done(tmp_path: Path, target: str) -> None:
    before = inside(laid(tmp_path / "before"))
    after = {name.replace("horn", target) if name.startswith("horn") else name: text for name, text in before.items()}
    seen: list[bool] = []
    for number in range(1000):
        shelf = laid(tmp_path / str(number))
        if not killed(lambda shelf=shelf: MOVES[target](shelf), number):
            assert inside(shelf) == after
            break
        # Those who clear up may be killed, too.
        again = 0
        while killed(lambda shelf=shelf: library.entries(shelf), again):
            again += 1
        found = inside(shelf)
        assert found in (before, after), number
        seen.append(found == after)
    assert seen == sorted(seen)
    assert len(set(seen)) == 2


@pytest.mark.parametrize(("fault", "moved"), [(OSError(13, "Permission denied"), False), (KeyboardInterrupt(), True)])
@pytest.mark.parametrize("place", range(len(FILES)))
def test_a_move_that_fails_is_undone_and_one_that_is_stopped_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, moved: bool, place: int
) -> None:
    shelf, rename = laid(tmp_path / "shelf"), Path.rename
    renamed: list[Path] = []

    def fail(path: Path, target: Path) -> Path:
        renamed.append(path)
        if len(renamed) == place + 1:
            raise fault
        return rename(path, target)

    before = inside(shelf)
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", fail)
        with pytest.raises((LibraryError, KeyboardInterrupt)):
            library.rename(shelf / "horn.distill", "tuba")
    found = [entry.name for entry in library.entries(shelf)]
    assert found == ["bells", "tuba" if moved else "horn"]
    assert (inside(shelf) == before) is not moved
    assert sum("tuba" in name for name in inside(shelf)) == (len(FILES) if moved else 0)


@pytest.mark.skipif(sys.platform == "win32", reason="starts processes as Unix does")
def test_of_many_that_rename_a_model_at_once_one_does(tmp_path: Path) -> None:
    shelf = laid(tmp_path / "shelf")
    children: list[int] = []
    for number in range(8):
        child = os.fork()
        if not child:
            status = 1
            try:
                library.rename(shelf / "horn.distill", f"tuba{number}")
                status = 0
            except LibraryError:
                status = 3
            finally:
                os._exit(status)
        children.append(child)
    statuses = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert sorted(statuses) == [0] + [3] * 7
    winner = f"tuba{statuses.index(0)}"
    assert sum(name.startswith(winner) for name in inside(shelf)) == len(FILES)


@pytest.mark.parametrize("suffix", library.SIDECARS)
def test_what_lies_there_under_the_new_name_is_not_written_over(tmp_path: Path, suffix: str) -> None:
    shelf = laid(tmp_path / "shelf")
    (shelf / f"tuba{suffix}").write_text("another's")
    before = inside(shelf)
    with pytest.raises(LibraryError, match=rf"^There is a tuba{suffix} in [^\n]+$"):
        library.rename(shelf / "horn.distill", "tuba")
    assert inside(shelf) == before
    (shelf / library.TRASH).mkdir()
    (shelf / library.TRASH / f"horn{suffix}").write_text("another's")
    library.delete(shelf / "horn.distill")
    assert inside(shelf)[f"trash/horn{suffix}"] == "another's"
    assert inside(shelf)["trash/horn 2.distill"] == "horn.distill"


@pytest.mark.parametrize(
    "plan",
    ["", "[]", "{", '{"horn.distill": "../horn.distill"}', '{"../out": "in"}', '{"horn.distill": "/tmp/horn"}',
     "[" * 100_000, '{"nothing": "there"}', '{"horn.distill": "bells.distill"}'],
)  # fmt: skip
def test_a_plan_that_is_none_moves_nothing(tmp_path: Path, plan: str) -> None:
    shelf = laid(tmp_path / "shelf")
    (tmp_path / "out").write_text("outside")
    (shelf / ".moving.json").write_text(plan)
    before = inside(shelf)
    assert [entry.name for entry in library.entries(shelf)] == ["bells", "horn"]
    assert inside(shelf) == before
    assert (tmp_path / "out").exists()
    assert library.rename(shelf / "horn.distill", "tuba").exists()
