import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import platformdirs
import pytest
import soundfile

from distill import audio, bundle
from distill.data import corpus
from distill.errors import CorpusError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "sounds"
    place.mkdir()
    return place


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "sound"


def tone(seconds: float, rate: int = 48_000) -> audio.Samples:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(round(rate * seconds)) / rate)).astype(np.float32)[:, None]


def record(path: Path, seconds: float = 0.2) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    audio.write(path, tone(seconds))
    return path


def reasons(loaded: corpus.Corpus) -> dict[str, str]:
    return {file.path.name: file.reason for file in loaded.skipped}


def refusal(folder: Path, cache: Path) -> str:
    with pytest.raises(CorpusError) as error:
        corpus.load(folder, cache=cache)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_every_recording_is_found_in_order(folder: Path, cache: Path):
    names = ["b.wav", "a.flac", "sub/deep er/ein Ton.wav", "sub/müsik ♫.WAV", "sub/ünï.Flac"]
    paths = [record(folder / name) for name in names]
    loaded = corpus.load(folder, cache=cache)
    assert [recording.path for recording in loaded.recordings] == sorted(paths)
    assert loaded.skipped == ()
    assert loaded.seconds == pytest.approx(1.0)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", ".aifc"])
def test_every_suffix_is_read(folder: Path, cache: Path, suffix: str):
    container = {".oga": "OGG", ".opus": "OGG", ".aif": "AIFF", ".aifc": "AIFF"}.get(suffix)
    soundfile.write(folder / f"a{suffix}", tone(0.5, 44_100), 44_100, format=container)
    loaded = corpus.load(folder, cache=cache)
    assert loaded.seconds == pytest.approx(0.5, abs=1e-4)


def test_samples_are_mapped_and_cannot_be_changed(folder: Path, cache: Path):
    path = record(folder / "a.wav")
    samples = corpus.load(folder, cache=cache).recordings[0].samples
    np.testing.assert_array_equal(samples, audio.read(path))
    assert isinstance(samples, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        samples[0] = 1


def test_what_is_not_used_says_why(folder: Path, cache: Path):
    record(folder / "good.wav")
    (folder / "notes.txt").write_text("buy strings")
    (folder / "noise").write_text("")
    (folder / "text.wav").write_text("buy strings")
    (folder / "empty.mp3").touch()
    (folder / "gone.wav").symlink_to(folder / "nowhere.wav")
    (folder / "elsewhere.wav").symlink_to(folder.parent)
    audio.write(folder / "silent.wav", np.full((48_000, 1), 1e-5, np.float32))
    audio.write(folder / "zero.wav", tone(0))
    record(folder / "cut.wav", 1)
    os.truncate(folder / "cut.wav", 100_000)
    loaded = corpus.load(folder, cache=cache)
    assert reasons(loaded) == {
        "notes.txt": "not an audio file (.txt)",
        "noise": "not an audio file (no suffix)",
        "text.wav": "not an audio file",
        "empty.mp3": "empty",
        "gone.wav": "cannot be read (No such file or directory)",
        "elsewhere.wav": "not a file but a linked or locked folder, or a device",
        "silent.wav": "silent",
        "zero.wav": "no sound in it",
        "cut.wav": "cut short: the header promises 1.00 s, the file holds 0.52 s",
    }
    assert [file.path.name for file in loaded.files if file.used] == ["good.wav"]
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 48_000, 96_000])
def test_a_very_short_recording_is_filled_up_with_silence(folder: Path, cache: Path, rate: int):
    audio.write(folder / "a.wav", tone(0.04, rate), sample_rate=rate)
    loaded = corpus.load(folder, cache=cache)
    samples = loaded.recordings[0].samples
    assert len(samples) == corpus.SHORTEST
    assert not samples[1925:].any()
    np.testing.assert_allclose(samples[300:1620], tone(0.04)[300:1620], atol=0.02)
    assert loaded.seconds == pytest.approx(0.1)


def test_hidden_files_and_folders_are_passed_over(folder: Path, cache: Path):
    record(folder / "a.wav")
    record(folder / ".b.wav")
    record(folder / ".hidden/c.wav")
    assert [file.path.name for file in corpus.load(folder, cache=cache).files] == ["a.wav"]


def test_a_second_time_nothing_is_decoded(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch):
    record(folder / "a.wav")
    first = corpus.load(folder, cache=cache)
    monkeypatch.delattr(audio, "stream")
    second = corpus.load(folder, cache=cache)
    np.testing.assert_array_equal(first.recordings[0].samples, second.recordings[0].samples)
    assert first.files == second.files


def test_a_changed_recording_is_decoded_anew(folder: Path, cache: Path):
    record(folder / "a.wav", 0.2)
    corpus.load(folder, cache=cache)
    record(folder / "a.wav", 0.3)
    assert corpus.load(folder, cache=cache).seconds == pytest.approx(0.3)


def test_only_what_was_long_unused_is_forgotten(folder: Path, cache: Path):
    record(folder / "a.wav")
    corpus.load(folder, cache=cache)
    (entry,) = cache.iterdir()
    old = time.time() - 31 * 24 * 3600
    os.utime(entry, (old, old))
    record(folder / "a.wav", 0.3)
    corpus.load(folder, cache=cache)
    (other,) = cache.iterdir()
    assert other != entry
    recent = time.time() - 29 * 24 * 3600
    os.utime(other, (recent, recent))
    corpus.load(folder, cache=cache)
    assert other.stat().st_mtime > recent + 1


