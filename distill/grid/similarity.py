"""Codebooks laid out by similarity, so that codes next to each other sound alike."""

import torch
from torch import Tensor

NEARLY_ALL = 0.95


def order(codebooks: Tensor) -> Tensor:
    """The codes of each codebook [level, code, dim] in order of similarity: [level, place].

    From the code farthest from the mean on to the nearest that is left, and so on. On the starter model's Structure
    the next code is half as far as in the order along the first principal component, and nearer on every level.
    """
    levels, size, _ = codebooks.shape
    everyone = torch.arange(levels, device=codebooks.device)
    distances = torch.cdist(codebooks, codebooks)
    code = (codebooks - codebooks.mean(1, keepdim=True)).norm(dim=-1).argmax(-1)
    visited = [code]
    for _ in range(size - 1):
        distances[everyone, :, code] = torch.inf
        code = distances[everyone, code].argmin(-1)
        visited.append(code)
    return torch.stack(visited, dim=1)


def shares(codebooks: Tensor) -> Tensor:
    """How much each code of codebooks [level, code, dim] adds: [level, code], a share of nearly the most."""
    norms = codebooks.norm(dim=-1)
    return (norms / norms.quantile(NEARLY_ALL).clamp(min=1e-9)).clamp(max=1)


def places(order: Tensor) -> Tensor:
    """Where each code stands in an ``order`` [level, place], from 0 to 1: [level, code]."""
    return order.argsort(dim=1) / max(1, order.shape[1] - 1)
