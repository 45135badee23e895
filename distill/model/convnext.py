"""Causal ConvNeXt networks at the frame rate, which correct the linear encoder and decoder."""

import torch
from torch import Tensor, nn

from distill.hyperparameters import EXPANSION, KERNEL
from distill.model.spectral import State, Streaming

SCALE = 0.1
"""Initial layer scale of a block's residual branch, that of Touvron et al. 2021 for shallow networks."""


class ConvNeXtBlock(nn.Module):
    """Causal ConvNeXt block (Liu et al. 2022): a depthwise convolution over time, then two layers over channels."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.over_time = nn.Conv1d(width, width, KERNEL, groups=width, bias=False)
        self.norm = nn.LayerNorm(width)
        self.up = nn.Linear(width, EXPANSION * width)
        self.down = nn.Linear(EXPANSION * width, width)
        self.scale = nn.Parameter(torch.full((width,), SCALE))

    def forward(self, x: Tensor) -> Tensor:
        """Inputs [batch, frame, channel] to outputs without the first ``KERNEL`` - 1 frames, which are context."""
        if torch.is_grad_enabled():
            mixed = self.over_time(x.transpose(1, 2)).transpose(1, 2)
        else:
            # A weighted sum is far faster for one frame, as in playing, and gives the same bits for many.
            mixed = (x.unfold(1, KERNEL, 1).transpose(2, 3) * self.over_time.weight[:, 0].T).sum(2)
        return x[:, KERNEL - 1 :] + self.scale * self.down(nn.functional.gelu(self.up(self.norm(mixed))))


class Network(Streaming):
    """Linear layer, ``blocks`` ConvNeXt blocks of ``width`` channels, linear layer; zero until trained."""

    def __init__(self, inputs: int, outputs: int, width: int, blocks: int) -> None:
        super().__init__()
        self.inward = nn.Linear(inputs, width)
        self.blocks = nn.ModuleList(ConvNeXtBlock(width) for _ in range(blocks))
        self.norm = nn.LayerNorm(width)
        self.outward = nn.Linear(width, outputs)
        nn.init.zeros_(self.outward.weight)
        nn.init.zeros_(self.outward.bias)

    def initial_state(self, batch: int) -> State:
        """Zeros: ``past`` [batch, block, frame, channel], the latest inputs of every block."""
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
