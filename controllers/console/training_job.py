"""The one training that may be running: a process of its own, followed by every browser, and outliving each."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from distill import progress_protocol
from distill.bundle import Card
from distill.errors import DistillError
from distill.evaluation.codebook_usage import LevelHealth
from distill.io import model_header

POINTS = 240
"""At most twice as many points has a curve."""
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
    """What is known of a training: the one that runs, or the last."""

    folder: Path
    model: Path
    stages: dict[str, progress_protocol.Stand] = field(default_factory=dict[str, progress_protocol.Stand])
    """The latest of each that has begun, by name."""
    curves: dict[str, Curve] = field(default_factory=dict[str, Curve])
    """By stage and name."""
    health: tuple[LevelHealth, ...] = ()
    files: tuple[progress_protocol.File, ...] = ()
    stopping: bool = False
    ended: bool = False
    card: Card | None = None
    """What the model says about itself, once it is whole."""
    error: str = ""

    @property
    def seconds_left(self) -> float | None:
        """Until it ends, at most."""
        return list(self.stages.values())[-1].seconds_left if self.stages else None

    @property
    def preview(self) -> Path | None:
        """Some recordings, each followed by what the codec makes of it, once there is one."""
        place = self.model.with_suffix(".preview.wav")
        return place if place.exists() else None

    def take(self, said: progress_protocol.Stand, second: float) -> None:
        """Take in a report that came at ``second``."""
        self.stages[said.stage] = said
        self.health = said.health or self.health
        for name, loss in said.losses.items():
            self.curves.setdefault(f"{progress_protocol.title(said.stage)} {name}", Curve()).add(second, loss)


class Training:
    """Starts trainings, one at a time, and follows them in a thread; asked to stop, they keep what they learnt."""

    def __init__(self) -> None:
        self.run: Run | None = None
        self.changes = 0
        """Counts up with everything that is heard of it."""
        self._process: subprocess.Popen[str] | None = None

    @property
    def runs(self) -> bool:
        """Whether one is running."""
        return self.run is not None and not self.run.ended

    def start(self, folder: Path, model: Path, options: Sequence[str]) -> None:
        """Train on ``folder``, into the file ``model``, with these options of ``distill train``.

        Raises:
            DistillError: another one is running, or the system has no room for it.
        """
        if self.run and not self.run.ended:
            raise DistillError(f"{self.run.model.stem} is being trained. Stop it, or wait until it is done.")
        command = [sys.executable, "-m", "distill", "train", str(folder), "-o", str(model), *options]
        try:
            process = subprocess.Popen(  # noqa: S603 - this very program, without a shell
                [*command, "--progress", "lines"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                # Not ended by the Ctrl-C that ends the console, but asked to.
                start_new_session=True,
            )
        except OSError as error:
            raise DistillError(f"The training cannot be started: {error.strerror}. Try again later.") from error
        run, self._process = Run(folder, model), process
        self.run = run
        threading.Thread(target=self._follow, args=(run, process), name="distill training", daemon=True).start()
        self.changes += 1

    def stop(self) -> None:
        """Ask the one that runs to end and keep what it learnt."""
        if self.run and self._process and not self.run.ended and not self.run.stopping:
            self.run.stopping = True
            self._process.send_signal(signal.SIGINT)
            self.changes += 1

    def _follow(self, run: Run, process: subprocess.Popen[str]) -> None:
        """Take in what the training says, until it ends; whatever goes wrong here ends the run, and is said."""
        try:
            self._listen(run, process)
        except Exception as error:  # noqa: BLE001 - a thread's error would be lost, and the run would never end
            run.error = run.error or f"The training cannot be followed: {str(error) or type(error).__name__}"
        finally:
            # Where it is still running, it notices that nobody follows, and keeps what it learnt.
            if process.stderr:
                process.stderr.close()
            process.wait()
            run.ended = True
            self.changes += 1

    def _listen(self, run: Run, process: subprocess.Popen[str]) -> None:
        begun = time.monotonic()
        other: list[str] = []
        for text in process.stderr or ():
            match progress_protocol.line(text):
                case progress_protocol.Files(files=files):
                    run.files = files
                case progress_protocol.Stand() as stand:
                    run.take(stand, time.monotonic() - begun)
                case None:
                    other.append(text.strip())
            self.changes += 1
        status = process.wait()
        if status:
            run.error = _reason(other, status, stopped=run.stopping)
        if run.model.exists():
            # Where the training broke off, what was saved on the way.
            run.card = Card.model_validate_json(model_header.read(run.model).texts["card"])


def _reason(lines: Sequence[str], status: int, *, stopped: bool) -> str:
    """Why a training ended without a model, in a line."""
    own = [line.removeprefix("distill: ") for line in lines if line.startswith("distill: ")]
    if own:
        return own[-1]
    if stopped:
        return NOTHING
    last = next((line for line in reversed(lines) if line), f"status {status}")
    return f"The training broke off: {last}"


def _mean(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return points[-1][0], sum(loss for _, loss in points) / len(points)
