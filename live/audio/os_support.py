"""Libraries that print by themselves are kept off the terminal."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress


@contextmanager
def silence_stderr() -> Generator[None]:
    """Keep what ALSA and JACK print by themselves off the terminal; their errors arrive as exceptions."""
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
"""Above everything ordinary, below sound servers and what they call, which JACK does at 5: the card wants a few samples
sooner than a frame is made, and must not wait for it where cores are few. Who hears hands or keeps the log comes
after who makes sound, yet soon: while it has Python's lock and waits for the processor, sound waits, too."""


def raise_priority(priority: int = SOUND_PRIORITY) -> None:
    """Run this thread first; where that is not allowed, or not Linux, an ordinary thread has to do."""
    with suppress(AttributeError, PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(priority))


def may_raise_priority() -> bool:
    """Whether a thread may run first here; this one is as before afterwards."""
    try:
        before = os.sched_getscheduler(0), os.sched_getparam(0)
        raise_priority()
        first = os.sched_getscheduler(0) == os.SCHED_RR
        os.sched_setscheduler(0, *before)
    except (AttributeError, PermissionError):
        return False
    return first
