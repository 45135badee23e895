"""Prior and decoder for several engine states at once: their tensors are concatenated to a batch, and split again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import Generic, TypeVar

import torch
from torch import Tensor

from distill.bundle import Bundle
from distill.model.batch_invariance import MIN_ROWS
from distill.model.codec import Codec
from distill.model.sampling import Sampling
from distill.model.spectral import State
from distill.model.torchscript import scripted_decode_step, scripted_morph, scripted_prior
from live.engine.state import Knobs

CACHED_BATCHES = 16
"""Size of the caches of tensors made from controls, which rarely change between frames."""
Value = TypeVar("Value")
MorphTarget = tuple[Tensor, Tensor]
"""Features [batch, frame, feature] of another codec, and their share [batch, 1, 1], 0 to 1, for ``Codec.morph``."""


class BatchRow(Mapping[str, Tensor]):
    """State of one stream: a lazy view of one row of each tensor of a batch.

    A batch whose rows are joined again in the same order is reused without copying.

    Args:
        whole: tensors [batch, …] by name.
        row: index of the stream in the batch.
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
        """Batch [batch, …] of ``states`` in this order: the original one if they are its rows, else concatenated."""
        first = states[0]
        whole = first.whole if isinstance(first, BatchRow) else {}
        parts = (isinstance(s, BatchRow) and s.whole is whole and s.row == row for row, s in enumerate(states))
        if whole and len(next(iter(whole.values()))) == len(states) and all(parts):
            return whole
        return {name: concatenated([state[name] for state in states]) for name in first}

    @staticmethod
    def split(whole: State, count: int) -> list[Mapping[str, Tensor]]:
        """State of each of the ``count`` streams of a batch."""
        return [whole] if count == 1 else [BatchRow(whole, row) for row in range(count)]


class BySize(Generic[Value]):
    """Lazy cache of values made for a batch size; sizes above ``MIN_ROWS`` share one value."""

    def __init__(self, make: Callable[[int], Value]) -> None:
        self._make = make
        self._made: dict[int, Value] = {}

    def __reduce__(self) -> tuple[type["BySize[Value]"], tuple[Callable[[int], Value]]]:
        """Pickle without the cached values, which are made again in the other process."""
        return BySize, (self._make,)

    def of(self, count: int) -> Value:
        """Value for ``count`` streams."""
        size = min(count, MIN_ROWS)
        if size not in self._made:
            self._made[size] = self._make(size)
        return self._made[size]


class BatchedPrior:
    """Prior of a model, compiled for one stream or a batch of them."""

    def __init__(self, model: Bundle) -> None:
        self._steps = BySize(partial(scripted_prior, model.prior))
        # Compiled before the first frame: it takes longer than a frame lasts.
        self._steps.of(1)
        self._nothing = torch.zeros(1, model.codec.config.codebook_size, dtype=torch.bool)

    def play(
        self, state: State, knobs: tuple[Knobs, ...], noise: Tensor, forced: Tensor, blocked: Sequence[Tensor | None]
    ) -> tuple[Tensor, State]:
        """Choose the codes [batch, level] of the next frame; returns them and the prior's state after it.

        Args:
            state: state of the prior, a batch.
            knobs: controls of each stream; all of them ``narrowed``, or none.
            noise: Gumbel noise [batch, level, code].
            forced: codes [batch, level] that are given; ``EMPTY`` where the prior chooses.
            blocked: of each stream, codes [1, code] that level 1 may not have, or ``None``.
        """
        if any(codes is not None for codes in blocked):
            barred = concatenated([self._nothing if codes is None else codes for codes in blocked])
        else:
            barred = self._nothing.expand(len(knobs), -1)
        return self._steps.of(len(knobs))(state, noise, sampling(knobs), forced, barred)


class BatchedDecoder:
    """Decoder of a codec, compiled for one stream or a batch; grids have ``rows`` rows, the levels of all decks."""

    def __init__(self, codec: Codec, rows: int) -> None:
        self._steps = BySize(partial(scripted_decode_step, codec, rows))
        self._steps.of(1)
        self._morphs = BySize(partial(scripted_morph, codec, rows))
        self._nothing = torch.zeros(1, 1, codec.decoder.out_features), torch.zeros(1, 1, 1)

    def prepare(self) -> None:
        """Compile the decoder that morphs to another model, which takes longer than a frame lasts."""
        self._morphs.of(1)

    def decode(
        self,
        codes: Tensor,
        gains: Tensor,
        morph_targets: Sequence[MorphTarget | None],
        state: State,
    ) -> tuple[Tensor, State]:
        """Decode ``codes`` with ``gains`` [batch, row, frame]; returns samples [batch, channel, time] and the state.

        ``morph_targets`` has for each stream the features it is morphed to, or ``None``.
        """
        if any(morph_targets):
            others, shares = zip(*(each or self._nothing for each in morph_targets), strict=True)
            return self._morphs.of(len(morph_targets))(codes, gains, concatenated(others), concatenated(shares), state)
        return self._steps.of(len(morph_targets))(codes, gains, state)


def concatenated(tensors: Sequence[Tensor]) -> Tensor:
    """Concatenate tensors [batch, …] along the batch axis; a single one is returned as it is."""
    return tensors[0] if len(tensors) == 1 else torch.cat(list(tensors))


@lru_cache(CACHED_BATCHES)
def level_gains(knobs: tuple[Knobs, ...], decks: int) -> Tensor:
    """Level gains [batch, row, frame] of the first of ``decks`` decks; 0 in the rows of the others."""
    gains = torch.tensor([own.level_gains for own in knobs], dtype=torch.float32)[..., None]
    return torch.cat([gains, torch.zeros_like(gains).repeat(1, decks - 1, 1)], dim=1)


@lru_cache(CACHED_BATCHES)
def sampling(knobs: tuple[Knobs, ...]) -> Sampling:
    """Temperatures, top-k and top-p of a batch; all of ``knobs`` are ``narrowed``, or none."""
    return Sampling(
        torch.tensor([own.temperatures for own in knobs], dtype=torch.float32),
        torch.tensor([[own.top_k] for own in knobs]),
        torch.tensor([[own.top_p] for own in knobs], dtype=torch.float32),
        knobs[0].narrowed,
    )
