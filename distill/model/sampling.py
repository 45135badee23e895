"""Temperature, top-k and nucleus sampling with Gumbel noise from a counter-based generator."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from distill.settings import GENERATING


@dataclass(frozen=True, slots=True)
class Sampling:
    """Parameters of sampling; all but ``narrowed`` may differ from stream to stream and frame to frame."""

    temperature: Tensor
    """[batch, level]; 0 takes the likeliest code, 1 samples the distribution of the prior."""
    top_k: Tensor
    """[batch, 1], integer: the k likeliest codes are sampled; the codebook's size or more for all."""
    top_p: Tensor
    """[batch, 1]: the fewest codes that together reach this probability are sampled; 1 for all."""
    narrowed: bool = True
    """False if ``top_k`` and ``top_p`` exclude no code in any stream, which saves sorting."""

    @classmethod
    def of(cls, temperatures: Sequence[float], size: int, top_k: int = 0, top_p: float = 1.0) -> "Sampling":
        """One set of parameters for every stream: a temperature a level, codebooks of ``size``; ``top_k`` 0 for all.

        Raises:
            DistillError: one of them is out of its limits.
        """
        temperatures = [GENERATING["temperature"].checked(value, "temperature") for value in temperatures]
        top_k = GENERATING["top-k"].checked(top_k, "top_k")
        top_p = GENERATING["top-p"].checked(top_p, "top_p")
        return cls(
            temperature=torch.tensor([temperatures]),
            top_k=torch.tensor([[top_k or size]]),
            top_p=torch.tensor([[top_p]]),
            narrowed=0 < top_k < size or top_p < 1,
        )


class _Chance(threading.local):
    """Philox generator that is moved to any position of any seed, in a sixth of the time that a new one takes."""

    def __init__(self) -> None:
        self._bits = np.random.Philox()
        self._generator = np.random.Generator(self._bits)
        self._state: Any = self._bits.state
        self._fresh = self._state["buffer_pos"]

    def at(self, seed: int, draw: int, place: int = 0) -> np.random.Generator:
        """The generator, in the state of ``numpy.random.Philox(key=seed, counter=(draw << 64) + place)``."""
        self._state["state"]["key"][:] = seed, 0
        self._state["state"]["counter"][:] = place, draw, 0, 0
        self._state["buffer_pos"] = self._fresh
        self._state["has_uint32"] = 0
        self._bits.state = self._state
        return self._generator


_chance = _Chance()


def gumbel_noise(seed: int, draw: int, levels: int, size: int) -> Tensor:
    """Standard Gumbel noise [level, code]: the ``draw``-th of ``seed``, whatever was drawn before.

    A counter-based generator (Philox; Salmon et al. 2011) makes a position in a performance two integers.
    """
    return gumbel_noises([(seed, draw)], levels, size)[0]


def gumbel_noises(draws: Sequence[tuple[int, int]], levels: int, size: int) -> Tensor:
    """Gumbel noise [batch, level, code] for pairs of a seed and a draw."""
    uniform = np.empty((len(draws), levels, size), dtype=np.float32)
    for own, (seed, draw) in zip(uniform, draws, strict=True):
        _chance.at(seed, draw).random(out=own, dtype=np.float32)
    noise = uniform.clip(1e-30, 1 - 1e-7, out=uniform)
    # In place, twice: a batch of temporary arrays costs as much as the logarithms.
    for _ in range(2):
        np.negative(np.log(noise, out=noise), out=noise)
    return torch.from_numpy(noise)


def chances(seed: int, draw: int, levels: int, frames: int) -> Tensor:
    """Uniform numbers [level, frame] from 0 to 1 of the ``draw``-th of ``seed``, independent of its Gumbel noise."""
    return torch.from_numpy(_chance.at(seed, draw, 1 << 63).random((levels, frames), dtype=np.float32))


def sample(logits: Tensor, noise: Tensor, sampling: Sampling, level: int) -> Tensor:
    """Choose a code [batch] of ``level`` by ``logits`` [batch, code], with Gumbel ``noise`` [batch, code].

    The largest of logits plus temperature times Gumbel noise is a sample of the tempered softmax (Gumbel-max).
    Top-k and nucleus sampling (Holtzman et al. 2020) narrow the choice; the likeliest code always stays in.
    """
    temperature = sampling.temperature[:, level, None]
    if not sampling.narrowed:
        return torch.addcmul(logits, temperature, noise).argmax(-1)
    ordered, order = logits.sort(dim=-1, descending=True)
    probability = torch.softmax(ordered / temperature.clamp(min=1e-3), dim=-1)
    likelier = probability.cumsum(dim=-1) - probability
    rank = torch.arange(logits.shape[-1], device=logits.device)
    kept = (rank < sampling.top_k) & (likelier < sampling.top_p) | (rank == 0)
    score = torch.where(kept, ordered + temperature * noise, -torch.inf)
    return order.gather(-1, score.argmax(dim=-1, keepdim=True)).squeeze(-1)
