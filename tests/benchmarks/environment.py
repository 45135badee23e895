"""What a step of the environment costs on one core: frames a second of one, and of many in a batch.

    python tests/benchmarks/environment.py [MODEL] [--many N] [--seconds S]

Actions are random, all observations are taken. Without a model it measures the one that comes along.
"""

import time
from collections.abc import Callable
from typing import Any

import gymnasium
import record

LIVE = "live.gym.env:distill/Live-v0"
FRAMES = 10
LEAST, LEAST_RATIO = 400, 6
"""Frames a second of one environment, and how many times as many those of a batch have to make together."""


def frames_a_second(step: Callable[[], object], frames: int, seconds: float) -> float:
    """By the processor's clock, so that what else the machine does counts little."""
    for _ in range(3):
        step()
    steps, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        step()
        steps += 1
    return steps * frames / (time.process_time() - started)


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", nargs="?", default="starter")
    parser.add_argument("--many", type=int, default=32)
    parser.add_argument("--seconds", type=float, default=10)
    arguments = parser.parse_args()
    options: dict[str, Any] = {"model": arguments.model, "frames_per_step": FRAMES, "max_episode_steps": 1_000_000}
    one = gymnasium.make(LIVE, **options)
    many = gymnasium.make_vec(LIVE, arguments.many, **options)
    one.reset(seed=0)
    many.reset(seed=0)
    alone, together = 0.0, 0.0
    # In turn, and the best of each: another program can only make a measurement worse.
    for _ in range(3):
        seconds = arguments.seconds / 6
        alone = max(alone, frames_a_second(lambda: one.step(one.action_space.sample()), FRAMES, seconds))
        together = max(
            together,
            frames_a_second(lambda: many.step(many.action_space.sample()), FRAMES * arguments.many, seconds),
        )
    print(f"at least {LEAST} frames a second of one, and {LEAST_RATIO} times as many of a batch")
    figures: dict[str, record.Figures] = {
        "one": {"frames a second": alone},
        f"{arguments.many} in a batch": {"frames a second": together, "ratio": together / alone},
    }
    record.report("environment", figures.items(), arguments)


if __name__ == "__main__":
    main()
