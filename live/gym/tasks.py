"""Tasks that come along: environments with something to want."""

from typing import Any

from distill.audio import Samples
from distill.data import demo_sounds
from live.gym.env import LiveEnv
from live.gym.rewards import Match
from live.gym.vector_env import LiveVectorEnv

TARGET = "breath-1.wav"
"""The recording of the built-in corpus that ``match`` wants to hear."""


def match(**options: Any) -> LiveEnv:
    """A few knobs, to come near a recording; ``options`` are those of the stage."""
    return LiveEnv(**_matching(options))


def match_many(**options: Any) -> LiveVectorEnv:
    """The same for many at once."""
    return LiveVectorEnv(**_matching(options))


def _matching(options: dict[str, Any]) -> dict[str, Any]:
    asked = {
        "controls": ("temperature", "level/{n}/gain", "output/gain"),
        "observations": ("sound", "controls"),
        "frames_per_step": 20,
    }
    return asked | ({} if "reward" in options else {"reward": Match(_target())}) | options


def _target() -> Samples:
    return next(samples for name, samples in demo_sounds.recordings() if name == TARGET)