def test_the_users_cache_is_used_unless_told_otherwise(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def users(name: str) -> Path:
        return tmp_path / name

    monkeypatch.setattr(platformdirs, "user_cache_path", users)
    record(folder / "a.wav")
    corpus.load(folder)
    assert len(list((tmp_path / "distill" / "sound").iterdir())) == 1


def test_progress_is_told(folder: Path, cache: Path):
    record(folder / "a.wav")
    record(folder / "c.wav")
    (folder / "b.txt").touch()
    heard: list[tuple[int, int]] = []
    corpus.load(folder, cache=cache, on_file=lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_a_missing_folder_is_said(folder: Path, cache: Path):
    assert refusal(folder / "no", cache) == f"{folder / 'no'} does not exist. Name a folder of recordings."


def test_a_file_is_no_folder(folder: Path, cache: Path):
    path = record(folder / "a.wav")
    assert refusal(path, cache) == f"{path} is a file, not a folder. Name a folder of recordings."


def test_an_empty_folder_is_said(folder: Path, cache: Path):
    (folder / "empty too").mkdir()
    assert refusal(folder, cache).startswith(f"{folder} is empty. Put recordings there")


def test_a_folder_of_broken_files_names_the_first(folder: Path, cache: Path):
    for name in ("a.wav", "b.mp3", "c.txt"):
        (folder / name).write_text("not sound")
    said = refusal(folder, cache)
    assert said.startswith(f"None of the 3 files in {folder} can be used (a.wav: not an audio file; b.mp3: ")


def test_one_broken_file_is_named(folder: Path, cache: Path):
    (folder / "a.wav").touch()
    assert refusal(folder, cache).startswith(f"The only file in {folder} cannot be used (a.wav: empty)")


def test_a_cache_that_cannot_be_written_is_said(folder: Path, cache: Path):
    record(folder / "a.wav")
    cache.parent.touch()
    assert f"Cannot keep decoded sound in {cache}" in refusal(folder, cache)


@pytest.mark.skipif(sys.platform != "linux", reason="names are UTF-8 elsewhere")
def test_a_name_need_not_be_utf_8(folder: Path, cache: Path):
    record(folder / "a.wav").rename(folder / os.fsdecode(b"caf\xe9.wav"))
    assert len(corpus.load(folder, cache=cache).recordings) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="mapped files do not count as open there")
def test_more_recordings_than_a_shell_lets_be_open(folder: Path, cache: Path):
    import resource  # noqa: PLC0415 - not on Windows

    for number in range(100):
        record(folder / f"{number}.wav", 0.05)
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, before[1]))
    try:
        assert len(corpus.load(folder, cache=cache).recordings) == 100
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_what_a_model_made_is_not_learnt_from(folder: Path, cache: Path):
    record(folder / "own recording.wav")
    record(folder / "first.wav").rename(folder / "first.preview.wav")
    record(folder / "mine.wav").rename(folder / "mine.preview.wav")
    (folder / "mine.distill").write_bytes(bundle.STARTER.read_bytes())
    for name in ("take.wav", "take.flac", "take.ogg", "take.mp3"):
        audio.write(folder / name, tone(0.5), generated=True)
    for _ in range(2):
        loaded = corpus.load(folder, cache=cache)
        assert [recording.path.name for recording in loaded.recordings] == ["first.preview.wav", "own recording.wav"]
        own = {name for name, reason in reasons(loaded).items() if reason.startswith("made by Distill")}
        assert own == {"mine.preview.wav", "take.wav", "take.flac", "take.ogg", "take.mp3"}


@pytest.mark.parametrize(("pitch", "rate"), [(21_500, 48_000), (21_500, 96_000), (30_000, 96_000), (60_000, 192_000)])
def test_what_nobody_hears_is_not_learnt_from(folder: Path, cache: Path, pitch: int, rate: int):
    time = np.arange(rate) / rate
    bat = 0.5 * np.sin(2 * np.pi * pitch * time)[:, None].astype(np.float32)
    hiss = np.random.default_rng(1).uniform(-1, 1, bat.shape).astype(np.float32)
    audio.write(folder / "bat.wav", (bat + 2**-15 * hiss).astype(np.float32), sample_rate=rate)
    click = np.zeros((5000, 1), np.float32)
    click[-1] = 0.5
    audio.write(folder / "click.wav", click)
    audio.write(folder / "hiss.wav", hiss)
    loaded = corpus.load(folder, cache=cache)
    assert reasons(loaded) == {"bat.wav": "nothing in it below 20 kHz"}


@pytest.mark.skipif(sys.platform == "win32", reason="mapped files do not count as open there")
def test_more_recordings_than_may_be_open_at_all(folder: Path, cache: Path):
    for number in range(150):
        record(folder / f"{number:03}.wav", 0.05 + number / 1000)
    script = f"""
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from distill.data import corpus
loaded = corpus.load(Path({str(folder)!r}), cache=Path({str(cache)!r}))
print([len(recording.samples) for recording in (*loaded.recordings, *loaded.recordings)])
"""
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    expected = [max(corpus.SHORTEST, round((0.05 + number / 1000) * 48_000)) for number in range(150)]
    assert json.loads(done.stdout) == expected * 2
