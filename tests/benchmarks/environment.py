"""What a step of the environment costs: frames a second of one, and of many in a batch, which all cores share.

    python tests/benchmarks/environment.py [MODEL] [--many N] [--seconds S]

Actions are random, all observations are taken. Time is that of the wall, in short turns of which the best counts: the
processor's own would count both of two cores. On a machine that does other things, compare within one run. Without a
model it measures the one that comes along.
"""

import time
from collections.abc import Callable
from typing import Any

import gymnasium
import record

LIVE = "live.gym.env:distill/Live-v0"
FRAMES = 10
TURN = 0.1
LEAST, LEAST_RATIO = 4_835, 8
"""Frames a second of one environment, and how many times as many those of a batch have to make together."""


def frames_a_second(step: Callable[[], object], frames: int, seconds: float) -> float:
    """Best of turns of ``TURN`` seconds: another program can only make one worse."""
    for _ in range(3):
        step()
    best, ends = 0.0, time.perf_counter() + seconds
    while (started := time.perf_counter()) < ends:
        steps, spent = 0, 0.0
        while spent < TURN:
            step()
            steps += 1
            spent = time.perf_counter() - started
        best = max(best, steps * frames / spent)
    return best


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
