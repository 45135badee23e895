"""Codebooks that follow what they quantize: moving averages, and new life for codes that nobody uses."""

import torch
from torch import Tensor

from distill.evaluation.codebook_usage import LevelUsage, health_of_counts
from distill.model.quantizer import ResidualQuantizer
from distill.training import distributed

DECAY = 0.997
"""Share of what a code remembers from one update to the next."""
DEAD = 0.02
"""A code that is used less than this share of an even use comes back to life elsewhere.

Mimi (Défossez 2024) takes 0.1; but sounds are heard in few frames each, and a rare code stands for a rare sound.
"""
UPDATES_BETWEEN_REVIVALS = 20


class Codebooks:
    """Exponential moving averages of what each code stands for (van den Oord et al. 2017, appendix A.1).

    Where training runs on several ranks, counts and sums are those of all of them, so that codebooks agree.
    """

    def __init__(self, quantizer: ResidualQuantizer, vectors: int) -> None:
        """Start from the codebooks as they are; ``vectors`` are how many an update will bring."""
        self._quantizer = quantizer
        books = quantizer.codebooks
        self._even = vectors / books.shape[1]
        self.counts = books.new_full(books.shape[:2], self._even)
        """[level, code]: how many vectors an update brings to each code."""
        self.sums = books * self._even
        """[level, code, dim]: what they add up to."""
        self._updates = 0

    def health(self) -> tuple[LevelUsage, ...]:
        """How the levels use their codes just now."""
        return health_of_counts(torch.where(self.counts > DEAD * self._even, self.counts, 0))

    @torch.no_grad()
    def update(self, vectors: Tensor, codes: Tensor, *, move: bool) -> None:
        """Count what each code stands for where ``vectors`` [vector, dim] became ``codes`` [vector, level].

        ``move`` it there, or not yet.
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
        """Put every dead code where a random one of its level's vectors is; ``rests`` are theirs, level by level."""
        for level, book in enumerate(self._quantizer.codebooks):
            dead = self.counts[level] < DEAD * self._even
            elsewhere = rests[level][torch.randint(len(rests[level]), (len(book),), device=book.device)]
            distributed.broadcast(elsewhere)
            book[dead] = elsewhere[dead]
            self.counts[level, dead] = self._even / 2
            self.sums[level, dead] = elsewhere[dead] * (self._even / 2)

    def state(self) -> dict[str, Tensor]:
        """What must be kept to go on later."""
        return {"counts": self.counts, "sums": self.sums}

    def restore(self, state: dict[str, Tensor]) -> None:
        """Go on from what ``state`` gave."""
        self.counts.copy_(state["counts"])
        self.sums.copy_(state["sums"])
