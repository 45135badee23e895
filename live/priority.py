"""How a thread asks to run before ordinary ones."""

import os
from contextlib import suppress

PRIORITY = 5
"""Above everything ordinary, below sound servers."""


def hurry() -> None:
    """Run this thread first; where that is not allowed, or not Linux, an ordinary thread has to do."""
    with suppress(AttributeError, PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(PRIORITY))
