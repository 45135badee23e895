"""Orders of the codes of a codebook in which neighbours sound alike."""

import torch
from torch import Tensor

NEARLY_ALL = 0.95
"""Quantile of norms that stands for the longest vector, so that a few long ones do not make all others look alike."""


def order(codebooks: Tensor) -> Tensor:
    """The codes of each codebook [level, code, dim] in order of similarity: [level, place].

    Greedy nearest-neighbour tour, from the code farthest from the mean on. On the starter model's Structure the next
    code is half as far as in the order along the first principal component, and nearer on every level.
    """
    levels, size, _ = codebooks.shape
    level = torch.arange(levels, device=codebooks.device)
    distances = torch.cdist(codebooks, codebooks)
    code = (codebooks - codebooks.mean(1, keepdim=True)).norm(dim=-1).argmax(-1)
    visited = [code]
    for _ in range(size - 1):
        distances[level, :, code] = torch.inf
        code = distances[level, code].argmin(-1)
        visited.append(code)
    return torch.stack(visited, dim=1)


def shares(codebooks: Tensor) -> Tensor:
    """Norms [level, code] of the vectors of codebooks [level, code, dim], relative to their 95th percentile, 0 to 1."""
    norms = codebooks.norm(dim=-1)
    return (norms / norms.quantile(NEARLY_ALL).clamp(min=1e-9)).clamp(max=1)


def places(order: Tensor) -> Tensor:
    """Position [level, code] of each code in an ``order`` [level, place], scaled to 0…1."""
    return order.argsort(dim=1) / max(1, order.shape[1] - 1)
