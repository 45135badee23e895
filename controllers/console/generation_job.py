"""Generating: ``distill generate`` as a process of its own, followed until it is done or cancelled."""

import asyncio
import json
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from distill import progress_protocol
from distill.errors import DistillError

LONGEST_LINE = 1 << 20


class Generating:
    """Generates takes, one time at a time."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._cancelled = False

    @property
    def runs(self) -> bool:
        """Whether takes are being made."""
        return self._process is not None

    async def go(
        self, model: Path, output: Path, options: Sequence[str], on_report: Callable[[progress_protocol.Stand], None]
    ) -> list[Path]:
        """Let ``model`` play into ``output``, which is numbered where several takes are asked for.

        Return the takes; none where it was cancelled. ``on_report`` hears how far it is.

        Raises:
            DistillError: it cannot be done.
        """
        if self._process:
            raise DistillError("Takes are being made already. Cancel that, or wait until they are done.")
        command = [sys.executable, "-m", "distill", "generate", str(model), "-o", str(output), *options]
        self._cancelled = False
        process = self._process = await asyncio.create_subprocess_exec(
            *command,
            "--progress",
            "lines",
            "--json",
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
            start_new_session=True,
        )
        try:
            other = await _follow(process, on_report)
            result = await process.stdout.read() if process.stdout else b""
            status = await process.wait()
        finally:
            self._process = None
        if status and not self._cancelled:
            raise DistillError(other.removeprefix("distill: ") or f"Generating broke off with status {status}.")
        return [] if status else [Path(place) for place in json.loads(result)["outputs"]]

    def cancel(self) -> None:
        """Break off; no half take is left."""
        if self._process:
            self._cancelled = True
            self._process.send_signal(signal.SIGINT)


async def _follow(process: asyncio.subprocess.Process, on_report: Callable[[progress_protocol.Stand], None]) -> str:
    """Hear reports until there are no more; return the last line that was something else."""
    other = ""
    while process.stderr and (text := (await process.stderr.readline()).decode(errors="replace")):
        said = progress_protocol.line(text)
        if isinstance(said, progress_protocol.Stand):
            on_report(said)
        else:
            other = text.strip() or other
    return other
