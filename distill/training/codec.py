"""Training of the codec's networks from the PCA start on: first the decoder alone, then everything."""

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from distill.data.corpus import Recording
from distill.hyperparameters import STEPS
from distill.model.codec import Codec
from distill.training import Figures, distributed
from distill.training.data import BATCH, CONTEXT_FRAMES, FRAMES, Excerpts, Prefetcher
from distill.training.ema_codebooks import Codebooks

LEARNING_RATE = 8e-4
"""Peak learning rate of AdamW (Loshchilov & Hutter 2019) for the decoder network."""
DECODER_SHARE = 0.05
"""Share of the learning rate for the decoder's linear map, which keeps it near the principal components."""
ENCODER_SHARE = 0.001
"""Share of the learning rate for the encoder, which codebooks and decoder have to follow.

At a fiftieth, codes drifted: held out, twelve minutes ended at STFT / mel 0.323 / 0.268, four at 0.310 / 0.249
(``tests/benchmarks/codec.py``).
"""
WEIGHT_DECAY = 0.3
"""Weight decay of the decoder network: without it ten minutes of training overfit half an hour of sound.

``tests/benchmarks/codec.py`` shows overfitting as held out beside seen, by minutes.
"""
WARM_UP = 30
"""Updates until the learning rate is reached; then it falls linearly to 0 over the budget.

Adam's second moments are unreliable at first (Liu et al. 2020).
"""
JOINT = (0.05, 0.25)
"""Shares of the budget between which encoder and codebooks are trained, too; the decoder alone goes on after.

Training all to the end was worse: held out 0.320 / 0.279, the decoder alone 0.317 / 0.272
(STFT / mel after 1500 updates, ``tests/benchmarks/codec.py``).
"""
RESYNTHESIS = 0.6
"""Share of the budget from which on the loss is of resynthesised features, not of decoded ones.

With it a minute ended, held out, at 0.309 / 0.248 instead of 0.315 / 0.270 (STFT / mel,
``tests/benchmarks/codec.py``).
"""
MASKED = 0.2
"""Share of excerpts that are decoded from some levels only; the others are as most is played."""
MASKED_WEIGHT = 0.1
"""Weight of such an excerpt in the loss: most of its error is that of the levels it lacks.

Held out 0.315 / 0.267; 0.318 / 0.272 with full weight and dilated blocks (STFT / mel after 1500 updates,
``tests/benchmarks/codec.py``).
"""


@dataclass(frozen=True, slots=True)
class _Batch:
    chance: Mapping[str, Any]
    """State of the random excerpts before these were drawn."""
    features: Tensor
    encoded: tuple[Tensor, Tensor] | None
    """Latents [batch, frame, dim] and codes [batch, level, frame]; ``None`` while the encoder is trained."""


