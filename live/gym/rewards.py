"""Reward functions. Each is a plain callable of the step before, the step and the action; write your own likewise."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from distill import metrics
from distill.audio import Samples


@dataclass(frozen=True, slots=True)
class EpisodeStep:
    """One step of an episode; the one before the first step is empty."""

    end: int
    """Samples from the start of the episode to the end of the step."""
    samples: Samples
    """[time, channel]: sound of the step, float32."""
    codes: NDArray[np.int64]
    """[level, frame]: codes of the step; -1 while paused."""
    controls: Mapping[str, float]
    """Value of every control after the step, in its own unit."""


Reward = Callable[[EpisodeStep, EpisodeStep, Any], float]
"""Reward of a step, from the step before it, the step itself, and the action."""


class Match:
    """Similarity of the sound to a recording at the same time, from -1 for silence to 0 for the same sound.

    Minus ``metrics.mel_dissimilarity``: -sum(|a - b|) / sum(a + b), where a and b are the square roots of the mel
    magnitudes of the target and of the sound. Only where the target is silent, too, does silence get 0.
    ``target`` [time, channel], 48 kHz, begins anew where it ends.

    Raises:
        ValueError: the target has no samples, or some that are not finite.
    """

    def __init__(self, target: Samples) -> None:
        if not target.size:
            raise ValueError("Match needs a target with at least one sample; read one with distill.audio.read.")
        if not np.isfinite(target).all():
            raise ValueError("Match needs a target of finite samples; read one with distill.audio.read.")
        self._target = target.mean(axis=1, dtype=np.float32)

    def __call__(self, previous: EpisodeStep, current: EpisodeStep, action: object) -> float:
        """The reward of a step; the sound before it fills the windows that begin there."""
        del action
        sound = np.concatenate([previous.samples, current.samples]).mean(axis=1)
        moments = np.arange(current.end - len(sound), current.end) % len(self._target)
        return -metrics.mel_dissimilarity(self._target[moments], sound)


@dataclass(frozen=True, slots=True)
class Novelty:
    """Penalty for too little or too much novelty: 0 between ``low`` and ``high``, else minus the distance to them.

    Novelty is the share of frames, 0 to 1, whose code of level 1 did not occur in the step before.
    """

    low: float = 0.1
    high: float = 0.6

    def __call__(self, previous: EpisodeStep, current: EpisodeStep, action: object) -> float:
        """The reward of a step."""
        del action
        new = float(np.mean(~np.isin(current.codes[0], previous.codes[0])))
        return -_outside(new, self.low, self.high)


@dataclass(frozen=True, slots=True)
class Loudness:
    """Penalty for the mean power in dBFS: 0 between ``low`` and ``high``, else minus a tenth per decibel outside."""

    low: float = -40.0
    high: float = -12.0

    def __call__(self, previous: EpisodeStep, current: EpisodeStep, action: object) -> float:
        """The reward of a step."""
        del previous, action
        power = float(np.mean(np.square(current.samples, dtype=np.float64)))
        return -_outside(10 * math.log10(power + 1e-10), self.low, self.high) / 10


class Total:
    """Weighted sum of rewards: ``Total((1, Match(target)), (0.2, Loudness()))``."""

    def __init__(self, *terms: tuple[float, Reward]) -> None:
        self._terms = terms

    def __call__(self, previous: EpisodeStep, current: EpisodeStep, action: object) -> float:
        """The reward of a step."""
        return sum((weight * reward(previous, current, action) for weight, reward in self._terms), start=0.0)


def _outside(value: float, low: float, high: float) -> float:
    return max(low - value, value - high, 0.0)
