"""Residual vector quantization: a vector becomes one code per level, each level refining those above it."""

import torch
from torch import Tensor, nn

BEAM = 4
"""Sums that are kept at least while the next level is searched; more are hardly nearer."""


class ResidualQuantizer(nn.Module):
    """``levels`` codebooks of ``size`` vectors; level n quantizes what the levels above it left over.

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

        Not level by level: the best sums of the levels so far are kept (beam search, Babenko & Lempitsky 2014), for
        the nearest code of one level may leave to the next what none of its codes comes near.
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

    def decode(self, codes: Tensor, weights: Tensor) -> Tensor:
        """Codes and weights, both [batch, level, frame], to weighted sums of their vectors [batch, frame, dim].

        Several grids may stand one below the other, each with all of its levels: what they say is mixed.
        """
        level = torch.arange(codes.shape[1], device=codes.device)[:, None] % len(self.codebooks)
        return (self.codebooks[level, codes] * weights[..., None]).sum(dim=1)


def nearest(vectors: Tensor, codebook: Tensor) -> Tensor:
    """Index of the codebook entry [code, dim] closest to each of ``vectors`` [..., dim], by Euclidean distance."""
    # |v - c|² without |v|², which is the same for every code.
    return (codebook.square().sum(-1) - 2 * vectors @ codebook.T).argmin(-1)


def _of(candidates: Tensor, parent: Tensor) -> Tensor:
    """Those of ``candidates`` [vector, candidate, ...] that ``parent`` [vector, chosen] names."""
    return candidates.gather(1, parent[..., None].expand(-1, -1, candidates.shape[2]))
