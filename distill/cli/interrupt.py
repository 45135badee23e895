"""The other ways in which a command is asked to end do what Ctrl-C does: what it has is kept."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

ASKING = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
"""A service manager asks by the first, a terminal that is closed by the second, the page on Windows by the third."""


def as_ctrl_c() -> None:
    """Have the first signal of ``ASKING`` do what Ctrl-C does, and later ones nothing: they often come together.

    What is ignored already, as by nohup, stays ignored.
    """
    for number in ASKING:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def _end(_number: int, frame: FrameType | None) -> None:
    for number in ASKING:
        signal.signal(number, signal.SIG_IGN)
    _leave_terminal()
    on_ctrl_c = signal.getsignal(signal.SIGINT)
    # A shell without job control starts programs in the background that ignore Ctrl-C.
    (on_ctrl_c if callable(on_ctrl_c) else signal.default_int_handler)(signal.SIGINT, frame)


def _leave_terminal() -> None:
    """Write into nothing where the terminal is gone: each word to it would be an error, and end the saving."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            try:
                os.write(stream.fileno(), b"")
            except OSError:
                nothing = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, stream.fileno())
                os.close(nothing)
