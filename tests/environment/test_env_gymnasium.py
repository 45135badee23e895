"""The environment as Gymnasium's own are: pickled, seeded by NumPy's numbers, wrapped, begun anew; and what it pays."""

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium import error
from gymnasium.utils.env_checker import data_equivalence
from gymnasium.vector import AutoresetMode
from gymnasium.wrappers import FlattenObservation
from test_env import FEW, LIVE, make, make_many

from live.gym.rewards import EpisodeStep, Loudness, Match


def test_a_pickled_environment_goes_on_where_it_was(model_file: Path) -> None:
    env = make(model_file, **FEW)
    env.reset(seed=1)
    env.step(env.action_space.sample())
    copied, action = pickle.loads(pickle.dumps(env)), env.action_space.sample()
    assert data_equivalence(env.step(action), copied.step(action), exact=True)
    assert data_equivalence(env.reset(), copied.reset(), exact=True)
    envs = make_many(model_file, 2, **FEW)
    envs.reset(seed=1)
    both, actions = pickle.loads(pickle.dumps(envs)), envs.action_space.sample()
    assert data_equivalence(envs.step(actions), both.step(actions), exact=True)


def test_environments_play_in_processes_that_know_nothing_of_this_one(model_file: Path) -> None:
    options: dict[str, Any] = {"model": model_file, "reward": Loudness(), **FEW}
    seeds: Any = [4, 5]
    alone = gymnasium.make_vec(LIVE, 2, "sync", **options)
    envs = gymnasium.make_vec(LIVE, 2, "async", vector_kwargs={"context": "spawn"}, **options)
    try:
        assert data_equivalence(envs.reset(seed=seeds), alone.reset(seed=seeds))
        action = alone.action_space.sample()
        assert data_equivalence(envs.step(action), alone.step(action))
    finally:
        envs.close()


@pytest.mark.parametrize("seed", [np.int64(3), np.uint8(3), np.array(3)])
def test_a_seed_may_be_one_of_numpys(model_file: Path, seed: Any) -> None:
    env, envs = make(model_file, **FEW), make_many(model_file, 2, **FEW)
    assert env.reset(seed=seed)[1] == env.reset(seed=3)[1]
    assert data_equivalence(envs.reset(seed=seed)[1], envs.reset(seed=3)[1])


@pytest.mark.parametrize("seeds", [(3, 4), [3, 4], range(3, 5), np.array([3, 4]), [np.int64(3), np.int32(4)]])
@pytest.mark.parametrize("mode", ["vector_entry_point", "sync"])
def test_each_of_a_batch_may_have_its_seed(model_file: Path, seeds: Any, mode: str) -> None:
    envs = make_many(model_file, 2, mode, **FEW)
    assert data_equivalence(envs.reset(seed=seeds)[1], envs.reset(seed=3)[1])


@pytest.mark.parametrize(
    ("seed", "kind"),
    [(-1, error.Error), (1.5, error.Error), ("abc", error.Error), (np.float64(2), error.Error), (b"1", error.Error)]
    + [(seeds, Exception) for seeds in ([1, -1], [1], [], np.array([]), np.array([1.5, 2]), np.ones((2, 2), int))],
)
def test_seeds_that_are_none_are_refused_and_nothing_begins(model_file: Path, seed: Any, kind: type[Exception]) -> None:
    env, envs = make(model_file, **FEW), make_many(model_file, 2, **FEW)
    envs.reset(seed=1)
    played = envs.step(np.zeros((2, 4)))
    if kind is error.Error:
        with pytest.raises(kind, match="Seed must"):
            env.reset(seed=seed)
    with pytest.raises((error.Error, ValueError)) as refused:
        envs.reset(seed=seed)
    assert "\n" not in str(refused.value)
    envs.reset(seed=1)
    assert data_equivalence(envs.step(np.zeros((2, 4))), played)


@pytest.mark.parametrize("mode", AutoresetMode)
def test_another_episode_begins_when_gymnasiums_own_begin_one(model_file: Path, mode: AutoresetMode) -> None:
    options: dict[str, Any] = {"reward": Loudness(), "max_episode_steps": 2, **FEW}
    ours = make_many(model_file, 2, autoreset_mode=mode, **options)
    theirs = make_many(model_file, 2, "sync", vector_kwargs={"autoreset_mode": mode}, **options)
    assert ours.metadata["autoreset_mode"] == theirs.metadata["autoreset_mode"] == mode
    assert data_equivalence(ours.reset(seed=3), theirs.reset(seed=3))
    ours.action_space.seed(1)
    for number in range(7):
        action = ours.action_space.sample()
        did, did_too = ours.step(action), theirs.step(action)
        assert data_equivalence(did, did_too)
        over = did[3]
        if number == 0:
            # One begins anew before its end, so that they are out of step from here on.
            over = np.array([True, False])
        elif mode != AutoresetMode.DISABLED or not over.any():
            continue
        else:
            with pytest.raises(error.ResetNeeded):
                ours.step(action)
        options = {"reset_mask": over}
        assert data_equivalence(ours.reset(options=dict(options)), theirs.reset(options=dict(options)))


