"""Doors by which files and messages of strangers come in: each is an input, damaged as a seed says, and really used.

Whatever a door raises but one line of ``DistillError`` is a finding.
"""

import json
import random
from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from distill.bundle import Bundle
from distill.card import CorpusSummary, ModelCard, Provenance
from distill.errors import DistillError
from distill.hyperparameters import CodecConfig, PriorConfig
from distill.model.codec import Codec
from distill.model.prior import Prior
from distill.training.modules import bundle_of
from live.engine.engine import Engine

FRAMES = 3
"""How much of what was read is played."""
LEVELS = 2
CODEC = CodecConfig(
    hop=240, window=512, low=8, dim=8, levels=LEVELS, codebook_size=16, width=8, blocks=1, encoder_blocks=1
)
PRIOR = PriorConfig(levels=LEVELS, codebook_size=16, width=8, head=4)


def small_model() -> Bundle:
    """A model of 16 codes on two levels that makes some noise; always the same."""
    torch.manual_seed(1)
    codec, prior = Codec(CODEC), Prior(PRIOR)
    codec.quantizer.codebooks.normal_()
    corpus = CorpusSummary(folder="sounds", files=1, seconds=1.0, skipped=0, recordings=("a" * 12,))
    made = Provenance(distill="0.1.0", torch="2", python="3", date="2026-01-01T00:00:00+00:00", seed=1)
    card = ModelCard.model_validate_json(
        json.dumps(
            {
                "corpus": corpus.model_dump(),
                "provenance": made.model_dump(),
                "health": [{"role": "Structure", "used": 0.5, "dead": 8, "perplexity": 7.0, "counts": [3] * 16}]
                * LEVELS,
                "perplexity": [{"role": "Structure", "learnt": 3.0, "held_out": None, "unigram": 4.0}] * LEVELS,
                "memorization": {"longest_seconds": 0.5, "quoted": 0.1},
                "curves": [{"stage": "prior", "spent": 0.5, "losses": {"loss": 1.0}, "used": [1.0]}],
            }
        )
    )
    return bundle_of(codec, prior, np.array([-1, 3, 4, 4, -1], dtype=np.int16), card)


@dataclass
class Door:
    """One format; ``folder`` is where its files are for as long as they are tried."""

    folder: Path

    @abstractmethod
    def make(self, chance: random.Random) -> bytes:
        """A damaged input."""

    @abstractmethod
    def use(self, data: bytes) -> None:
        """Read it and use what was read; a DistillError where it is refused."""

    @cached_property
    def model(self) -> Bundle:
        return small_model()

    @cached_property
    def engine(self) -> Engine:
        return Engine(self.model)

    def file(self, suffix: str, data: bytes) -> Path:
        path = self.folder / f"input{suffix}"
        path.write_bytes(data)
        return path


def check_sound(samples: NDArray[np.float32]) -> None:
    assert np.isfinite(samples).all(), "sound that is not finite"
    assert np.abs(samples).max() <= 1.001, "sound beyond 1"


def refused(door: Door, data: bytes) -> bool:
    """Whether ``data`` was refused in one line; otherwise it worked."""
    try:
        door.use(data)
    except DistillError as error:
        said = str(error)
    else:
        return False
    assert len(said.splitlines()) == 1, f"not one line: {said[:300]!r}"
    assert len(said) < 2_000, f"a line of {len(said)} letters: {said[:300]!r}"
    return True
