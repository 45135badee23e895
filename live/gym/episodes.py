"""Episodes: performances rendered step by step, several as one batch, with a history of steps."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from distill.audio import Samples
from distill.grid.grid import EMPTY
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import Passage
from live.gym.rewards import EpisodeStep

Number = TypeVar("Number", np.float32, np.int64)


class Episode:
    """A performance from ``seed``, with its last ``kept`` steps."""

    def __init__(self, engine: Engine, seed: int, kept: int) -> None:
        config = engine.model.codec.config
        self.seed = seed
        self.state = engine.initial_state(seed)
        self.events: dict[int, Sequence[ControlEvent]] = {}
        """Events by the frame in which they took effect."""
        nothing = np.zeros((0, config.channels), dtype=np.float32), np.zeros((config.levels, 0), dtype=np.int64)
        self.steps = deque([EpisodeStep(0, *nothing, self.state.controls)], maxlen=kept)

    @property
    def previous(self) -> EpisodeStep:
        """The step before the last."""
        return self.steps[-2]

    @property
    def current(self) -> EpisodeStep:
        """The last step."""
        return self.steps[-1]

    def codes(self, frames: int) -> NDArray[np.int64]:
        """Codes [level, frame] of the last ``frames`` frames; -1 before the first."""
        return _last((step.codes.T for step in reversed(self.steps)), frames, EMPTY).T

    def sound(self, length: int) -> Samples:
        """Last ``length`` samples [time, channel]; zeros before the first."""
        return _last((step.samples for step in reversed(self.steps)), length, 0)

    def append(self, passage: Passage) -> None:
        """Append a step."""
        self.state = passage.after
        if passage.events:
            self.events[passage.frame] = passage.events
        end = self.current.end + len(passage.samples)
        self.steps.append(EpisodeStep(end, passage.samples, passage.codes, passage.after.controls))


def advance(engine: Engine, episodes: Sequence[Episode], events: Sequence[Sequence[ControlEvent]], frames: int) -> None:
    """Render ``frames`` frames of each of ``episodes``, after its own ``events``, as one batch."""
    passages = engine.play([episode.state for episode in episodes], events, frames)
    for episode, passage in zip(episodes, passages, strict=True):
        episode.append(passage)


def _last(parts: Iterable[NDArray[Number]], length: int, before: int) -> NDArray[Number]:
    """Last ``length`` rows of ``parts``, given latest first, padded at the front with ``before``."""
    enough: list[NDArray[Number]] = []
    found = 0
    for part in parts:
        enough.insert(0, part[max(0, len(part) - length + found) :])
        found += len(enough[0])
        if found == length:
            break
    if found < length:
        enough.insert(0, np.full((length - found, enough[0].shape[1]), before, dtype=enough[0].dtype))
    return np.concatenate(enough)
