"""The contract of every streaming layer, as code: whole equals any chunking."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

from distill.model.spectral import Streaming


def assert_streams(
    layer: Streaming, x: Tensor, cuts: Sequence[int], *, axis: int, into: int = 1, tolerance: float = 1e-5
) -> None:
    """``layer`` on ``x`` [batch, …] must equal ``layer.step`` on ``x`` cut at ``cuts`` along ``axis``."""
    with torch.inference_mode():
        whole = layer(x)
        state = layer.initial_state(x.shape[0])
        before = {name: tensor.clone() for name, tensor in state.items()}
        parts: list[Tensor] = []
        bounds = [0, *cuts, x.shape[axis]]
        for start, end in pairwise(bounds):
            old, old_copy = state, {name: tensor.clone() for name, tensor in state.items()}
            part, state = layer.step(x.narrow(axis, start, end - start), state)
            parts.append(part)
            for name, tensor in old.items():
                assert torch.equal(tensor, old_copy[name]), f"step changed the state {name} it was given"
        torch.testing.assert_close(torch.cat(parts, dim=into), whole, atol=tolerance, rtol=tolerance)
        assert before.keys() == state.keys()