class CodecTraining:
    """Training of a codec on a corpus, one update at a time.

    First the decoder alone is trained, then the encoder, too, through the quantizer by the straight-through
    estimator; codebooks follow by exponential moving averages, and ``commitment`` is the weight of the commitment
    loss (van den Oord et al. 2017). Random levels are dropped on some excerpts, so that the decoder knows every mask.
    """

    stage = "codec"
    finished = False
    """Always false: the budget ends this stage."""

    def __init__(
        self, codec: Codec, recordings: Sequence[Recording], *, commitment: float, seed: int, device: str
    ) -> None:
        self._device = torch.device(device)
        self._codec = copy.deepcopy(codec).to(self._device)
        self._commitment = commitment
        self._masks = torch.Generator().manual_seed(seed * 1000 + distributed.rank())
        self._excerpts = Excerpts(recordings, codec.config, seed * 1000 + distributed.rank())
        self._codebooks = Codebooks(self._codec.quantizer, BATCH * (FRAMES - CONTEXT_FRAMES))
        self._optimizer = torch.optim.AdamW(
            [
                {"params": self._codec.decoder_network.parameters(), "share": 1.0, "weight_decay": WEIGHT_DECAY},
                {"params": self._codec.decoder.parameters(), "share": DECODER_SHARE, "weight_decay": 0.0},
                {"params": self._codec.encoder_network.parameters(), "share": ENCODER_SHARE},
                {"params": self._codec.encoder.parameters(), "share": ENCODER_SHARE, "weight_decay": 0.0},
            ],
            lr=LEARNING_RATE,
            betas=(0.9, 0.99),
        )
        self._averaged = AveragedModel(self._codec, avg_fn=average)
        self._batches = Prefetcher(self._batch)
        self._updates = 0

    def update(self, spent: float) -> Figures:
        """Take one gradient step at ``spent``, 0 to 1, of the stage's budget."""
        learn_codes = JOINT[0] <= spent < JOINT[1]
        self._set_learning_rate(spent)
        codec = self._codec
        batch = self._batches.take(not learn_codes)
        features = batch.features
        with self._mixed():
            latents, codes = self._encoded(features) if learn_codes or batch.encoded is None else batch.encoded
            quantized, whole, counts = self._quantized(codes)
            decoded, _ = codec.features(
                latents + (quantized - latents).detach() if learn_codes else quantized,
                codec.decoder_network.initial_state(BATCH),
            )
        decoded = decoded.float()
        if spent >= RESYNTHESIS:
            decoded, features = self._resynthesised(decoded, features)
        distances = codec.distance(decoded[:, CONTEXT_FRAMES:], features[:, CONTEXT_FRAMES:]).mean(1)
        distance = (distances * counts).sum() / counts.sum()
        commitment = (latents - whole)[:, CONTEXT_FRAMES:].square().mean()
        loss = distance + self._commitment * commitment if learn_codes else distance
        distributed.optimizer_step(self._optimizer, loss, codec.parameters())
        vectors = latents.detach()[:, CONTEXT_FRAMES:].flatten(0, 1)
        self._codebooks.update(vectors, codes[..., CONTEXT_FRAMES:].transpose(1, 2).flatten(0, 1), move=learn_codes)
        self._averaged.update_parameters(codec)
        self._updates += 1
        return Figures({"loss": distance.item(), "commitment": commitment.item()}, self._codebooks.usage())

    @property
    def codec(self) -> Codec:
        """Copy of the codec, its weights averaged over the latest updates (EMA)."""
        return copy.deepcopy(cast("Codec", self._averaged.module)).cpu().eval()

    def state(self) -> dict[str, Any]:
        """State to resume from, for a checkpoint."""
        waiting = self._batches.waiting
        return {
            "codec": self._codec.state_dict(),
            "averaged": self._averaged.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "codebooks": self._codebooks.state(),
            "excerpts": waiting.chance if waiting else self._excerpts.state(),
            "masks": self._masks.get_state(),
            "updates": self._updates,
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Resume from a ``state``."""
        self._codec.load_state_dict(state["codec"])
        self._averaged.load_state_dict(state["averaged"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._codebooks.restore(state["codebooks"])
        self._batches.discard()
        self._excerpts.restore(state["excerpts"])
        if distributed.world_size() == 1:
            self._masks.set_state(state["masks"])
        self._updates = state["updates"]

    def _batch(self, encoded: bool) -> _Batch:
        """Features of random excerpts, with latents and codes if ``encoded``."""
        chance = self._excerpts.state()
        with torch.no_grad():
            features = self._codec.analysis(self._excerpts.next().to(self._device))
            with self._mixed():
                return _Batch(chance, features, self._encoded(features) if encoded else None)

    def _encoded(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Latents [batch, frame, dim] and codes [batch, level, frame]."""
        latents, _ = self._codec.latents(features, self._codec.encoder_network.initial_state(BATCH))
        latents = latents.float()
        return latents, self._codec.quantizer.encode(latents.detach())

    def _mixed(self) -> torch.autocast:
        return torch.autocast(self._device.type, torch.bfloat16, enabled=self._device.type == "cuda")

    def _set_learning_rate(self, spent: float) -> None:
        rate = LEARNING_RATE * min((self._updates + 1) / WARM_UP, 1 - spent)
        for group in self._optimizer.param_groups:
            group["lr"] = rate * group["share"]

    def _resynthesised(self, decoded: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Features of ``decoded`` after synthesis and analysis, and the true ``features`` of the same frames.

        Overlap-add with integrated phases makes noise softer, and leaves tones as they are. Gradients pass as if it
        did neither (straight-through estimate).
        """
        codec = self._codec
        with torch.no_grad():
            played = codec.synthesis(decoded)
            late = math.ceil(codec.latency / codec.config.hop)
            in_time = nn.functional.pad(played, (late * codec.config.hop - codec.latency, 0))[..., : played.shape[2]]
            change = codec.analysis(in_time)[:, late:] - decoded[:, :-late]
            change[..., -STEPS:] = 0
        return decoded[:, :-late] + change, features[:, :-late]

    def _quantized(self, codes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Quantized latents with random levels masked, with none, and the weight of each excerpt [batch]."""
        quantizer = self._codec.quantizer
        with torch.no_grad():
            shape = (BATCH, quantizer.codebooks.shape[0], 1)
            masked = torch.rand(BATCH, 1, 1, generator=self._masks) < MASKED
            open_levels = torch.rand(shape, generator=self._masks) < 0.5
            # At least one level stays, as silence needs no training.
            open_levels |= ~open_levels.any(dim=1, keepdim=True)
            level_gain = (open_levels | ~masked).float().to(self._device).expand(codes.shape)
            counts = torch.where(masked[:, 0, 0], MASKED_WEIGHT, 1.0).to(self._device)
            return quantizer.decode(codes, level_gain), quantizer.decode(codes, torch.ones_like(level_gain)), counts


AVERAGE = 0.99
"""Decay of the averaged weights per update (Polyak & Juditsky 1992): a memory of 100 updates."""


def average(averaged: Tensor, current: Tensor, updates: Tensor | int) -> Tensor:
    """Exponential moving average of weights, an arithmetic mean over the first updates."""
    return torch.lerp(averaged, current, max(1 - AVERAGE, 1 / (1 + int(updates))))
