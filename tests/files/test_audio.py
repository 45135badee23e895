import contextlib
import os
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from distill import audio
from distill.errors import CorpusError, DistillError

FORMATS = {
    ".wav": "PCM_24",
    ".flac": "PCM_24",
    ".ogg": "VORBIS",
    ".opus": "OPUS",
    ".mp3": "MPEG_LAYER_III",
    ".aiff": "FLOAT",
}
CONTAINERS = {".ogg": "OGG", ".opus": "OGG"}
LOSSY = {".ogg", ".opus", ".mp3"}


def tone(rate: int, seconds: float) -> audio.Samples:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(round(rate * seconds)) / rate)).astype(np.float32)[:, None]


def record(path: Path, samples: NDArray[np.float32], rate: int) -> Path:
    suffix = path.suffix.lower()
    soundfile.write(path, samples, rate, subtype=FORMATS[suffix], format=CONTAINERS.get(suffix))
    return path


def cut(path: Path, share: float) -> Path:
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    return path


def refusal(path: Path) -> str:
    with pytest.raises(CorpusError) as error:
        audio.read(path)
    assert "\n" not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_sounds_as_it_was(tmp_path: Path, suffix: str):
    samples = audio.read(record(tmp_path / f"a{suffix}", tone(48_000, 0.5), 48_000))
    assert samples.dtype == np.float32
    assert len(samples) == 24_000
    # Lossy encoders ring at a sudden end.
    inside = slice(1_000, -1_000) if suffix in LOSSY else slice(None)
    np.testing.assert_allclose(samples[inside], tone(48_000, 0.5)[inside], atol=0.05 if suffix in LOSSY else 1e-6)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100, 96_000])
@pytest.mark.parametrize("seconds", [0.05, 0.7])
def test_every_rate_becomes_48_khz(tmp_path: Path, rate: int, seconds: float):
    samples = audio.read(record(tmp_path / "a.wav", tone(rate, seconds), rate))
    wanted = tone(48_000, seconds)
    assert abs(len(samples) - round(round(rate * seconds) * 48_000 / rate)) <= 1
    np.testing.assert_allclose(samples[500:-500], wanted[500 : len(samples) - 500], atol=1e-3)


def test_channels_become_their_mean(tmp_path: Path):
    sound = tone(48_000, 0.1)
    channels = np.concatenate([sound, 0 * sound, -1.5 * sound], axis=1)
    samples = audio.read(record(tmp_path / "a.flac", channels, 48_000))
    np.testing.assert_allclose(samples, channels.mean(axis=1, keepdims=True), atol=1e-6)


def test_stereo_keeps_its_sides_and_mono_is_on_both(tmp_path: Path):
    sound = tone(44_100, 0.1)
    stereo = audio.read(record(tmp_path / "a.flac", np.concatenate([sound, 0.5 * sound], axis=1), 44_100), channels=2)
    np.testing.assert_allclose(stereo[:, 1], 0.5 * stereo[:, 0], atol=1e-6)
    both = audio.read(record(tmp_path / "b.flac", sound, 44_100), channels=2)
    np.testing.assert_allclose(both, stereo[:, :1].repeat(2, axis=1), atol=1e-6)
    audio.write(tmp_path / "c.wav", stereo)
    np.testing.assert_array_equal(audio.read(tmp_path / "c.wav", channels=2), stereo)


