"""The prior: an autoregressive model of codes, over frames and, within a frame, over levels."""

import torch
from torch import Tensor, nn

from distill.hyperparameters import PriorConfig
from distill.model.sampling import Sampling, sample
from distill.model.spectral import CPU, State, Streaming


class Prior(Streaming):
    """GRU over frames, then one small head per level that is conditioned on the levels above it.

    (Frames over levels as in RQ-Transformer, Lee et al. 2022, with a gated recurrent unit over the frames.)
    Each head also has a copy gate: the probability that the level repeats the code of the frame before, whichever
    code that is. Without it, a prior cannot learn that a rare code lasts. (A mixture of choosing and copying, as in
    the pointer sentinel, Merity et al. 2017.)

    A *context* [batch, frame, width] is the state of the GRU before a frame.
    """

    def __init__(self, config: PriorConfig) -> None:
        super().__init__()
        levels, size, width, head = config.levels, config.codebook_size, config.width, config.head
        self.config = config
        self.code_embedding = nn.Embedding(levels * size, width)
        self.recurrent = nn.GRU(width, width, batch_first=True)
        self.dropout = nn.Dropout(config.dropout)
        self.context_proj = nn.Linear(width, levels * head)
        self.level_embedding = nn.Parameter(torch.empty(levels, size, head))
        self.copy_embedding = nn.Parameter(torch.zeros(levels, head))
        # The last of each level's outputs is the logit of its copy gate.
        self.out_weight = nn.Parameter(torch.zeros(levels, size + 1, head))
        self.out_bias = nn.Parameter(torch.zeros(levels, size + 1))
        self.offsets: Tensor
        self.register_buffer("offsets", torch.arange(levels, device=CPU)[:, None] * size, persistent=False)
        nn.init.normal_(self.code_embedding.weight, std=levels**-0.5)
        nn.init.normal_(self.level_embedding, std=levels**-0.5)

    def start_from(self, frequency: Tensor, copy_rate: Tensor) -> None:
        """Initialise biases to the statistics of a corpus.

        Args:
            frequency: probability of each code [level, code].
            copy_rate: probability that a level repeats its code in the next frame, [level].
        """
        with torch.no_grad():
            self.out_bias.copy_(torch.cat([frequency.log(), torch.logit(copy_rate, eps=1e-3)[:, None]], dim=1))

    def initial_state(self, batch: int = 1) -> State:
        """State before the first frame: ``context`` [batch, width] is 0, ``previous`` codes [batch, level] are -1."""
        return {
            "context": self.out_bias.new_zeros(batch, self.config.width),
            "previous": self.offsets.new_full((batch, self.config.levels), -1),
        }

    def step(self, x: Tensor, state: State) -> tuple[Tensor, State]:
        """Read codes [batch, level, frame]; return the contexts *before* each frame, and the state after all."""
        embedded = self.code_embedding(x + self.offsets).sum(dim=1)
        renewed, _ = self.recurrent(embedded, state["context"][None])
        contexts = torch.cat([state["context"][:, None], renewed[:, :-1]], dim=1)
        return contexts, {"context": renewed[:, -1], "previous": x[..., -1]}

    def log_likelihood(self, contexts: Tensor, codes: Tensor, previous: Tensor) -> Tensor:
        """Log probability, in nats, of each of ``codes`` [batch, level, frame], given the levels above it.

        ``contexts`` [batch, frame, width] and ``previous`` codes [batch, level, frame] are those before each frame.
        """
        repeated = (codes == previous)[..., None]
        embedded = (
            nn.functional.embedding(codes + self.offsets, self.level_embedding.flatten(0, 1))
            + repeated * self.copy_embedding[:, None]
        )
        levels_above = embedded.cumsum(dim=1) - embedded
        projected = self.context_proj(self.dropout(contexts)).unflatten(-1, (self.config.levels, -1)).transpose(1, 2)
        hidden = self.dropout(nn.functional.silu(projected + levels_above))
        out = torch.einsum("blfh,lch->blfc", hidden, self.out_weight) + self.out_bias[:, None]
        logits, gate = out[..., :-1], out[..., -1]
        chosen = nn.functional.logsigmoid(-gate) + logits.log_softmax(-1).gather(-1, codes[..., None])[..., 0]
        return torch.where(repeated[..., 0], chosen.logaddexp(nn.functional.logsigmoid(gate)), chosen)

    def choose(
        self, state: State, noise: Tensor, sampling: Sampling, forced: Tensor, blocked: Tensor | None = None
    ) -> Tensor:
        """Choose the codes [batch, level] of the frame that follows ``state``.

        Args:
            state: before the frame.
            noise: Gumbel noise [batch, level, code].
            sampling: temperature, top-k and top-p.
            forced: codes [batch, level] to take instead of sampling, negative where there are none; levels below a
                forced one are conditioned on it.
            blocked: mask [batch, code] of codes that the first level does not take; none if ``None``.
        """
        projected = self.context_proj(state["context"]).unflatten(-1, (self.config.levels, -1)).unbind(1)
        # -1 stands for no code: nothing is copied from it.
        previous = state["previous"].unbind(1)
        copyable = (state["previous"] >= 0)[..., None].float().unbind(1)
        kept = (torch.arange(self.config.codebook_size) == state["previous"][..., None]).float().unbind(1)
        forced_codes, free = forced.unbind(1), (forced < 0).unbind(1)
        levels_above = torch.zeros_like(projected[0])
        codes: list[Tensor] = []
        for level in range(self.config.levels):
            hidden = nn.functional.silu(projected[level] + levels_above)
            out = nn.functional.linear(hidden, self.out_weight[level], self.out_bias[level])
            copy_gate = out[:, -1:].sigmoid() * copyable[level]
            chosen = out[:, :-1].softmax(-1) * (1 - copy_gate)
            likelihood = torch.addcmul(chosen, copy_gate, kept[level]).log()
            if blocked is not None and level == 0:
                likelihood = likelihood.masked_fill(blocked, -torch.inf)
            code = torch.where(free[level], sample(likelihood, noise[:, level], sampling, level), forced_codes[level])
            repeated = (code == previous[level])[:, None]
            levels_above = (
                levels_above
                + nn.functional.embedding(code, self.level_embedding[level])
                + repeated * self.copy_embedding[level]
            )
            codes.append(code)
        return torch.stack(codes, dim=1)

    def sample_step(
        self, state: State, noise: Tensor, sampling: Sampling, forced: Tensor, blocked: Tensor | None = None
    ) -> tuple[Tensor, State]:
        """``choose`` the codes [batch, level] of one frame and ``step`` over them; return codes and the state after."""
        codes = self.choose(state, noise, sampling, forced, blocked)
        _, after = self.step(codes[..., None], state)
        return codes, after
