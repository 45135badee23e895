"""Kernels of encoder and decoder give the codes and the sound of the torch modules."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_pairs import Pair

from distill.kernels.runtime import limited
from distill.model.spectral import limit

FRAMES = 20
"""As long phases agree closely; over thousands of frames their rounding adds up, which is not heard."""


def sounds(pair: Pair, streams: int, frames: int) -> np.ndarray:
    """Noises with pauses and attacks [stream, channel, time]."""
    generator = np.random.default_rng(streams)
    shape = streams, pair.codec.config.channels, frames * pair.codec.config.hop
    loudness = generator.random((streams, 1, frames)).repeat(pair.codec.config.hop, axis=2) ** 8
    return (generator.normal(size=shape) * loudness).astype(np.float32)


def test_decoded_sound_is_that_of_torch(any_pair: Pair) -> None:
    pair = any_pair
    levels, size = pair.shape
    generator = np.random.default_rng(3)
    codes = generator.integers(0, size, (3, levels, FRAMES))
    gains = generator.random(codes.shape).astype(np.float32).round(1)
    samples, state = pair.codec_kernels.decode_step(codes, gains, pair.codec_kernels.initial_state(3))
    with torch.inference_mode():
        arguments = torch.from_numpy(codes), torch.from_numpy(gains), pair.codec.initial_state(3)
        expected, after = pair.codec.decode_step(*arguments)
    np.testing.assert_allclose(samples, expected, rtol=0, atol=1e-4)
    np.testing.assert_allclose(state.past, after["past"], rtol=0, atol=1e-4)
    np.testing.assert_allclose(state.gain, after["gain"], rtol=0, atol=1e-4)
    np.testing.assert_allclose(state.tail, after["tail"], rtol=0, atol=1e-4)


@settings(deadline=None, max_examples=20)
@given(cuts=st.lists(st.integers(0, FRAMES), max_size=4), streams=st.integers(1, 5), is_short=st.booleans())
def test_chunks_and_batches_of_any_size_give_the_same_bits(
    small: Pair, short: Pair, cuts: list[int], streams: int, is_short: bool
) -> None:
    pair = short if is_short else small
    levels, size = pair.shape
    codes = np.random.default_rng(streams).integers(0, size, (streams, levels, FRAMES))
    gains = np.ones(codes.shape, np.float32)
    whole = pair.codec_kernels.decode(codes)
    for s in range(streams):
        state = pair.codec_kernels.initial_state()
        parts = []
        for part in np.split(np.arange(FRAMES), sorted(cuts)):
            samples, state = pair.codec_kernels.decode_step(codes[s : s + 1, :, part], gains[s : s + 1, :, part], state)
            parts.append(samples)
        assert np.array_equal(np.concatenate(parts, axis=2), whole[s : s + 1])


@pytest.mark.parametrize("candidates", [1, 8])
def test_encoded_codes_are_those_of_torch(any_pair: Pair, candidates: int) -> None:
    samples = sounds(any_pair, 2, 40)
    codes = any_pair.codec_kernels.encode(samples, candidates)
    with torch.inference_mode():
        expected = any_pair.codec.encode(torch.from_numpy(samples), candidates).numpy()
    assert np.array_equal(codes, expected)
    assert np.array_equal(any_pair.codec_kernels.encode(samples[1:], candidates), codes[1:])


def test_the_encoder_goes_on_where_it_stopped(any_pair: Pair) -> None:
    kernels = any_pair.codec_kernels
    samples, hop = sounds(any_pair, 2, 12), kernels.config.hop
    whole, _ = kernels.encode_step(samples, kernels.initial_encoder_state(2))
    state, parts = kernels.initial_encoder_state(2), []
    for part in np.split(samples, [hop, 4 * hop, 9 * hop], axis=2):
        codes, state = kernels.encode_step(part, state)
        parts.append(codes)
    assert np.array_equal(np.concatenate(parts, axis=2), whole)


def test_the_limiter_is_that_of_torch() -> None:
    samples = np.linspace(-40, 40, 10_001).astype(np.float32).reshape(73, 137)
    np.testing.assert_allclose(limited(samples), limit(torch.from_numpy(samples)), rtol=0, atol=1e-6)
    quiet = samples / np.float32(100)
    assert np.array_equal(limited(quiet), quiet)


@pytest.mark.slow
def test_ten_thousand_frames_have_the_same_features(large: Pair) -> None:
    levels, size = large.shape
    generator = np.random.default_rng(5)
    past, state = large.codec_kernels.initial_state().past, large.codec.initial_state()
    for _ in range(10_000):
        codes = generator.integers(0, size, (1, levels))
        gains = generator.random((1, levels)).astype(np.float32)
        features, past = large.codec_kernels.decode_features(codes, gains, past)
        with torch.inference_mode():
            inputs = torch.from_numpy(codes)[..., None], torch.from_numpy(gains)[..., None], state
            expected, after = large.codec.decode_features(*inputs)
            state = {**state, **after}
        np.testing.assert_allclose(features, expected[:, 0], rtol=0, atol=1e-4)
