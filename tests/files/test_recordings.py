"""Recordings as strangers bring them: damaged, scaled, broken off, mixed in odd ways, called by wrong names."""

import dataclasses
import itertools
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
import soundfile
from system import distill, fails_in_one_line

from controllers.console.widgets import uploads
from distill import bundle
from distill.audio import Samples
from distill.bundle import Bundle
from distill.data import corpus
from distill.data.corpus import FileReport
from distill.errors import BundleError, DistillError
from distill.offline import encode_decode

RATE = 48_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "sounds"
    place.mkdir()
    soundfile.write(place / "good.wav", tone(), RATE)
    return place


def tone(seconds: float = 0.5) -> Samples:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(round(RATE * seconds)) / RATE)).astype(np.float32)


def reports(folder: Path, channels: int = 1) -> dict[str, FileReport]:
    """What becomes of every file, as in a training; each time the same, decoded or kept from the first time."""
    first, again = (corpus.load(folder, channels=channels, cache=folder.parent / "cache").files for _ in range(2))
    assert first == again
    return {file.path.name: file for file in first}


def learnt(folder: Path, name: str, channels: int = 1) -> Samples:
    """The samples [time, channel] that a training gets from a file; to encode it gives the same ones."""
    loaded = corpus.load(folder, channels=channels, cache=folder.parent / "cache")
    (samples,) = (np.array(found.samples) for found in loaded.recordings if found.path.name == name)
    np.testing.assert_array_equal(encode_decode.read(folder / name, channels), samples)
    return samples


def level(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples.astype(np.float64)).mean()))


@pytest.mark.parametrize("value", [1e19, 1e16, -3e38, 1e5, 50.0, np.nan])
def test_a_recording_with_one_absurd_sample_is_left_out_and_named(folder: Path, value: float) -> None:
    samples = tone()
    samples[1_000] = value
    soundfile.write(folder / "bad.wav", samples, RATE, subtype="FLOAT")
    found = reports(folder)
    assert found["good.wav"].used
    assert not found["bad.wav"].used
    assert ("NaN" if np.isnan(value) else f"damaged: 1 sample up to {abs(value):.3g}") in found["bad.wav"].reason
    with pytest.raises(DistillError, match=r"bad\.wav cannot be encoded: "):
        encode_decode.read(folder / "bad.wav", 1)


def test_doubles_too_large_for_floats_are_damage(folder: Path) -> None:
    soundfile.write(folder / "bad.wav", tone().astype(np.float64) * 1e300, RATE, subtype="DOUBLE")
    assert "infinite" in reports(folder)["bad.wav"].reason


def test_a_model_that_is_not_finite_is_not_saved(model: Bundle, tmp_path: Path) -> None:
    place = tmp_path / "m.distill"
    bundle.save(model, place)
    before = place.read_bytes()
    name, array = next(iter(model.tensors.items()))
    wrong = np.full_like(array, np.nan)
    broken = dataclasses.replace(model, tensors={**model.tensors, name: wrong})
    with pytest.raises(BundleError, match=r"is not saved: .* has a number that is not finite"):
        bundle.save(broken, place)
    assert place.read_bytes() == before
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("scale", [2**7, 2**15, 2**23, 2**31])
@pytest.mark.parametrize("channels", [1, 2])
def test_whole_numbers_written_as_floats_are_scaled(folder: Path, scale: int, channels: int) -> None:
    soundfile.write(folder / "whole.wav", np.round(scale * tone()), RATE, subtype="FLOAT")
    assert reports(folder, channels)["whole.wav"].remark.startswith(f"scaled by 1/{scale}: its samples go up to ")
    np.testing.assert_allclose(learnt(folder, "whole.wav", channels)[:, -1], tone(), atol=1 / scale)


@pytest.mark.parametrize("peak", [0.01, 1.0, 4.0])
def test_a_recording_above_full_scale_stays_as_it_is(folder: Path, peak: float) -> None:
    soundfile.write(folder / "hot.wav", 2 * peak * tone(), RATE, subtype="FLOAT")
    assert not reports(folder)["hot.wav"].remark
    np.testing.assert_allclose(learnt(folder, "hot.wav")[:, 0], 2 * peak * tone(), rtol=1e-6)


