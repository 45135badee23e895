"""The instrument as a Gymnasium environment: ``gymnasium.make("live.gym.env:distill/Live-v0")``."""

import operator
from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium import error
from numpy.typing import NDArray

from live.gym.actions import Action
from live.gym.core import EnvironmentCore
from live.gym.episodes import Episode
from live.gym.observations import Observation
from live.gym.playback import Playback
from live.session.journal import Performance

Info = dict[str, Any]


class LiveEnv(gymnasium.Env[Observation, Action]):
    """Environment whose episodes are performances, and whose steps are some frames of sound.

    ``info`` has ``audio``, the samples [time, channel] of the step.

    Args:
        arguments, options: those of ``EnvironmentCore``.
        render_mode: ``rgb_array`` for pictures, ``human`` for the audio device, or ``None``.

    Raises:
        DistillError, ValueError: as by ``EnvironmentCore``.
        UnsupportedMode: ``render_mode`` is another.
    """

    metadata = {"render_modes": ["rgb_array", "human"], "render_fps": 10}  # noqa: RUF012 - as Gymnasium has it

    def __init__(self, *arguments: Any, render_mode: str | None = None, **options: Any) -> None:
        check_mode(render_mode, [*self.metadata["render_modes"]])
        self._core = EnvironmentCore(*arguments, **options)
        self.metadata = {**self.metadata, "render_fps": self._core.steps_per_second}
        self.render_mode = render_mode
        self.action_space = self._core.actions.space
        self.observation_space = self._core.observations.space
        self._playback = Playback(self._core.config.sample_rate)
        self._episode: Episode | None = None
        self._closed = False

    @property
    def journal(self) -> Performance:
        """The episode so far as a performance: ``env.unwrapped.journal.save(path)``, then ``distill render``."""
        return self._core.journal(self._running())

    def reset(self, *, seed: int | None = None, options: Info | None = None) -> tuple[Observation, Info]:
        """Start an episode. With ``seed``, this and the following episodes are reproducible."""
        check_open(self._closed)
        super().reset(seed=as_integer(seed), options=options)
        self._episode = self._core.begin(self.np_random)
        return self._observation(self._episode), {"seed": self._episode.seed}

    def step(self, action: Action) -> tuple[Observation, float, bool, bool, Info]:
        """Apply ``action``, and render ``frames_per_step`` frames.

        Raises:
            InvalidAction: it has another shape or is out of range.
            ResetNeeded: no episode has begun.
        """
        episode = self._running()
        (reward,) = self._core.step([episode], [action])
        audio = episode.current.samples.copy()
        if self.render_mode == "human":
            self._playback.play(audio)
        return self._observation(episode), reward, False, False, {"audio": audio}

    def render(self) -> NDArray[np.uint8] | None:  # pyright: ignore[reportIncompatibleMethodOverride] - as Gymnasium's own
        """Picture of the last seconds [row, column, RGB]; ``None`` unless ``render_mode`` is ``rgb_array``."""
        episode = self._running()
        return self._core.picture(episode) if self.render_mode == "rgb_array" else None

    def close(self) -> None:
        """Close the audio device and the environment."""
        self._playback.close()
        self._closed = True

    def _running(self) -> Episode:
        check_open(self._closed)
        if self._episode is None:
            raise error.ResetNeeded("No episode has begun. Call reset() first.")
        return self._episode

    def _observation(self, episode: Episode) -> Observation:
        return {part: batch[0] for part, batch in self._core.observations.of([episode]).items()}


def as_integer(seed: Any) -> Any:
    """Convert ``seed`` to ``int``, also from NumPy's integers; others are returned for Gymnasium to refuse."""
    try:
        return operator.index(seed)
    except TypeError:
        return seed


def check_mode(wanted: str | None, modes: Sequence[str]) -> None:
    """Check that a ``render_mode`` is among ``modes``.

    Raises:
        UnsupportedMode: it is not.
    """
    if wanted is not None and wanted not in modes:
        raise error.UnsupportedMode(f"render_mode is {' or '.join(modes)}, or left out; not {wanted!r}.")


def check_open(closed: bool) -> None:
    """Check that an environment is not ``closed``.

    Raises:
        ClosedEnvironmentError: it is.
    """
    if closed:
        raise error.ClosedEnvironmentError("This environment is closed. Make another: gymnasium.make(...).")


gymnasium.register(
    "distill/Live-v0",
    "live.gym.env:LiveEnv",
    max_episode_steps=100,
    vector_entry_point="live.gym.vector_env:LiveVectorEnv",
)
gymnasium.register(
    "distill/Match-v0", "live.gym.tasks:match", max_episode_steps=25, vector_entry_point="live.gym.tasks:match_many"
)
