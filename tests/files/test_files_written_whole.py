"""Files that are whole or not there at all, and errors that say what is wrong."""

import errno
import os
import threading
from pathlib import Path

import pytest

from distill.errors import DistillError
from distill.io.files import replacing


def failing(path: Path, error: OSError) -> None:
    with replacing(path) as temporary:
        temporary.write_text("half")
        raise error


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory", "recording.wav"),
        OSError(errno.EMFILE, "Too many open files", "recording.wav"),
        OSError(errno.EIO, "Input/output error", "recording.wav"),
        ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
        TimeoutError("timed out"),
        OSError("PortAudio library not found"),
    ],
)
def test_an_error_from_elsewhere_stays_what_it_is(tmp_path: Path, error: OSError) -> None:
    with pytest.raises(OSError, match=error.strerror or str(error)) as raised:
        failing(tmp_path / "out.txt", error)
    assert raised.value is error
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_said_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(DistillError, match=r"^Cannot write .*out.txt: No space left on device. Choose another place.$"):
        failing(tmp_path / "out.txt", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))


def test_a_folder_that_is_gone_by_the_end_is_said(tmp_path: Path) -> None:
    def late() -> None:
        with replacing(folder / "out.txt") as temporary:
            temporary.unlink()
            folder.rmdir()

    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(DistillError, match="Cannot write"):
        late()
    with pytest.raises(DistillError, match="Cannot write"), replacing(folder / "out.txt"):
        pass


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002])
def test_the_mask_of_rights_holds_and_is_never_set(tmp_path: Path, mask: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_: int) -> int:
        pytest.fail("somebody's files were open to all for a moment")

    before = os.umask(mask)
    try:
        monkeypatch.setattr(os, "umask", forbidden)
        with replacing(tmp_path / "out.txt") as temporary:
            temporary.write_text("whole")
            assert temporary.stat().st_mode & 0o777 == 0o666 & ~mask
    finally:
        monkeypatch.undo()
        os.umask(before)
    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o666 & ~mask


def test_many_write_one_file_at_once(tmp_path: Path) -> None:
    def write(letter: str) -> None:
        with replacing(tmp_path / "out.txt") as temporary:
            temporary.write_text(letter * 10_000)

    writers = [threading.Thread(target=write, args=(letter,)) for letter in "abcdefgh"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    (path,) = tmp_path.iterdir()
    assert len(set(path.read_text())) == 1
