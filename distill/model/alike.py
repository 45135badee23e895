"""Streams of a batch, and frames of a recording, computed as each would be alone, to the last bit.

A product of matrices sums in another order than that of a vector and a matrix. The difference is one of rounding,
but a code may turn on it, and with it all that follows; and where phases are integrated, it adds up. On a processor
it costs a batch a third of its speed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode


class Alike(TorchFunctionMode):
    """Within it, linear and recurrent layers work on every frame of every stream [batch, …, channel] by itself."""

    def __torch_function__(
        self, func: Callable[..., Any], types: object, args: Sequence[Any] = (), kwargs: Mapping[str, Any] | None = None
    ) -> object:
        if func is nn.functional.linear:
            return linear(*args, **(kwargs or {}))
        if func is torch.gru:
            return gru(*args[:3])
        return func(*args, **(kwargs or {}))


def linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """``nn.functional.linear`` of ``x`` [batch, …, channel] as a product for each vector of channels."""
    rows = x.reshape(-1, 1, x.shape[-1])
    count = rows.shape[0]
    weights = weight.T.expand(count, -1, -1)
    out = torch.bmm(rows, weights) if bias is None else torch.baddbmm(bias.expand(count, 1, -1), rows, weights)
    return out.reshape(*x.shape[:-1], -1)


def gru(x: Tensor, start: Tensor, parameters: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """``torch.gru`` of one layer: inputs [batch, frame, channel] and a state [1, batch, width] to both after them.

    ``parameters`` are those of ``nn.GRU``, in its order: weights of input and state, then biases.
    """
    from_input, from_state, input_bias, state_bias = parameters
    state, states = start[0], list[Tensor]()
    for given in linear(x, from_input, input_bias).unbind(1):
        reset, update, new = given.chunk(3, -1)
        kept_reset, kept_update, kept = linear(state, from_state, state_bias).chunk(3, -1)
        renewed = torch.tanh(new + kept * torch.sigmoid(kept_reset + reset))
        state = (state - renewed) * torch.sigmoid(kept_update + update) + renewed
        states.append(state)
    return torch.stack(states, dim=1), state[None]
