"""The old place of ``live.gym.rewards``, for one version."""

import warnings

from live.gym.rewards import EpisodeStep as Heard
from live.gym.rewards import Loudness, Match, Novelty, Total

__all__ = ["Heard", "Loudness", "Match", "Novelty", "Total"]
warnings.warn("live.rewards has moved to live.gym.rewards, and its Heard is EpisodeStep.", FutureWarning, stacklevel=2)
