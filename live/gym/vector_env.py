"""Vector environment: several ``LiveEnv`` computed as one batch."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium import error
from gymnasium.utils import seeding
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space, iterate
from numpy.typing import NDArray

from live.gym.actions import Action
from live.gym.core import EnvironmentCore
from live.gym.env import Info, as_integer, check_mode, check_open
from live.gym.episodes import Episode
from live.gym.observations import Observation
from live.session.journal import Performance


class LiveVectorEnv(VectorEnv[Observation, Action, NDArray[Any]]):
    """``num_envs`` environments, each of which plays what ``LiveEnv`` would play alone.

    Args:
        arguments, options: those of ``EnvironmentCore``.
        num_envs: number of environments.
        max_episode_steps: length of an episode; unlimited if ``None``.
        render_mode: ``rgb_array`` or ``None``.
        autoreset_mode: start of the next episode, as in Gymnasium: with the next step, in the same step, or by
            ``reset`` with a ``reset_mask`` only.
    """

    def __init__(
        self,
        *arguments: Any,
        num_envs: int = 1,
        max_episode_steps: int | None = None,
        render_mode: str | None = None,
        autoreset_mode: str | AutoresetMode = AutoresetMode.NEXT_STEP,
        **options: Any,
    ) -> None:
        check_mode(render_mode, ["rgb_array"])
        self._autoreset = AutoresetMode(autoreset_mode)
        self._core = EnvironmentCore(*arguments, **options)
        self.metadata = {
            "render_modes": ["rgb_array"],
            "render_fps": self._core.steps_per_second,
            "autoreset_mode": self._autoreset,
        }
        self.render_mode = render_mode
        self.num_envs = num_envs
        self.single_action_space = self._core.actions.space
        self.action_space = batch_space(self.single_action_space, num_envs)
        self.single_observation_space = self._core.observations.space
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self._longest = max_episode_steps or np.inf
        self._steps = np.zeros(num_envs)
        self._episodes: list[Episode] = []
        self._randoms: list[np.random.Generator] = []

    @property
    def journals(self) -> tuple[Performance, ...]:
        """The current episodes as performances."""
        return tuple(self._core.journal(episode) for episode in self._running())

    def reset(
        self, *, seed: int | Sequence[int | None] | NDArray[Any] | None = None, options: Info | None = None
    ) -> tuple[Observation, Info]:
        """Start episodes, of all environments or of those in the ``reset_mask`` of ``options``.

        ``seed`` is that of the first environment, and each next one adds 1; or one for each.

        Raises:
            ValueError: there are not as many seeds as environments, or ``reset_mask`` [environment] is none.
            ResetNeeded: some are left out, and no episode has begun.
        """
        check_open(self.closed)
        randoms = self._seeded(seed)
        mask = np.asarray((options or {}).get("reset_mask", np.ones(self.num_envs, dtype=np.bool_)))
        if mask.shape != (self.num_envs,) or mask.dtype != np.bool_ or not mask.any():
            raise ValueError(
                f"reset_mask is a boolean for each of {self.num_envs} environments, one or more of them true, "
                f"not {mask!r}."
            )
        if not self._episodes and not mask.all():
            raise error.ResetNeeded("No episode has begun. Call reset() for all of them first.")
        self._randoms = randoms
        infos = self._begin(mask)
        return self._core.observations.of(self._episodes), infos

    def step(
        self, actions: Action
    ) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], Info]:
        """Apply ``actions``, and render a step of each episode that is not over.

        Raises:
            InvalidAction: an action has another shape or is out of range; no episode was changed.
            ResetNeeded: an episode is over, and autoreset is disabled.
        """
        episodes = self._running()
        over = self._steps >= self._longest
        if self._autoreset == AutoresetMode.DISABLED and over.any():
            which = np.flatnonzero(over).tolist()
            raise error.ResetNeeded(f"Episodes {which} are over. Begin others: reset(options={{'reset_mask': mask}}).")
        rewards = np.zeros(self.num_envs)
        acting = zip(episodes, self._each(actions), over, strict=True)
        pairs = [(episode, action) for episode, action, ended in acting if not ended]
        if pairs:
            rewards[~over] = self._core.step(*zip(*pairs, strict=True))
        self._steps[~over] += 1
        truncated = self._steps >= self._longest
        infos: Info = {}
        if self._autoreset == AutoresetMode.SAME_STEP:
            infos = self._ended(truncated)
            over = truncated
        else:
            truncated = truncated & ~over
        for place in np.flatnonzero(~over):
            infos = self._add_info(infos, {"audio": self._episodes[place].current.samples.copy()}, int(place))
        infos = self._begin(over, infos)
        observation = self._core.observations.of(self._episodes)
        return observation, rewards, np.zeros(self.num_envs, dtype=np.bool_), truncated, infos

    def render(self) -> tuple[NDArray[np.uint8], ...] | None:
        """Picture [row, column, RGB] of the last seconds of each environment."""
        episodes = self._running()
        return tuple(map(self._core.picture, episodes)) if self.render_mode == "rgb_array" else None

    def _seeded(self, seed: Any) -> list[np.random.Generator]:
        """Random generators of the environments; new ones where a seed is given."""
        if seed is None:
            seeds = [None] * self.num_envs
        elif np.ndim(seed) == 0:
            seeding.np_random(as_integer(seed))
            seeds = [as_integer(seed) + place for place in range(self.num_envs)]
        else:
            seeds = list(map(as_integer, seed))
        if len(seeds) != self.num_envs:
            raise ValueError(f"There are {self.num_envs} environments, not {len(seeds)}: give a seed for each.")
        before = self._randoms or [seeding.np_random()[0] for _ in seeds]
        return [random if own is None else seeding.np_random(own)[0] for random, own in zip(before, seeds, strict=True)]

    def _begin(self, mask: NDArray[np.bool_], infos: Info | None = None) -> Info:
        """Start episodes by ``mask`` [environment]; returns ``infos`` with their seeds."""
        infos = infos or {}
        before = self._episodes or [None] * self.num_envs
        self._episodes = [
            self._core.begin(random) if begins or episode is None else episode
            for episode, random, begins in zip(before, self._randoms, mask, strict=True)
        ]
        self._steps[mask] = 0
        for place in np.flatnonzero(mask):
            infos = self._add_info(infos, {"seed": self._episodes[place].seed}, int(place))
        return infos

    def _ended(self, over: NDArray[np.bool_]) -> Info:
        """Final observations and infos of the episodes that are ``over`` [environment]."""
        infos: Info = {}
        for place in np.flatnonzero(over):
            episode = self._episodes[place]
            last = {part: batch[0] for part, batch in self._core.observations.of([episode]).items()}
            info = {"audio": episode.current.samples.copy()}
            infos = self._add_info(infos, {"final_obs": last, "final_info": info}, int(place))
        return infos

    def _each(self, actions: Action) -> list[Action]:
        try:
            each = list(iterate(self.action_space, actions))
        except (TypeError, ValueError):
            each = []
        if len(each) != self.num_envs:
            what = f"the shape {np.shape(actions)}" if isinstance(actions, np.ndarray) else repr(actions)
            raise error.InvalidAction(f"There are {self.num_envs} environments: give as many actions, not {what}.")
        return each

    def _running(self) -> list[Episode]:
        check_open(self.closed)
        if not self._episodes:
            raise error.ResetNeeded("No episode has begun. Call reset() first.")
        return self._episodes
