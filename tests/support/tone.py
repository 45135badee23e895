"""A model of the preset "base", with random weights, that plays one steady tone whatever its codes are.

Its amplitude is the same at all times, so that a change of it can be timed to a fraction of a millisecond; and a frame
costs what one of a trained model costs.
"""

import math

import numpy as np

from distill.bundle import Bundle
from distill.card import CorpusSummary, ModelCard, Provenance
from distill.hyperparameters import FLOOR, MAX_LOG_MAGNITUDE, STEPS, CodecConfig, PriorConfig
from distill.io import model_tensors

BIN = 128
"""Frequency of the tone, in bins of the short window: 3 kHz, whose period divides 2 ms."""
AMPLITUDE = 0.5
CORPUS_FRAMES = 24_000
"""Frames that may be quoted: four minutes."""


def tone(synthesis_window: int | None = None) -> Bundle:
    """The model; its frames sound for ``synthesis_window`` samples."""
    random = np.random.default_rng(0)
    codec = CodecConfig(synthesis_window=synthesis_window)
    prior = PriorConfig(levels=codec.levels, codebook_size=codec.codebook_size)
    tensors = {
        name: random.standard_normal(shape, np.float32) / np.float32(math.sqrt(shape[-1]))
        for name, shape in model_tensors.shapes(codec, prior).items()
    }
    for name in ("codec.decoder.weight", "codec.decoder_network.outward.weight", "codec.decoder_network.outward.bias"):
        tensors[name][:] = 0
    tensors["codec.spread"][:] = 1
    tensors["codec.loudest"][:] = MAX_LOG_MAGNITUDE
    tensors["codec.decoder.bias"][:] = features(codec)
    corpus = random.integers(0, codec.codebook_size, CORPUS_FRAMES).astype(np.int16)
    card = ModelCard(
        corpus=CorpusSummary(folder="", files=0, seconds=0, skipped=0),
        provenance=Provenance(distill="", torch="", python="", date="2026-01-01", seed=0),
        health=(),
        perplexity=(),
    )
    return Bundle.of(codec, prior, tensors, corpus, card)


def features(config: CodecConfig) -> np.ndarray:
    """Log magnitudes of a sine under a Hann window, and no attack."""
    magnitudes = np.full(config.bins, FLOOR)
    peak = AMPLITUDE * config.window / 4
    magnitudes[config.low + BIN + np.arange(-1, 2)] += [peak / 2, peak, peak / 2]
    return np.concatenate([np.log(magnitudes), np.zeros(STEPS)])
