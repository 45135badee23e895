"""When the machine itself stood still: for whoever measures time on a machine that others use, too."""

import os
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection

from otherprocess import OtherProcess

STALL_SECONDS = 0.005
AFTERMATH_SECONDS = 0.1
"""How long after a stall of the machine a gap is still its doing: what was ahead is played first."""
LONG = f"for more than {STALL_SECONDS * 1000:g} ms"

Interval = tuple[float, float]


@contextmanager
def watched(seconds: float = STALL_SECONDS) -> Generator[list[Interval]]:
    """A list that says, once it is over, when the machine, or a core of it, stood still for so long."""
    cores = range(os.cpu_count() or 1)
    witnesses = [OtherProcess(_watch, core, seconds, daemon=True) for core in cores]
    for witness in witnesses:
        witness.hear()
    stalls: list[Interval] = []
    yield stalls
    stalls += sorted(stall for witness in witnesses for stall in witness.end())


def standing(stalls: Sequence[Interval]) -> str:
    lengths = [b - a for a, b in stalls]
    long = sum(length > STALL_SECONDS for length in lengths)
    longest = max(lengths, default=0.0) * 1000
    return f"the machine stood still {len(lengths)} times, {long} {LONG}, longest {longest:.1f} ms"


def apart(moments: Sequence[float], stalls: Sequence[Interval]) -> str:
    stood = [max((b - a for a, b in stalls if a <= at <= b + AFTERMATH_SECONDS), default=0.0) for at in moments]
    during, long = sum(s > 0 for s in stood), sum(s > STALL_SECONDS for s in stood)
    return f"{len(moments) - during}, and {during} while the machine stood still, {long} of them {LONG}"


def _watch(pipe: Connection, core: int, seconds: float) -> None:
    """Notes every moment in which even a thread that comes before the instrument was not let run on ``core``."""
    try:
        os.sched_setaffinity(0, {core})
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(6))
    except (AttributeError, OSError):
        print("A witness has no realtime priority: what it calls a stall may be another program's turn.")
    pipe.send(None)
    stalls: list[Interval] = []
    before = time.monotonic()
    while not pipe.poll():
        time.sleep(0.001)
        now = time.monotonic()
        if now - before > seconds:
            stalls.append((before, now))
        before = now
    pipe.send(stalls)
