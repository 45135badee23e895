"""Folder of machine code: one for each processor, each version of the kernels, and of what compiles them."""

import hashlib
import os
import sys
import tempfile
from contextlib import suppress
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import llvmlite.binding
import platformdirs

PACKAGES = ("numba", "llvmlite", "numpy", "rocket_fft")
"""Packages whose versions the machine code depends on."""


@lru_cache(1)
def folder() -> Path:
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


def _key() -> str:
    """Name of versions, processor and sources."""
    # Machine code reads numpy's arrays where this build of Python has them.
    digest = hashlib.sha256(f"{sys.implementation.cache_tag} ".encode())
    for package in PACKAGES:
        digest.update(_version(package))
    # ``NUMBA_CPU_NAME`` and ``NUMBA_CPU_FEATURES`` stand for the processor at hand.
    processor = os.environ.get("NUMBA_CPU_NAME") or llvmlite.binding.get_host_cpu_name()
    features = os.environ.get("NUMBA_CPU_FEATURES") or llvmlite.binding.get_host_cpu_features().flatten()
    digest.update(f"{processor} {features} ".encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    digest.update((Path(__file__).parents[2] / "hyperparameters.py").read_bytes())
    return digest.hexdigest()[:16]


def _version(package: str) -> bytes:
    """Content of the file with the version of a package: found in a tenth of the time of its metadata."""
    return b"".join(path.read_bytes() for path in sorted(package_folder(package).glob("*version.py")))


def package_folder(package: str) -> Path:
    """Folder of a package, which is not imported.

    Raises:
        ModuleNotFoundError: it is not installed.
    """
    found = find_spec(package)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(package)
    return Path(found.origin).parent