def test_an_mp3_a_little_shorter_than_it_says_is_used(folder: Path) -> None:
    path = folder / "short.mp3"
    soundfile.write(path, tone(10), RATE)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * 0.97)])
    found = reports(folder)["short.mp3"]
    assert found.used
    assert 9.6 < found.seconds < 9.9
    assert found.remark.startswith("cut short: the header promises 10.00 s, the file holds 9.")
    path.write_bytes(whole[: int(len(whole) * 0.9)])
    assert not reports(folder)["short.mp3"].used


@pytest.mark.parametrize(("container", "suffix"), [("FLAC", ".flac"), ("RF64", ".rf64"), ("AIFF", ".aiff")])
def test_so_is_any_other_recording_whose_end_is_missing(folder: Path, container: str, suffix: str) -> None:
    path = folder / f"short{suffix}"
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, 60 * 8_000)
    soundfile.write(path, noise, 8_000, format=container, subtype="PCM_16")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * 0.995)])
    found = reports(folder)["short" + suffix]
    assert found.used, found.reason
    assert "cut short" in found.remark
    path.write_bytes(whole[: int(len(whole) * 0.6)])
    assert "cut short" in reports(folder)["short" + suffix].reason


def wav(size: int, length: int, **kind: str) -> Callable[[Path], None]:
    """Makes a WAV with these lengths in its header, of the whole and of the sound."""

    def make(path: Path) -> None:
        soundfile.write(path, tone(), RATE, subtype="PCM_16", **kind)  # pyright: ignore[reportArgumentType]
        data = bytearray(path.read_bytes())
        at = data.index(b"data") + 4
        data[4:8], data[at : at + 4] = struct.pack("<I", size), struct.pack("<I", length)
        path.write_bytes(data)

    return make


def aiff(path: Path) -> None:
    soundfile.write(path, tone(), RATE, subtype="PCM_16", format="AIFF")
    data = bytearray(path.read_bytes())
    at = data.index(b"SSND") + 4
    data[4:8], data[at : at + 4] = bytes(4), struct.pack(">I", 8)
    path.write_bytes(data)


def rf64(path: Path) -> None:
    soundfile.write(path, tone(), RATE, subtype="PCM_16", format="RF64")
    data = bytearray(path.read_bytes())
    data[20:44] = bytes(24)
    path.write_bytes(data)


def caf(path: Path) -> None:
    soundfile.write(path, tone(), RATE, subtype="PCM_16", format="CAF")
    data = bytearray(path.read_bytes())
    at = data.index(b"data") + 4
    data[at : at + 8] = struct.pack(">q", -1)
    path.write_bytes(data)


@pytest.mark.parametrize(
    "make",
    [wav(size, length) for size, length in itertools.product((0, 36, 4088, 48_036), (0, 9_600))]
    + [wav(0, 0, format="WAVEX"), aiff, rf64, caf],
)
def test_what_a_recorder_left_when_it_broke_off_is_read(folder: Path, make: Callable[[Path], None]) -> None:
    make(folder / "broken.wav")
    found = reports(folder)["broken.wav"]
    assert "its recorder broke off" in found.remark
    assert found.seconds == 0.5
    np.testing.assert_allclose(learnt(folder, "broken.wav")[:, 0], tone(), atol=1e-4)


@pytest.mark.parametrize(
    "rest",
    [
        b"LIST" + struct.pack("<I", 6_000) + b"INFO" + bytes(range(256)) * 23 + bytes(108),
        b"ID3\4\0\0\0\0\x3f\0" + b"picture " * 1_024,
        b"TAG" + b"title".ljust(125),
        bytes(100_000),
    ],
)
def test_what_follows_a_whole_recording_is_no_sound(folder: Path, rest: bytes) -> None:
    wav(48_036, 48_000)(folder / "whole.wav")
    with (folder / "whole.wav").open("ab") as file:
        file.write(rest)
    found = reports(folder)["whole.wav"]
    assert (found.seconds, found.remark) == (0.5, "")


