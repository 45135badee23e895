"""Recordings through codes and back, and two of them blended."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from distill import audio
from distill.audio import Samples
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid.grid import EMPTY, CodeGrid
from distill.kernels.runtime import limited
from distill.metrics import mel_distance
from distill.offline import blend, encode_decode

PAIRS = [("pluck-3.wav", "drum-1.wav"), ("bell-1.wav", "breath-3.wav"), ("pluck-7.wav", "pluck-3.wav")]


def constant(grid: CodeGrid, ratio: float) -> NDArray[np.float32]:
    return np.full((grid.levels, grid.frames), ratio, dtype=np.float32)


@settings(deadline=None, max_examples=10)
@given(length=st.integers(1, 30_000))
def test_what_is_decoded_is_as_long_as_what_was_encoded(model: Bundle, sounds: dict[str, Samples], length: int) -> None:
    samples = sounds["pluck-3.wav"][:length]
    decoded = encode_decode.decode(model.codec, encode_decode.encode(model.codec, samples), length)
    assert decoded.shape == samples.shape
    latency = model.codec.latency
    whole = limited(model.codec.decode(model.codec.encode(samples.T[None])))[0, :, latency : latency + length].T
    np.testing.assert_array_equal(decoded, whole)


def test_a_long_grid_is_decoded_in_parts_without_a_seam(model: Bundle) -> None:
    config, latency = model.codec.config, model.codec.latency
    shape = config.levels, encode_decode.FRAMES_AT_ONCE + 50
    codes = np.random.default_rng(1).integers(config.codebook_size, size=shape)
    length = (codes.shape[1] - 6) * 480
    whole = limited(model.codec.decode(codes[None]))[0, :, latency : latency + length].T
    decoded = encode_decode.decode(model.codec, CodeGrid.of(codes, config.codebook_size), length)
    np.testing.assert_array_equal(decoded, whole)


def test_empty_cells_are_silent(model: Bundle, sounds: dict[str, Samples]) -> None:
    grid = encode_decode.encode(model.codec, sounds["pluck-3.wav"])
    silent = encode_decode.decode(model.codec, grid.clear(grid.region()), 48_000)
    assert np.abs(silent).max() < 1e-6
    without = encode_decode.decode(model.codec, grid.clear(grid.region(level=1, levels=3)), 48_000)
    weights = np.zeros(grid.codes.shape, np.float32)
    weights[0] = 1
    masked = limited(model.codec.decode(grid.codes[None], weights[None]))[0, 0]
    np.testing.assert_allclose(without[:, 0], masked[model.codec.latency :][:48_000], atol=1e-5)


@pytest.mark.parametrize("names", PAIRS)
def test_a_blend_ends_in_its_ends_bit_for_bit(
    model: Bundle, sounds: dict[str, Samples], names: tuple[str, str]
) -> None:
    length = min(len(sounds[name]) for name in names)
    first, second = (encode_decode.encode(model.codec, sounds[name][:length]) for name in names)
    first = first.clear(first.region(level=3, frame=5, frames=20)).clear(first.region(frame=40, frames=3))
    for ratio, end in ((0.0, first), (1.0, second)):
        blended = blend.decode(model.codec, first, second, constant(first, ratio), length)
        assert np.array_equal(blended, encode_decode.decode(model.codec, end, length))
        assert blend.grid(model.codec, first, second, constant(first, ratio)) == end


@pytest.mark.parametrize("ratio", [0.35, 0.5, 0.65])
@pytest.mark.parametrize("names", PAIRS)
def test_a_blend_lies_between_its_ends(
    model: Bundle, sounds: dict[str, Samples], names: tuple[str, str], ratio: float
) -> None:
    length = min(len(sounds[name]) for name in names)
    first, second = (encode_decode.encode(model.codec, sounds[name][:length]) for name in names)
    share = constant(first, ratio)
    ends = [encode_decode.decode(model.codec, grid, length)[:, 0] for grid in (first, second)]
    apart = mel_distance(*ends)
    anew = encode_decode.decode(model.codec, blend.grid(model.codec, first, second, share), length)
    for blended in (blend.decode(model.codec, first, second, share, length), anew):
        assert all(0 < mel_distance(end, blended[:, 0]) < apart for end in ends)


def test_a_curve_blends_frame_by_frame_and_level_by_level(model: Bundle, sounds: dict[str, Samples]) -> None:
    first, second = (encode_decode.encode(model.codec, sounds[name][:24_000]) for name in PAIRS[0])
    ratio = constant(first, 0.0)
    ratio[0] = blend.curve((0, 1), first.frames)
    ratio[1] = 1
    grid = blend.grid(model.codec, first, second, ratio)
    assert grid.codes[0, 0] == first.codes[0, 0]
    assert grid.codes[0, -1] == second.codes[0, -1]
    assert np.array_equal(grid.codes[1], second.codes[1])
    assert np.array_equal(grid.codes[2:], first.codes[2:])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6), st.integers(2, 500))
def test_a_curve_goes_from_its_first_point_to_its_last_between_the_others(points: list[float], frames: int) -> None:
    line = blend.curve(points, frames)
    assert line.shape == (frames,)
    assert line[0] == np.float32(points[0])
    assert line[-1] == np.float32(points[-1])
    assert line.min() >= np.float32(min(points)) - 1e-6
    assert line.max() <= np.float32(max(points)) + 1e-6


def test_a_shorter_grid_fades_into_silence_not_into_an_error(model: Bundle, sounds: dict[str, Samples]) -> None:
    long, short = (encode_decode.encode(model.codec, sounds["pluck-3.wav"][:n]) for n in (24_000, 9_600))
    blended = blend.grid(model.codec, long, short, constant(long, 1.0))
    assert np.array_equal(blended.codes[:, : short.frames], short.codes)
    assert (blended.codes[:, short.frames :] == EMPTY).all()


def test_a_blend_is_as_long_as_its_ratio(model: Bundle, sounds: dict[str, Samples]) -> None:
    long, short = (encode_decode.encode(model.codec, sounds["pluck-3.wav"][:n]) for n in (24_000, 9_600))
    for frames in (short.frames - 3, long.frames + 3):
        ratio = np.zeros((long.levels, frames), dtype=np.float32)
        blended = blend.grid(model.codec, long, short, ratio)
        assert np.array_equal(blended.codes[:, : long.frames], long.codes[:, :frames])
        assert (blended.codes[:, long.frames :] == EMPTY).all()


def test_a_recording_that_cannot_be_encoded_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("hello")
    with pytest.raises(DistillError, match=r"a\.wav cannot be encoded: not an audio file"):
        encode_decode.read(tmp_path / "a.wav", 1)
    audio.write(tmp_path / "b.wav", np.zeros((0, 1), np.float32))
    with pytest.raises(DistillError, match="no sound in it"):
        encode_decode.read(tmp_path / "b.wav", 1)