@settings(max_examples=25, deadline=None)
@given(
    length=st.integers(0, 5_000),
    channels=st.integers(1, 3),
    rate=st.sampled_from([8_000, 44_100, 48_000, 96_000]),
    block=st.integers(1, 6_000),
)
def test_block_size_cannot_be_heard(
    tmp_path_factory: pytest.TempPathFactory, length: int, channels: int, rate: int, block: int
):
    noise = np.random.default_rng(length).uniform(-0.5, 0.5, (length, channels)).astype(np.float32)
    path = record(tmp_path_factory.mktemp("audio") / "a.wav", noise, rate)
    whole = audio.read(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audio, "BLOCK", max(block, length * channels // 50))
        np.testing.assert_allclose(np.concatenate(list(audio.stream(path))), whole, atol=1e-6)
    assert abs(len(whole) - round(length * 48_000 / rate)) <= 1


@pytest.mark.parametrize("suffix", FORMATS)
def test_long_recordings_come_in_blocks(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch):
    path = record(tmp_path / f"a{suffix}", tone(48_000, 2).repeat(2, axis=1), 48_000)
    whole = audio.read(path)
    monkeypatch.setattr(audio, "BLOCK", 10_000)
    blocks = list(audio.stream(path))
    assert max(map(len, blocks)) == 5_000
    np.testing.assert_array_equal(np.concatenate(blocks), whole)


@settings(max_examples=25, deadline=None)
@given(bits=st.lists(st.integers(0, 2**32 - 1), max_size=200))
def test_wav_keeps_every_bit(tmp_path_factory: pytest.TempPathFactory, bits: list[int]):
    samples = np.array(bits, np.uint32).view(np.float32)
    samples = samples[np.isfinite(samples)][:, None]
    path = tmp_path_factory.mktemp("audio") / "a.wav"
    audio.write(path, samples)
    np.testing.assert_array_equal(audio.read(path).view(np.uint32), samples.view(np.uint32))


def test_flac_is_24_bit_and_clips(tmp_path: Path):
    audio.write(tmp_path / "a.FLAC", np.array([[0.25], [2], [-2]], np.float32))
    np.testing.assert_allclose(audio.read(tmp_path / "a.FLAC"), [[0.25], [1], [-1]], atol=2e-7)


def test_subtype_and_rate_can_be_chosen(tmp_path: Path):
    audio.write(tmp_path / "a.wav", tone(8_000, 0.5), subtype="PCM_16", sample_rate=8_000)
    info = soundfile.info(tmp_path / "a.wav")
    assert (info.subtype, info.samplerate, info.frames) == ("PCM_16", 8_000, 4_000)


@pytest.mark.parametrize("name", ["a.mid", "a", "missing/a.wav"])
def test_what_cannot_be_written_is_said(tmp_path: Path, name: str):
    with pytest.raises(DistillError, match="a"):
        audio.write(tmp_path / name, tone(48_000, 0.1))
    assert not list(tmp_path.iterdir())


def test_a_broken_off_write_leaves_what_was_there(tmp_path: Path):
    path = tmp_path / "a.wav"
    audio.write(path, tone(48_000, 0.1))
    with contextlib.suppress(KeyboardInterrupt), audio.writing(path) as append:
        append(tone(48_000, 0.05))
        raise KeyboardInterrupt
    assert len(audio.read(path)) == 4_800
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="no limits on file size")
def test_a_full_disk_is_said(tmp_path: Path):
    import resource  # noqa: PLC0415 - not on Windows

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(DistillError, match=r"Cannot write .*a\.wav"):
            audio.write(tmp_path / "a.wav", tone(48_000, 1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("suffix", [".wav", ".aiff", ".mp3"])
def test_a_recording_cut_short_says_by_how_much(tmp_path: Path, suffix: str):
    path = cut(record(tmp_path / f"a{suffix}", tone(44_100, 3.2), 44_100), 0.5)
    said = refusal(path)
    assert said.startswith("cut short: the header promises 3.20 s, the file holds 1.")


def test_a_flac_cut_short_is_noticed(tmp_path: Path):
    assert "cut short" in refusal(cut(record(tmp_path / "a.flac", tone(44_100, 2), 44_100), 0.9))


def test_a_header_with_nothing_after_it_is_noticed(tmp_path: Path):
    path = record(tmp_path / "a.wav", tone(44_100, 2), 44_100)
    size_of_sound = 2 * 44_100 * 3
    path.write_bytes(path.read_bytes()[:-size_of_sound])
    assert "cut short" in refusal(path)


@pytest.mark.parametrize("length", [0x7FFFF000, 0xFFFFFFFF])
def test_a_wav_whose_length_was_not_known_is_whole(tmp_path: Path, length: int):
    path = record(tmp_path / "a.wav", tone(48_000, 1), 48_000)
    data = bytearray(path.read_bytes())
    at = data.index(b"data") + 4
    data[4:8] = data[at : at + 4] = struct.pack("<I", length)
    path.write_bytes(data)
    assert len(audio.read(path)) == 48_000


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".flac"])
def test_what_follows_the_sound_does_no_harm(tmp_path: Path, suffix: str):
    path = record(tmp_path / f"a{suffix}", tone(48_000, 1), 48_000)
    with path.open("ab") as file:
        file.write(b"TAG" + bytes(125))
    assert len(audio.read(path)) == 48_000


def test_a_header_of_zeros_is_no_endless_search(tmp_path: Path):
    path = tmp_path / "a.wav"
    with path.open("wb") as file:
        file.write(b"RIFF\0\0\0\0WAVE")
        file.truncate(1 << 30)
    assert "cannot be decoded" in refusal(path)


@pytest.mark.parametrize("suffix", FORMATS)
def test_text_is_not_audio(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    path.write_text("This was a recording once.\n" * 200)
    assert refusal(path) == "not an audio file"


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_empty_file_is_empty(tmp_path: Path, suffix: str):
    path = tmp_path / f"a{suffix}"
    path.touch()
    assert refusal(path) == "empty"


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_samples_must_be_numbers(tmp_path: Path, value: float):
    samples = tone(48_000, 0.1)
    samples[-1] = value
    audio.write(tmp_path / "a.wav", samples)
    assert refusal(tmp_path / "a.wav") == "contains NaN or infinite samples"


def test_an_absurd_sample_rate_is_refused(tmp_path: Path):
    assert refusal(record(tmp_path / "a.wav", tone(48_000, 0.1), 3)) == "an unlikely sample rate of 3 Hz"


def test_a_flac_that_was_streamed_is_whole(tmp_path: Path):
    path = record(tmp_path / "a.flac", tone(48_000, 1), 48_000)
    data = bytearray(path.read_bytes())
    data[21] &= 0xF0
    data[22:26] = bytes(4)
    path.write_bytes(data)
    np.testing.assert_allclose(audio.read(path), tone(48_000, 1), atol=1e-6)
    cut(path, 0.5)
    assert "cut short" in refusal(path)


def test_an_mp3_whose_length_is_a_guess_is_whole(tmp_path: Path):
    path = tmp_path / "a.mp3"
    with soundfile.SoundFile(path, "w", 48_000, 1, bitrate_mode="CONSTANT", compression_level=0.5) as file:
        file.write(tone(48_000, 2))
    frames = path.read_bytes()
    without_header = frames[frames.index(frames[:3], 4) :]
    picture = bytes(100_000)
    tag = b"ID3\3\0\0" + bytes([0, 6, 13, 32]) + picture
    path.write_bytes(tag + without_header)
    assert abs(len(audio.read(path)) - 96_000) < 3_000


def test_what_cannot_be_opened_is_said(tmp_path: Path):
    assert refusal(tmp_path / "missing.wav") == "cannot be read (No such file or directory)"
    assert refusal(tmp_path).startswith("cannot be read")


@pytest.mark.parametrize("suffix", FORMATS)
def test_damage_is_refused_or_decoded(tmp_path: Path, suffix: str):
    path = record(tmp_path / f"a{suffix}", tone(48_000, 1), 48_000)
    whole = path.read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(20):
        data = bytearray(whole)
        start = int(rng.integers(len(data)))
        data[start : start + 60] = rng.bytes(60)
        path.write_bytes(data)
        try:
            samples = audio.read(path)
        except CorpusError:
            continue
        assert np.isfinite(samples).all()
