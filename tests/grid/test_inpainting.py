import numpy as np
import pytest
from numpy.typing import NDArray

from distill import bundle
from distill.audio import Samples
from distill.bundle import Bundle
from distill.kernels.sampling import SamplingOptions
from distill.offline import encode_decode, generation, inpainting
from distill.offline.generation import Codes

FIRST, END = 60, 90


@pytest.fixture
def grid(model: Bundle, sounds: dict[str, Samples]) -> Codes:
    return encode_decode.encode(model.codec, sounds["pluck-3.wav"]).codes[:, :160]


def sampling(model: Bundle) -> SamplingOptions:
    return SamplingOptions.of([1.0] * model.codec.config.levels, model.codec.config.codebook_size)


def masked(grid: Codes, first: int, end: int, levels: int) -> NDArray[np.bool_]:
    mask = np.zeros(grid.shape, dtype=np.bool_)
    mask[-levels:, first:end] = True
    return mask


def surprise_of_the_rest(model: Bundle, grid: Codes, mask: NDArray[np.bool_]) -> float:
    """Nats, told frame by frame, by which the prior is surprised by all codes of ``grid`` that are not masked."""
    state = model.prior.initial_state()
    total = 0.0
    for frame in range(grid.shape[1]):
        codes = grid[:, frame, None]
        likelihood = model.prior.log_likelihood(state.context, codes, state.previous.T)
        total -= float(likelihood[~mask[:, frame]].sum())
        _, state = model.prior.step(codes[None], state)
    return total


@pytest.mark.parametrize("levels", [4, 2])
@pytest.mark.parametrize(("first", "end"), [(FIRST, END), (0, 30), (130, 160)])
def test_only_what_is_masked_changes(model: Bundle, grid: Codes, levels: int, first: int, end: int) -> None:
    mask = masked(grid, first, end, levels)
    filled = inpainting.infill(model, grid, mask, 0, sampling(model))
    assert np.array_equal(filled[~mask], grid[~mask])
    assert not np.array_equal(filled[mask], grid[mask])
    assert np.array_equal(filled, inpainting.infill(model, grid, mask, 0, sampling(model)))
    assert not np.array_equal(filled, inpainting.infill(model, grid, mask, 1, sampling(model)))


@pytest.mark.parametrize("levels", [4, 2])
def test_the_candidate_stays_that_makes_the_rest_likeliest(sounds: dict[str, Samples], levels: int) -> None:
    model = bundle.load(bundle.STARTER)
    grid = encode_decode.encode(model.codec, sounds["pluck-3.wav"]).codes[:, :160]
    mask = masked(grid, FIRST, END, levels)
    grids = inpainting.candidates(model, grid, mask, range(inpainting.CANDIDATES), sampling(model))
    surprises = [surprise_of_the_rest(model, candidate, mask) for candidate in grids]
    assert max(surprises) - min(surprises) > 1
    filled = inpainting.infill(model, grid, mask, 0, sampling(model))
    assert np.array_equal(filled, grids[surprises.index(min(surprises))])


def test_a_filled_grid_is_gone_on_from(model: Bundle, grid: Codes) -> None:
    filled = inpainting.infill(model, grid, masked(grid, FIRST, END, 4), 0, sampling(model))
    (on,) = generation.codes(model, 20, (1,), sampling(model), prime=filled)
    (sound,) = generation.sound(model, iter([on]), filled)
    assert sound[0].shape == (20 * model.codec.config.hop, 1)
    assert abs(sound[0]).max() > 1e-3
