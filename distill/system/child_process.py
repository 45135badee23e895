"""A process that works for this one: a function in a fresh interpreter, with a pipe of messages between the two."""

import os
import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process, resource_tracker, spawn
from multiprocessing.connection import Connection
from typing import Any, TypeVarTuple

from distill.errors import DistillError

START_SECONDS = 30.0
"""Longest wait for the first message, on a busy machine."""
SHUTDOWN_SECONDS = 5.0
"""Longest wait for a process to end when it is asked to, or when its parent is gone."""
KILL_SECONDS = 0.05
"""Longest wait for a killed process: a driver may hold it for ever when its card was pulled out."""

_start_lock = threading.Lock()
Arguments = TypeVarTuple("Arguments")


class ChildProcess:
    """A process that runs ``target(pipe, *arguments)``, and never outlives this one.

    ``target`` is a function of a module, ``pipe`` its end of the pipe. Messages are what pickle takes. ``None`` asks
    the process to end; so does the end of the pipe. Ctrl-C does nothing there: it reaches every process of a terminal,
    and the parent says when it is over. The main module is not run again, so a script that starts one needs no
    ``if __name__ == "__main__"``.

    Not forked: what other threads hold at that moment, a fork would hold for ever.

    Raises:
        DistillError: the system has no room for another process.
    """

    def __init__(self, name: str, target: Callable[[Connection, *Arguments], None], *arguments: *Arguments) -> None:
        context = get_context("spawn")
        self._sending = threading.Lock()
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(target, theirs, arguments), name=name, daemon=True)
        try:
            with _start_lock, _main_module_hidden(), _interrupt_blocked():
                self._process.start()
        except OSError as error:
            self._pipe.close()
            raise DistillError(f"The process {name} cannot be started: {error.strerror}. Try again later.") from error
        finally:
            theirs.close()

    def first(self) -> Any:
        """Wait for the first message and return it; raise it where it is an error.

        Raises:
            TimeoutError: there was none for ``START_SECONDS``.
            EOFError: the process ended without any.
        """
        if not self.ready(START_SECONDS):
            raise TimeoutError
        message = self.receive()
        if isinstance(message, DistillError):
            raise message
        return message

    def ready(self, seconds: float = 0.0) -> bool:
        """Wait at most so long until ``receive`` has something to return, or the end to raise."""
        try:
            return self._pipe.poll(seconds)
        except OSError:
            return True

    def receive(self) -> Any:
        """The next message, however long it takes.

        Raises:
            EOFError: there will be none; the process is gone.
        """
        try:
            return self._pipe.recv()
        except OSError as error:
            raise EOFError from error

    def send(self, message: object) -> None:
        """Send ``message``.

        Raises:
            EOFError: the process is gone.
        """
        try:
            with self._sending:
                self._pipe.send(message)
        except OSError as error:
            raise EOFError from error

    def end(self) -> Any:
        """Ask the process to end, and kill it where it has not after ``SHUTDOWN_SECONDS``; its last message."""
        # A process that stands still reads nothing: asking it may wait, too.
        threading.Thread(target=self._ask_to_end, name="distill shutdown", daemon=True).start()
        deadline, last = time.monotonic() + SHUTDOWN_SECONDS, None
        with suppress(EOFError):
            while (left := deadline - time.monotonic()) > 0 and self.ready(left):
                last = self.receive()
        self._process.join(max(0.0, deadline - time.monotonic()))
        self.kill()
        return last

    def kill(self) -> None:
        """End the process at once, whatever it hangs in, and close the pipe."""
        self._process.kill()
        self._process.join(KILL_SECONDS)
        # Who is sending sees the process gone first; a pipe must not be closed under it.
        if self._sending.acquire(timeout=KILL_SECONDS):
            self._pipe.close()
            self._sending.release()

    def _ask_to_end(self) -> None:
        with suppress(EOFError):
            self.send(None)


def _run(target: Callable[..., None], pipe: Connection, arguments: tuple[object, ...]) -> None:
    """Call ``target`` in the new process."""
    # Not ignored: programs started from here would ignore it, too.
    signal.signal(signal.SIGINT, _do_nothing)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    threading.Thread(target=_end_with_parent, name="distill parent watch", daemon=True).start()
    # Whoever was at the other end has gone: there is nobody to work for.
    with suppress(EOFError, ConnectionError):
        target(pipe, *arguments)


def _do_nothing(*_: object) -> None:
    pass


def _end_with_parent() -> None:
    """End this process some time after its parent, even where it stands still and does not see the pipe end."""
    parent = parent_process()
    if parent:
        parent.join()
        time.sleep(SHUTDOWN_SECONDS)
        os._exit(1)


@contextmanager
def _main_module_hidden() -> Generator[None]:
    """Have processes that this thread starts not run the main module again."""
    whole, thread = spawn.get_preparation_data, threading.get_ident()

    def without_main(name: str) -> dict[str, Any]:
        data = whole(name)
        if threading.get_ident() != thread:
            return data
        return {key: value for key, value in data.items() if not key.startswith("init_main_from")}

    spawn.get_preparation_data = without_main
    try:
        yield
    finally:
        spawn.get_preparation_data = whole


@contextmanager
def _interrupt_blocked() -> Generator[None]:
    """Have Ctrl-C wait in processes that this thread starts, until they are ready for it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Where that starts a process of its own, it unblocks what we block.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
