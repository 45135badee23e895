"""Preparation of all kernels for the processor at hand: compiled once, loaded from the cache from then on."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from filelock import FileLock

from distill.hyperparameters import CodecConfig, PriorConfig
from distill.io import model_tensors
from distill.kernels import compiler
from distill.kernels.frame import Mix
from distill.kernels.prior import CodeChoice
from distill.kernels.runtime import CodecRuntime, PriorRuntime, limited, play
from distill.kernels.sampling import SamplingOptions

PREPARING = "Preparing for this processor, once"
"""Text of the progress that is reported while kernels are compiled."""
_READY = "ready"
"""File that says that all kernels are in the cache."""


def is_prepared() -> bool:
    """True if all kernels are in the cache."""
    return (compiler.cache_folder() / _READY).exists()


@lru_cache(1)
def prepare(report: Callable[[str], None] = lambda _: None) -> None:
    """Compile all kernels, in half a minute, unless they are in the cache; from there each is loaded at its first call.

    Of two programs that call it at once, one compiles, and the other waits for it. ``report`` receives ``PREPARING``.
    """
    compiler.use_cache()
    if is_prepared():
        return
    report(PREPARING)
    folder = compiler.cache_folder()
    with FileLock(folder / "lock"):
        _run_all()
        (folder / _READY).touch()


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
