"""Batch invariance: row i of a batch equals the same row computed alone, bit for bit.

BLAS sums a matrix product in another order than a product of a vector and a matrix. The rounding differs, and one
code may depend on it, and with it all that follow. So either every stream is padded to a matrix, at a cost to single
streams, or every row is a product of its own, at a cost to batches.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

MIN_ROWS = 4
"""Least number of rows at which BLAS computes every row the same way, whatever the number of rows."""
SMALL_LAYER = 1 << 15
"""Weights of a layer up to which padding costs a single stream a few microseconds at most.

A layer of 128 by 256 weights took 9 us instead of 5 (32 streams 30 instead of 90), one of 256 by 512 took 30 instead
of 12. ``tests/benchmarks/stream.py`` shows the cost to one stream, ``tests/benchmarks/environment.py`` the
gain of many.
"""


class Linear(nn.Linear):
    """Batch-invariant linear layer, if it is small or ``wide``: inputs are padded to ``MIN_ROWS`` rows.

    For a small layer the padding is cheap. A ``wide`` layer has so many weights that reading them takes longer than
    multiplying. While gradients are recorded it is an ordinary linear layer.
    """

    def __init__(self, inputs: int, outputs: int, *, wide: bool = False) -> None:
        super().__init__(inputs, outputs)
        self._pads = wide or inputs * outputs <= SMALL_LAYER

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - Linear calls it so, too
        """Map inputs [batch, …, channel] to outputs [batch, …, output]."""
        if torch.is_grad_enabled() or not self._pads:
            return super().forward(input)
        rows = input.reshape(-1, self.in_features)
        outputs = torch.addmm(self.bias, _padded(rows), self.weight.T)
        return _unpadded(outputs, rows).view(*input.shape[:-1], -1)


class RowByRow(TorchFunctionMode):
    """Mode in which linear layers multiply each row of their input [batch, …, channel] by itself.

    It costs a single stream nothing, and a batch a third of its speed.
    """

    def __torch_function__(
        self, func: Callable[..., Any], types: object, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> object:
        if func is nn.functional.linear:
            return _row_by_row(*args, **(kwargs or {}))
        return func(*args, **(kwargs or {}))


class PaddedBatch(TorchFunctionMode):
    """Mode in which all linear and recurrent layers pad their input [batch, …, channel] to ``MIN_ROWS`` rows."""

    def __torch_function__(
        self, func: Callable[..., Any], types: object, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> object:
        if func is nn.functional.linear:
            x, *layer = args
            return _unpadded(func(_padded(x), *layer, **(kwargs or {})), x)
        if func is torch.gru:
            x, start, *layer = args
            outputs, state = func(_padded(x), _padded(start[0])[None], *layer)
            return _unpadded(outputs, x), _unpadded(state[0], x)[None]
        return func(*args, **(kwargs or {}))


def _row_by_row(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    rows = x.reshape(-1, 1, x.shape[-1])
    count = rows.shape[0]
    weights = weight.T.expand(count, -1, -1)
    out = torch.bmm(rows, weights) if bias is None else torch.baddbmm(bias.expand(count, 1, -1), rows, weights)
    return out.reshape(*x.shape[:-1], -1)


def _padded(rows: Tensor) -> Tensor:
    """``rows`` [batch, …], repeated up to ``MIN_ROWS`` where there are fewer."""
    if len(rows) >= MIN_ROWS:
        return rows
    if len(rows) == 1:
        return rows.expand(MIN_ROWS, *rows.shape[1:])
    return torch.cat([rows, rows[:1].expand(MIN_ROWS - len(rows), *rows.shape[1:])])


def _unpadded(outputs: Tensor, rows: Tensor) -> Tensor:
    """``outputs`` [batch, …] without those of padding; a trace for ``MIN_ROWS`` or more has no number of rows in it."""
    return outputs if len(rows) >= MIN_ROWS else outputs[: len(rows)]
