"""Elementary functions of the kernels, and layers for any number of streams."""

import math
from typing import Any

import numba
import numpy as np
import pytest
import torch
from model_pairs import Pair

from distill.kernels.dense import Floats
from distill.kernels.elementwise import cosine, exp, gelu, log, log_add_exp, sigmoid, sine, tanh
from distill.kernels.native.compilation import compiled

STREAMS = (1, 2, 3, 4, 7, 32)


def all_of(x: Floats, y: Floats) -> None:
    for i in range(x.size):
        y[0, i] = exp(x[i])
        y[1, i] = log(abs(x[i]))
        y[2, i] = sine(x[i] / np.float32(100))
        y[3, i] = cosine(x[i] / np.float32(100))
        y[4, i] = gelu(x[i])
        y[5, i] = sigmoid(x[i])
        y[6, i] = tanh(x[i])
        y[7, i] = log_add_exp(x[i], np.float32(1))


def test_elementary_functions_are_those_of_torch() -> None:
    x = np.concatenate([np.linspace(-100, 80, 20_001), [0, 1e-42, -1e-42, 1, -1]]).astype(np.float32)
    y = np.empty((8, x.size), np.float32)
    function: Any = numba.njit(compiled(all_of).py_func)
    function(x, y)
    exact = torch.from_numpy(x).double()
    turns = 2 * math.pi * (exact.float() / 100).double()
    expected = torch.stack(
        [
            exact.exp(),
            exact.abs().log(),
            turns.sin(),
            turns.cos(),
            torch.nn.functional.gelu(exact),
            exact.sigmoid(),
            exact.tanh(),
            exact.logaddexp(torch.ones_like(exact)),
        ]
    )
    np.testing.assert_allclose(y, expected, rtol=4e-7, atol=6e-7)


@pytest.mark.parametrize("streams", STREAMS)
def test_features_are_those_of_torch_and_of_each_stream_alone(small: Pair, starter: Pair, streams: int) -> None:
    generator = np.random.default_rng(streams)
    for pair in (small, starter):
        levels, size = pair.shape
        codes = generator.integers(0, size, (5, streams, levels))
        gains = generator.random((5, streams, levels)).astype(np.float32)
        past = pair.codec_kernels.initial_state(streams).past
        alone = [past[s : s + 1] for s in range(streams)]
        state = pair.codec.initial_state(streams)
        for frame in range(len(codes)):
            features, past = pair.codec_kernels.decode_features(codes[frame], gains[frame], past)
            with torch.inference_mode():
                inputs = torch.from_numpy(codes[frame])[..., None], torch.from_numpy(gains[frame])[..., None], state
                expected, state = pair.codec.decode_features(*inputs)
            np.testing.assert_allclose(features, expected[:, 0], rtol=0, atol=1e-4)
            for s in range(streams):
                own = codes[frame, s : s + 1], gains[frame, s : s + 1]
                single, alone[s] = pair.codec_kernels.decode_features(*own, alone[s])
                assert np.array_equal(single[0], features[s])
