"""The next batch is made while this one is learnt from."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, TypeVar

import torch

Asked = TypeVar("Asked")
Made = TypeVar("Made")


class Ahead(Generic[Asked, Made]):
    """Has ``make`` called one time ahead, in a thread of its own, which like every other computes alone."""

    def __init__(self, make: Callable[[Asked], Made]) -> None:
        self._make = make
        self._maker = ThreadPoolExecutor(1, "distill batches", initializer=torch.set_num_threads, initargs=(1,))
        self._next: Future[Made] | None = None

    def take(self, asked: Asked) -> Made:
        """What was made meanwhile; what ``asked`` is made as holds for the one after that."""
        made = self._next.result() if self._next else self._make(asked)
        self._next = self._maker.submit(self._make, asked)
        return made

    @property
    def waiting(self) -> Made | None:
        """What was made ahead and not taken yet."""
        return self._next.result() if self._next else None

    def begin_anew(self) -> None:
        """Forget what was made ahead."""
        if self.waiting:
            self._next = None
