"""The old place of ``live.gym.env``, for one version: ``gymnasium.make("live.env:distill/Live-v0")`` still works."""

import warnings

from live.gym.env import LiveEnv

__all__ = ["LiveEnv"]
warnings.warn("live.env has moved to live.gym.env.", FutureWarning, stacklevel=2)
