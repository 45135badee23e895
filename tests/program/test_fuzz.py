"""Damaged files and messages by the thousand: each works, or is refused in one line; time and memory stay bounded.

``pytest tests/program/test_fuzz.py`` tries some hundreds of each format, with the same seeds every time.
``DISTILL_FUZZ_MINUTES=60 pytest -m slow -s tests/program/test_fuzz.py`` goes on with new seeds for an hour and prints
figures. ``PYTHONPATH=tests/support python tests/program/test_fuzz.py FORMAT SEED``, or ``FORMAT FILE``, tries one input
again; findings are kept in ``.fuzz/``.
"""

import ctypes
import faulthandler
import gc
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from doors import Door, refused
from doors_of_messages import OscDoor, PageDoor
from doors_of_models import ModelDoor, SnapshotDoor
from doors_of_scores import ArchiveDoor, CodesDoor, JournalDoor, MapDoor, MidiDoor

from distill.kernels.native.prepare import prepare

DOORS: dict[str, type[Door]] = {
    "model": ModelDoor,
    "codes": CodesDoor,
    "archive": ArchiveDoor,
    "journal": JournalDoor,
    "midi": MidiDoor,
    "map": MapDoor,
    "snapshot": SnapshotDoor,
    "osc": OscDoor,
    "page": PageDoor,
}
FINDINGS = Path(".fuzz")
SECONDS = 5.0
"""Of the processor, for one input."""
PEAK_BYTES = 300 << 20
"""Beyond what was taken before, for one input."""
MOST_BYTES = 2 << 30
"""The same, where the system stops it."""
GROWTH_BYTES = 50 << 20
"""Over the whole run, once each format has been warmed up."""
WARM_UP = 200
"""Rounds after which memory is counted."""
INPUTS = {"model": 300, "journal": 400, "snapshot": 300, "map": 200}
"""How many inputs the short run has of a format; 500 of the others."""


class TooLongError(BaseException):
    """An input took longer than it may; nothing that the program catches."""


@dataclass
class Figures:
    """What became of the inputs of a format."""

    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    highest: int = 0
    findings: list[str] = field(default_factory=list[str])

    def __str__(self) -> str:
        return (
            f"{self.inputs:>8} inputs, {self.refused:>8} refused, {len(self.findings)} findings, "
            f"slowest {self.slowest:.2f} s, highest {self.highest >> 20} MiB"
        )


def memory(what: str = "VmRSS") -> int:
    """Bytes of memory that this process has (``VmRSS``), or had at most since its mark was set back (``VmHWM``)."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(what):
                return int(line.split()[1]) << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def settled() -> int:
    """Bytes of memory once what is free has been given back to the system, where it can be."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    return memory()


def set_mark_back() -> None:
    """Have the highest memory counted from here on, where the system can."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


@contextmanager
def bounded() -> Generator[None]:
    """Stop what takes too long or too much memory, and end the process if it hangs altogether."""

    def stop(*_: object) -> None:
        raise TooLongError(f"more than {SECONDS:g} s")

    before = signal.signal(signal.SIGPROF, stop)
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory("VmSize") + MOST_BYTES, hard))
    faulthandler.dump_traceback_later(300, exit=True)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGPROF, before)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def attempt(door: Door, data: bytes, figures: Figures, name: str) -> None:
    """Try an input, and count what became of it; a finding is kept as ``name``."""
    figures.inputs += 1
    set_mark_back()
    had, began = memory(), time.process_time()
    trouble = ""
    try:
        with bounded():
            figures.refused += refused(door, data)
    except (Exception, SystemExit, TooLongError):  # noqa: BLE001 - whatever it is, it is a finding
        trouble = traceback.format_exc()
    figures.slowest = max(figures.slowest, time.process_time() - began)
    peak = memory("VmHWM") - had
    figures.highest = max(figures.highest, peak)
    if peak > PEAK_BYTES:
        trouble += f"\n{peak >> 20} MiB at its highest"
    if trouble:
        FINDINGS.mkdir(exist_ok=True)
        (FINDINGS / name).write_bytes(data)
        (FINDINGS / f"{name}.txt").write_text(trouble)
        figures.findings.append(f"{name}: {trouble.strip().splitlines()[-1]}")


def made(door: Door, kind: str, seed: int) -> bytes:
    """The input that a seed determines."""
    return door.make(random.Random(f"{kind} {seed}"))


@pytest.mark.parametrize("kind", DOORS)
def test_damaged_input_works_or_is_refused_in_one_line(kind: str, tmp_path: Path) -> None:
    prepare()
    door, figures = DOORS[kind](tmp_path), Figures()
    for seed in range(INPUTS.get(kind, 500)):
        attempt(door, made(door, kind, seed), figures, f"{kind}-{seed}")
    assert not figures.findings, "\n".join(figures.findings[:10])


@pytest.mark.slow
def test_an_hour_of_damaged_input_ends_without_a_finding_and_with_the_memory_it_began_with(tmp_path: Path) -> None:
    prepare()
    minutes = float(os.environ.get("DISTILL_FUZZ_MINUTES", "60"))
    wanted = os.environ.get("DISTILL_FUZZ_FORMATS", ",".join(DOORS)).split(",")
    doors = {kind: DOORS[kind](tmp_path / kind) for kind in wanted}
    figures = {kind: Figures() for kind in doors}
    began, at_first = time.monotonic(), 0
    first = random.SystemRandom().randrange(1 << 40)
    for kind in doors:
        (tmp_path / kind).mkdir()
    for number in count():
        if number == WARM_UP:
            at_first = settled()
        if number > WARM_UP and time.monotonic() - began > 60 * minutes:
            break
        for kind, door in doors.items():
            seed = first + number
            attempt(door, made(door, kind, seed), figures[kind], f"{kind}-{seed}")
    growth = settled() - at_first
    for kind, said in figures.items():
        print(f"{kind:<10}{said}")
    print(
        f"{(time.monotonic() - began) / 60:.1f} minutes from seed {first}; memory grew by {growth / (1 << 20):.1f} MiB"
    )
    assert not [finding for said in figures.values() for finding in said.findings]
    assert growth < GROWTH_BYTES


if __name__ == "__main__":
    kind, what = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        door = DOORS[kind](Path(folder))
        data = made(door, kind, int(what)) if what.isdecimal() else Path(what).read_bytes()
        print(f"{len(data)} bytes: {data[:300]!r}")
        print("refused" if refused(door, data) else "worked")
