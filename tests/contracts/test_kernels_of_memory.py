"""Kernels follow the memory as a few lines of numpy do, and mix it with the prior as probabilities are mixed."""

import numpy as np
import pytest
from model_pairs import Pair

from distill.kernels import memory
from distill.kernels.memory import CHANCES, CONTEXT, NOWHERE
from distill.kernels.noise import gumbel_noises, memory_chances
from distill.kernels.performance import Controls, Position
from distill.kernels.prior import NO_LIMIT, CodeChoice, PriorState
from distill.kernels.runtime import PriorRuntime
from distill.kernels.sampling import SamplingOptions
from distill.model import tensors

FRAMES = 300


def choice(prior: PriorRuntime, frame: int, recall: float, forced: np.ndarray | None = None) -> CodeChoice:
    levels, size = prior.config.levels, prior.config.codebook_size
    return CodeChoice(
        np.asarray(gumbel_noises([(5, frame)], levels, size)), SamplingOptions.of([1.0] * levels, size),
        np.full((1, levels), -1) if forced is None else forced, np.full(1, NO_LIMIT),
        np.full(1, recall, np.float32), memory_chances([(5, frame)], CHANCES),
    )  # fmt: skip


def leads_on(codes: np.ndarray, place: int) -> bool:
    return 0 <= place < len(codes) - 1 and codes[place + 1, 0] >= 0


def expected_place(prior: PriorRuntime, state: PriorState, chances: np.ndarray) -> int:
    """Frame of the memory that is played after ``state``."""
    codes, recent, place = prior.memory.codes, state.recent[0], int(state.place[0])
    lost = state.trust[0, 0] < memory.LOST and chances[2] < memory.LOOK_AROUND
    if recent[-1, 0] < 0:
        return NOWHERE
    if leads_on(codes, place) and not lost and chances[0] >= memory.ELSEWHERE:
        return place + 1
    near: dict[int, float] = {}
    for frame in np.flatnonzero(codes[:, 0] == recent[-1, 0]).tolist():
        if leads_on(codes, frame) and (place < 0 or abs(frame - place) > memory.APART):
            near[frame] = distance(prior, recent, frame)
    chosen: list[int] = []
    for frame in sorted(near, key=near.__getitem__):
        if all(abs(frame - other) > memory.APART for other in chosen) and len(chosen) < memory.NEIGHBOURS:
            chosen.append(frame)
    if not chosen:
        return place + 1 if leads_on(codes, place) else NOWHERE
    distances = np.array([near[frame] for frame in chosen])
    weights = np.exp((distances[0] - distances) / (distances.mean() + 1e-9))
    return chosen[int((chances[1] >= (weights / weights.sum()).cumsum()[:-1]).sum())] + 1


def distance(prior: PriorRuntime, recent: np.ndarray, frame: int) -> float:
    codes, total = prior.memory.codes, 0.0
    for back in range(CONTEXT):
        if frame - back < 0 or codes[frame - back, 0] < 0 or recent[-1 - back, 0] < 0:
            break
        pairs = zip(prior.memory.distances, codes[frame - back], recent[-1 - back], strict=False)
        total += 0.85**back * sum(float(table[own, other]) for table, own, other in pairs)
    return total


@pytest.mark.parametrize("recall", [0.3, 0.7, 1.0])
def test_places_probabilities_and_trust_are_those_of_numpy(small: Pair, recall: float) -> None:
    prior = small.prior_kernels
    state = prior.initial_state()
    followed = 0
    for frame in range(FRAMES):
        now = choice(prior, frame, recall)
        codes, likelihoods, after = prior.score_step(state, now)
        _, by_prior, _ = prior.score_step(state, choice(prior, frame, 0.0, codes))
        place = int(after.place[0])
        assert place == expected_place(prior, state, now.chances[0])
        least = max(memory.LEAST_TRUST, recall**16)
        follows = place != NOWHERE
        for level in range(prior.config.levels):
            trust, expected = float(state.trust[0, level]), float(np.exp(by_prior[0, level]))
            if follows:
                trust = max(trust, least)
                kept = 1 - (1 - recall) ** (2 if level == 0 else 3)
                follows = bool(codes[0, level] == prior.memory.codes[place, level])
                by_place = (1 - kept) * expected + kept * follows
                mixed = trust * by_place + (1 - trust) * expected
                trust, expected = max(min(trust * by_place / mixed, memory.MOST_TRUST), least), mixed
            np.testing.assert_allclose(np.exp(likelihoods[0, level]), expected, rtol=2e-3, atol=1e-6)
            np.testing.assert_allclose(after.trust[0, level], trust, rtol=2e-3, atol=1e-4)
        followed += follows
        state = after
    assert (followed == FRAMES - 1) if recall == 1 else followed > 0


def test_what_is_played_follows_the_memory_by_the_same_chances(small: Pair) -> None:
    prior, levels = small.prior_kernels, small.shape[0]
    no, none, free = np.zeros((1, levels), np.bool_), np.zeros(1, np.int64), np.full((1, levels), -1)
    now = choice(prior, 0, 0.7)
    controls = Controls(
        ~no[:, 0], no[:, 0].copy(), none, none, no, no, free, np.full(1, 5), now.options, now.max_quote, now.recall
    )
    position = Position(np.full((1, levels, FRAMES), -1), no[..., None] & np.zeros(FRAMES, np.bool_), none.copy(),
                        none.copy(), free.copy())  # fmt: skip
    played, state = prior.initial_state(), prior.initial_state()
    for frame in range(FRAMES):
        prior.advance(controls, position, played)
        codes, state = prior.sample_step(state, choice(prior, frame, 0.7))
        assert np.array_equal(position.codes, codes)
    for own, other in zip(played, state, strict=True):
        assert np.array_equal(own, other)


def test_without_recall_a_prior_plays_as_if_it_had_no_memory(small: Pair, starter: Pair) -> None:
    prior = small.prior_kernels
    arrays = {name: tensor.numpy() for name, tensor in tensors.named_tensors(small.codec, small.prior).items()}
    forgetful = PriorRuntime(small.prior.config, arrays, prior.corpus)
    own, other, starts = prior.initial_state(), forgetful.initial_state(), starter.prior_kernels.initial_state()
    assert not starter.prior_kernels.has_memory
    for frame in range(50):
        codes, own = prior.sample_step(own, choice(prior, frame, 0.0))
        same, other = forgetful.sample_step(other, choice(prior, frame, 1.0))
        assert np.array_equal(codes, same)
        invented, after = starter.prior_kernels.sample_step(starts, choice(starter.prior_kernels, frame, 0.0))
        recalled, _ = starter.prior_kernels.sample_step(starts, choice(starter.prior_kernels, frame, 1.0))
        assert np.array_equal(invented, recalled)
        starts = after


def test_quotations_of_the_memory_end_at_their_limit(small: Pair) -> None:
    prior = small.prior_kernels
    state = prior.initial_state()
    for frame in range(FRAMES):
        _, state = prior.sample_step(state, choice(prior, frame, 1.0)._replace(max_quote=np.full(1, 4)))
        assert state.match_lengths.max() <= 4
