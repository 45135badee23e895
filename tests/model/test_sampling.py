import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from distill.kernels.noise import gumbel_noises
from distill.model.sampling import Sampling, sample

SIZE = 12
logits = st.lists(st.floats(-6, 6, width=32), min_size=SIZE, max_size=SIZE, unique=True).map(
    lambda values: torch.tensor([values], dtype=torch.float32)
)


def draw(
    scores: torch.Tensor, *, temperature: float = 1.0, top_k: int = SIZE, top_p: float = 1.0, times: int = 64
) -> torch.Tensor:
    """Codes [draw] sampled from ``scores`` [1, code] with noise of its own each."""
    noise = torch.from_numpy(gumbel_noises([(5, i) for i in range(times)], 1, SIZE)[:, 0])
    column = torch.ones(times, 1)
    narrowed = top_k < SIZE or top_p < 1
    sampling = Sampling(column * temperature, column.long() * top_k, column * top_p, narrowed)
    return sample(scores.expand(times, -1), noise, sampling, 0)


@settings(deadline=None)
@given(logits)
def test_temperature_zero_takes_the_likeliest(scores: torch.Tensor) -> None:
    assert (draw(scores, temperature=0) == scores.argmax()).all()


@settings(deadline=None)
@given(logits, st.integers(1, SIZE))
def test_top_k_never_leaves_the_k_likeliest(scores: torch.Tensor, k: int) -> None:
    assert torch.isin(draw(scores, top_k=k), scores[0].topk(k).indices).all()


@settings(deadline=None)
@given(logits, st.floats(0, 0.999))
def test_top_p_never_leaves_the_smallest_set_that_reaches_p(scores: torch.Tensor, p: float) -> None:
    likely = scores[0].softmax(-1)
    probability, order = likely.sort(descending=True)
    last = order[(probability.cumsum(-1) < p - 1e-5).sum()]
    # Of codes that are equally likely, any may be the last of the set.
    assert (likely[draw(scores, top_p=p)] >= likely[last]).all()


def test_frequencies_are_those_of_the_tempered_softmax() -> None:
    scores = torch.linspace(-2, 2, SIZE)[None]
    drawn = torch.bincount(draw(scores, temperature=0.7, times=20_000), minlength=SIZE) / 20_000
    assert (drawn - (scores[0] / 0.7).softmax(-1)).abs().max() < 0.02
