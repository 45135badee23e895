"""The stage that environments share: a model, what may be done on it, and what is perceived and shown of it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from distill import bundle, plotting, threads
from distill.bundle import Model
from distill.model.codec import CodecConfig
from live.engine.engine import Engine
from live.gym.actions import Actions, Kind
from live.gym.episodes import Episode, advance
from live.gym.observations import PARTS, WINDOW, Observations, Part
from live.gym.rewards import Reward, Total
from live.session.journal import Performance
from live.session.performance_header import PerformanceHeader

SHOWN_SECONDS = 5
"""How much of the past a picture shows."""
UNSAVED = Path("unsaved.distill")
"""Where a model is that was never in a file, as far as a journal can tell."""


class EnvironmentCore:
    """What one environment and many have in common.

    Args:
        model: a ``.distill`` file, ``starter`` for the model that comes along, or a model.
        controls: names of the controls that take part; ``{n}`` stands for each level.
        actions: ``knobs`` for their positions, ``edits`` for cells of the grid, or ``both``.
        observations: some of ``codes``, ``sound`` and ``controls``.
        reward: what a step is worth; nothing, if not given.
        frames_per_step: how long a step is.
        window: how many frames of codes are perceived.
        lowest: where a knob's position begins: at -1, which learning programs want, or at 0, as on a controller.
    """

    # A process that was forked, as Gymnasium's are, waits for ever for the threads that its parent had.
    @threads.single()
    def __init__(
        self,
        model: str | Path | Model = "starter",
        *,
        controls: Sequence[str] | None = None,
        actions: Kind = "knobs",
        observations: Sequence[Part] = PARTS,
        reward: Reward | None = None,
        frames_per_step: int = 10,
        window: int = 10,
        lowest: float = -1,
    ) -> None:
        for name, number in (("frames_per_step", frames_per_step), ("window", window)):
            if number < 1:
                raise ValueError(f"{name} is a number of frames, 1 or more; not {number}.")
        self._path = UNSAVED if isinstance(model, Model) else bundle.find(Path(model))
        self.engine = Engine(model if isinstance(model, Model) else bundle.load(self._path))
        self.config: CodecConfig = self.engine.model.codec.config
        self.actions = Actions(self.engine.vocabulary, self.config.codebook_size, actions, controls, lowest)
        self.observations = Observations(self.config, observations, self.actions.faders, frames_per_step, window)
        self.reward: Reward = reward or Total()
        self.frames = frames_per_step
        frames = max(window, WINDOW / self.config.hop, SHOWN_SECONDS * self.config.frame_rate)
        self._kept = 2 + int(frames / frames_per_step)

    @property
    def steps_per_second(self) -> float:
        """How many steps a second of sound has."""
        return self.config.frame_rate / self.frames

    @threads.single()
    def begin(self, random: np.random.Generator) -> Episode:
        """An episode that begins, of a piece that ``random`` chooses."""
        return Episode(self.engine, int(random.integers(2**31)), self._kept)

    def step(self, episodes: Sequence[Episode], actions: Sequence[object]) -> list[float]:
        """Let ``episodes`` go on, each after its own of ``actions``; what the step was worth.

        Raises:
            InvalidAction: an action is of another shape, or one of its numbers cannot be. Nothing has gone on.
        """
        pairs = list(zip(episodes, actions, strict=True))
        said = [self.actions.events(action, episode.state.controls) for episode, action in pairs]
        advance(self.engine, episodes, said, self.frames)
        return [float(self.reward(episode.previous, episode.current, action)) for episode, action in pairs]

    def journal(self, episode: Episode) -> Performance:
        """The performance so far."""
        header = PerformanceHeader.of(self.engine.model, self._path, episode.seed)
        return Performance(header, episode.state.frame, dict(episode.events))

    def picture(self, episode: Episode) -> NDArray[np.uint8]:
        """Pixels [row, column, colour]: the knobs, the spectrogram and the grid of the last seconds."""
        frames = round(SHOWN_SECONDS * self.config.frame_rate)
        faders = self.actions.faders
        turned = faders.positions([step.controls for step in episode.steps]).T.repeat(self.frames, 1)
        return plotting.performance_pixels(
            episode.sound(frames * self.config.hop).mean(axis=1),
            episode.codes(frames),
            self.engine.model.codec.quantizer.codebooks,
            {knob.name: track[-frames:].astype(np.float64) for knob, track in zip(faders.knobs, turned, strict=True)},
            self.config.sample_rate,
        )
