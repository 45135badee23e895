"""Built-in tasks: environments with a reward."""

from typing import Any

from distill.audio import Samples
from distill.data import demo_sounds
from live.gym.env import LiveEnv
from live.gym.rewards import Match
from live.gym.vector_env import LiveVectorEnv

TARGET = "breath-1.wav"
"""Recording of the built-in corpus that ``match`` is to approach."""


def match(**options: Any) -> LiveEnv:
    """Environment of a few controls, rewarded for similarity to a recording; ``options`` as of ``EnvironmentCore``."""
    return LiveEnv(**_matching(options))


def match_many(**options: Any) -> LiveVectorEnv:
    """Vector environment of the same task."""
    return LiveVectorEnv(**_matching(options))


def _matching(options: dict[str, Any]) -> dict[str, Any]:
    defaults = {
        "controls": ("temperature", "level/{n}/gain", "output/gain"),
        "observations": ("sound", "controls"),
        "frames_per_step": 20,
    }
    return defaults | ({} if "reward" in options else {"reward": Match(_target())}) | options


def _target() -> Samples:
    return next(samples for name, samples in demo_sounds.recordings() if name == TARGET)
