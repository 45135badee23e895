"""A part of a benchmark that has a process of its own, so that what it measures is not its own doing."""

import multiprocessing
from collections.abc import Callable
from typing import Any


class OtherProcess:
    """Calls ``target`` in another process, with a pipe to this one before ``arguments``.

    It says something when it is ready, and something last when it is told to end.
    """

    def __init__(self, target: Callable[..., None], *arguments: object, daemon: bool = False) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(theirs, *arguments), daemon=daemon)
        self._process.start()

    def hear(self) -> Any:
        return self._pipe.recv()

    def say(self, word: str) -> None:
        self._pipe.send(word)

    def end(self) -> Any:
        """What it says last."""
        self.say("end")
        last = self.hear()
        self._process.join()
        return last
