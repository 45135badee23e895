"""Choice of a code by temperature, top-k and top-p, with Gumbel noise."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from distill.kernels.dense import Floats, Integers
from distill.kernels.elementwise import exp
from distill.kernels.native.compiler import kernel
from distill.settings import GENERATING

_COOLEST = np.float32(1e-3)
"""Temperature of the probabilities by which top-p narrows the choice at temperature 0."""


class SamplingOptions(NamedTuple):
    """Temperature, top-k and top-p of many streams."""

    temperature: Floats
    """[stream, level]; 0 takes the likeliest code, 1 samples the distribution of the prior."""
    top_k: Integers
    """[stream]: the k likeliest codes are sampled; the codebook's size or more for all."""
    top_p: Floats
    """[stream]: the fewest codes that together reach this probability are sampled; 1 for all."""

    @classmethod
    def of(cls, temperatures: Sequence[float], size: int, top_k: int = 0, top_p: float = 1.0, streams: int = 1) -> Self:
        """Same options for every stream: a temperature a level, codebooks of ``size``; ``top_k`` 0 for all.

        Raises:
            DistillError: one of them is out of its limits.
        """
        temperatures = [GENERATING["temperature"].checked(value, "temperature") for value in temperatures]
        top_k = GENERATING["top-k"].checked(top_k, "top_k")
        top_p = GENERATING["top-p"].checked(top_p, "top_p")
        return cls(
            np.tile(np.array(temperatures, np.float32), (streams, 1)),
            np.full(streams, top_k or size, np.int64),
            np.full(streams, top_p, np.float32),
        )

    def repeated(self, streams: int) -> "SamplingOptions":
        """Options of so many streams, each with those of the only one; unchanged if they are of so many already."""
        if len(self.top_k) == streams:
            return self
        return SamplingOptions._make(np.repeat(array, streams, axis=0) for array in self)


@kernel
def sample(logits: Floats, noise: Floats, temperature: np.float32, top_k: int, top_p: np.float32) -> int:
    """Choose a code by ``logits`` [code] with Gumbel ``noise`` [code].

    The largest of logits plus temperature times Gumbel noise is a sample of the tempered softmax (Gumbel-max).
    Top-k and nucleus sampling (Holtzman et al. 2020) narrow the choice; the likeliest code always stays in.
    """
    if top_k >= logits.size and top_p >= np.float32(1):
        return _largest(logits, noise, temperature)
    return _largest_of_likely(logits, noise, temperature, top_k, top_p)


@kernel
def _largest(logits: Floats, noise: Floats, temperature: np.float32) -> int:
    chosen, most = 0, logits[0] + temperature * noise[0]
    for code in range(1, logits.size):
        score = logits[code] + temperature * noise[code]
        if score > most:
            chosen, most = code, score
    return chosen


@kernel
def _largest_of_likely(logits: Floats, noise: Floats, temperature: np.float32, top_k: int, top_p: np.float32) -> int:
    """``sample`` among the likely codes: noise goes by their rank, the likeliest first."""
    order = np.argsort(-logits, kind="mergesort")
    cool = max(temperature, _COOLEST)
    likeliest = logits[order[0]]
    probability = np.empty(logits.size, np.float32)
    for rank in range(logits.size):
        probability[rank] = exp(np.float32((logits[order[rank]] - likeliest) / cool))
    total = np.float32(0)
    for rank in range(logits.size):
        total += probability[rank]
    chosen, most, likelier = order[0], likeliest + temperature * noise[0], 0.0
    for rank in range(1, min(top_k, logits.size)):
        likelier += probability[rank - 1] / total
        if likelier >= top_p:
            break
        score = logits[order[rank]] + temperature * noise[rank]
        if score > most:
            chosen, most = order[rank], score
    return chosen
