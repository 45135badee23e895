"""Preparation of all kernels for the processor at hand: compiled once, loaded from the cache from then on.

``python -m distill.kernels.prepare`` compiles them; ``prepare`` runs it where they are not in the cache.
"""

import logging
import signal
import subprocess
import sys
from functools import lru_cache

import numpy as np
from filelock import FileLock

from distill.errors import DistillError
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.io import model_tensors
from distill.kernels import compiler
from distill.kernels.frame import Mix
from distill.kernels.prior import CodeChoice
from distill.kernels.runtime import CodecRuntime, PriorRuntime, limited, play
from distill.kernels.sampling import SamplingOptions
from distill.system.memory import keep_freed

PREPARING = "Preparing for this processor, once; it takes half a minute."
"""Text that is logged while kernels are compiled; on a terminal it is a line of its own."""
_READY = "ready"
"""File that says that all kernels are in the cache."""
_log = logging.getLogger("distill")


@lru_cache(1)
def prepare() -> None:
    """Compile all kernels, unless they are in the cache; from there each is loaded at its first call.

    A process of its own compiles, as numba swallows Ctrl-C while it does. Of two programs that call this at once, one
    compiles, and the other waits for it.

    Raises:
        DistillError: they cannot be compiled.
    """
    keep_freed()
    folder = compiler.cache_folder()
    ready = folder / _READY
    if ready.exists():
        return
    _log.warning(PREPARING)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        if ready.exists():
            return
        command = [sys.executable, "-P", "-m", __name__]
        done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL)  # noqa: S603 - this very program
        if done.returncode:
            raise DistillError("Preparing for this processor was ended before it was done. Start again.")
        ready.touch()


def _run_all() -> None:
    """Call every entry kernel once, with a model of the least size: so each is compiled or loaded."""
    config = CodecConfig(window=8, hop=4, low=2, dim=2, levels=1, codebook_size=2, width=2, blocks=1, encoder_blocks=1)
    prior_config = PriorConfig(levels=1, codebook_size=2, width=2, head=2)
    tensors = {name: np.ones(shape, np.float32) for name, shape in model_tensors.shapes(config, prior_config).items()}
    codec, prior = CodecRuntime(config, tensors), PriorRuntime(prior_config, tensors, np.full(2, -1, np.int16))
    codes, gains = np.zeros((1, 1), np.int64), np.ones((1, 1), np.float32)
    nothing = np.zeros((1, config.features), np.float32)
    one, none = np.ones(1, np.float32), np.zeros(1, np.int64)
    choice = CodeChoice(np.zeros((1, 1, 2), np.float32), SamplingOptions.of([1.0], 2), codes, none)
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
    _run_all()
