"""Training of the prior on codes of a fixed codec, with early stopping by held-out recordings."""

import copy
import math
from collections.abc import Mapping, Sequence
from typing import Any, cast

import torch
from torch import Tensor
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from distill.card import LevelPerplexity
from distill.hyperparameters import PriorConfig, role
from distill.model.prior import Prior
from distill.model.spectral import State
from distill.training import Figures, distributed

ROWS = 16
"""Streams in a batch."""
FRAMES = 128
"""Frames per update (truncated backpropagation, Williams & Peng 1990); the recurrent state is carried over."""
LEARNING_RATE = 2e-3
"""Learning rate; ``tests/benchmarks/prior.py`` prints the perplexities that it leads to in so many minutes."""
TOKEN_NOISE = 0.1
"""Share of input codes replaced by random ones, so that the prior recovers from unlikely samples of its own.

(Data noising, Xie et al. 2017. The distance of what the prior plays, in ``tests/benchmarks/prior.py``, shows it.)
"""
HELD_OUT = 10
"""Every tenth recording is held out, where there are that many."""
UPDATES_BETWEEN_CHECKS = 20
"""Updates between two measurements of the held-out perplexity, which take time from the budget."""
ENOUGH_FRAMES = 60_000
"""Frames (ten minutes) on which perplexity is measured at most, to bound memory."""
PATIENCE = 10
"""Checks without a better held-out perplexity after which training ends (early stopping, Prechelt 1998)."""


def unigram(codes: Sequence[Tensor], size: int) -> Tensor:
    """Probabilities [level, code] of codes [level, frame], with add-one smoothing."""
    joined = torch.cat(list(codes), dim=1)
    counts = torch.stack([torch.bincount(level, minlength=size) for level in joined]) + 1.0
    return counts / counts.sum(dim=1, keepdim=True)


def copy_rates(codes: Sequence[Tensor]) -> Tensor:
    """Share [level] of codes [level, frame] that equal the one of the frame before."""
    joined = torch.cat(list(codes), dim=1)
    return (joined[:, 1:] == joined[:, :-1]).float().mean(dim=1)


