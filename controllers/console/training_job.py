"""The one training that may be running: a process of its own, followed by every browser, and outliving each."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from controllers.console.jobs import Job, JobReport, Jobs
from distill.card import LevelUsage, ModelCard
from distill.errors import DistillError
from distill.io import model_header
from distill.progress_protocol import File, Files, StageProgress, title

POINTS = 240
"""Half the upper limit of a curve's points."""
NOTHING = "Stopped before anything was learnt; nothing was saved."


@dataclass
class Curve:
    """A loss over the seconds of a training; where points get many, neighbours become one."""

    points: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    _waiting: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    _each: int = 1

    def add(self, second: float, loss: float) -> None:
        """Take one more loss in."""
        self._waiting.append((second, loss))
        if len(self._waiting) == self._each:
            self.points.append(_mean(self._waiting))
            self._waiting.clear()
        if len(self.points) == 2 * POINTS:
            self.points = [_mean(self.points[n : n + 2]) for n in range(0, 2 * POINTS, 2)]
            self._each *= 2


@dataclass
class Run:
    """State of a training: the running one, or the last."""

    folder: Path
    model: Path
    stages: dict[str, StageProgress] = field(default_factory=dict[str, StageProgress])
    """Latest report of each stage that has begun, by name."""
    curves: dict[str, Curve] = field(default_factory=dict[str, Curve])
    """Loss curves by stage and name."""
    health: tuple[LevelUsage, ...] = ()
    files: tuple[File, ...] = ()
    stopping: bool = False
    ended: bool = False
    card: ModelCard | None = None
    """Model card, once the model is saved."""
    error: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Upper limit of the time until it ends."""
        return list(self.stages.values())[-1].seconds_left if self.stages else None

    @property
    def preview(self) -> Path | None:
        """WAV file of some recordings, each followed by its reconstruction; ``None`` until it is written."""
        place = self.model.with_suffix(".preview.wav")
        return place if place.exists() else None

    def take(self, progress: StageProgress, second: float) -> None:
        """Take in a report that came at ``second``."""
        self.stages[progress.stage] = progress
        self.health = progress.health or self.health
        for name, loss in progress.losses.items():
            self.curves.setdefault(f"{title(progress.stage)} {name}", Curve()).add(second, loss)


class Training:
    """Starts trainings, one at a time, and follows them; asked to stop, they keep what they learnt."""

    def __init__(self, jobs: Jobs) -> None:
        self.run: Run | None = None
        self.changes = 0
        """Counter of changes, for views that poll."""
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def runs(self) -> bool:
        """True while a training is running."""
        return self.run is not None and not self.run.ended

    def start(self, folder: Path, model: Path, options: Sequence[str]) -> None:
        """Train on ``folder``, into the file ``model``, with these options of ``distill train``.

        Raises:
            DistillError: another one is running, or the system has no room for it.
        """
        if self.run and not self.run.ended:
            raise DistillError(f"{self.run.model.stem} is being trained. Stop it, or wait until it is done.")
        run, begun = Run(folder, model), time.monotonic()

        def report(progress: JobReport) -> None:
            if isinstance(progress, Files):
                run.files = progress.files
            else:
                run.take(progress, time.monotonic() - begun)
            self.changes += 1

        def end(job: Job) -> None:
            try:
                run.error = job.error or (NOTHING if job.status else "")
                # Where the training broke off, what was saved on the way.
                run.card = (
                    ModelCard.model_validate_json(model_header.read(model).texts["card"]) if model.exists() else None
                )
            except (DistillError, LookupError, ValueError) as error:
                run.error = run.error or f"The model cannot be read: {error}"
            finally:
                run.ended = True
                self.changes += 1

        command = ["train", str(folder), "-o", str(model), *options]
        self._job = self._jobs.start("The training", command, report, end)
        self.run = run
        self.changes += 1

    def stop(self) -> None:
        """Ask the one that runs to end and keep what it learnt."""
        if self.run and self._job and not self.run.ended and not self.run.stopping:
            self.run.stopping = True
            self._job.stop()
            self.changes += 1


def _mean(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return points[-1][0], sum(loss for _, loss in points) / len(points)
