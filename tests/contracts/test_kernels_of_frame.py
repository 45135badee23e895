"""One compiled call makes the frame that choosing, decoding, morphing, output gain and limiter make one by one."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_pairs import Pair

from distill.kernels.decoder import limit_samples
from distill.kernels.frame import Mix
from distill.kernels.noise import gumbel_noises
from distill.kernels.performance import Controls, Position
from distill.kernels.runtime import play
from distill.kernels.sampling import SamplingOptions
from distill.model.sampling import Sampling
from distill.model.spectral import limit

FREE = -1
COLUMNS = 64
SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])
Streams = list[int]
States = tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]


class Play:
    """Some streams of a model, made by one call a frame; each has its own controls, a function of its number.

    The last of ``draws`` [stream, control] is recall, and how late a stream begins.
    """

    def __init__(self, pair: Pair, streams: Streams, draws: np.ndarray) -> None:
        self.pair, self.streams, self.draws = pair, streams, draws[streams]
        self.state = pair.codec_kernels.initial_state(len(streams))
        self.prior_state = pair.prior_kernels.initial_state(len(streams))
        levels = pair.shape[0]
        self.position = Position(
            np.full((len(streams), levels, COLUMNS), FREE), np.zeros((len(streams), levels, COLUMNS), np.bool_),
            np.zeros(len(streams), np.int64), np.zeros(len(streams), np.int64), np.full((len(streams), levels), FREE),
        )  # fmt: skip
        self.frame = 0

    def inputs(self) -> tuple[Controls, Mix]:
        levels, size = self.pair.shape
        streams, config = len(self.streams), self.pair.codec.config
        own = [np.random.default_rng((stream, self.frame)) for stream in self.streams]
        held, share, gain, morph = (self.draws[:, i] for i in range(4))
        codes = np.stack([each.integers(0, size, (2, levels)) for each in own])
        forced = np.where(np.arange(levels)[None] < (held * levels)[:, None], codes[:, 0], FREE)
        no, none = np.zeros((streams, levels), np.bool_), np.zeros(streams, np.int64)
        controls = Controls(
            self.draws[:, 4] < (self.frame + 1) / 8, no[:, 0].copy(), none, none, no, no, forced,
            np.array(self.streams), SamplingOptions.of([1.0] * levels, size, streams=streams), none,
            self.draws[:, 4].copy(),
        )  # fmt: skip
        mix = Mix(
            np.stack([each.random(levels) for each in own]).astype(np.float32) * gain[:, None],
            codes[:, 1].copy(),
            np.ascontiguousarray(np.tile(share[:, None], (1, levels))),
            np.stack([each.normal(-3, 1, config.features) for each in own]).astype(np.float32),
            morph.copy(),
            gain.copy(),
            share.copy() * 3,
        )
        return controls, mix

    def step(self, frames: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Codes [stream, level, frame] and samples [stream, time, channel] of the next frames."""
        codes, samples, _ = play(
            self.pair.codec_kernels, self.pair.prior_kernels, *self.inputs(), self.position, self.prior_state,
            self.state, frames,
        )  # fmt: skip
        self.frame += frames
        return codes.swapaxes(1, 2), samples.reshape(len(codes), -1, samples.shape[-1])


def by_torch(pair: Pair, frame: int, controls: Controls, mix: Mix, states: States):
    """Codes, samples and states of one frame, by the torch modules one after the other."""
    prior_state, state = states
    levels, size = pair.shape
    noise = torch.from_numpy(gumbel_noises([(seed, frame) for seed in controls.seed], levels, size))
    forced = torch.from_numpy(controls.incoming)
    codes, prior_state = pair.prior.sample_step(prior_state, noise, Sampling.of([1.0] * levels, size), forced)
    gains, shares = torch.from_numpy(mix.level_gains), torch.from_numpy(mix.deck_shares)
    rows = torch.cat([codes, torch.from_numpy(mix.deck_codes)], dim=1)[..., None]
    weights = torch.cat([gains * (1 - shares), gains * shares], dim=1)[..., None]
    share = torch.from_numpy(mix.feature_share)[:, None, None]
    plain, _ = pair.codec.decode_step(rows, weights, state)
    morphed, state = pair.codec.morph(rows, weights, torch.from_numpy(mix.features)[:, None], share, state)
    samples = torch.where(share > 0, morphed, plain)
    ramp = torch.arange(1, pair.codec.config.hop + 1) / pair.codec.config.hop
    before, after = (torch.from_numpy(gain)[:, None, None] for gain in (mix.gain_before, mix.gain_after))
    return codes, limit(samples * (before + (after - before) * ramp)).transpose(1, 2), (prior_state, state)


