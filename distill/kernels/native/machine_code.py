"""Machine code of kernels on disk, loaded by LLVM and called with the addresses of numpy arrays.

``ready.json`` says that all of it is there: the checksum of each file, and of each kernel what it is called with.
"""

import ctypes
import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from llvmlite import binding

from distill.kernels.native.cache import package_folder

READY = "ready.json"
MEMORY = "memory.o"
"""Allocation of arrays inside kernels."""
SUFFIX = ".o"
INTEGER = "integer"
"""Stands for an integer among the types of arrays."""

_IGNORED = ctypes.create_string_buffer(8)
"""Place for what kernels return, and for their errors, which are told from the status alone."""


class MachineCode:
    """A kernel, ready to be called with its arguments.

    Args:
        content: object file.
        symbol: name of the function in it: numba's status, from places for a result and an error, and all arguments.
        kinds: type of each array in order, named tuples without their borders, or ``INTEGER``.
    """

    def __init__(self, content: bytes, symbol: str, kinds: Sequence[str]) -> None:
        engine = load(content)
        self._kinds = [int if kind == INTEGER else np.dtype(kind) for kind in kinds]
        self._words = struct.Struct(f"={len(kinds)}q").pack
        function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_char_p)
        self._function = function(engine.get_function_address(symbol))

    def __call__(self, arguments: tuple[Any, ...]) -> None:
        """Run it, without the interpreter lock.

        Raises:
            TypeError: arguments are not of the kinds and the layout that it was compiled for.
        """
        items = flat(arguments)
        if [int if type(item) is int else item.dtype for item in items] != self._kinds:
            raise TypeError(f"A kernel for {self._kinds} was called with {items}.")
        words = self._words(*[item if type(item) is int else id(item) for item in items])
        if self._function(_IGNORED, _IGNORED, words):
            raise TypeError("A kernel was called with arrays of other axes, with parts of arrays, or without memory.")


def flat(arguments: tuple[Any, ...]) -> list[Any]:
    """Integers and arrays of ``arguments`` in order, named tuples without their borders."""
    items: list[Any] = []
    for argument in arguments:
        if isinstance(argument, tuple):
            items += flat(argument)  # pyright: ignore[reportUnknownArgumentType]
        else:
            items.append(argument)
    return items


def stored(folder: Path, name: str) -> MachineCode:
    """Kernel of that name in ``folder``, where all are ready."""
    ready = json.loads((folder / READY).read_bytes())
    _load_libraries(folder, ready["transforms"])
    return MachineCode((folder / f"{name}{SUFFIX}").read_bytes(), **ready["kernels"][name])


def is_ready(folder: Path) -> bool:
    """True if all machine code in ``folder`` is what was written there."""
    try:
        return json.loads((folder / READY).read_bytes())["sums"] == _sums(folder)
    except (OSError, ValueError, LookupError, TypeError):
        return False


def mark_ready(folder: Path, transforms: str, kernels: Mapping[str, Any]) -> None:
    """Mark all that is in ``folder`` as complete: ``kernels`` as ``MachineCode`` takes them."""
    ready = {"sums": _sums(folder), "transforms": transforms, "kernels": kernels}
    (folder / READY).write_text(json.dumps(ready))


def files(folder: Path) -> list[Path]:
    """All files of machine code in ``folder``."""
    return sorted(folder.glob(f"*{SUFFIX}"))


def _sums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of machine code in ``folder``, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files(folder)}


@lru_cache(1)
def _load_libraries(folder: Path, transforms: str) -> None:
    """Load what kernels call: allocation, and the Fourier ``transforms`` in a library of rocket-fft."""
    binding.load_library_permanently(str(package_folder("rocket_fft") / transforms))
    load((folder / MEMORY).read_bytes())


def load(content: bytes) -> binding.ExecutionEngine:
    """Load an object file for good, and return what knows its functions."""
    engine = _engine()
    engine.add_object_file(binding.ObjectFileRef.from_data(content))
    engine.finalize_object()
    return engine


@lru_cache(1)
def _engine() -> binding.ExecutionEngine:
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    machine = binding.Target.from_default_triple().create_target_machine()
    return binding.create_mcjit_compiler(binding.parse_assembly(""), machine)
