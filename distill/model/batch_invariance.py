"""Streams of a batch, and frames of a recording, computed as each would be alone, to the last bit.

A product of matrices sums in another order than that of a vector and a matrix. The difference is one of rounding,
but a code may turn on it, and with it all that follows; and where phases are integrated, it adds up. So it is either
always the one, for which a batch pays, or always the other, for which one stream pays.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

MIN_ROWS = 4
"""Rows from which on a product is one of matrices, whose rows are each what they are among any others."""
SMALL_LAYER = 1 << 15
"""Weights of a layer up to which one stream hardly pays for company."""


class Linear(nn.Linear):
    """A layer whose rows always keep company if it is small, or ``wide``: where that is cheaper than to be alone.

    Of few weights it costs one stream a few microseconds. Of so many that to read them takes longer than to multiply,
    it spares a batch far more than it costs one stream. Where there is a gradient it is like any other.
    """

    def __init__(self, inputs: int, outputs: int, *, wide: bool = False) -> None:
        super().__init__(inputs, outputs)
        self._pads = wide or inputs * outputs <= SMALL_LAYER

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - Linear calls it so, too
        """Inputs [batch, …, channel] to outputs [batch, …, output]."""
        if torch.is_grad_enabled() or not self._pads:
            return super().forward(input)
        rows = input.reshape(-1, self.in_features)
        outputs = torch.addmm(self.bias, _padded(rows), self.weight.T)
        return _unpadded(outputs, rows).view(*input.shape[:-1], -1)


class RowByRow(TorchFunctionMode):
    """Within it, linear layers make a product for each frame of each stream [batch, …, channel].

    One stream has nothing to pay, a batch a third of its speed.
    """

    def __torch_function__(
        self, func: Callable[..., Any], types: object, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> object:
        if func is nn.functional.linear:
            return _row_by_row(*args, **(kwargs or {}))
        return func(*args, **(kwargs or {}))


class PaddedBatch(TorchFunctionMode):
    """Within it, linear and recurrent layers, too, give each stream [batch, …, channel] what it is among others."""

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
    """``rows`` [batch, …] and, where they are fewer than ``LEAST``, as many more, which nobody wants."""
    if len(rows) >= MIN_ROWS:
        return rows
    if len(rows) == 1:
        return rows.expand(MIN_ROWS, *rows.shape[1:])
    return torch.cat([rows, rows[:1].expand(MIN_ROWS - len(rows), *rows.shape[1:])])


def _unpadded(outputs: Tensor, rows: Tensor) -> Tensor:
    """Those of ``outputs`` [batch, …] that are of ``rows``; a trace for ``LEAST`` or more has no number in it."""
    return outputs if len(rows) >= MIN_ROWS else outputs[: len(rows)]
