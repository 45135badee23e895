"""Training the prior on frozen codes, watched by recordings that it never hears."""

import copy
import math
from collections.abc import Callable, Sequence
from typing import cast

import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from distill.model.layers import State
from distill.model.prior import Prior, PriorConfig
from distill.training import Budget, Progress, Report

STAGE = "prior"
ROWS = 16
"""Streams trained side by side."""
FRAMES = 128
"""Frames between two updates; the recurrent state is carried over, as it is when the prior plays."""
LEARNING_RATE = 2e-3
MISHEARD = 0.1
"""Share of heard codes replaced by random ones, so that the prior finds its way back from its own surprises."""
HELD_OUT = 10
"""Every tenth recording is held out, where there are that many."""
UPDATES_BETWEEN_CHECKS = 20
PATIENCE = 10
"""Checks without a better held-out perplexity after which training ends."""


def unigram(codes: Sequence[Tensor], size: int) -> Tensor:
    """Frequencies [level, code] of codes [level, frame], every code counted once more than it occurs."""
    joined = torch.cat(list(codes), dim=1)
    counts = torch.stack([torch.bincount(level, minlength=size) for level in joined]) + 1.0
    return counts / counts.sum(dim=1, keepdim=True)


def staying(codes: Sequence[Tensor]) -> Tensor:
    """How often [level] a code of codes [level, frame] is that of the frame before."""
    joined = torch.cat(list(codes), dim=1)
    return (joined[:, 1:] == joined[:, :-1]).float().mean(dim=1)


def untrained(codes: Sequence[Tensor], config: PriorConfig, seed: int) -> Prior:
    """The baseline and the start: each level stays on its code or draws another as often as the corpus does."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        prior = Prior(config)
    prior.start_from(unigram(codes, config.codebook_size), staying(codes))
    return prior


def held_out(codes: Sequence[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
    """Split by recording: those to learn from, and those to be judged by (none where there are too few)."""
    if len(codes) < HELD_OUT:
        return list(codes), []
    return [c for i, c in enumerate(codes) if i % HELD_OUT], list(codes[::HELD_OUT])


def train(
    prior: Prior,
    codes: Sequence[Tensor],
    seed: int,
    budget: Budget,
    report: Report,
    on_better: Callable[[Prior], None],
) -> Prior:
    """Train ``prior`` on codes [level, frame] of each recording until ``budget`` is spent or it only remembers.

    ``on_better`` receives each prior that beats those before it on the held-out recordings; the last of them is
    returned. Where nothing is held out, the one at the end is.
    """
    learn, judge = held_out(codes)
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(prior.parameters(), lr=LEARNING_RATE, weight_decay=0.05)
    averaging = AveragedModel(prior, multi_avg_fn=get_ema_multi_avg_fn(0.98))
    averaged = cast("Prior", averaging.module)
    best, best_loss, waited, updates = copy.deepcopy(prior), math.inf, 0, 0
    chunks = _Chunks(learn, generator)
    state = prior.initial_state(chunks.rows)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        while (spent := budget()) < 1 and waited < PATIENCE:
            prior.train()
            loss, state = _update(prior, optimizer, chunks.next(), state, generator)
            averaging.update_parameters(prior)
            updates += 1
            figures = {"loss": loss}
            if judge and updates % UPDATES_BETWEEN_CHECKS == 0:
                held = sum(p.log().item() for p in perplexity(averaged, judge)) / prior.config.levels
                waited += 1
                if held < best_loss:
                    best, best_loss, waited = copy.deepcopy(averaged), held, 0
                    on_better(best)
                figures["held out"] = held
            report(Progress(STAGE, spent, figures))
    report(Progress(STAGE, 1.0))
    return best if judge or not updates else averaged


@torch.no_grad()
def perplexity(prior: Prior, codes: Sequence[Tensor]) -> Tensor:
    """Perplexity [level] on codes [level, frame] of each recording: 2 is as unsure as a coin."""
    prior.eval()
    joined = torch.cat(list(codes), dim=1)[None]
    return _losses(prior, joined, joined, prior.initial_state())[0].exp()


def _losses(prior: Prior, heard: Tensor, true: Tensor, state: State) -> tuple[Tensor, State]:
    """Mean negative log likelihood [level] in nats of ``true``, both [batch, level, frame], and the next state."""
    previous = torch.cat([state["previous"][..., None], true[..., :-1]], dim=2)
    contexts, state = prior.step(heard, state)
    losses = -prior.log_likelihood(contexts, true, previous).mean(dim=(0, 2))
    return losses, {**state, "previous": true[..., -1]}


def _update(
    prior: Prior, optimizer: torch.optim.Optimizer, codes: Tensor, state: State, generator: torch.Generator
) -> tuple[float, State]:
    """One gradient step on codes [row, level, frame]; the mean loss in nats and the state to go on with."""
    other = torch.randint(prior.config.codebook_size, codes.shape, generator=generator)
    misheard = torch.rand(codes.shape, generator=generator) < MISHEARD
    losses, state = _losses(prior, torch.where(misheard, other, codes), codes, state)
    loss = losses.mean()
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(prior.parameters(), 1.0)
    optimizer.step()
    return loss.item(), {name: tensor.detach() for name, tensor in state.items()}


class _Chunks:
    """The recordings as endless parallel streams, in ever new order: an instrument that never falls silent."""

    def __init__(self, codes: Sequence[Tensor], generator: torch.Generator) -> None:
        self._codes = codes
        self._generator = generator
        total = sum(c.shape[1] for c in codes)
        self.rows = max(1, min(ROWS, total // FRAMES))
        self._rest: Tensor | None = None

    def next(self) -> Tensor:
        """The next ``FRAMES`` of every stream: [row, level, frame]."""
        if self._rest is None or self._rest.shape[2] < FRAMES:
            self._rest = self._shuffled()
        chunk, self._rest = self._rest[..., :FRAMES], self._rest[..., FRAMES:]
        return chunk

    def _shuffled(self) -> Tensor:
        """All recordings joined in random order, as often as one chunk needs, cut into rows."""
        order: list[Tensor] = []
        while sum(c.shape[1] for c in order) < self.rows * FRAMES:
            order += [self._codes[i] for i in torch.randperm(len(self._codes), generator=self._generator).tolist()]
        joined = torch.cat(order, dim=1)
        joined = joined.roll(int(torch.randint(joined.shape[1], (), generator=self._generator)), dims=1)
        length = joined.shape[1] // self.rows
        return joined[:, : length * self.rows].unflatten(1, (self.rows, length)).transpose(0, 1)
