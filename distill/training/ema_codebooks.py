"""Codebooks updated by exponential moving averages, with dead codes replaced."""

import torch
from torch import Tensor

from distill.card import LevelUsage
from distill.evaluation.codebook_usage import usage_of_counts
from distill.model.quantizer import ResidualQuantizer
from distill.training import distributed

DECAY = 0.997
"""Decay of the moving averages per update: a memory of 333 updates.

With a memory of 100, and codes replaced below a tenth of an even use, level 1 used 37 % of its codes; with 500 and a
fiftieth all were used (``tests/benchmarks/codec.py`` prints the use).
"""
DEAD = 0.02
"""Share of an even use below which a code counts as dead and is replaced.

Mimi (Défossez 2024) takes 0.1; here a rare code often stands for a rare sound.
"""
UPDATES_BETWEEN_REVIVALS = 20
"""Updates from one replacement of dead codes to the next, which bound the time that it takes."""


class Codebooks:
    """Exponential moving averages of the vectors of each code (van den Oord et al. 2017, appendix A.1).

    With several ranks, counts and sums are those of all of them, so that codebooks stay equal.
    """

    def __init__(self, quantizer: ResidualQuantizer, vectors: int) -> None:
        """Start from the codebooks of ``quantizer``; ``vectors`` is the number of vectors per update."""
        self._quantizer = quantizer
        books = quantizer.codebooks
        self._even = vectors / books.shape[1]
        self.counts = books.new_full(books.shape[:2], self._even)
        """[level, code]: average number of vectors of each code per update."""
        self.sums = books * self._even
        """[level, code, dim]: average sum of those vectors."""
        self._updates = 0

    def usage(self) -> tuple[LevelUsage, ...]:
        """Present codebook usage of each level."""
        return usage_of_counts(torch.where(self.counts > DEAD * self._even, self.counts, 0).cpu().numpy())

    @torch.no_grad()
    def update(self, vectors: Tensor, codes: Tensor, *, move: bool) -> None:
        """Update the averages by ``vectors`` [vector, dim] and their ``codes`` [vector, level].

        If ``move``, codebooks follow the averages.
        """
        rest, books = vectors, self._quantizer.codebooks
        counts, sums, rests = torch.zeros_like(self.counts), torch.zeros_like(self.sums), [rest]
        for level, (book, chosen) in enumerate(zip(books, codes.unbind(1), strict=True)):
            counts[level] = torch.bincount(chosen, minlength=len(book))
            sums[level].index_add_(0, chosen, rest)
            rest = rest - book[chosen]
            rests.append(rest)
        distributed.all_reduce(counts, sums)
        self.counts.lerp_(counts / distributed.world_size(), 1 - DECAY)
        self.sums.lerp_(sums / distributed.world_size(), 1 - DECAY)
        self._updates += 1
        if move:
            counts = self.counts[..., None]
            books.copy_(torch.where(counts > DEAD * self._even, self.sums / counts, books))
            if self._updates % UPDATES_BETWEEN_REVIVALS == 0:
                self._revive(rests)

    def _revive(self, rests: list[Tensor]) -> None:
        """Replace every dead code by a random one of its level's residuals, ``rests`` [vector, dim] of each level."""
        for level, book in enumerate(self._quantizer.codebooks):
            dead = self.counts[level] < DEAD * self._even
            elsewhere = rests[level][torch.randint(len(rests[level]), (len(book),), device=book.device)]
            distributed.broadcast(elsewhere)
            book[dead] = elsewhere[dead]
            self.counts[level, dead] = self._even / 2
            self.sums[level, dead] = elsewhere[dead] * (self._even / 2)

    def state(self) -> dict[str, Tensor]:
        """State to resume from, for a checkpoint."""
        return {"counts": self.counts, "sums": self.sums}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Resume from a ``state``."""
        self.counts.copy_(state["counts"])
        self.sums.copy_(state["sums"])
