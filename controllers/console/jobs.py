"""Commands of ``distill`` that the page starts: each a process of its own, followed until it ends."""

import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import IO

from distill import progress_protocol
from distill.errors import DistillError

MOST = 4
"""Upper limit of concurrent jobs: with more, a machine that plays as well gets slow."""
STOP_SECONDS = 300.0
"""Time for a stopped job to save its results: the model of a long training is evaluated first."""
LAST_LINES = 50
"""Number of other lines kept, from which the error of a failed job is taken."""
INTERRUPT: signal.Signals = getattr(signal, "CTRL_BREAK_EVENT", signal.SIGINT)
"""Signal that stops a job, as Ctrl-C does; Windows has no Ctrl-C for one process alone."""

JobReport = progress_protocol.StageProgress | progress_protocol.Files
"""Message of a running job."""


class Job:
    """A command, followed in a thread.

    ``title`` begins its errors. In that thread, ``on_report`` takes what it reports, and ``on_end`` the job once it
    has ended; what they raise ends the following, and is the job's error.

    Raises:
        DistillError: the system has no room for it.
    """

    def __init__(
        self,
        title: str,
        arguments: Sequence[str],
        on_report: Callable[[JobReport], None],
        on_end: Callable[["Job"], None],
    ) -> None:
        self.error = ""
        """Reason of a failure, in a line; empty without one, and possibly if it was stopped."""
        self.output = ""
        """Standard output, once it has ended."""
        self.status: int | None = None
        """Exit status, once it has ended."""
        self.stopping = False
        self._title = title
        self._on_report = on_report
        self._on_end = on_end
        self._lines: deque[str] = deque(maxlen=LAST_LINES)
        self._limit: threading.Timer | None = None
        # A file takes any length, and does not break when the page ends before the job.
        self._output: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very program, without a shell
                [sys.executable, "-m", "distill", *arguments, "--progress", "lines"],
                stdin=subprocess.DEVNULL,
                stdout=self._output,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                # Not ended by the Ctrl-C that ends the console, but asked to.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            self._output.close()
            raise DistillError(f"{title} cannot be started: {error.strerror}. Try again later.") from error
        self._thread = threading.Thread(target=self._follow, name="distill job", daemon=True)
        self._thread.start()

    @property
    def runs(self) -> bool:
        """True until it has ended."""
        return self.status is None and self._thread.is_alive()

    def stop(self) -> None:
        """Ask it to end and keep what it has; kill it where it has not after ``STOP_SECONDS``."""
        if self.runs and not self.stopping:
            self.stopping = True
            self._process.send_signal(INTERRUPT)
            self._limit = threading.Timer(STOP_SECONDS, self._process.kill)
            self._limit.daemon = True
            self._limit.start()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the end, at most ``seconds``; true if it has ended."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _follow(self) -> None:
        for step in (self._listen, self._end, lambda: self._on_end(self)):
            try:
                step()
            except Exception as error:  # noqa: BLE001 - a thread's error would be lost, and the job never end
                self.error = self.error or f"{self._title} cannot be followed: {str(error) or type(error).__name__}"

    def _listen(self) -> None:
        for text in self._process.stderr or ():
            report = progress_protocol.line(text)
            if report:
                self._on_report(report)
            else:
                self._lines.append(text.strip())

    def _end(self) -> None:
        # Where it is still running, it notices that nobody follows, and keeps what it has.
        if self._process.stderr:
            self._process.stderr.close()
        self.status = self._process.wait()
        if self._limit:
            self._limit.cancel()
        with self._output:
            self._output.seek(0)
            self.output = self._output.read()
        if self.status:
            self.error = self.error or self._reason(self.status)

    def _reason(self, status: int) -> str:
        own = [line.removeprefix("distill: ") for line in self._lines if line.startswith("distill: ")]
        if own:
            return own[-1]
        if self.stopping:
            return ""
        last = next((line for line in reversed(self._lines) if line), f"status {status}")
        return f"{self._title} broke off: {last}"


class Jobs:
    """All jobs of the page, at most ``MOST`` at once."""

    def __init__(self) -> None:
        self._running: list[Job] = []

    def start(
        self,
        title: str,
        arguments: Sequence[str],
        on_report: Callable[[JobReport], None],
        on_end: Callable[[Job], None],
    ) -> Job:
        """Start a job.

        Raises:
            DistillError: as many are running as may, or the system has no room for it.
        """
        self._running = [job for job in self._running if job.runs]
        if len(self._running) >= MOST:
            raise DistillError(f"{MOST} jobs are running already. Stop one, or wait until it is done.")
        job = Job(title, arguments, on_report, on_end)
        self._running.append(job)
        return job

    def stop(self) -> None:
        """Ask all to end, and wait for none: what they keep, they keep without the page."""
        for job in self._running:
            job.stop()
