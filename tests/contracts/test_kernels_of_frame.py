"""One compiled call makes the frame that choosing, decoding, morphing, output gain and limiter make one by one."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_pairs import Pair

from distill.kernels.decoder import limit_samples
from distill.kernels.frame import Mix
from distill.kernels.prior import CodeChoice
from distill.kernels.random_numbers import gumbel_noises
from distill.kernels.runtime import play
from distill.kernels.sampling import SamplingOptions
from distill.model.sampling import Sampling
from distill.model.spectral import limit

FREE = -1
SHARES = st.sampled_from([0.0, 0.25, 0.5, 1.0])
Streams = list[int]


class Play:
    """Some streams of a model, made by one call a frame; each has its own controls, a function of its number."""

    def __init__(self, pair: Pair, streams: Streams, draws: np.ndarray) -> None:
        self.pair, self.streams, self.draws = pair, streams, draws[streams]
        self.state = pair.codec_kernels.initial_state(len(streams))
        self.prior_state = pair.prior_kernels.initial_state(len(streams))
        self.codes = np.zeros((len(streams), pair.shape[0]), np.int64)
        self.frame = 0

    def inputs(self) -> tuple[CodeChoice, np.ndarray, Mix]:
        levels, size = self.pair.shape
        streams, config = len(self.streams), self.pair.codec.config
        own = [np.random.default_rng((stream, self.frame)) for stream in self.streams]
        held, share, gain, morph = (self.draws[:, i] for i in range(4))
        codes = np.stack([each.integers(0, size, (2, levels)) for each in own])
        forced = np.where(np.arange(levels)[None] < (held * levels)[:, None], codes[:, 0], FREE)
        noise = gumbel_noises([(stream, self.frame) for stream in self.streams], levels, size)
        choice = CodeChoice(
            np.asarray(noise), SamplingOptions.of([1.0] * levels, size, streams=streams), forced,
            np.zeros(streams, np.int64),
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
        return choice, self.draws[:, 4] < (self.frame + 1) / 8, mix

    def step(self) -> tuple[np.ndarray, np.ndarray]:
        """Codes [stream, level] and samples [stream, time, channel] of the next frame."""
        self.codes, samples, _, self.prior_state, self.state = play(
            self.pair.codec_kernels, self.pair.prior_kernels, *self.inputs(), self.codes, self.prior_state, self.state
        )
        self.frame += 1
        return self.codes, samples


def by_torch(pair: Pair, choice: CodeChoice, mix: Mix, states: tuple[dict[str, torch.Tensor], dict[str, torch.Tensor]]):
    """Codes, samples and states of one frame, by the torch modules one after the other."""
    prior_state, state = states
    levels, size = pair.shape
    noise, forced = torch.from_numpy(choice.noise), torch.from_numpy(choice.forced)
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
            choice, _, mix = streams.inputs()
            expected, sound, states = by_torch(small, choice, mix, states)
            codes, samples = streams.step()
            assert np.array_equal(codes, expected)
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


@pytest.mark.parametrize("samples", [np.zeros(8), np.zeros((2, 4), np.float32), np.zeros(16, np.float32)[::2]])
def test_arrays_that_a_kernel_is_not_compiled_for_are_refused(samples: np.ndarray) -> None:
    limit_samples(np.zeros(8, np.float32))
    with pytest.raises(TypeError):
        limit_samples(samples)
