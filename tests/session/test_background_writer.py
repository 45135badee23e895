"""Files of a performance on a disk that is full, unwritable or gone for a while."""

import json
import shutil
from collections.abc import Callable, Generator
from pathlib import Path

import numpy as np
import pytest
import soundfile
from system import fill, small_disk

from distill.bundle import Bundle
from live.controls import ControlEvent
from live.engine.state import Block
from live.session.background_writer import WriteBehind
from live.session.journal import JournalError, JournalWriter, read
from live.session.performance_header import PerformanceHeader
from live.session.recorder import Recorder, SoundFileWriter
from live.session.render import render

FRAMES = 120
HOP = 480


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    with small_disk(tmp_path / "disk", 256) as place:
        yield place


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trying again at once."""
    monkeypatch.setattr("live.session.background_writer.RETRY_SECONDS", 0.0)


def deleted(disk: Path) -> Callable[[], None]:
    shutil.rmtree(disk / "folder")
    return lambda: None


def filled(disk: Path) -> Callable[[], None]:
    return fill(disk).unlink


@pytest.mark.parametrize("fail", [filled, deleted])
def test_what_waits_is_written_when_it_can(disk: Path, fail: Callable[[Path], Callable[[], None]]) -> None:
    place = disk / "folder" / "file"
    place.parent.mkdir()
    words = [str(number).encode() * 200 for number in range(100)]
    with WriteBehind(place) as file:
        for word in words[:30]:
            file.write(word)
        cure = fail(disk)
        for word in words[30:60]:
            file.write(word)
        assert (file.trouble == "No space left on device") == (fail is filled)
        cure()
        for word in words[60:]:
            file.write(word)
        assert not file.trouble
    assert place.read_bytes() == b"".join(words)


def test_another_file_in_its_place_is_left_alone(tmp_path: Path) -> None:
    place = tmp_path / "log.jsonl"
    with WriteBehind(place) as file:
        file.write(b"one ")
        place.unlink()
        place.write_text("mine")
        file.write(b"two")
    assert place.read_text() == "mine"
    assert (tmp_path / "log-1.jsonl").read_text() == "one two"


def test_what_has_waited_for_too_long_ends_there(disk: Path) -> None:
    with WriteBehind(disk / "file", most=5000) as file:
        file.write(b"a" * 1000)
        filler = fill(disk)
        while not file.full:
            file.write(b"b" * 1000)
        filler.unlink()
        file.retry()
        assert not file.trouble
        assert file.full
    whole = (disk / "file").read_bytes()
    assert whole == b"a" * 1000 + b"b" * (len(whole) - 1000)
    assert 6000 < len(whole) < 11_000


def header(model: Bundle) -> PerformanceHeader:
    return PerformanceHeader.of(model, Path("small.distill"), 3)


def at_odds(frame: int) -> list[ControlEvent]:
    return [ControlEvent("temperature", 0.5 + frame / 100)]


def test_a_log_is_whole_after_the_disk_was_full(model: Bundle, disk: Path) -> None:
    path = disk / "p.jsonl"
    with JournalWriter(path, header(model)) as writer:
        filler = fill(disk)
        for frame in range(100):
            writer.log(frame, at_odds(frame))
        assert "p.jsonl waits in memory: No space left" in writer.trouble
        cut = read(path)
        filler.unlink()
        for frame in range(100, FRAMES):
            writer.log(frame, at_odds(frame))
        assert not writer.trouble
    performance = read(path)
    assert performance.frames == FRAMES
    assert performance.events == {frame: at_odds(frame) for frame in range(FRAMES)}
    # What was on disk meanwhile was its beginning.
    assert 0 < cut.frames < 100
    assert cut.events == {frame: at_odds(frame) for frame in range(len(cut.events))}
    played, again = ([block.samples for block in render(model, one)] for one in (performance, cut))
    assert np.array_equal(np.concatenate(played)[: cut.frames * HOP], np.concatenate(again))


def play_on_a_full_disk(writer: JournalWriter, disk: Path) -> None:
    with writer:
        fill(disk)
        for frame in range(FRAMES):
            writer.log(frame, at_odds(frame))


def test_a_log_that_cannot_be_ended_says_where_it_ends(model: Bundle, disk: Path) -> None:
    path = disk / "p.jsonl"
    with pytest.raises(JournalError) as failed:
        play_on_a_full_disk(JournalWriter(path, header(model)), disk)
    ended = read(path).frames
    assert 0 < ended < FRAMES
    assert str(failed.value) == f"The log p.jsonl ends at {ended / 100:.1f} s: No space left on device."


def test_a_log_that_cannot_begin_leaves_everything_as_it_was(model: Bundle, disk: Path) -> None:
    path = disk / "p.jsonl"
    path.write_text(json.dumps({"format": "distill-performance", "older": True}))
    before = path.read_text()
    filler = fill(disk)
    with pytest.raises(JournalError, match=r"Cannot write .*No space left"):
        JournalWriter(path, header(model))
    assert path.read_text() == before
    assert set(disk.iterdir()) == {path, filler}


@pytest.mark.parametrize("suffix", ["wav", "flac"])
@pytest.mark.parametrize("fail", [filled, deleted])
def test_sound_is_whole_after_the_disk_was_full(
    disk: Path, suffix: str, fail: Callable[[Path], Callable[[], None]]
) -> None:
    path = disk / "folder" / f"live.{suffix}"
    path.parent.mkdir()
    samples = np.random.default_rng(1).random((40, HOP, 1), np.float32) - np.float32(0.5)
    blocks = [Block(frame, part, np.zeros(4, np.int64), ()) for frame, part in enumerate(samples)]
    with SoundFileWriter(path, 1) as tape:
        for block in blocks[:10]:
            tape.on_block(block)
        cure = fail(disk)
        for block in blocks[10:30]:
            tape.on_block(block)
        assert ("waits in memory: No space left" in tape.trouble) == (fail is filled)
        cure()
        for block in blocks[30:]:
            tape.on_block(block)
    assert not tape.trouble
    heard, _ = soundfile.read(path, always_2d=True)
    assert np.abs(heard - samples.reshape(-1, 1)).max() < 2**-22


def test_of_a_take_on_a_disk_that_stays_full_what_fits_is_kept(disk: Path) -> None:
    captures = Recorder(disk, 1)
    samples = np.random.default_rng(1).random((100, HOP, 1), np.float32) - np.float32(0.5)
    with captures:
        for frame, part in enumerate(samples):
            events = (ControlEvent("record", 1.0),) if frame == 0 else ()
            captures.on_block(Block(frame, part, np.zeros(4, np.int64), events))
            if frame == 50:
                fill(disk)
    assert "take-1.wav ends too soon: No space left" in captures.news
    heard, _ = soundfile.read(disk / "take-1.wav", always_2d=True)
    assert 45 * HOP < len(heard) < 60 * HOP
    assert np.abs(heard - samples.reshape(-1, 1)[: len(heard)]).max() < 2**-22