@settings(deadline=None, max_examples=25)
@given(draws=st.lists(st.tuples(SHARES, SHARES, SHARES, SHARES), min_size=3, max_size=3))
def test_a_frame_is_that_of_torch(small: Pair, draws: list[tuple[float, float, float, float]]) -> None:
    streams = Play(small, [0, 1, 2], np.array([[*draw, 0.0] for draw in draws], np.float32))
    states = small.prior.initial_state(3), small.codec.initial_state(3)
    with torch.inference_mode():
        for _ in range(6):
            expected, sound, states = by_torch(small, streams.frame, *streams.inputs(), states)
            codes, samples = streams.step()
            assert np.array_equal(codes[..., 0], expected)
            np.testing.assert_allclose(samples, sound, rtol=0, atol=2e-4)


@settings(deadline=None, max_examples=15)
@given(
    draws=st.lists(st.tuples(SHARES, SHARES, SHARES, SHARES, SHARES), min_size=32, max_size=32),
    count=st.sampled_from([1, 2, 3, 4, 7, 32]),
)
def test_streams_of_a_batch_are_bit_for_bit_as_alone(small: Pair, draws: list[tuple[float, ...]], count: int) -> None:
    numbers = np.array(draws, np.float32)
    together = Play(small, list(range(count)), numbers)
    alone = [Play(small, [stream], numbers) for stream in range(count)]
    for _ in range(8):
        codes, samples = together.step()
        for stream, single in enumerate(alone):
            own, sound = single.step()
            assert np.array_equal(own[0], codes[stream])
            assert np.array_equal(sound[0], samples[stream])
            for each, all_of_them in zip(single.prior_state, together.prior_state, strict=True):
                assert np.array_equal(each[0], all_of_them[stream])
            for each, all_of_them in zip(single.state, together.state, strict=True):
                assert np.array_equal(each[0], all_of_them[stream])


def test_frames_of_one_call_are_those_of_many(small: Pair) -> None:
    draws = np.array([[0, 0, 1, 0, -1], [0.5, 0.5, 0.5, 0, -1], [1, 0, 0.5, 0, 2]], np.float32)
    at_once, one_by_one = (Play(small, [0, 1, 2], draws) for _ in range(2))
    controls, mix = at_once.inputs()
    controls, mix = controls._replace(recall=np.full(3, 0.75, np.float32)), mix._replace(gain_before=mix.gain_after)
    at_once.inputs = one_by_one.inputs = lambda: (controls, mix)
    codes, samples = at_once.step(5)
    singles = [one_by_one.step() for _ in range(5)]
    assert np.array_equal(codes, np.concatenate([each for each, _ in singles], axis=2))
    assert np.array_equal(samples, np.concatenate([each for _, each in singles], axis=1))
    for together, last in zip(at_once.prior_state, one_by_one.prior_state, strict=True):
        assert np.array_equal(together, last)
    assert len(np.unique(codes[0], axis=1).T) > 1
    assert at_once.prior_state.place.max() > 0


@pytest.mark.parametrize("samples", [np.zeros(8), np.zeros((2, 4), np.float32), np.zeros(16, np.float32)[::2]])
def test_arrays_that_a_kernel_is_not_compiled_for_are_refused(samples: np.ndarray) -> None:
    limit_samples(np.zeros(8, np.float32))
    with pytest.raises(TypeError):
        limit_samples(samples)
