"""Time budget of a training, and its progress as bars or lines."""

import math
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, suppress
from types import FrameType
from typing import Self

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from distill import progress_protocol, training
from distill.data.corpus import Corpus
from distill.errors import DistillError
from distill.text import clock

PAUSE_SECONDS = 2.0
"""Least time between two plain lines of a stage, except before its last."""
LONGEST_PAUSE_SECONDS = 30.0
"""Longest time between two plain lines of a stage."""
BAR_WIDTH = 16
"""Columns of a bar."""
BESIDES = 52
"""Columns of a line with a bar, without its figures."""


class TimeBudget:
    """Time budget of a training, which passes only in the context ``learning``.

    As a context manager, it makes the first Ctrl-C spend the rest; the second is a ``KeyboardInterrupt``.

    Args:
        minutes: the whole budget.
        spent: share that is spent already, 0 to 1.
        on_interrupt: called at the first Ctrl-C, in a thread of its own.
    """

    def __init__(
        self, minutes: float, *, spent: float = 0.0, on_interrupt: Callable[[], object] = lambda: None
    ) -> None:
        self._seconds = minutes * 60
        self._spent = spent * self._seconds
        self._since = math.inf
        self._on_interrupt = on_interrupt
        self.interrupted = False

    def __call__(self) -> float:
        """Share of the budget that is spent, 0 to 1 and above."""
        passing = max(0.0, time.monotonic() - self._since)
        return 1.0 if self.interrupted else (self._spent + passing) / self._seconds

    @contextmanager
    def learning(self) -> Generator[None]:
        """Count the time of the context; reading, encoding, saving and validation outside it are free."""
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._spent += time.monotonic() - self._since
            self._since = math.inf

    @property
    def left(self) -> float:
        """Seconds left."""
        return max(0.0, 1 - self()) * self._seconds

    def interrupt(self) -> None:
        """Spend the rest."""
        self.interrupted = True

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self.interrupt()
        signal.signal(signal.SIGINT, self._before)
        # Not here: what was interrupted may be writing to the terminal.
        threading.Thread(target=self._on_interrupt, name="distill interrupted").start()


def say_stopping() -> None:
    """Print to standard error, if that is open, that a training ends early."""
    with suppress(OSError):
        typer.echo("Stopping: what is learnt is being saved. Ctrl-C again stops without that.", err=True)


def warn(text: str) -> None:
    """Print a warning to standard error, if that is open."""
    with suppress(OSError):
        typer.echo(f"Warning: {text}", err=True)


def shown(
    how: str, budget: TimeBudget | None = None, *, speaks: bool = True
) -> AbstractContextManager[training.Report]:
    """Context that reports progress in the form of ``--progress``.

    Args:
        how: ``bars`` or ``lines``.
        budget: the training's, for the time left.
        speaks: False for all ranks but one.

    Raises:
        DistillError: ``how`` is another.
    """
    if how == "bars" or (how == "lines" and not speaks):
        return bars(shown=speaks)
    if how == "lines":
        return lines(budget)
    raise DistillError(f"--progress is bars or lines, not {how}.")


class _TimeLeft:
    """Estimator of the time left in each stage, at its mean speed since it got going: what precedes it may be slow."""

    def __init__(self) -> None:
        self._begun: dict[str, tuple[float, float]] = {}

    def estimate(self, now: training.Progress) -> float | None:
        """Seconds until the stage ends; ``None`` before two reports of progress."""
        if not now.done:
            return None
        began, done = self._begun.setdefault(now.stage, (time.monotonic(), now.done))
        elapsed = time.monotonic() - began
        return elapsed * (1 - now.done) / (now.done - done) if now.done > done and elapsed else None


@contextmanager
def lines(budget: TimeBudget | None = None) -> Generator[training.Report]:
    """Context that writes a line of JSON per report to standard error; a closed pipe spends the budget."""
    time_left = _TimeLeft()

    def report(now: training.Progress) -> None:
        line = progress_protocol.StageProgress(
            stage=now.stage,
            done=now.done,
            stage_seconds_left=time_left.estimate(now),
            seconds_left=budget.left if budget else None,
            losses=now.figures.losses,
            health=now.figures.health,
        )
        write_line(line, budget)

    yield report