@pytest.mark.parametrize("mask", [np.zeros(2, np.bool_), np.ones(3, np.bool_), np.ones(2), [1, 0], "ab"])
def test_a_mask_that_is_none_is_refused(model_file: Path, mask: Any) -> None:
    envs = make_many(model_file, 2, **FEW)
    envs.reset(seed=1)
    with pytest.raises(ValueError, match="reset_mask is a boolean for each of 2"):
        envs.reset(options={"reset_mask": mask})


def test_wrappers_go_round_each_of_a_batch_as_gymnasium_has_it(model_file: Path) -> None:
    wrapped: dict[str, Any] = {"wrappers": [FlattenObservation], **FEW}
    envs = make_many(model_file, 2, "sync", **wrapped)
    observation, _ = envs.reset(seed=1)
    assert observation in envs.observation_space
    assert observation.ndim == 2
    for name in ("CartPole-v1", LIVE):
        # A batch that is computed as one has no environments to go round.
        with pytest.raises(error.Error, match="vector_entry_point"):
            gymnasium.make_vec(name, 2, wrappers=[FlattenObservation])
    recorded = gymnasium.wrappers.vector.RecordEpisodeStatistics(make_many(model_file, 2, max_episode_steps=2, **FEW))
    recorded.reset(seed=1)
    *_, infos = [recorded.step(recorded.action_space.sample()) for _ in range(2)][-1]
    assert infos["episode"]["l"].tolist() == [2, 2]


def match_rewards(seed: int, count: int, steps: int, positions: Callable[[], Any]) -> np.ndarray[Any, Any]:
    """The mean rewards [piece] of ``count`` pieces of the matching task, played at ``positions`` [piece, knob]."""
    envs = gymnasium.make_vec("live.gym.env:distill/Match-v0", count)
    envs.reset(seed=seed)
    return np.mean([envs.step(positions())[1] for _ in range(steps)], axis=0)


def ways_to_match(seed: int) -> tuple[float, ...]:
    """Mean rewards of silence, random play, the middle of all knobs, and knobs found in an evening's practice."""
    count, steps, knobs = 16, 6, 6
    random = np.random.default_rng(seed)
    tried = random.uniform(-1, 1, (count, knobs))
    tried[0], tried[0, -1] = 0, -1
    practice = match_rewards(seed, count, steps, lambda: tried)
    assert practice.argmin() == 0
    best = tried[practice.argsort()[-3:]].mean(axis=0)
    # Eight new pieces, each played in three ways.
    ways = np.zeros((count, knobs))
    ways[4:8] = best

    def play() -> np.ndarray[Any, Any]:
        ways[8:] = random.uniform(-1, 1, (8, knobs))
        return ways

    rewards = match_rewards(seed + 10, count, steps, play)
    return practice[0], rewards[8:].mean(), rewards[:4].mean(), rewards[4:8].mean()


def test_the_matching_task_pays_playing_and_practice() -> None:
    """Silence is worse than random play, that than the middle, and that than practice, over three evenings."""
    silence, wild, middle, practised = np.mean([ways_to_match(seed) for seed in (1, 2, 3)], axis=0)
    assert silence < wild < middle < practised, (silence, wild, middle, practised)


@pytest.mark.parametrize("name", ["drum-1.wav", "bell-1.wav", "breath-3.wav"])
def test_a_match_is_between_silence_and_the_same_sound(sounds: dict[str, Any], name: str) -> None:
    target, step = sounds[name], 9600
    match = Match(target)

    def heard(samples: Any) -> float:
        nothing = EpisodeStep(0, np.zeros((0, 1), np.float32), np.zeros((4, 0), np.int64), {})
        return match(nothing, EpisodeStep(step, samples, nothing.codes, {}), None)

    same, noise = target[:step], np.random.default_rng(1).normal(0, 0.1, (step, 1)).astype(np.float32)
    assert heard(same) == 0
    assert heard(np.zeros_like(same)) == -1
    assert -1 < heard(noise) < heard(same * 0.5) < 0
    assert -1 < heard(same * 100) < heard(same * 2)
    with pytest.raises(ValueError, match="finite"):
        Match(np.full((10, 1), np.nan, np.float32))
