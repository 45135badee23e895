"""Host 3, many at once: environments of Gymnasium that are computed as one batch."""

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
from live.gym.env import Info, check_mode, check_open, whole
from live.gym.episodes import Episode
from live.gym.observations import Observation
from live.session.journal import Performance


class LiveVectorEnv(VectorEnv[Observation, Action, NDArray[Any]]):
    """``num_envs`` performances, each as ``LiveEnv`` would play it alone; arguments are those of ``EnvironmentCore``.

    An episode is over after ``max_episode_steps``. ``autoreset_mode`` says when another begins, as Gymnasium's own
    vector environments have it: with the next step, in the same step, or by ``reset`` with a ``reset_mask`` only.
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
        """The episodes so far as performances."""
        return tuple(self._core.journal(episode) for episode in self._going_on())

    def reset(
        self, *, seed: int | Sequence[int | None] | NDArray[Any] | None = None, options: Info | None = None
    ) -> tuple[Observation, Info]:
        """Begin other pieces, all or those of the ``reset_mask`` in ``options``.

        ``seed`` is that of the first environment, and the next has the next; or there is one for each.
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
        """Do each of ``actions``, and play on where an episode is not over.

        Raises:
            InvalidAction: an action is of another shape, or one of its numbers cannot be. Nothing has gone on.
            ResetNeeded: an episode is over, and no other begins by itself.
        """
        episodes = self._going_on()
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
        """A picture of the last seconds of each."""
        episodes = self._going_on()
        return tuple(map(self._core.picture, episodes)) if self.render_mode == "rgb_array" else None

    def _seeded(self, seed: Any) -> list[np.random.Generator]:
        """The generators of the environments: a new one where there is a seed, or none yet."""
        if seed is None:
            seeds = [None] * self.num_envs
        elif np.ndim(seed) == 0:
            seeding.np_random(whole(seed))
            seeds = [whole(seed) + place for place in range(self.num_envs)]
        else:
            seeds = list(map(whole, seed))
        if len(seeds) != self.num_envs:
            raise ValueError(f"There are {self.num_envs} environments, not {len(seeds)}: give a seed for each.")
        before = self._randoms or [seeding.np_random()[0] for _ in seeds]
        return [random if own is None else seeding.np_random(own)[0] for random, own in zip(before, seeds, strict=True)]

    def _begin(self, mask: NDArray[np.bool_], infos: Info | None = None) -> Info:
        """Begin an episode where ``mask`` says so; which pieces have begun, beside what ``infos`` has."""
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
        """The last that was perceived and heard of the episodes that are ``over``, before others take their places."""
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

    def _going_on(self) -> list[Episode]:
        check_open(self.closed)
        if not self._episodes:
            raise error.ResetNeeded("No episode has begun. Call reset() first.")
        return self._episodes
