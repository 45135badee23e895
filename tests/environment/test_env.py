import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium import error
from gymnasium.utils.env_checker import check_env, data_equivalence
from gymnasium.vector import VectorEnv
from stable_baselines3.common import env_checker as baselines

from distill.bundle import Bundle
from live.controls import ControlError
from live.gym.rewards import Loudness
from live.session.journal import read
from live.session.render import render

LIVE = "live.gym.env:distill/Live-v0"
FEW: dict[str, Any] = {"controls": ("temperature", "level/1/mask", "loop/on", "output/gain"), "frames_per_step": 4}
"""Knobs of each kind and short steps, where a test is about something else."""


def make(model: Path, **options: Any) -> gymnasium.Env[Any, Any]:
    return gymnasium.make(LIVE, model=model, **options)


def make_many(model: Path, count: int, mode: str = "vector_entry_point", **options: Any) -> VectorEnv[Any, Any, Any]:
    return gymnasium.make_vec(LIVE, count, mode, model=model, **options)


def listen(env: gymnasium.Env[Any, Any], steps: int, seed: int) -> tuple[list[Any], np.ndarray[Any, Any]]:
    """Observations and sound of random actions."""
    env.action_space.seed(seed)
    perceived = [env.reset(seed=seed)[0]]
    sound: list[Any] = []
    for _ in range(steps):
        observation, _, _, _, info = env.step(env.action_space.sample())
        perceived.append(observation)
        sound.append(info["audio"])
    return perceived, np.concatenate(sound)


@pytest.mark.parametrize("check", [check_env, baselines.check_env])
def test_the_checks_of_gymnasium_and_stable_baselines_pass_without_a_warning(
    model_file: Path, check: Callable[[Any], None]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check(make(model_file).unwrapped)


@pytest.mark.parametrize("options", [{"actions": "edits"}, {"actions": "both"}, {"observations": ["sound"]}])
def test_gymnasiums_check_passes_for_other_actions_and_observations(model_file: Path, options: dict[str, Any]) -> None:
    check_env(make(model_file, **options).unwrapped, skip_render_check=True)


def test_seeded_episodes_repeat_and_others_differ(model_file: Path) -> None:
    once, again, other = (listen(make(model_file), 6, seed) for seed in (3, 3, 4))
    assert data_equivalence(once[0], again[0], exact=True)
    assert np.array_equal(once[1], again[1])
    assert not np.array_equal(once[1], other[1])


@pytest.mark.parametrize("actions", ["knobs", "both"])
def test_the_journal_renders_to_the_very_samples(model: Bundle, model_file: Path, tmp_path: Path, actions: str) -> None:
    env = make(model_file, actions=actions)
    _, sound = listen(env, 12, seed=5)
    env.unwrapped.journal.save(tmp_path / "take.jsonl")  # pyright: ignore[reportAttributeAccessIssue]
    rendered = [block.samples for block in render(model, read(tmp_path / "take.jsonl"))]
    assert np.array_equal(np.concatenate(rendered), sound)


@pytest.mark.parametrize("count", [3, 7])
def test_each_of_a_batch_plays_what_one_plays_with_its_seed(model_file: Path, count: int) -> None:
    together, steps = make_many(model_file, count), 8
    together.action_space.seed(1)
    perceived, _ = together.reset(seed=7)
    actions = [together.action_space.sample() for _ in range(steps)]
    heard = [perceived, *(together.step(action) for action in actions)]
    for place in range(count):
        alone = make(model_file)
        observation, _ = alone.reset(seed=7 + place)
        for part in observation:
            np.testing.assert_allclose(heard[0][part][place], observation[part], atol=1e-5)
        for action, (observations, _, _, _, infos) in zip(actions, heard[1:], strict=True):
            observation, _, _, _, info = alone.step(action[place])
            assert np.array_equal(observations["codes"][place], observation["codes"])
            for part in observation:
                np.testing.assert_allclose(observations[part][place], observation[part], atol=1e-5)
            np.testing.assert_allclose(infos["audio"][place], info["audio"], atol=1e-5)


@pytest.mark.parametrize("mode", ["sync", "async"])
def test_the_native_vector_environment_does_what_gymnasiums_own_do(model_file: Path, mode: str) -> None:
    options = {"reward": Loudness(), "max_episode_steps": 3, **FEW}
    ours, theirs = (make_many(model_file, 2, which, **options) for which in ("vector_entry_point", mode))
    try:
        assert ours.single_observation_space == theirs.single_observation_space
        assert ours.single_action_space == theirs.single_action_space
        assert ours.observation_space == theirs.observation_space
        assert ours.action_space == theirs.action_space
        assert ours.metadata["autoreset_mode"] == theirs.metadata["autoreset_mode"]
        assert data_equivalence(ours.reset(seed=3), theirs.reset(seed=3))
        ours.action_space.seed(1)
        # Long enough for two episodes to be over.
        for _ in range(8):
            action = ours.action_space.sample()
            did, did_too = ours.step(action), theirs.step(action)
            assert did[0] in ours.observation_space
            assert data_equivalence(did, did_too)
    finally:
        theirs.close()


def test_some_of_a_batch_can_begin_anew(model_file: Path) -> None:
    envs = make_many(model_file, 2, **FEW)
    first, _ = envs.reset(seed=1)
    action = envs.action_space.sample()
    played, *_ = envs.step(action)
    again, infos = envs.reset(options={"reset_mask": np.array([True, False])})
    assert infos["_seed"].tolist() == [True, False]
    assert np.array_equal(again["codes"][0], first["codes"][0])
    assert np.array_equal(again["codes"][1], played["codes"][1])


def test_pictures_show_what_was_played(model_file: Path) -> None:
    env = make(model_file, render_mode="rgb_array", **FEW)
    env.reset(seed=1)
    silent = env.render()
    for _ in range(5):
        env.step(env.action_space.sample())
    played = env.render()
    assert isinstance(silent, np.ndarray)
    assert isinstance(played, np.ndarray)
    assert played.shape == (480, 720, 3)
    assert not np.array_equal(silent, played)


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (np.zeros(3), r"shape \(4,\), not \(3,\)"),
        (np.full(4, np.nan), "finite"),
        (np.array([0, np.inf, 0, 0]), "finite"),
        ("louder", "4 numbers"),
        (None, "4 numbers|shape"),
    ],
)
def test_actions_that_cannot_be_are_refused(model_file: Path, action: object, says: str) -> None:
    env = make(model_file, **FEW).unwrapped
    env.reset(seed=1)
    with pytest.raises(error.InvalidAction, match=says) as refused:
        env.step(action)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("action", [np.zeros((2, 3)), np.zeros((3, 4)), np.full((2, 4), np.nan), 1.0])
