"""A budget of minutes, and bars that say how much of it is left."""

import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from distill import training


class Budget:
    """Minutes to spend, a share of them spent already.

    As a context, the first Ctrl-C spends the rest at once; the second one breaks off.
    """

    def __init__(self, minutes: float, *, spent: float = 0.0) -> None:
        self._seconds = minutes * 60
        self._started = time.monotonic() - spent * self._seconds
        self.interrupted = False

    def __call__(self) -> float:
        """The share that is spent."""
        return 1.0 if self.interrupted else (time.monotonic() - self._started) / self._seconds

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupted = True
        signal.signal(signal.SIGINT, self._before)


TITLES = {
    "reading": "Reading sounds",
    "linear": "First codec",
    "codec": "Codec",
    "polish": "Polish",
    "encoding": "Encoding",
    "prior": "Prior",
    "rendering": "Rendering",
    "generating": "Generating",
    "evaluating": "Evaluating",
    "atlas": "Atlas",
}


@contextmanager
def bars(*, shown: bool = True) -> Generator[training.Report]:
    """One bar a stage, with time left and the latest figures; on standard error, so that output stays a script's."""
    progress = Progress(
        TextColumn("{task.description:<16}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[figures]}"),
        console=Console(stderr=True),
        disable=not shown,
    )
    tasks: dict[str, TaskID] = {}

    def report(now: training.Progress) -> None:
        if now.stage not in tasks:
            tasks[now.stage] = progress.add_task(TITLES[now.stage], total=1.0, figures="")
        progress.update(tasks[now.stage], completed=now.done)
        if now.figures.losses:
            figures = "  ".join(f"{name} {value:.3f}" for name, value in now.figures.losses.items())
            if now.figures.health:
                figures += "  codes used " + " ".join(f"{level.used:.0%}" for level in now.figures.health)
            progress.update(tasks[now.stage], figures=figures)

    with progress:
        yield report
