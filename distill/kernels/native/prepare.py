"""Preparation of all kernels for the processor at hand: compiled once, loaded from the cache from then on."""

import logging
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

from filelock import FileLock

from distill.errors import DistillError
from distill.kernels.native import cache
from distill.kernels.native.machine_code import is_ready
from distill.system.memory import keep_freed

PREPARING = "Preparing for this processor, once; it takes half a minute."
"""Text that is logged while kernels are compiled; on a terminal it is a line of its own."""
COMPILER = "distill.kernels.native.compilation"
_log = logging.getLogger("distill")


@lru_cache(1)
def prepare() -> None:
    """Compile all kernels, unless they are in the cache; from there each is loaded at its first call.

    A process of its own compiles, as numba swallows Ctrl-C while it does, and nothing that plays needs it. Of two
    programs that call this at once, one compiles, and the other waits for it.

    Raises:
        DistillError: they cannot be compiled.
    """
    keep_freed()
    folder = cache.folder()
    if is_ready(folder):
        return
    _log.warning(PREPARING)
    with FileLock(folder / "lock"):
        if not is_ready(folder):
            _compile(folder)


def _compile(folder: Path) -> None:
    """Have a process of its own compile all kernels to ``folder``."""
    # Kernels that numba runs as Python would be no machine code.
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_DISABLE_JIT"}
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-P", "-m", COMPILER, folder], env=environment, check=False, stdin=subprocess.DEVNULL,
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or ["the compiler was ended"]
        raise DistillError(
            f"Kernels for this processor cannot be written to {folder}: {why[0]}. "
            "See to that, or set NUMBA_CACHE_DIR to another folder, and start again."
        )
