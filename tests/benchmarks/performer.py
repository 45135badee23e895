"""Does a program learn to play? PPO on the task that comes along, beside performers that play at random.

    python tests/benchmarks/performer.py [--steps N] [--seeds 1 2 3] [-o PICTURE]

Each seed learns in a process of its own. What is compared is the mean reward of an episode: that of the last fifth of
what was learnt from, against the 95th percentile of random episodes. The picture shows every episode's.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import record
import torch
from matplotlib.figure import Figure
from numpy.typing import NDArray
from stable_baselines3 import PPO
from stable_baselines3.common.vec_env import VecEnv
from stable_baselines3.common.vec_env.base_vec_env import VecEnvIndices, VecEnvObs, VecEnvStepReturn
from typing_extensions import override

MATCH = "live.gym.env:distill/Match-v0"
BATCH = 8
"""Performances side by side."""
ROLLOUT = 256
"""Steps from one update to the next, of all of them together."""
RANDOM_STEPS = 5_000
SMOOTHED = 20
"""Episodes over which the curve is a mean."""
LAST = 0.2


class Batch(VecEnv):
    """The batch that Gymnasium makes, as Stable-Baselines3 wants one: all episodes end together, and others begin."""

    def __init__(self) -> None:
        self.envs = gymnasium.make_vec(MATCH, BATCH)
        super().__init__(BATCH, self.envs.single_observation_space, self.envs.single_action_space)
        self.means: list[float] = []
        """The mean reward of a step, of every episode that is over."""
        self._begun: int | None = None

    def seed(self, seed: int | None = None) -> list[int | None]:
        self._begun = seed
        return [seed] * BATCH

    def reset(self) -> VecEnvObs:
        self._rewards: list[NDArray[np.float64]] = []
        observation, _ = self.envs.reset(seed=self._begun)
        self._begun = None
        return observation

    def step_async(self, actions: NDArray[Any]) -> None:
        self._actions = actions

    def step_wait(self) -> VecEnvStepReturn:
        observation, rewards, _, over, _ = self.envs.step(self._actions)
        self._rewards.append(rewards)
        infos: list[dict[str, Any]] = [{} for _ in range(BATCH)]
        if over.all():
            self.means += np.mean(self._rewards, axis=0).tolist()
            for place, info in enumerate(infos):
                last = {part: values[place] for part, values in observation.items()}
                info |= {"terminal_observation": last, "TimeLimit.truncated": True}
            observation = self.reset()
        return observation, rewards, over, infos

    def close(self) -> None:
        self.envs.close()

    @override
    def get_attr(self, attr_name: str, indices: VecEnvIndices = None) -> list[Any]:
        return [getattr(self.envs, attr_name)] * BATCH

    @override
    def set_attr(self, attr_name: str, value: Any, indices: VecEnvIndices = None) -> None:
        raise AttributeError(attr_name)

    @override
    def env_method(
        self, method_name: str, *method_args: Any, indices: VecEnvIndices = None, **method_kwargs: Any
    ) -> list[Any]:
        raise AttributeError(method_name)

    @override
    def env_is_wrapped(self, wrapper_class: type[gymnasium.Wrapper], indices: VecEnvIndices = None) -> list[bool]:
        return [False] * BATCH


def at_random(seed: int, steps: int) -> list[float]:
    """The mean reward of every episode in which each action is as likely as any other."""
    torch.set_num_threads(1)
    batch = Batch()
    batch.envs.action_space.seed(seed)
    batch.seed(seed)
    batch.reset()
    for _ in range(steps // BATCH):
        batch.step(batch.envs.action_space.sample())
    return batch.means


def learnt(seed: int, steps: int) -> list[float]:
    """The mean reward of every episode while PPO learns for so many steps."""
    torch.set_num_threads(1)
    batch = Batch()
    performer = PPO("MultiInputPolicy", batch, n_steps=ROLLOUT // BATCH, seed=seed, device="cpu")
    performer.learn(steps)
    return batch.means


def draw(path: Path, random: Sequence[float], curves: Sequence[Sequence[float]], seeds: Sequence[int]) -> None:
    figure = Figure(figsize=(9, 4), layout="constrained")
    axes = figure.subplots()
    for seed, means in zip(seeds, curves, strict=True):
        (line,) = axes.plot(np.convolve(means, np.ones(SMOOTHED) / SMOOTHED, "valid"), label=f"PPO, seed {seed}")
        axes.plot(means, ".", markersize=2, alpha=0.3, color=line.get_color())
    axes.axhspan(*np.percentile(random, [5, 95]), color="grey", alpha=0.25, label="random, 5 % to 95 %")
    axes.set(xlabel="episode", ylabel="mean reward of a step")
    axes.legend(loc="lower right")
    figure.savefig(path, dpi=110)


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--steps", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("-o", "--picture", type=Path, default=Path("performer.png"))
    arguments = parser.parse_args()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        playing = pool.submit(at_random, 0, RANDOM_STEPS)
        curves = list(pool.map(learnt, arguments.seeds, [arguments.steps] * len(arguments.seeds)))
        random = playing.result()
    least = float(np.percentile(random, 95))
    figures: dict[str, record.Figures] = {"random": {"mean": float(np.mean(random)), "95th percentile": least}}
    for seed, means in zip(arguments.seeds, curves, strict=True):
        first, last = (float(np.mean(part)) for part in (means[:SMOOTHED], means[-round(LAST * len(means)) :]))
        figures[f"PPO, seed {seed}"] = {"at first": first, "at last": last, "above random": last - least}
    record.report("performer", figures.items(), arguments)
    draw(arguments.picture, random, curves, arguments.seeds)


if __name__ == "__main__":
    main()
