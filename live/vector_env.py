"""Host 3, many at once: environments of Gymnasium that are computed as one batch."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium import error
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space, iterate
from numpy.typing import NDArray

from distill.audio import Samples
from live.actions import Action
from live.env import Info, check_mode, check_open
from live.episodes import Episode
from live.journal import Performance
from live.observations import Observation
from live.stage import Stage


class LiveVectorEnv(VectorEnv[Observation, Action, NDArray[Any]]):
    """``num_envs`` performances, each as ``LiveEnv`` would play it alone. ``Stage`` tells what they are made with.

    An episode is over after ``max_episode_steps``; the step after its last begins another.
    """

    def __init__(
        self,
        *arguments: Any,
        num_envs: int = 1,
        max_episode_steps: int | None = None,
        render_mode: str | None = None,
        **options: Any,
    ) -> None:
        check_mode(render_mode, ["rgb_array"])
        self._stage = Stage(*arguments, **options)
        self.metadata = {
            "render_modes": ["rgb_array"],
            "render_fps": self._stage.steps_per_second,
            "autoreset_mode": AutoresetMode.NEXT_STEP,
        }
        self.render_mode = render_mode
        self.num_envs = num_envs
        self.single_action_space = self._stage.actions.space
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.single_observation_space = self._stage.observations.space
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self._longest = max_episode_steps or np.inf
        self._steps = np.zeros(num_envs)
        self._episodes: list[Episode] = []
        self._randoms: list[np.random.Generator] = []

    @property
    def journals(self) -> tuple[Performance, ...]:
        """The episodes so far as performances."""
        return tuple(self._stage.journal(episode) for episode in self._going_on())

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: Info | None = None
    ) -> tuple[Observation, Info]:
        """Begin other pieces, all or those of the ``reset_mask`` in ``options``.

        ``seed`` is that of the first environment, and the next has the next; or there is one for each.
        """
        check_open(self.closed)
        seeds = [seed + i for i in range(self.num_envs)] if isinstance(seed, int) else seed or [None] * self.num_envs
        if len(seeds) != self.num_envs:
            raise ValueError(f"There are {self.num_envs} environments, not {len(seeds)}: give a seed for each.")
        mask = np.asarray((options or {}).get("reset_mask", np.ones(self.num_envs, dtype=np.bool_)))
        if mask.shape != (self.num_envs,) or mask.dtype != np.bool_:
            raise ValueError(f"reset_mask is a boolean for each of {self.num_envs} environments, not {mask!r}.")
        if not self._episodes and not mask.all():
            raise error.ResetNeeded("No episode has begun. Call reset() for all of them first.")
        if not self._randoms:
            self._randoms = [seeding.np_random()[0] for _ in seeds]
        self._randoms = [
            random if own is None else seeding.np_random(own)[0]
            for random, own in zip(self._randoms, seeds, strict=True)
        ]
        return self._begin(mask)

    def step(
        self, actions: Action
    ) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], Info]:
        """Do each of ``actions``, and play on where an episode is not over; where it is, begin another.

        Raises:
            InvalidAction: an action is of another shape, or one of its numbers cannot be. Nothing has gone on.
        """
        episodes = self._going_on()
        over = self._steps >= self._longest
        rewards = np.zeros(self.num_envs)
        acting = zip(episodes, self._each(actions), over, strict=True)
        pairs = [(episode, action) for episode, action, ended in acting if not ended]
        if pairs:
            rewards[~over] = self._stage.step(*zip(*pairs, strict=True))
        observation, infos = self._begin(over)
        self._steps[~over] += 1
        if not over.all():
            infos |= {"audio": self._audio(over), "_audio": ~over}
        truncated = self._steps >= self._longest
        return observation, rewards, np.zeros(self.num_envs, dtype=np.bool_), truncated, infos

    def render(self) -> tuple[NDArray[np.uint8], ...] | None:
        """A picture of the last seconds of each."""
        episodes = self._going_on()
        return tuple(map(self._stage.picture, episodes)) if self.render_mode == "rgb_array" else None

    def _begin(self, mask: NDArray[np.bool_]) -> tuple[Observation, Info]:
        """Begin an episode where ``mask`` says so; what is perceived of all, and which pieces have begun."""
        before = self._episodes or [None] * self.num_envs
        self._episodes = [
            self._stage.begin(random) if begins or episode is None else episode
            for episode, random, begins in zip(before, self._randoms, mask, strict=True)
        ]
        self._steps[mask] = 0
        seeds = np.where(mask, [episode.seed for episode in self._episodes], 0)
        infos = {"seed": seeds, "_seed": mask.copy()} if mask.any() else {}
        return self._stage.observations.of(self._episodes), infos

    def _audio(self, over: NDArray[np.bool_]) -> Samples:
        """The samples [batch, time, channel] of the step; silence where there was none."""
        shape = (self._stage.frames * self._stage.config.hop, self._stage.config.channels)
        nothing = np.zeros(shape, dtype=np.float32)
        heard = zip(self._episodes, over, strict=True)
        return np.stack([nothing if ended else episode.current.samples for episode, ended in heard])

    def _each(self, actions: Action) -> list[Action]:
        try:
            each = list(iterate(self.action_space, actions))
        except (TypeError, ValueError):
            each = []
        if len(each) != self.num_envs:
            what = f"the shape {np.shape(actions)}" if isinstance(actions, np.ndarray) else repr(actions)
            raise error.InvalidAction(f"There are {self.num_envs} environments: give as many actions, not {what}.")
        return each

    def _going_on(self) -> list[Episode]:
        check_open(self.closed)
        if not self._episodes:
            raise error.ResetNeeded("No episode has begun. Call reset() first.")
        return self._episodes