def write_line(line: progress_protocol.ProgressLine, budget: TimeBudget | None = None) -> None:
    """Write a line of the progress protocol to standard error; a closed pipe spends the budget."""
    try:
        sys.stderr.write(f"{line.model_dump_json()}\n")
        sys.stderr.flush()
    except BrokenPipeError:
        if budget is None:
            raise
        budget.interrupt()


def write_files(corpus: Corpus, budget: TimeBudget) -> None:
    """Write a line of the progress protocol about all files of ``corpus``: used, or the reason why not."""
    files = (
        progress_protocol.File(
            path=f.name(corpus.folder),
            used=f.used,
            seconds=f.seconds,
            reason=f.reason,
            remark=f.remark,
        )
        for f in corpus.files
    )
    write_line(progress_protocol.Files(files=tuple(files)), budget)


def bars(*, shown: bool = True) -> AbstractContextManager[training.Report]:
    """Context that shows a bar per stage in a terminal, else plain lines; on standard error."""
    return _bars(shown=shown) if sys.stderr.isatty() else _plain(shown=shown)


@contextmanager
def _bars(*, shown: bool) -> Generator[training.Report]:
    """One bar per stage, with time left and as many of the latest figures as fit in the line."""
    time_left = _TimeLeft()
    progress = Progress(
        TextColumn("{task.description:<14}"),
        BarColumn(BAR_WIDTH),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[left]:>13}"),
        TextColumn("{task.fields[figures]}"),
        console=Console(stderr=True),
        disable=not shown,
    )
    tasks: dict[str, TaskID] = {}

    def report(now: training.Progress) -> None:
        if now.stage not in tasks:
            tasks[now.stage] = progress.add_task(progress_protocol.title(now.stage), total=1.0, figures="", left="")
        left = time_left.estimate(now)
        progress.update(tasks[now.stage], completed=now.done, left="" if left is None else f"{clock(left)} left")
        if now.figures.losses:
            room = shutil.get_terminal_size().columns - BESIDES
            progress.update(tasks[now.stage], figures=_fitting(_figures(now.figures), room))

    with progress:
        yield report


@contextmanager
def _plain(*, shown: bool) -> Generator[training.Report]:
    """Plain lines without control characters: after each tenth of a stage, and at its end."""
    time_left = _TimeLeft()
    reported: dict[str, tuple[float, float]] = {}

    def report(now: training.Progress) -> None:
        left, at = time_left.estimate(now), time.monotonic()
        done, then = reported.setdefault(now.stage, (0.0, at))
        passed = at - then
        ends = now.done >= 1 > done
        further = passed > PAUSE_SECONDS and int(10 * now.done) > int(10 * done)
        # The next report knows the time left.
        late = passed > LONGEST_PAUSE_SECONDS and (left is not None or not now.done)
        if not shown or not (ends or further or late):
            return
        reported[now.stage] = (now.done, at)
        parts = [f"{progress_protocol.title(now.stage)} {now.done:.0%}"]
        parts += [f"{clock(left)} left"] if left is not None and not ends else []
        sys.stderr.write(", ".join(parts + _figures(now.figures)) + "\n")
        sys.stderr.flush()

    yield report


def _figures(figures: training.Figures) -> list[str]:
    """Losses, and the share of codes in use of each level, as short texts."""
    parts = [f"{name} {value:.3f}" for name, value in figures.losses.items()]
    return parts + ["codes " + " ".join(f"{level.used:.0%}" for level in figures.health)] * bool(figures.health)


def _fitting(parts: list[str], room: int) -> str:
    """Join as many of ``parts`` as fit in ``room`` columns."""
    text = ""
    for part in parts:
        if len(longer := f"{text}  {part}" if text else part) > room:
            break
        text = longer
    return text
