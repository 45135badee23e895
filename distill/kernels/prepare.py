"""Preparation of all kernels for the processor at hand: compiled once, loaded from the cache from then on.

``python -m distill.kernels.prepare`` compiles them, whatever is in the cache; ``prepare`` runs it where they are not.
"""

import hashlib
import json
import logging
import signal
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from numba.core import config as numba_config

from distill.errors import DistillError
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.io import model_tensors
from distill.kernels import compiler
from distill.kernels.frame import Mix
from distill.kernels.memory import CHANCES
from distill.kernels.prior import CodeChoice
from distill.kernels.runtime import CodecRuntime, PriorRuntime, limited, play
from distill.kernels.sampling import SamplingOptions
from distill.system.memory import keep_freed

PREPARING = "Preparing for this processor, once; it takes half a minute."
"""Text that is logged while kernels are compiled; on a terminal it is a line of its own."""
_READY = "ready.json"
"""File with the checksums of all machine code: it says that all is there, and none of it damaged."""
_log = logging.getLogger("distill")


@lru_cache(1)
def prepare() -> None:
    """Compile all kernels, unless they are in the cache; from there each is loaded at its first call.

    A process of its own compiles, as numba swallows Ctrl-C while it does. Of two programs that call this at once, one
    compiles, and the other waits for it.

    Raises:
        DistillError: they cannot be compiled, or numba was told not to.
    """
    settings: Any = numba_config
    if settings.DISABLE_JIT:
        raise DistillError("NUMBA_DISABLE_JIT is set, and nothing plays without compiled kernels. Unset it.")
    keep_freed()
    folder = compiler.cache_folder()
    if _is_ready(folder):
        return
    _log.warning(PREPARING)
    with FileLock(folder / "lock"):
        if not _is_ready(folder):
            _compile(folder)


def _is_ready(folder: Path) -> bool:
    """True if all machine code in ``folder`` is what was written there."""
    try:
        return bool(sums := json.loads((folder / _READY).read_bytes())) and sums == _sums(folder)
    except (OSError, ValueError):
        return False


def _sums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of machine code in ``folder``, by name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.nb[ic]"))


def _compile(folder: Path) -> None:
    """Have a process of its own compile all kernels to ``folder``."""
    done = subprocess.run(  # noqa: S603 - this very program
        [sys.executable, "-P", "-m", __name__], check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or ["the compiler was ended"]
        raise DistillError(
            f"Kernels for this processor cannot be written to {folder}: {why[0]}. "
            "See to that, or set NUMBA_CACHE_DIR to another folder, and start again."
        )


def _fill(folder: Path) -> None:
    """Compile all kernels to ``folder``, anew, and mark it as complete."""
    for damaged in _files(folder):
        damaged.unlink()
    compiler.MachineCode.writes = True
    _run_all()
    (folder / _READY).write_text(json.dumps(_sums(folder)))


def _run_all() -> None:
    """Call every entry kernel once, with a model of the least size: so each is compiled or loaded."""
    config = CodecConfig(window=8, hop=4, low=2, dim=2, levels=1, codebook_size=2, width=2, blocks=1, encoder_blocks=1)
    prior_config = PriorConfig(levels=1, codebook_size=2, width=2, head=2)
    tensors = {name: np.ones(shape, np.float32) for name, shape in model_tensors.shapes(config, prior_config).items()}
    codec, prior = CodecRuntime(config, tensors), PriorRuntime(prior_config, tensors, np.full((1, 2), -1, np.int16))
    codes, gains = np.zeros((1, 1), np.int64), np.ones((1, 1), np.float32)
    nothing = np.zeros((1, config.features), np.float32)
    one, none = np.ones(1, np.float32), np.zeros(1, np.int64)
    noise, chances = np.zeros((1, 1, 2), np.float32), np.zeros((1, CHANCES), np.float32)
    choice = CodeChoice(noise, SamplingOptions.of([1.0], 2), codes, none, one, chances)
    mix = Mix(gains, codes, gains, nothing, one, one, one)
    state, prior_state = codec.initial_state(), prior.initial_state()
    play(codec, prior, choice, np.ones(1, np.bool_), mix, codes, prior_state, state)
    prior.sample_step(prior_state, choice)
    contexts, _ = prior.step(codes[..., None], prior_state)
    prior.log_likelihood(contexts[0], codes, codes)
    codec.decode_features(codes, gains, state.past)
    limited(codec.decode(codes[..., None]))
    codec.encode(np.zeros((1, 1, config.hop), np.float32))


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        _fill(compiler.cache_folder())
    except OSError as error:
        sys.exit(error.strerror)
