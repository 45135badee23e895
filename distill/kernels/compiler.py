"""Compilation of kernels by numba, cached on disk for each processor and each version of them."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, Self, TypeVar, cast

import llvmlite.binding
import numba
import platformdirs
from numba.core import config
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

PACKAGES = ("numba", "llvmlite", "numpy", "rocket-fft")
"""Packages whose versions the machine code depends on."""
FAST_MATH = {"contract", "nsz", "arcp"}
"""Liberties of the compiler: products are added without being rounded first. Sums are never reordered."""

_entries: list[Any] = []


def kernel(function: Kernel) -> Kernel:
    """Compile ``function`` at its first call, without the interpreter lock. For numpy arrays, named tuples, numbers."""
    compiled = numba.njit(nogil=True, fastmath=FAST_MATH, error_model="numpy")(function)
    return cast("Kernel", compiled)


def entry_kernel(function: Kernel) -> Kernel:
    """``kernel`` that Python calls: its machine code is kept on disk."""
    compiled = kernel(function)
    _entries.append(compiled)

    @wraps(function)
    def entry(*arguments: Any) -> Any:
        use_cache()
        return compiled(*arguments)

    return cast("Kernel", entry)


@lru_cache(1)
def cache_folder() -> Path:
    """Folder of the machine code for this processor and these kernels: the user's cache, else a temporary one.

    ``NUMBA_CACHE_DIR``, where it is set, stands for the user's cache.
    """
    users = os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_dir("distill")
    place = Path(users) / "kernels" / _key()
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place):
            return place
    except OSError:
        return _temporary_folder()


def _temporary_folder() -> Path:
    """Folder among temporary files that nobody else can write to: what is in it is run."""
    user = getattr(os, "getuid", int)()
    place = Path(tempfile.gettempdir()) / f"distill-kernels-{user}-{_key()}"
    with suppress(OSError):
        place.mkdir(mode=0o700, exist_ok=True)
        found = place.lstat()
        if not hasattr(os, "getuid") or (found.st_uid == user and not found.st_mode & 0o022):
            return place
    return Path(tempfile.mkdtemp(prefix=place.name))


def entries() -> tuple[Any, ...]:
    """All entry kernels that were imported, as numba has them."""
    return tuple(_entries)


@lru_cache(1)
def use_cache() -> None:
    """Load the machine code of all entry kernels that were imported from ``cache_folder``, where it is there."""
    for compiled in _entries:
        compiled._cache = MachineCode(compiled.py_func)  # noqa: SLF001 - what enable_caching does


def _key() -> str:
    """Name of versions, processor and sources: numba notices a change in the file of an entry only."""
    # Machine code is kept as a pickle, of one version of Python only.
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} ".encode())
    for package in PACKAGES:
        digest.update(f"{package} {version(package)} ".encode())
    # ``NUMBA_CPU_NAME`` and ``NUMBA_CPU_FEATURES`` stand for the processor at hand.
    settings: Any = config
    processor = settings.CPU_NAME or llvmlite.binding.get_host_cpu_name()
    features = settings.CPU_FEATURES or llvmlite.binding.get_host_cpu_features().flatten()
    digest.update(f"{processor} {features} ".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    digest.update((Path(__file__).parents[1] / "hyperparameters.py").read_bytes())
    return digest.hexdigest()[:16]


class _Place(_CacheLocator):
    """Place of machine code: ``cache_folder``, whose name says all that it depends on.

    Numba's own places depend on where the sources are: each environment of Python would compile anew.
    """

    def __init__(self, function: Any, path: str) -> None:
        self._line = function.__code__.co_firstlineno
        self._py_file = path

    @classmethod
    def from_function(cls, py_func: Any, py_file: str) -> Self:
        return cls(py_func, py_file)

    def get_cache_path(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - has no type
        return str(cache_folder())

    def get_source_stamp(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - has no type
        return ""

    def get_disambiguator(self) -> str:  # pyright: ignore[reportIncompatibleMethodOverride] - has no type
        return str(self._line)


class _MachineCodeFormat(CompileResultCacheImpl):
    _locator_classes = [_Place]  # noqa: RUF012 - as numba has it


class MachineCode(FunctionCache):
    """Machine code of a kernel on disk, which only ``prepare`` writes: what it wrote can be checked from then on."""

    _impl_class = _MachineCodeFormat
    writes = False

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled, while ``writes``."""
        if self.writes:
            super().save_overload(sig, data)
