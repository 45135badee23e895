"""Functions that are compiled, and called as machine code; where they are compiled is ``compilation``.

What plays imports no compiler: that takes longer than all the rest of its start, and half of the memory.
"""

from collections.abc import Callable
from functools import update_wrapper
from threading import Lock
from types import FunctionType
from typing import Any, ClassVar, TypeVar, cast

from distill.kernels.native import cache, machine_code
from distill.kernels.native.prepare import prepare

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

_lock = Lock()
kernels: set[Any] = set()
"""All functions that kernels may call."""


def kernel(function: Kernel) -> Kernel:
    """Mark a function of numpy arrays, named tuples and numbers that kernels call; Python itself runs it slowly."""
    kernels.add(function)
    return function


def entry_kernel(function: Kernel) -> Kernel:
    """Mark a function that Python calls: it is compiled, and runs without the interpreter lock.

    Its arguments are integers, and arrays in named tuples of any depth; it returns nothing.
    """
    return cast("Kernel", Entry(function))


class Entry:
    """Kernel that Python calls; its machine code is loaded at the first call.

    Raises:
        TypeError: it was compiled for arrays of another type, or of another layout.
    """

    compiles: ClassVar[Callable[["Entry", tuple[Any, ...]], Callable[[tuple[Any, ...]], None]] | None] = None
    """Stands for the machine code on disk: makes what is called, for the arguments of the first call."""

    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self.function = cast("FunctionType", function)
        self._code: Callable[[tuple[Any, ...]], None] | None = None

    def __call__(self, *arguments: Any) -> None:
        """Run the machine code."""
        code = self._code
        if code is None:
            with _lock:
                code = self._code = self._code or self._load(arguments)
        code(arguments)

    def _load(self, arguments: tuple[Any, ...]) -> Callable[[tuple[Any, ...]], None]:
        if Entry.compiles:
            return Entry.compiles(self, arguments)
        prepare()
        return machine_code.stored(cache.folder(), self.function.__name__)
