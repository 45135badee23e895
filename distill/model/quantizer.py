"""Residual vector quantization: a vector becomes one code per level, each level quantizing the rest of the last."""

import torch
from torch import Tensor, nn

from distill.hyperparameters import BEAM


class ResidualQuantizer(nn.Module):
    """``levels`` codebooks of ``size`` vectors; level n quantizes the residual of the levels above it.

    (Residual vector quantization as in Zeghidour et al., *SoundStream*, 2021.)
    """

    def __init__(self, levels: int, size: int, dim: int) -> None:
        super().__init__()
        self.codebooks: Tensor
        self.register_buffer("codebooks", torch.zeros(levels, size, dim))

    def encode(self, vectors: Tensor) -> Tensor:
        """Vectors [batch, frame, dim] to the nearest codes [batch, level, frame]."""
        return self.candidates(vectors, 1)[:, :, 0].transpose(1, 2)

    def candidates(self, vectors: Tensor, count: int) -> Tensor:
        """The ``count`` nearest codes [batch, frame, candidate, level] of vectors [batch, frame, dim], nearest first.

        By beam search over levels (Babenko & Lempitsky 2014): the nearest code of one level may leave a residual that
        no code of the next comes near.
        """
        beam = max(BEAM, count)
        rest = vectors.flatten(0, 1)[:, None]
        codes = torch.zeros(len(rest), 1, 0, dtype=torch.long, device=vectors.device)
        for codebook in self.codebooks:
            distances = rest.square().sum(-1, keepdim=True) - 2 * rest @ codebook.T + codebook.square().sum(-1)
            best = distances.flatten(1).topk(min(beam, distances[0].numel()), largest=False).indices
            parent, code = best // len(codebook), best % len(codebook)
            codes = torch.cat([_of(codes, parent), code[..., None]], dim=-1)
            rest = _of(rest, parent) - codebook[code]
        return codes[:, :count].unflatten(0, vectors.shape[:2])

    def decode(self, codes: Tensor, level_gain: Tensor) -> Tensor:
        """Weighted sums [batch, frame, dim] of the vectors of codes; codes and gains are [batch, level, frame].

        Several grids may be stacked along the level axis, each with all of its levels; their vectors are added.
        """
        level = torch.arange(codes.shape[1], device=codes.device)[:, None] % len(self.codebooks)
        return (self.codebooks[level, codes] * level_gain[..., None]).sum(dim=1)


def nearest(vectors: Tensor, codebook: Tensor) -> Tensor:
    """Index [...] of the vector of ``codebook`` [code, dim] nearest to each of ``vectors`` [..., dim] (Euclidean)."""
    # |v - c|² without |v|², which is the same for every code.
    return (codebook.square().sum(-1) - 2 * vectors @ codebook.T).argmin(-1)


def _of(candidates: Tensor, parent: Tensor) -> Tensor:
    """Rows [vector, chosen, ...] of ``candidates`` [vector, candidate, ...] at the indices ``parent``."""
    return candidates.gather(1, parent[..., None].expand(-1, -1, candidates.shape[2]))
