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

LEAST = 4
"""Rows from which on a product is one of matrices, whose rows are each what they are among any others."""


class Wide(nn.Linear):
    """A layer of so many weights that to read them takes longer than to multiply: always in company.

    Where there is a gradient it is like any other.
    """

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - Linear calls it so, too
        """Inputs [batch, …, channel] to outputs [batch, …, output]."""
        if torch.is_grad_enabled():
            return super().forward(input)
        rows = input.reshape(-1, self.in_features)
        return torch.addmm(self.bias, _enough(rows), self.weight.T)[: 1 - LEAST].view(*input.shape[:-1], -1)


class Alone(TorchFunctionMode):
    """Within it, linear layers make a product for each frame of each stream [batch, …, channel].

    One stream has nothing to pay, a batch a third of its speed.
    """

    def __torch_function__(
        self, func: Callable[..., Any], types: object, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> object:
        if func is nn.functional.linear:
            return _alone(*args, **(kwargs or {}))
        return func(*args, **(kwargs or {}))


class InCompany(TorchFunctionMode):
    """Within it, linear and recurrent layers make one product of all streams [batch, …, channel], and of some more.

    A batch has nothing to pay, one stream twice the time of its products.
    """

    def __torch_function__(
        self, func: Callable[..., Any], types: object, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> object:
        if func is nn.functional.linear:
            x, *layer = args
            return func(_enough(x), *layer, **(kwargs or {}))[: 1 - LEAST]
        if func is torch.gru:
            x, start, *layer = args
            outputs, state = func(_enough(x), _enough(start[0])[None], *layer)
            return outputs[: 1 - LEAST], state[:, : 1 - LEAST]
        return func(*args, **(kwargs or {}))


def _alone(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    rows = x.reshape(-1, 1, x.shape[-1])
    count = rows.shape[0]
    weights = weight.T.expand(count, -1, -1)
    out = torch.bmm(rows, weights) if bias is None else torch.baddbmm(bias.expand(count, 1, -1), rows, weights)
    return out.reshape(*x.shape[:-1], -1)


def _enough(rows: Tensor) -> Tensor:
    """``rows`` [batch, …] and so many more, which nobody wants, that there are ``LEAST`` however few they are."""
    spare = rows[:1].expand(LEAST - 1, *rows.shape[1:])
    return rows.expand(LEAST, *rows.shape[1:]) if len(rows) == 1 else torch.cat([rows, spare])
