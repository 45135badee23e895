"""A budget of minutes, and bars or lines that say how much of it is left."""

import signal
import sys
import time
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from distill import following, training
from distill.corpus import Corpus
from distill.errors import DistillError


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

    @property
    def left(self) -> float:
        """Seconds of it."""
        return max(0.0, 1 - self()) * self._seconds

    def interrupt(self) -> None:
        """Spend the rest at once."""
        self.interrupted = True

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupt()
        signal.signal(signal.SIGINT, self._before)


def shown(how: str, budget: Budget | None = None, *, speaks: bool = True) -> AbstractContextManager[training.Report]:
    """Show progress as ``--progress`` says; of several ranks, only one ``speaks``."""
    if how == "bars" or (how == "lines" and not speaks):
        return bars(shown=speaks)
    if how == "lines":
        return lines(budget)
    raise DistillError(f"--progress is bars or lines, not {how}.")


@contextmanager
def lines(budget: Budget | None = None) -> Generator[training.Report]:
    """A line a report. Where nobody reads them any more, the budget is spent: what was learnt is kept."""
    begun: dict[str, float] = {}

    def report(now: training.Progress) -> None:
        elapsed = time.monotonic() - begun.setdefault(now.stage, time.monotonic())
        line = following.Stand(
            stage=now.stage,
            done=now.done,
            stage_seconds_left=elapsed * (1 - now.done) / now.done if now.done and elapsed else None,
            seconds_left=budget.left if budget else None,
            losses=now.figures.losses,
            health=now.figures.health,
        )
        say(line, budget)

    yield report


def say(line: following.Line, budget: Budget | None = None) -> None:
    """Write a line for who follows; without anybody, the budget is spent."""
    try:
        sys.stderr.write(f"{line.model_dump_json()}\n")
        sys.stderr.flush()
    except BrokenPipeError:
        if budget is None:
            raise
        budget.interrupt()


def tell_files(corpus: Corpus, budget: Budget) -> None:
    """Write what became of every file of ``corpus``."""
    files = (
        following.File(
            path=f.name(corpus.folder),
            used=f.used,
            seconds=f.seconds,
            reason=f.reason,
            remark=f.remark,
        )
        for f in corpus.files
    )
    say(following.Files(files=tuple(files)), budget)


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
            tasks[now.stage] = progress.add_task(following.TITLES[now.stage], total=1.0, figures="")
        progress.update(tasks[now.stage], completed=now.done)
        if now.figures.losses:
            figures = "  ".join(f"{name} {value:.3f}" for name, value in now.figures.losses.items())
            if now.figures.health:
                figures += "  codes used " + " ".join(f"{level.used:.0%}" for level in now.figures.health)
            progress.update(tasks[now.stage], figures=figures)

    with progress:
        yield report
