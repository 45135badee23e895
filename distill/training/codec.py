"""Training the codec's networks, from the linear codec on: first the decoder alone, then everything."""

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from distill.data.corpus import Recording
from distill.model.codec import Codec
from distill.model.spectral import STEPS
from distill.training import Figures, distributed
from distill.training.data import BATCH, CONTEXT_FRAMES, FRAMES, Excerpts, Prefetcher
from distill.training.ema_codebooks import Codebooks

LEARNING_RATE = 8e-4
DECODER_SHARE = 0.05
"""Of the learning rate, for the decoder's linear map."""
ENCODER_SHARE = 0.001
"""Of the learning rate, for the encoder: codebooks and decoder must be able to follow it."""
WEIGHT_DECAY = 0.3
"""Of the decoder's network: without it, ten minutes on half an hour of sound learn that half hour by heart."""
WARM_UP = 30
"""Updates until the learning rate is reached; from then on it falls to nothing, evenly over the budget."""
JOINT = (0.05, 0.25)
"""Between these shares of the budget encoder and codebooks learn, too; then the decoder masters the codes they made."""
RESYNTHESIS = 0.6
"""From this share of the budget on, what counts is not what the decoder says but what is heard of it."""
MASKED = 0.2
"""Share of excerpts of which the decoder hears only some levels."""
MASKED_WEIGHT = 0.1
"""What one of these counts for: what it lacks cannot be learnt, and would drown what can."""


@dataclass(frozen=True, slots=True)
class _Batch:
    chance: Mapping[str, Any]
    """Where it stood before these excerpts were drawn."""
    features: Tensor
    encoded: tuple[Tensor, Tensor] | None
    """Latents [batch, frame, dim] and codes [batch, level, frame], where the encoder does not learn meanwhile."""


class CodecTraining:
    """Updates of a codec on a corpus, one at a time.

    The decoder learns to undo what the codes lose. Once it has, the encoder learns too, through the quantizer by
    the straight-through estimator; codebooks follow by moving averages, and one weight, ``commitment``, ties
    latents to their codes (van den Oord et al. 2017). Any subset of levels is dropped on some excerpts, so that
    no mask is news to the decoder.
    """

    stage = "codec"
    finished = False
    """Never: a codec gets better as long as it is trained."""

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
        """One gradient step, ``spent`` of the way through the budget."""
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
        return Figures({"loss": distance.item(), "commitment": commitment.item()}, self._codebooks.health())

    @property
    def codec(self) -> Codec:
        """A copy of the codec as it is by now, its weights averaged over the latest updates."""
        return copy.deepcopy(cast("Codec", self._averaged.module)).cpu().eval()

    def state(self) -> dict[str, Any]:
        """What must be kept to go on later."""
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
        """Go on from what ``state`` gave."""
        self._codec.load_state_dict(state["codec"])
        self._averaged.load_state_dict(state["averaged"])
        self._optimizer.load_state_dict(state["optimizer"])
        self._codebooks.restore(state["codebooks"])
        self._batches.begin_anew()
        self._excerpts.restore(state["excerpts"])
        if distributed.world_size() == 1:
            self._masks.set_state(state["masks"])
        self._updates = state["updates"]

    def _batch(self, encoded: bool) -> _Batch:
        """Features of excerpts and, while the encoder stays as it is, what it makes of them."""
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
        """The features that are heard when ``decoded`` is played, and the true ones of the same frames.

        Overlapping frames whose phases are integrated lose loudness where sound is noise, and keep it where it is
        tone. Gradients pass as if they did neither (a straight-through estimate).
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
        """Sums of codes with some levels of some excerpts masked, with none, and what each excerpt [batch] counts."""
        quantizer = self._codec.quantizer
        with torch.no_grad():
            shape = (BATCH, quantizer.codebooks.shape[0], 1)
            masked = torch.rand(BATCH, 1, 1, generator=self._masks) < MASKED
            open_levels = torch.rand(shape, generator=self._masks) < 0.5
            # At least one level stays open, as silence is not learnt.
            open_levels |= ~open_levels.any(dim=1, keepdim=True)
            level_gain = (open_levels | ~masked).float().to(self._device).expand(codes.shape)
            counts = torch.where(masked[:, 0, 0], MASKED_WEIGHT, 1.0).to(self._device)
            return quantizer.decode(codes, level_gain), quantizer.decode(codes, torch.ones_like(level_gain)), counts


AVERAGE = 0.99
"""Share of what averaged weights remember from one update to the next."""


def average(averaged: Tensor, current: Tensor, updates: Tensor | int) -> Tensor:
    """Moving average of weights that forgets its beginning."""
    return torch.lerp(averaged, current, max(1 - AVERAGE, 1 / (1 + int(updates))))