def test_so_are_those_of_a_batch(model_file: Path, action: object) -> None:
    envs = make_many(model_file, 2, **FEW)
    envs.reset(seed=1)
    with pytest.raises(error.InvalidAction) as refused:
        envs.step(action)
    assert "\n" not in str(refused.value)


def test_edits_outside_the_grid_are_refused(model_file: Path) -> None:
    env = make(model_file, actions="edits").unwrapped
    env.reset(seed=1)
    for action in ([9, 0, 0], [1, 2048, 0], [1, 0, 100_000], [1, 0.5, 0]):
        with pytest.raises(error.InvalidAction):
            env.step(np.array(action))


def test_before_an_episode_and_after_the_end_there_is_nothing_to_do(model_file: Path) -> None:
    env, envs = make(model_file, **FEW).unwrapped, make_many(model_file, 2, **FEW)
    for one in (env, envs):
        with pytest.raises(error.ResetNeeded):
            one.step(one.action_space.sample())
        one.close()
        one.close()
        with pytest.raises(error.ClosedEnvironmentError):
            one.reset()
        with pytest.raises(error.ClosedEnvironmentError):
            one.step(one.action_space.sample())


@pytest.mark.parametrize(
    ("options", "kind", "says"),
    [
        ({"controls": ["tempratur"]}, ControlError, "did you mean temperature"),
        ({"controls": ["grid/set"]}, ControlError, "grid/set is no knob"),
        ({"controls": []}, ValueError, "names no control"),
        ({"actions": "keys"}, ValueError, "knobs"),
        ({"observations": ["smell"]}, ValueError, "codes, sound, controls"),
        ({"observations": []}, ValueError, "none of them"),
        ({"frames_per_step": 0}, ValueError, "1 or more"),
        ({"lowest": 0.5}, ValueError, "-1 or 0"),
    ],
)
def test_what_cannot_be_made_is_said(model: Bundle, options: dict[str, Any], kind: type[Exception], says: str) -> None:
    with pytest.raises(kind, match=says):
        gymnasium.make(LIVE, model=model, **options)


def test_knobs_from_zero_are_those_of_a_controller(model_file: Path) -> None:
    env = make(model_file, lowest=0, **FEW)
    env.reset(seed=1)
    observation, *_ = env.step(np.array([0.25, 1, 0, 0.5]))
    np.testing.assert_allclose(observation["controls"], [0.25, 1, 0, 0.5])
