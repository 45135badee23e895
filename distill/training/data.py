"""Random excerpts of the corpus for the training of a codec, prefetched in a thread."""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

import numpy as np
import soxr
import torch
from torch import Tensor

from distill.audio import Samples
from distill.data.corpus import Recording
from distill.hyperparameters import CodecConfig
from distill.training import distributed

BATCH = 8
"""Excerpts per update; with ``FRAMES`` it bounds the time of one, of which minutes of training need thousands."""
FRAMES = 64
"""Frames per excerpt."""
CONTEXT_FRAMES = 16
"""Frames at the beginning of an excerpt that are context and not in the loss."""
HALF_VARIED = 8000
"""Batches after which half of the excerpts are augmented: resampled to another speed, and of another loudness.

At first none is: longer trainings need more augmentation against overfitting, which ``tests/benchmarks/codec.py`` shows
as held out beside seen, by minutes.
"""
SEMITONES = 3.0
"""Limit of the change of speed.

Twelve minutes ended, held out, at STFT / mel 0.3015 / 0.2423; with one semitone at 0.304 / 0.243, where four had ended
at 0.303 / 0.248 (``tests/benchmarks/codec.py``).
"""
DECIBELS = 6.0
"""Limit of the change of loudness: from half the amplitude to twice."""


class Excerpts:
    """Random excerpts of recordings, every second of sound equally likely, aligned to frames of the recording."""

    def __init__(self, recordings: Sequence[Recording], config: CodecConfig, seed: int) -> None:
        self._recordings = recordings
        self._hop = config.hop
        self._generator = torch.Generator().manual_seed(seed)
        self._batches = 0
        self._lengths = torch.tensor([float(len(r.samples)) for r in recordings])

    def next(self) -> Tensor:
        """Next batch of samples [batch, channel, time], padded with silence beyond the ends of a recording."""
        self._batches += 1
        chosen = torch.multinomial(self._lengths, BATCH, replacement=True, generator=self._generator)
        return torch.stack([self._excerpt(self._recordings[i].samples) for i in chosen.tolist()])

    def state(self) -> Mapping[str, Any]:
        """State of the random numbers, for a checkpoint."""
        return {"generator": self._generator.get_state(), "batches": self._batches}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Resume from a ``state``; with several ranks each goes on with fresh random numbers of its own."""
        self._batches = state["batches"]
        if distributed.world_size() == 1:
            self._generator.set_state(state["generator"])

    def _excerpt(self, samples: Samples) -> Tensor:
        speed, gain = self._variation()
        frames = math.ceil(len(samples) / self._hop)
        first = int(
            torch.randint(-CONTEXT_FRAMES, max(1, frames - FRAMES + CONTEXT_FRAMES), (), generator=self._generator)
        )
        begin, length = first * self._hop, round(FRAMES * self._hop * speed)
        excerpt = samples[max(0, begin) : begin + length]
        before = max(0, -begin)
        excerpt = np.pad(excerpt, ((before, length - before - len(excerpt)), (0, 0)))
        if speed != 1:
            excerpt = soxr.resample(excerpt, speed, 1.0, "LQ")[: FRAMES * self._hop]
            excerpt = np.pad(excerpt, ((0, FRAMES * self._hop - len(excerpt)), (0, 0)))
        return torch.from_numpy(excerpt * np.float32(gain)).T

    def _variation(self) -> tuple[float, float]:
        """Random ratios of speed and of amplitude of an excerpt to the recording; mostly 1."""
        varied, speed, gain = torch.rand(3, generator=self._generator).tolist()
        if varied >= self._batches / (self._batches + HALF_VARIED):
            return 1.0, 1.0
        return 2 ** ((2 * speed - 1) * SEMITONES / 12), 10 ** ((2 * gain - 1) * DECIBELS / 20)


Argument = TypeVar("Argument")
Result = TypeVar("Result")


class Prefetcher(Generic[Argument, Result]):
    """Calls ``make`` one call in advance, in a thread of its own with one thread per operation."""

    def __init__(self, make: Callable[[Argument], Result]) -> None:
        self._make = make
        self._maker = ThreadPoolExecutor(1, "distill batches", initializer=torch.set_num_threads, initargs=(1,))
        self._next: Future[Result] | None = None

    def take(self, argument: Argument) -> Result:
        """Result of the call that was made in advance; start the next one, with ``argument``."""
        result = self._next.result() if self._next else self._make(argument)
        self._next = self._maker.submit(self._make, argument)
        return result

    @property
    def waiting(self) -> Result | None:
        """Result that was made in advance and not taken yet; ``None`` before the first."""
        return self._next.result() if self._next else None

    def discard(self) -> None:
        """Discard the result that was made in advance."""
        if self.waiting:
            self._next = None
