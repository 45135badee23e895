"""Temperature, top-k and nucleus sampling by Gumbel noise."""

from collections.abc import Sequence
from dataclasses import dataclass

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
