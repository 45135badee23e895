"""A budget of minutes, and bars that say how much of it is left."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import ClassVar

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from distill import training


class Budget:
    """Minutes to spend. As a context, the first Ctrl-C spends the rest at once; the second one breaks off."""

    def __init__(self, minutes: float) -> None:
        self._seconds = minutes * 60
        self._started = time.monotonic()
        self.interrupted = False

    def __call__(self) -> float:
        """The share that is spent."""
        return 1.0 if self.interrupted else (time.monotonic() - self._started) / self._seconds

    def __enter__(self) -> "Budget":
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupted = True
        signal.signal(signal.SIGINT, self._before)


class Bars:
    """One bar a stage, with time left and the latest figures."""

    TITLES: ClassVar[dict[str, str]] = {
        "reading": "Reading sounds",
        "codec": "Codec",
        "encoding": "Encoding",
        "prior": "Prior",
        "rendering": "Rendering",
    }

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
            TextColumn("{task.description:<16}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[figures]}"),
            console=console,
        )
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, progress: training.Progress) -> None:
        """Show where training stands."""
        stage = progress.stage
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(self.TITLES[stage], total=1.0, figures="")
        self._progress.update(self._tasks[stage], completed=progress.done)
        if progress.figures:
            figures = "  ".join(f"{name} {value:.3f}" for name, value in progress.figures.items())
            self._progress.update(self._tasks[stage], figures=figures)


@contextmanager
def bars(*, shown: bool = True) -> Iterator[Bars]:
    """Bars on standard error, so that standard output stays a script's."""
    bars = Bars(Console(stderr=True, quiet=not shown))
    with bars._progress:
        yield bars
