"""Episodes: performances that go on step by step, several at once, and remember what was heard."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from distill import threads
from distill.audio import Samples
from distill.grid.grid import EMPTY
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import Block, EngineState
from live.gym.rewards import EpisodeStep

Number = TypeVar("Number", np.float32, np.int64)


class Episode:
    """A performance of the piece ``seed``, of which the last ``kept`` steps are remembered."""

    def __init__(self, engine: Engine, seed: int, kept: int) -> None:
        config = engine.model.codec.config
        self.seed = seed
        self.state = engine.initial_state(seed)
        self.events: dict[int, Sequence[ControlEvent]] = {}
        """By the frame that was the first to obey them."""
        nothing = np.zeros((0, config.channels), dtype=np.float32), np.zeros((config.levels, 0), dtype=np.int64)
        self.steps = deque([EpisodeStep(0, *nothing, self.state.controls)], maxlen=kept)

    @property
    def previous(self) -> EpisodeStep:
        """What was heard in the step before the last."""
        return self.steps[-2]

    @property
    def current(self) -> EpisodeStep:
        """What was heard in the last step."""
        return self.steps[-1]

    def codes(self, frames: int) -> NDArray[np.int64]:
        """The last ``frames`` codes [level, frame]; -1 before the first."""
        return _last((step.codes.T for step in reversed(self.steps)), frames, EMPTY).T

    def sound(self, length: int) -> Samples:
        """The last ``length`` samples [time, channel]; silence before the first."""
        return _last((step.samples for step in reversed(self.steps)), length, 0)

    def went_on(self, state: EngineState, blocks: Sequence[Block]) -> None:
        """Remember a step of ``blocks`` that led to ``state``."""
        self.state = state
        self.events |= {block.frame: block.events for block in blocks if block.events}
        samples = torch.cat([block.samples for block in blocks]).numpy()
        codes = torch.stack([block.codes for block in blocks], dim=1).numpy()
        self.steps.append(EpisodeStep(self.current.end + len(samples), samples, codes, state.controls))


def advance(engine: Engine, episodes: Sequence[Episode], said: Sequence[Sequence[ControlEvent]], frames: int) -> None:
    """Let ``episodes`` go on by ``frames``, each after what is ``said`` to it."""
    states = [episode.state for episode in episodes]
    steps: list[list[Block]] = []
    with threads.single():
        for _ in range(frames):
            states, blocks = engine.step_many(states, said)
            steps.append(blocks)
            said = [()] * len(episodes)
    for episode, state, *blocks in zip(episodes, states, *steps, strict=True):
        episode.went_on(state, blocks)


def _last(parts: Iterable[NDArray[Number]], length: int, before: int) -> NDArray[Number]:
    """The last ``length`` rows of ``parts``, the latest of which comes first; rows of ``before`` where they lack."""
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
