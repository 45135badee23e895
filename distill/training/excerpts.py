"""What a codec is trained on: random excerpts of the corpus."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from distill.audio import Samples
from distill.corpus import Recording
from distill.model.codec import CodecConfig
from distill.training import ranks

BATCH = 8
"""Excerpts in an update."""
FRAMES = 64
"""Frames in an excerpt."""
LEAD = 16
"""Frames at the beginning of an excerpt that are heard, but not judged: what came before them is missing."""


class Excerpts:
    """Random excerpts of recordings, every second of sound as likely as any other.

    They begin where a frame of the recording does: those are the frames that will be played.
    """

    def __init__(self, recordings: Sequence[Recording], config: CodecConfig, seed: int) -> None:
        self._recordings = recordings
        self._hop = config.hop
        self._generator = torch.Generator().manual_seed(seed)
        self._lengths = torch.tensor([float(len(r.samples)) for r in recordings])

    def next(self) -> Tensor:
        """Samples [batch, channel, time], silence before the beginning and after the end of a recording."""
        chosen = torch.multinomial(self._lengths, BATCH, replacement=True, generator=self._generator)
        return torch.stack([self._excerpt(self._recordings[i].samples) for i in chosen.tolist()])

    def state(self) -> Mapping[str, Any]:
        """Where chance stands."""
        return {"generator": self._generator.get_state()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from what ``state`` gave; with several ranks, each with chances of its own again."""
        if ranks.count() == 1:
            self._generator.set_state(state["generator"])

    def _excerpt(self, samples: Samples) -> Tensor:
        frames = math.ceil(len(samples) / self._hop)
        first = int(torch.randint(-LEAD, max(1, frames - FRAMES + LEAD), (), generator=self._generator))
        excerpt = samples[max(0, first) * self._hop : (first + FRAMES) * self._hop]
        before = max(0, -first) * self._hop
        return torch.from_numpy(np.pad(excerpt, ((before, FRAMES * self._hop - before - len(excerpt)), (0, 0)))).T
