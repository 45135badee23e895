"""The trained codec as it is played: in frames or whole, under any mask."""

from collections.abc import Iterator

import numpy as np
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from distill import metrics
from distill.audio import Samples
from distill.bundle import Bundle

FRAMES = 60


def codes_of(model: Bundle, sounds: dict[str, Samples], name: str) -> NDArray[np.int64]:
    return model.codec.encode(sounds[name].T[None])[..., :FRAMES]


def test_frame_by_frame_it_plays_the_bits_that_are_decoded_at_once(model: Bundle, sounds: dict[str, Samples]) -> None:
    codes = codes_of(model, sounds, "pluck-3.wav")
    weights = np.random.default_rng(0).random(codes.shape).astype(np.float32)
    whole = model.codec.decode(codes, weights)
    assert np.abs(whole).max() > 0.05
    state = model.codec.initial_state()
    played: list[NDArray[np.float32]] = []
    for frame in range(FRAMES):
        samples, state = model.codec.decode_step(codes[..., frame, None], weights[..., frame, None], state)
        played.append(samples)
    assert np.array_equal(np.concatenate(played, axis=2), whole)


@settings(deadline=None, max_examples=25)
@given(data=st.data(), name=st.sampled_from(["pluck-3.wav", "bell-1.wav", "drum-1.wav", "breath-3.wav"]))
def test_any_mask_and_gain_is_sane(model: Bundle, sounds: dict[str, Samples], data: st.DataObject, name: str) -> None:
    levels = model.codec.config.levels
    closed = st.just(0.0)
    gains = data.draw(st.lists(closed | st.floats(0.25, 1), min_size=levels, max_size=levels).filter(any))
    codes = codes_of(model, sounds, name)
    weights = np.broadcast_to(np.array(gains, np.float32)[None, :, None], codes.shape)
    loud = np.square(model.codec.decode(codes)).mean() ** 0.5
    masked = model.codec.decode(codes, weights)
    assert np.isfinite(masked).all()
    assert 1e-5 < np.square(masked).mean() ** 0.5 < max(0.3, 4 * loud)


def test_a_closed_codec_is_silent(model: Bundle, sounds: dict[str, Samples]) -> None:
    codes = codes_of(model, sounds, "pluck-3.wav")
    assert np.abs(model.codec.decode(codes, np.zeros(codes.shape, np.float32))).max() < 1e-6


def test_what_nobody_recorded_is_encoded_as_what_is_heard_nearest(model: Bundle, sounds: dict[str, Samples]) -> None:
    codec = model.codec

    def distances(candidates: int) -> Iterator[float]:
        for name in ("pluck-3.wav", "bell-1.wav", "breath-3.wav"):
            faster = soxr.resample(sounds[name], 1.09, 1.0).T
            heard = codec.decode(codec.encode(faster[None], candidates))[0, 0, codec.latency :]
            yield metrics.stft_distance(faster[0], heard[: faster.shape[1]])

    ratios = np.divide([*distances(8)], [*distances(1)])
    assert ratios.mean() < 0.98
    # Noise is as far from every code of noise.
    assert ratios.max() < 1.01


@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_what_comes_in_hop_by_hop_becomes_the_codes_of_the_whole(
    model: Bundle, sounds: dict[str, Samples], data: st.DataObject
) -> None:
    codec, hop = model.codec, model.codec.config.hop
    samples = sounds["pluck-3.wav"].T[None, :, : FRAMES * hop]
    hops = data.draw(st.lists(st.integers(1, 20), min_size=1).filter(lambda hops: sum(hops) <= FRAMES))
    state, codes = codec.initial_encoder_state(), []
    for chunk in np.split(samples[..., : sum(hops) * hop], np.cumsum(hops)[:-1] * hop, axis=2):
        own, state = codec.encode_step(chunk, state)
        codes.append(own)
    assert np.array_equal(np.concatenate(codes, axis=2), codec.encode(samples)[..., : sum(hops)])
