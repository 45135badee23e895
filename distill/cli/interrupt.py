"""SIGTERM and SIGHUP end a command as Ctrl-C does, so that its results are kept."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType

SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
"""Sent by service managers, by a terminal that is closed, and on Windows by the page."""


def as_ctrl_c() -> None:
    """Handle the first of ``SIGNALS`` like Ctrl-C, and ignore later ones, as both often come together.

    A signal that is ignored already, as by nohup, stays ignored.
    """
    for number in SIGNALS:
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _end)


def _end(_number: int, frame: FrameType | None) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    _leave_terminal()
    on_ctrl_c = signal.getsignal(signal.SIGINT)
    # A shell without job control starts programs in the background that ignore Ctrl-C.
    (on_ctrl_c if callable(on_ctrl_c) else signal.default_int_handler)(signal.SIGINT, frame)


def _leave_terminal() -> None:
    """Redirect stdout and stderr to nowhere if the terminal is gone: an error in writing would end the saving."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            try:
                os.write(stream.fileno(), b"")
            except OSError:
                nothing = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nothing, stream.fileno())
                os.close(nothing)
