"""Prior and decoder for several engines at once: what each remembers is concatenated to a batch, and parted again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Generic, TypeVar

import torch
from torch import Tensor

from distill.bundle import Model
from distill.model.batch_invariance import LEAST
from distill.model.codec import Codec
from distill.model.sampling import Sampling
from distill.model.spectral import State
from distill.model.torchscript import scripted, scripted_morph, scripted_prior
from live.engine.state import Knobs

CACHED_BATCHES = 16
"""How many batches of knobs are kept concatenated: most frames turn none."""
Value = TypeVar("Value")
MorphTarget = tuple[Tensor, Tensor]
"""Features of another codec, and their share, as ``Codec.morph`` takes them."""


class BatchRow(Mapping[str, Tensor]):
    """What one of a batch remembers: a row of each tensor, which is only cut out where somebody looks.

    From frame to frame nobody does, and the batch goes on as it is.
    """

    __slots__ = ("row", "whole")

    def __init__(self, whole: State, row: int) -> None:
        self.whole = whole
        self.row = row

    def __getitem__(self, name: str) -> Tensor:
        return self.whole[name][self.row : self.row + 1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.whole)

    def __len__(self) -> int:
        return len(self.whole)

    @staticmethod
    def join(states: Sequence[Mapping[str, Tensor]]) -> State:
        """The batch that ``states`` are, in this order; as it is where they are the parts of one."""
        first = states[0]
        whole = first.whole if isinstance(first, BatchRow) else {}
        parts = (isinstance(s, BatchRow) and s.whole is whole and s.row == row for row, s in enumerate(states))
        if whole and len(next(iter(whole.values()))) == len(states) and all(parts):
            return whole
        return {name: concatenated([state[name] for state in states]) for name in first}

    @staticmethod
    def split(whole: State, count: int) -> list[Mapping[str, Tensor]]:
        """The ``count`` parts of a batch."""
        return [whole] if count == 1 else [BatchRow(whole, row) for row in range(count)]


class BySize(Generic[Value]):
    """What is made for a number of streams, once it is needed; ``LEAST`` of them stand for any more."""

    def __init__(self, make: Callable[[int], Value]) -> None:
        self._make = make
        self._made: dict[int, Value] = {}

    def __reduce__(self) -> tuple[type["BySize[Value]"], tuple[Callable[[int], Value]]]:
        """Pickled without what was made, which no other process could take; it is made again there."""
        return BySize, (self._make,)

    def of(self, count: int) -> Value:
        """That for ``count`` streams."""
        size = min(count, LEAST)
        if size not in self._made:
            self._made[size] = self._make(size)
        return self._made[size]


class BatchedPrior:
    """The prior of a model for one engine, or for several."""

    def __init__(self, model: Model) -> None:
        self._steps = BySize(partial(scripted_prior, model.prior))
        # Before the first frame: making it takes longer than one lasts.
        self._steps.of(1)
        self._nothing = torch.zeros(1, model.codec.config.codebook_size, dtype=torch.bool)

    def play(
        self, state: State, knobs: tuple[Knobs, ...], noise: Tensor, forced: Tensor, blocked: Sequence[Tensor | None]
    ) -> tuple[Tensor, State]:
        """The codes [batch, level] of the next frame, and the prior's state after it.

        ``noise`` [batch, level, code], ``forced`` [batch, level] and of each engine ``blocked`` [batch, code] are as
        ``Prior.choose`` takes them. The choice of all ``knobs`` is narrowed, or that of none.
        """
        if any(codes is not None for codes in blocked):
            barred = concatenated([self._nothing if codes is None else codes for codes in blocked])
        else:
            barred = self._nothing.expand(len(knobs), -1)
        return self._steps.of(len(knobs))(state, noise, sampling(knobs), forced, barred)


class BatchedDecoder:
    """The decoder of a codec for one engine, or for several; grids to decode have ``rows``."""

    def __init__(self, codec: Codec, rows: int) -> None:
        self._steps = BySize(partial(scripted, codec, rows))
        self._steps.of(1)
        self._morphs = BySize(partial(scripted_morph, codec, rows))
        self._nothing = torch.zeros(1, 1, codec.decoder.out_features), torch.zeros(1, 1, 1)

    def prepare(self) -> None:
        """Have what morphs at hand, which takes longer to make than a frame lasts."""
        self._morphs.of(1)

    def decode(
        self,
        codes: Tensor,
        gains: Tensor,
        morph_targets: Sequence[MorphTarget | None],
        state: State,
    ) -> tuple[Tensor, State]:
        """Samples [batch, channel, time] of ``codes`` and ``gains`` [batch, row, frame], and the state after them.

        ``morph_targets`` is what each engine morphs to, if it does.
        """
        if any(morph_targets):
            others, shares = zip(*(each or self._nothing for each in morph_targets), strict=True)
            return self._morphs.of(len(morph_targets))(codes, gains, concatenated(others), concatenated(shares), state)
        return self._steps.of(len(morph_targets))(codes, gains, state)


def concatenated(tensors: Sequence[Tensor]) -> Tensor:
    """Tensors [batch, …], one after another along the batch; a single one is not copied."""
    return tensors[0] if len(tensors) == 1 else torch.cat(list(tensors))


@lru_cache(CACHED_BATCHES)
def level_gains(knobs: tuple[Knobs, ...], decks: int) -> Tensor:
    """How open each level is, [batch, row, frame]: those of the first of ``decks``, and the others closed below it."""
    gains = torch.tensor([own.level_gains for own in knobs], dtype=torch.float32)[..., None]
    return torch.cat([gains, torch.zeros_like(gains).repeat(1, decks - 1, 1)], dim=1)


@lru_cache(CACHED_BATCHES)
def sampling(knobs: tuple[Knobs, ...]) -> Sampling:
    """How codes are chosen; the choice of all ``knobs`` is narrowed, or that of none."""
    return Sampling(
        torch.tensor([own.temperatures for own in knobs], dtype=torch.float32),
        torch.tensor([[own.top_k] for own in knobs]),
        torch.tensor([[own.top_p] for own in knobs], dtype=torch.float32),
        knobs[0].narrowed,
    )
