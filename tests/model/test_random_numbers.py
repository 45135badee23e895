"""Noise is determined by seed and position, and draws of a seed are those of PyTorch's generator on the CPU."""

from platform import machine

import llvmlite.binding
import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.kernels.noise import gumbel_noises, memory_chances
from distill.kernels.random_numbers import SeededDraws, chances

FUSED = machine() in ("x86_64", "AMD64") and llvmlite.binding.get_host_cpu_features().get("avx2", False)
"""True where numpy's logarithm adds products before it rounds them, which kernels do everywhere."""
SEEDS = st.integers(0, (1 << 64) - 1) | st.integers(-(1 << 63), -1)
SHAPES = st.tuples(st.integers(1, 8), st.integers(1, 700))


def test_noise_is_determined_by_seed_and_position_alone() -> None:
    first = gumbel_noises([(9, 4)], 3, 7)
    assert np.array_equal(first[0], gumbel_noises([(1, 1), (9, 4)], 3, 7)[1])
    assert not np.array_equal(first, gumbel_noises([(9, 5)], 3, 7))
    assert not np.array_equal(first, gumbel_noises([(8, 4)], 3, 7))


@given(seed=st.integers(0, (1 << 63) - 1), draw=st.integers(0, (1 << 63) - 1))
def test_noise_and_chances_are_those_of_the_generator_of_numpy(seed: int, draw: int) -> None:
    generator = np.random.Generator(np.random.Philox(key=seed, counter=draw << 64))
    uniform = generator.random((3, 301), dtype=np.float32).clip(1e-30, 1 - 1e-7)
    same = 0 if FUSED else 4e-6
    np.testing.assert_allclose(gumbel_noises([(seed, draw)], 3, 301)[0], -np.log(-np.log(uniform)), rtol=0, atol=same)
    generator = np.random.Generator(np.random.Philox(key=seed, counter=(draw << 64) + (1 << 62)))
    assert np.array_equal(memory_chances([(seed, draw)], 5)[0], generator.random(5, dtype=np.float32))


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
