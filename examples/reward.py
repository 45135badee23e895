"""Teach a program to play softly and brightly, by a reward of its own: ``python examples/reward.py [STEPS]``.

Needs Stable-Baselines3: ``pip install stable-baselines3``.
"""

import sys

import gymnasium
import numpy as np
from stable_baselines3 import PPO

from live.gym.rewards import EpisodeStep


def softly_and_brightly(previous: EpisodeStep, current: EpisodeStep, action: object) -> float:
    """Share of the power above 2 kHz, less the peak."""
    power = np.abs(np.fft.rfft(current.samples[:, 0])) ** 2
    above = np.fft.rfftfreq(len(current.samples), 1 / 48_000) > 2_000
    return float(power[above].sum() / (power.sum() + 1e-9) - np.abs(current.samples).max())


steps = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
env = gymnasium.make(
    "live.gym.env:distill/Live-v0",
    model="starter",
    controls=["level/{n}/gain", "temperature"],
    reward=softly_and_brightly,
)
performer = PPO("MultiInputPolicy", env, n_steps=min(steps, 256), batch_size=32, seed=1, device="cpu")
performer.learn(steps)
observation, _ = env.reset(seed=1)
action, _ = performer.predict(observation, deterministic=True)
print("It opens with", np.round(action, 2))
