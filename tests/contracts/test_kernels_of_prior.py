"""Kernels of the prior choose the codes that the torch module chooses."""

from collections.abc import Sequence

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from model_pairs import Pair

from distill.evaluation import memorization
from distill.kernels.memory import CHANCES
from distill.kernels.noise import gumbel_noises
from distill.kernels.prior import NO_LIMIT, CodeChoice, PriorState
from distill.kernels.sampling import SamplingOptions
from distill.model.sampling import Sampling

FREE = -1
OPTIONS = {
    "plain": (1.0, 0, 1.0),
    "hot": (3.0, 0, 1.0),
    "likeliest": (0.0, 0, 1.0),
    "top-k": (1.2, 5, 1.0),
    "top-p": (0.8, 0, 0.7),
    "both": (1.0, 9, 0.8),
    "likeliest of few": (0.0, 3, 0.5),
}
"""Temperature, top-k and top-p."""


def without_memory(streams: int) -> tuple[np.ndarray, np.ndarray]:
    """Recall and chances of streams that invent all they play."""
    return np.zeros(streams, np.float32), np.zeros((streams, CHANCES), np.float32)


class Comparison:
    """Streams of both halves of a model, frame by frame."""

    def __init__(self, pair: Pair, streams: int, option: tuple[float, int, float], max_quote: int = NO_LIMIT) -> None:
        levels, size = pair.shape
        temperature, top_k, top_p = option
        self.pair = pair
        self.max_quote = np.full(streams, max_quote, np.int64)
        self.options = SamplingOptions.of([temperature] * levels, size, top_k, top_p, streams)
        self.sampling = Sampling.of([temperature] * levels, size, top_k, top_p)
        self.state = pair.prior_kernels.initial_state(streams)
        self.torch_state = pair.prior.initial_state(streams)
        self.corpus = pair.prior_kernels.corpus
        self.frame = 0

    def step(self, seeds: Sequence[int], forced: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
        """The codes [stream, level] of the next frame, by kernels and by torch."""
        levels, size = self.pair.shape
        noise = np.asarray(gumbel_noises([(seed, self.frame) for seed in seeds], levels, size))
        forced = np.full((len(seeds), levels), FREE) if forced is None else forced
        before = self.state
        codes, self.state = self.pair.prior_kernels.sample_step(
            before, CodeChoice(noise, self.options, forced, self.max_quote, *without_memory(len(seeds)))
        )
        with torch.inference_mode():
            expected, self.torch_state = self.pair.prior.sample_step(
                self.torch_state, torch.from_numpy(noise), self.sampling, torch.from_numpy(forced), self._banned(before)
            )
        self.frame += 1
        return codes, expected.numpy()

    def _banned(self, state: PriorState) -> torch.Tensor | None:
        if not self.max_quote.any():
            return None
        banned = np.zeros((len(state.context), self.pair.shape[1]), bool)
        for row, lengths in zip(banned, state.match_lengths, strict=True):
            following = np.roll(self.corpus, -1)[lengths >= self.max_quote[0]]
            row[following[following >= 0]] = True
        return torch.from_numpy(banned)


@pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS.keys())
def test_codes_are_those_of_torch(small: Pair, starter: Pair, option: tuple[float, int, float]) -> None:
    for pair in (small, starter):
        comparison = Comparison(pair, 2, option)
        for _ in range(100):
            codes, expected = comparison.step([1, 2])
            assert np.array_equal(codes, expected)


def test_quotations_end_at_their_limit(small: Pair, starter: Pair) -> None:
    for pair in (small, starter):
        comparison = Comparison(pair, 2, (1.0, 0, 1.0), max_quote=2)
        for _ in range(100):
            codes, expected = comparison.step([1, 2])
            assert np.array_equal(codes, expected)
            assert comparison.state.match_lengths.max() <= 2


def test_match_lengths_are_those_of_memorization(small: Pair) -> None:
    comparison = Comparison(small, 1, (1.0, 0, 1.0))
    corpus = comparison.corpus
    lengths = memorization.initial_match_lengths(corpus)
    for frame in range(100):
        forced = np.full((1, small.shape[0]), max(0, comparison.corpus[20 + frame]), np.int64)
        codes, _ = comparison.step([0], forced)
        lengths = memorization.next_match_lengths(lengths, corpus, int(codes[0, 0]))
        assert np.array_equal(comparison.state.match_lengths[0], lengths)


@settings(deadline=None, max_examples=30)
@given(data=st.data(), streams=st.sampled_from([1, 2, 3, 4, 7, 32]))
def test_each_stream_of_a_batch_is_as_alone(small: Pair, data: st.DataObject, streams: int) -> None:
    levels, size = small.shape
    frames = 4
    code = st.integers(FREE, size - 1)
    forced = np.array(
        data.draw(st.lists(code, min_size=frames * levels, max_size=frames * levels))
    ).reshape(frames, 1, levels)  # fmt: skip
    option = data.draw(st.sampled_from(list(OPTIONS.values())))
    seeds = list(range(streams))
    batch = Comparison(small, streams, option)
    alone = [Comparison(small, 1, option) for _ in seeds]
    for given_codes in forced:
        codes, expected = batch.step(seeds, given_codes.repeat(streams, axis=0))
        assert np.array_equal(codes, expected)
        for s, single in enumerate(alone):
            own, _ = single.step([s], given_codes)
            assert np.array_equal(own[0], codes[s])
            for before, after in zip(single.state, batch.state, strict=True):
                assert np.array_equal(before[0], after[s])


def test_contexts_and_likelihoods_are_those_of_torch(small: Pair, starter: Pair) -> None:
    for pair in (small, starter):
        levels, size = pair.shape
        codes = np.random.default_rng(2).integers(0, size, (3, levels, 30))
        codes[..., 10:14] = codes[..., 10:11]
        contexts, state = pair.prior_kernels.step(codes, pair.prior_kernels.initial_state(3))
        previous = np.pad(codes, ((0, 0), (0, 0), (1, 0)), constant_values=FREE)[..., :-1]
        with torch.inference_mode():
            expected, after = pair.prior.step(torch.from_numpy(codes), pair.prior.initial_state(3))
            likelihood = pair.prior.log_likelihood(expected, torch.from_numpy(codes), torch.from_numpy(previous))
        np.testing.assert_allclose(contexts, expected, rtol=0, atol=1e-5)
        np.testing.assert_allclose(state.context, after["context"], rtol=0, atol=1e-5)
        own = [pair.prior_kernels.log_likelihood(contexts[s], codes[s], previous[s]) for s in range(3)]
        np.testing.assert_allclose(np.stack(own), likelihood, rtol=0, atol=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("option", OPTIONS.values(), ids=OPTIONS.keys())
def test_ten_thousand_frames_have_the_same_codes(large: Pair, option: tuple[float, int, float]) -> None:
    comparison = Comparison(large, 1, option)
    for _ in range(10_000):
        codes, expected = comparison.step([11])
        assert np.array_equal(codes, expected)
