"""Noise is determined by seed and position, and draws of a seed are those of PyTorch's generator on the CPU."""

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.kernels.random_numbers import SeededDraws, chances, gumbel_noise, gumbel_noises

SEEDS = st.integers(0, (1 << 64) - 1) | st.integers(-(1 << 63), -1)
SHAPES = st.tuples(st.integers(1, 8), st.integers(1, 700))


def test_noise_is_determined_by_seed_and_position_alone() -> None:
    first = gumbel_noise(9, 4, 3, 8)
    gumbel_noise(1, 1, 3, 8)
    assert np.array_equal(first, gumbel_noise(9, 4, 3, 8))
    assert np.array_equal(first, gumbel_noises([(1, 1), (9, 4)], 3, 8)[1])
    assert not np.array_equal(first, gumbel_noise(9, 5, 3, 8))
    assert not np.array_equal(first, gumbel_noise(8, 4, 3, 8))


def test_chances_are_uniform_and_determined_by_seed_and_position_alone() -> None:
    first = chances(3, 7, 4, 2_000)
    assert 0 <= first.min() < 0.01
    assert 0.99 < first.max() < 1
    assert np.array_equal(first, chances(3, 7, 4, 2_000))
    assert not np.array_equal(first, chances(3, 8, 4, 2_000))


@settings(deadline=None, max_examples=200)
@given(SEEDS, st.lists(st.tuples(SHAPES, st.integers(-50, 50), st.integers(1, 1 << 24)), min_size=1, max_size=4))
def test_draws_are_those_of_torch(seed: int, draws: list[tuple[tuple[int, int], int, int]]) -> None:
    ours, theirs = SeededDraws(seed), torch.Generator().manual_seed(seed)
    for shape, low, count in draws:
        uniform = ours.uniform(shape)
        assert uniform.dtype == np.float32
        assert np.array_equal(uniform, torch.rand(shape, generator=theirs).numpy())
        whole = torch.randint(low, low + count, shape, generator=theirs).numpy()
        assert np.array_equal(ours.integers(low, low + count, shape), whole)
