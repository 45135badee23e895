import pytest
import torch

from distill import bundle
from distill.audio import Samples
from distill.bundle import Bundle
from distill.model.sampling import Sampling
from distill.offline import generation, inpainting

FIRST, END = 60, 90


@pytest.fixture
def grid(model: Bundle, sounds: dict[str, Samples]) -> torch.Tensor:
    return model.codec.encode(torch.from_numpy(sounds["pluck-3.wav"]).T[None])[0, :, :160]


def sampling(model: Bundle) -> Sampling:
    return Sampling.of([1.0] * model.codec.config.levels, model.codec.config.codebook_size)


def masked(grid: torch.Tensor, first: int, end: int, levels: int) -> torch.Tensor:
    mask = torch.zeros(grid.shape, dtype=torch.bool)
    mask[-levels:, first:end] = True
    return mask


def surprise_of_the_rest(model: Bundle, grid: torch.Tensor, mask: torch.Tensor) -> float:
    """Nats, told frame by frame, by which the prior is surprised by all codes of ``grid`` that are not masked."""
    state = model.prior.initial_state()
    total = 0.0
    with torch.inference_mode():
        for frame in range(grid.shape[1]):
            codes = grid[None, :, frame, None]
            likelihood = model.prior.log_likelihood(state["context"][:, None], codes, state["previous"][..., None])
            total -= float(likelihood[0, :, 0][~mask[:, frame]].sum())
            _, state = model.prior.step(codes, state)
    return total


@pytest.mark.parametrize("levels", [4, 2])
@pytest.mark.parametrize(("first", "end"), [(FIRST, END), (0, 30), (130, 160)])
def test_only_what_is_masked_changes(model: Bundle, grid: torch.Tensor, levels: int, first: int, end: int) -> None:
    mask = masked(grid, first, end, levels)
    filled = inpainting.infill(model, grid, mask, 0, sampling(model))
    assert torch.equal(filled[~mask], grid[~mask])
    assert not torch.equal(filled[mask], grid[mask])
    assert torch.equal(filled, inpainting.infill(model, grid, mask, 0, sampling(model)))
    assert not torch.equal(filled, inpainting.infill(model, grid, mask, 1, sampling(model)))


@pytest.mark.parametrize("levels", [4, 2])
def test_the_candidate_stays_that_makes_the_rest_likeliest(sounds: dict[str, Samples], levels: int) -> None:
    model = bundle.load(bundle.STARTER)
    grid = model.codec.encode(torch.from_numpy(sounds["pluck-3.wav"]).T[None])[0, :, :160]
    mask = masked(grid, FIRST, END, levels)
    grids = inpainting.candidates(model, grid, mask, range(inpainting.CANDIDATES), sampling(model))
    surprises = [surprise_of_the_rest(model, candidate, mask) for candidate in grids]
    assert max(surprises) - min(surprises) > 1
    filled = inpainting.infill(model, grid, mask, 0, sampling(model))
    assert torch.equal(filled, grids[surprises.index(min(surprises))])


def test_a_filled_grid_is_gone_on_from(model: Bundle, grid: torch.Tensor) -> None:
    filled = inpainting.infill(model, grid, masked(grid, FIRST, END, 4), 0, sampling(model))
    (on,) = generation.codes(model, 20, (1,), sampling(model), prime=filled)
    (sound,) = generation.sound(model, iter([on]), filled)
    assert sound[0].shape == (20 * model.codec.config.hop, 1)
    assert abs(sound[0]).max() > 1e-3
