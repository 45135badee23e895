"""The prior: what code comes next, frame by frame and, within a frame, level by level."""

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

from distill.model.layers import State, Streaming
from distill.model.sampling import Sampling, sample

NEVER = -10.0
"""The gate of a level that does not stay on its code."""


class PriorConfig(BaseModel):
    """The shape of a prior."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    levels: int = Field(ge=1, description="codes per frame")
    codebook_size: int = Field(ge=2, description="codes per level")
    width: int = Field(256, gt=0, description="size of the recurrent state of one layer")
    layers: int = Field(2, gt=0, description="recurrent layers")
    head: int = Field(128, gt=0, description="width of the head of one level")
    dropout: float = Field(0.2, ge=0, lt=1, description="share of values silenced while training")


class Prior(Streaming):
    """A recurrent step over frames, then one small head per level that sees the levels above it.

    (Frames over levels as in RQ-Transformer, Lee et al. 2022, with gated recurrent units over the frames.)
    Each head also has a gate that says how likely the level stays on its code, whichever code that is: sounds
    dwell, and without the gate a prior cannot tell for a code that it has hardly heard. (A mixture of choosing
    and copying, as in the pointer sentinel, Merity et al. 2017.)

    A *context* [batch, frame, width] is what is known before a frame; heads read it, frames renew it.
    """

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        levels, size, width, head = config.levels, config.codebook_size, config.width, config.head
        self.config = config
        self.heard = nn.Embedding(levels * size, width)
        self.recurrent = nn.GRU(width, width, config.layers, batch_first=True, dropout=config.dropout)
        self.dropout = nn.Dropout(config.dropout)
        self.expectation = nn.Linear(width, levels * head)
        self.above = nn.Embedding(levels * size, head)
        self.stayed = nn.Parameter(torch.zeros(levels, head))
        self.out_weight = nn.Parameter(torch.zeros(levels, size, head))
        self.out_bias = nn.Parameter(torch.zeros(levels, size))
        self.gate_weight = nn.Parameter(torch.zeros(levels, head))
        self.gate_bias = nn.Parameter(torch.full((levels,), NEVER))
        self.offsets: Tensor
        self.register_buffer("offsets", torch.arange(levels) * size, persistent=False)
        for table in (self.heard, self.above):
            nn.init.normal_(table.weight, std=levels**-0.5)

    def start_from(self, frequency: Tensor, staying: Tensor) -> None:
        """Make an untrained prior stay on a code with the probability ``staying`` [level], and else draw each code

        as often as ``frequency`` [level, code] says.
        """
        with torch.no_grad():
            self.out_bias.copy_(frequency.log())
            self.gate_bias.copy_(torch.logit(staying, eps=1e-3))

    def initial_state(self, batch: int = 1) -> State:
        """Before the first frame: ``context`` [batch, width] and ``hidden`` [layer, batch, width] zero,

        ``previous`` codes [batch, level] none, which is -1.
        """
        zeros, width, levels = self.out_bias.new_zeros, self.config.width, self.config.levels
        return {
            "context": zeros(batch, width),
            "hidden": zeros(self.config.layers, batch, width),
            "previous": self.offsets.new_full((batch, levels), -1),
        }

    def step(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """Hear codes [batch, level, frame]; the context *before* each of them, and the state after them all."""
        heard = self.heard(x + self.offsets[:, None]).sum(dim=1)
        renewed, hidden = self.recurrent(heard, state["hidden"])
        contexts = torch.cat([state["context"][:, None], renewed[:, :-1]], dim=1)
        return contexts, {"context": renewed[:, -1], "hidden": hidden, "previous": x[..., -1]}

    def log_likelihood(self, contexts: Tensor, codes: Tensor, previous: Tensor) -> Tensor:
        """Log probability, in nats, of each of ``codes`` [batch, level, frame], given the levels above it.

        ``contexts`` [batch, frame, width] and ``previous`` codes [batch, level, frame] are those before each frame.
        """
        stayed = (codes == previous)[..., None]
        said = self.above(codes + self.offsets[:, None]) + stayed * self.stayed[:, None]
        above = said.cumsum(dim=1) - said
        expected = self.expectation(self.dropout(contexts)).unflatten(-1, (self.config.levels, -1)).transpose(1, 2)
        hidden = self.dropout(nn.functional.silu(expected + above))
        logits = torch.einsum("blfh,lch->blfc", hidden, self.out_weight) + self.out_bias[:, None]
        gate = (hidden * self.gate_weight[:, None]).sum(-1) + self.gate_bias[:, None]
        chosen = nn.functional.logsigmoid(-gate) + logits.log_softmax(-1).gather(-1, codes[..., None])[..., 0]
        return torch.where(stayed[..., 0], chosen.logaddexp(nn.functional.logsigmoid(gate)), chosen)

    def choose(self, state: State, noise: Tensor, sampling: Sampling, forced: Tensor) -> Tensor:
        """Choose the codes [batch, level] of the frame that follows ``state``.

        Level by level from the top; where ``forced`` [batch, level] is not negative that code is taken instead,
        and the levels below it follow. ``noise`` [batch, level, code] is Gumbel noise.
        """
        previous = state["previous"]
        expected = self.expectation(state["context"]).unflatten(-1, (self.config.levels, -1))
        above = torch.zeros_like(expected[:, 0])
        codes: list[Tensor] = []
        for level in range(self.config.levels):
            hidden = nn.functional.silu(expected[:, level] + above)
            logits = nn.functional.linear(hidden, self.out_weight[level], self.out_bias[level])
            gate = (hidden @ self.gate_weight[level] + self.gate_bias[level]).sigmoid()[:, None]
            before = previous[:, level, None]
            copied = gate * (before >= 0)
            likelihood = (logits.softmax(-1) * (1 - copied)).scatter_add(-1, before.clamp(min=0), copied).log()
            temperature = sampling.temperature[:, level, None]
            free = sample(likelihood, noise[:, level], temperature, sampling.top_k, sampling.top_p)
            code = torch.where(forced[:, level] >= 0, forced[:, level], free)
            stayed = (code == previous[:, level])[:, None]
            above = above + self.above(code + self.offsets[level]) + stayed * self.stayed[level]
            codes.append(code)
        return torch.stack(codes, dim=1)
