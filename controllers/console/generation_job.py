"""Generating: ``distill generate`` as a job, followed until it is done or cancelled."""

import asyncio
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from controllers.console.jobs import Job, JobReport, Jobs
from distill.errors import DistillError
from distill.progress_protocol import StageProgress


class Generating:
    """Runs ``distill generate`` as a job, one at a time."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._job: Job | None = None

    @property
    def runs(self) -> bool:
        """True while takes are generated."""
        return self._job is not None

    async def go(
        self,
        model: Path,
        output: Path,
        options: Sequence[str],
        on_report: Callable[[StageProgress], None],
    ) -> list[Path]:
        """Generate takes of ``model`` into ``output``, which is numbered if there are several.

        Return the takes; none where it was cancelled. ``on_report`` receives the progress.

        Raises:
            DistillError: it cannot be done.
        """
        if self._job:
            raise DistillError("Takes are being made already. Cancel that, or wait until they are done.")
        loop, ended = asyncio.get_running_loop(), asyncio.Event()

        def report(progress: JobReport) -> None:
            if isinstance(progress, StageProgress):
                loop.call_soon_threadsafe(on_report, progress)

        def end(_: Job) -> None:
            with suppress(RuntimeError):  # the page has ended before it
                loop.call_soon_threadsafe(ended.set)

        command = ["generate", str(model), "-o", str(output), *options, "--json"]
        job = self._job = self._jobs.start("Generating", command, report, end)
        try:
            await ended.wait()
        finally:
            # Nobody waits for it any more.
            job.stop()
            self._job = None
        if job.error and not job.stopping:
            raise DistillError(job.error)
        return [] if job.status or job.error else [Path(place) for place in json.loads(job.output)["outputs"]]

    def cancel(self) -> None:
        """Break off; no half take is left."""
        if self._job:
            self._job.stop()
