"""Residual vector quantization: a vector becomes one code per level, each level refining those above it."""

import torch
from torch import Tensor, nn


class ResidualQuantizer(nn.Module):
    """``levels`` codebooks of ``size`` vectors; level n quantizes what the levels above it left over.

    (Residual vector quantization as in Zeghidour et al., *SoundStream*, 2021.)
    """

    def __init__(self, levels: int, size: int, dim: int) -> None:
        super().__init__()
        self.codebooks: Tensor
        self.register_buffer("codebooks", torch.zeros(levels, size, dim))

    def encode(self, vectors: Tensor) -> Tensor:
        """Vectors [batch, frame, dim] to codes [batch, level, frame]."""
        codes: list[Tensor] = []
        rest = vectors
        for codebook in self.codebooks:
            code = nearest(rest, codebook)
            rest = rest - codebook[code]
            codes.append(code)
        return torch.stack(codes, dim=1)

    def decode(self, codes: Tensor, weights: Tensor) -> Tensor:
        """Codes and weights, both [batch, level, frame], to weighted sums of their vectors [batch, frame, dim]."""
        level = torch.arange(len(self.codebooks), device=codes.device)[:, None]
        return (self.codebooks[level, codes] * weights[..., None]).sum(dim=1)


def nearest(vectors: Tensor, codebook: Tensor) -> Tensor:
    """Index of the codebook entry [code, dim] closest to each of ``vectors`` [..., dim], by Euclidean distance."""
    # |v - c|² without |v|², which is the same for every code.
    return (codebook.square().sum(-1) - 2 * vectors @ codebook.T).argmin(-1)