def test_a_recording_that_is_still_being_written_is_read_as_far_as_it_is(folder: Path) -> None:
    wav(0, 0)(folder / "now.wav")
    read = encode_decode.read(folder / "now.wav", 1)
    with (folder / "now.wav").open("ab") as file:
        file.write(bytes(range(1, 97)) * 100)
    assert len(encode_decode.read(folder / "now.wav", 1)) == len(read) + 4_800


@pytest.mark.parametrize("kind", ["WAV", "RF64", "AIFF", "CAF", "FLAC"])
def test_a_file_that_says_anything_is_refused_or_read(folder: Path, kind: str) -> None:
    path = folder / "odd.wav"
    soundfile.write(path, np.stack([tone(0.1), tone(0.1)[::-1]], axis=1), RATE, subtype="PCM_16", format=kind)
    whole = path.read_bytes()
    rng = np.random.default_rng(0)
    for _ in range(100):
        data = bytearray(whole)
        for at in (*rng.integers(4, 100, 3), rng.integers(len(whole))):
            data[at : at + 4] = bytes(rng.choice([b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", rng.bytes(4)]))
        path.write_bytes(data)
        with suppress(DistillError):
            assert np.isfinite(encode_decode.read(path, 1)).all()


SILENT = 0 * tone()
ODD_MIXES: Mapping[str, tuple[list[Samples], str]] = {
    "inverted": ([tone(), -tone()], "channels cancel"),
    "nearly inverted": ([tone(), -0.7 * tone()], "channels cancel"),
    "inverted alike": ([tone() + 0.05 * tone()[::-1], 0.05 * tone()[::-1] - tone()], "channels cancel"),
    "B-format from before": ([0.707 * tone(), tone(), SILENT, SILENT], "4 channels"),
    "B-format from behind": ([0.707 * tone(), -tone(), SILENT, SILENT], "4 channels"),
    "B-format of today from behind": ([tone(), SILENT, SILENT, -tone()], "4 channels"),
    "speech in 5.1": ([SILENT, SILENT, tone(), SILENT, SILENT, SILENT], "6 channels"),
    "effects in 5.1": ([SILENT, SILENT, SILENT, SILENT, tone(), -tone()], "6 channels"),
    "one of 32": ([*[SILENT] * 31, tone()], "32 channels"),
}


@pytest.mark.parametrize("kind", ODD_MIXES)
@pytest.mark.parametrize("channels", [1, 2])
def test_sound_survives_being_mixed_down(folder: Path, kind: str, channels: int) -> None:
    sides, remark = ODD_MIXES[kind]
    soundfile.write(folder / "mix.wav", np.stack(sides, axis=1), RATE, subtype="FLOAT")
    assert (remark in reports(folder, channels)["mix.wav"].remark) == (len(sides) > channels)
    loudest = max(map(level, learnt(folder, "mix.wav", channels).T))
    assert loudest == pytest.approx(level(tone()), rel=0.1)


def test_speech_in_surround_is_in_the_middle(folder: Path) -> None:
    for name, at in (("mix.wav", 2), ("mix.ogg", 1)):
        soundfile.write(folder / name, np.stack([tone() * (n == at) for n in range(6)], axis=1), RATE)
        left, right = learnt(folder, name, 2).T
        np.testing.assert_allclose(left, right, atol=1e-6)


def test_plain_stereo_is_mixed_without_a_word(folder: Path) -> None:
    noise = np.random.default_rng(0).uniform(-0.5, 0.5, (RATE, 2)).astype(np.float32)
    soundfile.write(folder / "wide.wav", noise, RATE, subtype="FLOAT")
    soundfile.write(folder / "left.wav", np.stack([tone(), SILENT], axis=1), RATE, subtype="FLOAT")
    assert not any(file.remark for file in reports(folder).values())
    np.testing.assert_allclose(learnt(folder, "wide.wav")[:, 0], noise.mean(axis=1), atol=1e-6)


def test_one_side_without_numbers_is_damage(folder: Path) -> None:
    soundfile.write(folder / "bad.wav", np.stack([tone(), np.nan * tone()], axis=1), RATE, subtype="FLOAT")
    assert "NaN" in reports(folder)["bad.wav"].reason


CONTAINERS = {
    ".wave": "WAVEX",
    ".bwf": "WAV",
    ".w64": "W64",
    ".rf64": "RF64",
    ".caf": "CAF",
    ".au": "AU",
    ".snd": "AU",
    ".opus": "OGG",
    ".mp2": "MP3",
    ".aifc": "AIFF",
    ".voc": "VOC",
    ".mp3": "FLAC",
    ".txt": "WAV",
    "": "FLAC",
}


def test_what_can_be_read_is_read_by_its_content_through_every_door(folder: Path) -> None:
    for suffix, container in CONTAINERS.items():
        soundfile.write(folder / f"a{suffix}", tone(), RATE, format=container)
    found = reports(folder)
    assert [name for name, file in found.items() if not file.used] == []
    assert all(file.seconds == pytest.approx(0.5, abs=0.01) for file in found.values())
    for suffix in CONTAINERS:
        assert len(encode_decode.read(folder / f"a{suffix}", 1)) == pytest.approx(RATE / 2, abs=RATE / 100)
        if suffix not in (".voc", ".txt", ""):
            uploads.check_file(f"a{suffix}", 1_000)


UNREADABLE: Mapping[str, bytes] = {
    "AAC": b"\xff\xf1\x4c\x40\x1a\x7f\xfc\xde\x02\x00",
    "MP4 or M4A": b"\0\0\0\x1cftypM4A \0\0\2\0M4A isomiso2",
    "WMA": b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\0\xaa\0\x62\xce\x6c",
    "WebM or Matroska": b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81",
    "WavPack": b"wvpk\xc2d\0\0\x10\4\0\0",
    "Monkey's Audio": b"MAC \x96\x0f\0\0",
    "AMR": b"#!AMR\n",
    "FLAC in OGG": b"OggS\0\2" + bytes(21) + b"\x33\x7fFLAC\1\0",
    "Speex": b"OggS\0\2" + bytes(21) + b"\x50Speex   1.2",
    "AAC in WAV": b"RIFF\xa4#\0\0WAVEfmt \x18\0\0\0\xff\0\1\0\x80\xbb\0\0",
}


@pytest.mark.parametrize("tags", [b"", b"ID3\4\0\0\0\0\x27\x08" + bytes(5_000)])
@pytest.mark.parametrize("kind", UNREADABLE)
def test_the_rest_is_refused_by_its_real_format(folder: Path, kind: str, tags: bytes) -> None:
    for name in ("a.mp3", "a.wav", "a"):
        (folder / name).write_bytes(tags + UNREADABLE[kind] + bytes(range(256)) * 40)
    found = reports(folder)
    for name in ("a.mp3", "a.wav", "a"):
        assert found[name].reason.startswith(f"{kind}, which is not read here: save it as WAV, ")


def test_pictures_of_any_size_before_an_mp3_do_no_harm(folder: Path) -> None:
    soundfile.write(folder / "a.mp3", tone(2), RATE)
    sound = (folder / "a.mp3").read_bytes()
    tag = b"ID3\3\0\0" + bytes([9, 0, 0, 0])
    (folder / "a.mp3").write_bytes(tag + b"\xff\xfb\x90\x64" * (9 << 19) + sound)
    (folder / "b.mp3").write_bytes(bytes(3_000) + sound)
    for name in ("a.mp3", "b.mp3"):
        found = reports(folder)[name]
        assert (found.seconds, found.remark) == (pytest.approx(2, abs=0.1), "")


def test_encode_and_generate_say_what_is_odd(home: Mapping[str, str], tmp_path: Path, model_file: Path) -> None:
    soundfile.write(tmp_path / "loud.wav", 2**15 * tone(), RATE, subtype="FLOAT")
    (tmp_path / "m4a.wav").write_bytes(UNREADABLE["MP4 or M4A"])
    for command in (
        ("encode", model_file, "loud.wav", "-o", "a.npz"),
        ("generate", model_file, "--prime", "loud.wav", "--seconds", 0.1, "-o", "on.wav"),
    ):
        done = distill(home, *command, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "loud.wav: scaled by 1/32768" in done.stderr
        said = fails_in_one_line(distill(home, *("m4a.wav" if c == "loud.wav" else c for c in command), cwd=tmp_path))
        assert "m4a.wav cannot be encoded: MP4 or M4A, which is not read here" in said
