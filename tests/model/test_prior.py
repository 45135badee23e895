"""The trained prior as it is played: by any backend the same codes, whatever is asked of it."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.bundle import Bundle
from distill.kernels.random_numbers import gumbel_noises
from distill.model.batch_invariance import MIN_ROWS
from distill.model.sampling import Sampling
from distill.model.torchscript import SampleStep, scripted_prior

FRAMES = 12
FREE = -1


@pytest.fixture(scope="module", params=[1, 3, 6])
def scripted(request: pytest.FixtureRequest, model: Bundle) -> tuple[int, SampleStep]:
    """How many streams, and the scripted prior for them."""
    return request.param, scripted_prior(model.prior, min(request.param, MIN_ROWS))


@settings(deadline=None, max_examples=25)
@given(
    temperatures=st.lists(st.sampled_from([0.0, 0.7, 1.0, 3.0]), min_size=4, max_size=4),
    top_k=st.sampled_from([0, 1, 5]),
    top_p=st.sampled_from([0.0, 0.6, 1.0]),
    forced=st.lists(st.integers(FREE, 3), min_size=4, max_size=4),
    blocking=st.booleans(),
)
@torch.inference_mode()
def test_the_scripted_prior_plays_the_very_codes_of_the_eager_one(
    model: Bundle, scripted: tuple[int, SampleStep], temperatures: list[float], top_k: int, top_p: float,
    forced: list[int], blocking: bool,
) -> None:  # fmt: skip
    batch, play = scripted
    config = model.prior.config
    sampling = Sampling.of(temperatures, config.codebook_size, top_k, top_p)
    eager = quick = model.prior.initial_state(batch)
    for frame in range(FRAMES):
        noise = torch.from_numpy(gumbel_noises([(s, frame) for s in range(batch)], config.levels, config.codebook_size))
        wanted = torch.tensor([forced if frame % 2 else [FREE] * 4]).expand(batch, -1)
        blocked = torch.arange(config.codebook_size).expand(batch, -1) % 3 == frame % 3 if blocking else None
        expected, eager = model.prior.sample_step(eager, noise, sampling, wanted, blocked)
        played, quick = play(quick, noise, sampling, wanted, blocked)
        assert torch.equal(played, expected)
        for name, tensor in eager.items():
            torch.testing.assert_close(quick[name], tensor, atol=1e-6, rtol=1e-6)
        if blocking and frame % 2 == 0:
            assert (played[:, 0] % 3 != frame % 3).all()
        if frame % 2:
            assert all((played[:, level] == code).all() for level, code in enumerate(forced) if code >= 0)