def untrained(codes: Sequence[Tensor], config: PriorConfig, seed: int) -> Prior:
    """Initial prior and baseline: each level repeats its code or draws another as often as ``codes`` do.

    ``codes`` are [level, frame] of each recording.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        prior = Prior(config)
    prior.start_from(unigram(codes, config.codebook_size), copy_rates(codes))
    return prior


def held_out(codes: Sequence[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
    """Split codes [level, frame] of each recording into training and validation.

    The latter is empty below ``HELD_OUT`` recordings.
    """
    if len(codes) < HELD_OUT:
        return list(codes), []
    return [c for i, c in enumerate(codes) if i % HELD_OUT], list(codes[::HELD_OUT])


class PriorTraining:
    """Training of a prior on codes [level, frame] of each recording, one update at a time, with early stopping.

    Every tenth recording is held out, and the prior with the lowest loss on those is kept.
    """

    stage = "prior"

    def __init__(self, prior: Prior, codes: Sequence[Tensor], *, seed: int, device: str) -> None:
        self._device = torch.device(device)
        self._prior = copy.deepcopy(prior).to(self._device)
        learn, val_codes = held_out(codes)
        self._val_codes = [c.to(self._device) for c in val_codes]
        self._generator = torch.Generator().manual_seed(seed * 1000 + distributed.rank())
        self._optimizer = torch.optim.AdamW(self._prior.parameters(), lr=LEARNING_RATE, weight_decay=0.05)
        self._averaged = AveragedModel(self._prior, multi_avg_fn=get_ema_multi_avg_fn(0.98))
        self._best = copy.deepcopy(self._prior)
        self._best_loss = math.inf
        self._val_loss = math.inf
        self._checks_waited = 0
        self._updates = 0
        self._chunks = _Chunks(learn, self._generator)
        self._state = self._prior.initial_state(self._chunks.rows)

    def update(self, _spent: float) -> Figures:
        """Take one gradient step; the budget does not matter."""
        self._prior.train()
        loss = self._step(self._chunks.next().to(self._device))
        self._averaged.update_parameters(self._prior)
        self._updates += 1
        if self._val_codes and self._updates % UPDATES_BETWEEN_CHECKS == 0:
            self._check()
        return Figures({"loss": loss} | ({"held out": self._val_loss} if math.isfinite(self._val_loss) else {}))

    @property
    def finished(self) -> bool:
        """True if the held-out loss has not improved for ``PATIENCE`` checks."""
        return self._checks_waited >= PATIENCE

    @property
    def prior(self) -> Prior:
        """Copy of the best prior so far; of the latest where nothing is held out."""
        latest = cast("Prior", self._averaged.module) if self._updates else self._prior
        return copy.deepcopy(self._best if self._val_codes else latest).cpu().eval()

    def state(self) -> dict[str, Any]:
        """State to resume from, for a checkpoint."""
        return {
            "prior": self._prior.state_dict(),
            "averaged": self._averaged.state_dict(),
            "best": self._best.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "best loss": self._best_loss,
            "waited": self._checks_waited,
            "updates": self._updates,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Resume from a ``state``, with recordings in another random order."""
        self._prior.load_state_dict(state["prior"])
        self._averaged.load_state_dict(state["averaged"])
        self._best.load_state_dict(state["best"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._best_loss, self._checks_waited, self._updates = state["best loss"], state["waited"], state["updates"]
        self._generator.manual_seed(self._generator.initial_seed() + self._updates)

    def _step(self, codes: Tensor) -> float:
        """Take one gradient step on codes [row, level, frame]; return the mean loss in nats."""
        size = self._prior.config.codebook_size
        other = torch.randint(size, codes.shape, generator=self._generator).to(self._device)
        token_noise = (torch.rand(codes.shape, generator=self._generator) < TOKEN_NOISE).to(self._device)
        losses, state = _losses(self._prior, torch.where(token_noise, other, codes), codes, self._state)
        self._state = {name: tensor.detach() for name, tensor in state.items()}
        loss = losses.mean()
        distributed.optimizer_step(self._optimizer, loss, self._prior.parameters())
        return loss.item()

    def _check(self) -> None:
        """Measure the held-out loss, and keep the averaged prior if it is the best so far."""
        averaged = cast("Prior", self._averaged.module)
        self._val_loss = float(perplexity(averaged, self._val_codes).log().mean())
        self._checks_waited += 1
        if self._val_loss < self._best_loss:
            self._best, self._best_loss, self._checks_waited = copy.deepcopy(averaged), self._val_loss, 0


@torch.no_grad()
def perplexity(prior: Prior, codes: Sequence[Tensor]) -> Tensor:
    """Perplexity [level] on codes [level, frame] of each recording, of ``ENOUGH_FRAMES`` from their beginnings at most.

    2 is the uncertainty of a fair coin.
    """
    prior.eval()
    share = min(1.0, ENOUGH_FRAMES / sum(c.shape[1] for c in codes))
    joined = torch.cat([c[:, : math.ceil(c.shape[1] * share)] for c in codes], dim=1)[None]
    return _losses(prior, joined, joined, prior.initial_state())[0].exp()


def perplexities(prior: Prior, codes: Sequence[Tensor]) -> tuple[LevelPerplexity, ...]:
    """Perplexities of each level on codes [level, frame] of each recording, trained on and held out."""
    learn, val_codes = held_out(codes)
    frequency = unigram(learn, prior.config.codebook_size)
    compared = torch.cat(val_codes or learn, dim=1)
    surprise = -torch.stack([level.log()[row] for level, row in zip(frequency, compared, strict=True)]).mean(dim=1)
    learnt = perplexity(prior, learn).tolist()
    unknown = perplexity(prior, val_codes).tolist() if val_codes else [None] * len(learnt)
    return tuple(
        LevelPerplexity(role=role(level), learnt=a, held_out=b, unigram=c)
        for level, (a, b, c) in enumerate(zip(learnt, unknown, surprise.exp().tolist(), strict=True))
    )


def _losses(prior: Prior, inputs: Tensor, targets: Tensor, state: State) -> tuple[Tensor, State]:
    """Mean negative log likelihood [level], in nats, of ``targets`` given ``inputs``, and the state after them.

    Both are codes [batch, level, frame], equal but for the token noise in ``inputs``.
    """
    previous = torch.cat([state["previous"][..., None], targets[..., :-1]], dim=2)
    contexts, state = prior.step(inputs, state)
    losses = -prior.log_likelihood(contexts, targets, previous).mean(dim=(0, 2))
    return losses, {**state, "previous": targets[..., -1]}


class _Chunks:
    """Recordings in ever new random order, as endless parallel streams."""

    def __init__(self, codes: Sequence[Tensor], generator: torch.Generator) -> None:
        self._codes = codes
        self._generator = generator
        total = sum(c.shape[1] for c in codes)
        self.rows = max(1, min(ROWS, total // FRAMES))
        self._rest: Tensor | None = None

    def next(self) -> Tensor:
        """Next ``FRAMES`` codes of every stream: [row, level, frame]."""
        if self._rest is None or self._rest.shape[2] < FRAMES:
            self._rest = self._shuffled()
        chunk, self._rest = self._rest[..., :FRAMES], self._rest[..., FRAMES:]
        return chunk

    def _shuffled(self) -> Tensor:
        """All recordings concatenated in random order, repeated to the length of a chunk, cut into rows."""
        order: list[Tensor] = []
        while sum(c.shape[1] for c in order) < self.rows * FRAMES:
            order += [self._codes[i] for i in torch.randperm(len(self._codes), generator=self._generator).tolist()]
        joined = torch.cat(order, dim=1)
        joined = joined.roll(int(torch.randint(joined.shape[1], (), generator=self._generator)), dims=1)
        length = joined.shape[1] // self.rows
        return joined[:, : length * self.rows].unflatten(1, (self.rows, length)).transpose(0, 1)
