"""Core shared by single and vector environments: engine, action space, observations, reward and rendering."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from distill import bundle, plotting
from distill.bundle import Bundle
from distill.hyperparameters import CodecConfig
from live.engine.engine import Engine
from live.gym.actions import ActionKind, Actions
from live.gym.episodes import Episode, advance
from live.gym.observations import PARTS, WINDOW, ObservationPart, Observations
from live.gym.rewards import Reward, Total
from live.session.journal import Performance
from live.session.performance_header import PerformanceHeader

SHOWN_SECONDS = 5
"""Length of the past in a rendered picture."""
UNSAVED = Path("unsaved.distill")
"""Path in the journal of a model that was passed as an object."""


class EnvironmentCore:
    """Common part of ``LiveEnv`` and ``LiveVectorEnv``.

    Args:
        model: a ``.distill`` file, a name from the library, ``starter`` for the built-in model, or a model.
        controls: names of the controls that actions set; ``{n}`` stands for each level.
        actions: ``knobs`` for their positions, ``edits`` for cells of the grid, or ``both``.
        observations: some of ``codes``, ``sound`` and ``controls``.
        reward: function of the step before, the step and the action; 0 by default.
        frames_per_step: frames of sound per step, of 10 ms each.
        window: frames of codes in an observation.
        lowest: lowest position of a control: -1, as learning programs expect, or 0, as on a controller.

    Raises:
        DistillError: the model cannot be read, or a control cannot be used.
        ValueError: a number or name is out of its range.
    """

    def __init__(
        self,
        model: str | Path | Bundle = "starter",
        *,
        controls: Sequence[str] | None = None,
        actions: ActionKind = "knobs",
        observations: Sequence[ObservationPart] = PARTS,
        reward: Reward | None = None,
        frames_per_step: int = 10,
        window: int = 10,
        lowest: float = -1,
    ) -> None:
        for name, number in (("frames_per_step", frames_per_step), ("window", window)):
            if number < 1:
                raise ValueError(f"{name} is a number of frames, 1 or more; not {number}.")
        self._path = UNSAVED if isinstance(model, Bundle) else bundle.find(Path(model))
        self.engine = Engine(model if isinstance(model, Bundle) else bundle.load(self._path))
        self.config: CodecConfig = self.engine.model.codec.config
        self.actions = Actions(self.engine.vocabulary, self.config.codebook_size, actions, controls, lowest)
        self.observations = Observations(self.config, observations, self.actions.faders, frames_per_step, window)
        self.reward: Reward = reward or Total()
        self.frames = frames_per_step
        frames = max(window, WINDOW / self.config.hop, SHOWN_SECONDS * self.config.frame_rate)
        self._history_steps = 2 + int(frames / frames_per_step)

    @property
    def steps_per_second(self) -> float:
        """Steps per second of sound."""
        return self.config.frame_rate / self.frames

    def begin(self, random: np.random.Generator) -> Episode:
        """Start an episode with a seed drawn from ``random``."""
        return Episode(self.engine, int(random.integers(2**31)), self._history_steps)

    def step(self, episodes: Sequence[Episode], actions: Sequence[object]) -> list[float]:
        """Apply ``actions[i]`` to ``episodes[i]``, and render a step of each; returns their rewards.

        Raises:
            InvalidAction: an action has another shape or is out of range; no episode was changed.
        """
        pairs = list(zip(episodes, actions, strict=True))
        events = [self.actions.events(action, episode.state.controls) for episode, action in pairs]
        advance(self.engine, episodes, events, self.frames)
        return [float(self.reward(episode.previous, episode.current, action)) for episode, action in pairs]

    def journal(self, episode: Episode) -> Performance:
        """The episode so far as a performance."""
        header = PerformanceHeader.of(self.engine.model, self._path, episode.seed)
        return Performance(header, episode.state.frame, dict(episode.events))

    def picture(self, episode: Episode) -> NDArray[np.uint8]:
        """Picture [row, column, RGB], uint8: controls, spectrogram and grid of the last seconds."""
        frames = round(SHOWN_SECONDS * self.config.frame_rate)
        faders = self.actions.faders
        turned = faders.positions([step.controls for step in episode.steps]).T.repeat(self.frames, 1)
        return plotting.performance_pixels(
            episode.sound(frames * self.config.hop).mean(axis=1),
            episode.codes(frames),
            self.engine.model.codec.codebooks,
            {knob.name: track[-frames:].astype(np.float64) for knob, track in zip(faders.knobs, turned, strict=True)},
            self.config.sample_rate,
        )
