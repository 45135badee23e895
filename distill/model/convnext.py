"""The networks that correct the linear codec: causal, at the frame rate, nearly all of it matrix products."""

import torch
from torch import Tensor, nn

from distill.model.batch_invariance import Linear
from distill.model.spectral import State, Streaming

KERNEL = 7
"""Frames that a block sees: the one it works on and those before it."""
EXPANSION = 2
"""How much wider a block is between its two linear layers."""
SCALE = 0.1
"""What a block adds to what passes by it, at the start."""


class ConvNeXtBlock(nn.Module):
    """One ConvNeXt block (Liu et al. 2022), causal: every channel over time, then every frame over its channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.over_time = nn.Conv1d(width, width, KERNEL, groups=width, bias=False)
        self.norm = nn.LayerNorm(width)
        self.up = Linear(width, EXPANSION * width)
        self.down = Linear(EXPANSION * width, width)
        self.scale = nn.Parameter(torch.full((width,), SCALE))

    def forward(self, x: Tensor) -> Tensor:
        """Inputs [batch, frame, channel], the first ``KERNEL`` - 1 frames of them past, to outputs without those."""
        if torch.is_grad_enabled():
            mixed = self.over_time(x.transpose(1, 2)).transpose(1, 2)
        else:
            # Of one frame, as it is played, a weighted sum is far quicker, and of many it is the same to the last bit.
            mixed = (x.unfold(1, KERNEL, 1).transpose(2, 3) * self.over_time.weight[:, 0].T).sum(2)
        return x[:, KERNEL - 1 :] + self.scale * self.down(nn.functional.gelu(self.up(self.norm(mixed))))


class Network(Streaming):
    """Linear, ``blocks`` blocks ``width`` wide, linear; what it gives is zero until it is trained."""

    def __init__(self, inputs: int, outputs: int, width: int, blocks: int) -> None:
        super().__init__()
        self.inward = Linear(inputs, width)
        self.blocks = nn.ModuleList(ConvNeXtBlock(width) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.outward = Linear(width, outputs, wide=True)
        nn.init.zeros_(self.outward.weight)
        nn.init.zeros_(self.outward.bias)

    def initial_state(self, batch: int) -> State:
        """Nothing heard: ``past`` [batch, block, frame, channel], what every block was given last, is zero."""
        return {"past": self.inward.weight.new_zeros(batch, len(self.blocks), KERNEL - 1, self.inward.out_features)}

    def step(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """Inputs [batch, frame, input] to outputs [batch, frame, output]."""
        x = self.inward(x)
        pasts: list[Tensor] = []
        for block, past in zip(self.blocks, state["past"].unbind(1), strict=True):
            x = torch.cat([past, x], dim=1)
            pasts.append(x[:, x.shape[1] - KERNEL + 1 :])
            x = block(x)
        return self.outward(self.norm(x)), {"past": torch.stack(pasts, dim=1)}
