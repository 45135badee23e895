"""Thread priority, and silencing of libraries that print to stderr."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress


@contextmanager
def silence_stderr() -> Generator[None]:
    """Redirect stderr to nowhere within the context: ALSA and JACK print to it, and raise errors as exceptions too."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


SOUND_PRIORITY, CONTROL_PRIORITY = 4, 3
"""Round-robin priorities of the engine's thread, and of those for controllers and the journal. Both are above ordinary
threads, and below audio servers and their callbacks (5 for JACK), which must not wait for a frame to be made. Those of
the second kind get one too: while they hold Python's lock and wait for the processor, the engine waits as well.
``tests/benchmarks/latency.py`` says who was late, and ``tests/benchmarks/hands.py`` how soon MIDI is heard: p99 1.3 to
1.9 ms with a priority, 1.6 to 2.1 without."""


def raise_priority(priority: int = SOUND_PRIORITY) -> None:
    """Give the current thread realtime priority; without permission, or not on Linux, do nothing."""
    with suppress(AttributeError, PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(priority))


def may_raise_priority() -> bool:
    """True if a thread may get realtime priority; that of the current one is restored."""
    try:
        before = os.sched_getscheduler(0), os.sched_getparam(0)
        raise_priority()
        first = os.sched_getscheduler(0) == os.SCHED_RR
        os.sched_setscheduler(0, *before)
    except (AttributeError, PermissionError):
        return False
    return first
