"""Adversarial fine-tuning of the decoder against discriminators ("polish"); encoder and codebooks stay fixed."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from distill.data.corpus import Recording
from distill.hyperparameters import LOG_MAGNITUDE_SCALE, STEPS
from distill.model.codec import Codec
from distill.training import Figures, distributed
from distill.training.codec import average
from distill.training.data import BATCH, CONTEXT_FRAMES, Excerpts

LEARNING_RATE = 2e-4
"""Learning rate of both optimizers, equal to that of HiFi-GAN (Kong et al. 2020)."""
CHANNELS = 32
"""Channels of each layer, which bound the time of an update."""
STRIDES = (4, 2, 2, 2)
"""Stride of each layer over bins."""
SCALES = (1, 2, 4)
"""Bins that each discriminator averages into one: three scales by factors of 2, as in MelGAN (Kumar et al. 2019)."""
ADVERSARIAL_WEIGHT, MATCHING_WEIGHT = 0.02, 0.2
"""Weights of the adversarial and the feature matching loss beside the distance, which stays the main term.

``tests/benchmarks/codec.py --polish`` shows what they change.
"""


class Discriminator(nn.Module):
    """Patch discriminator of log magnitudes [batch, channel, frame, bin].

    It sees no phases, as those are integrated and not decoded.
    (Patches as in Isola et al. 2017; several resolutions as in Kumar et al., *MelGAN*, 2019.)
    """

    def __init__(self, scale: int, channels: int) -> None:
        super().__init__()
        self._scale = scale
        inputs = (channels, *[CHANNELS] * (len(STRIDES) - 1))
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.weight_norm(nn.Conv2d(n, CHANNELS, (3, 9), stride=(1, stride), padding=(1, 4)))
            for n, stride in zip(inputs, STRIDES, strict=True)
        )
        self.verdict = nn.Conv2d(CHANNELS, 1, 3, padding=1)

    def forward(self, magnitudes: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Score [batch, 1, frame, patch] of every patch, above zero for real, and the outputs of every inner layer."""
        x = nn.functional.avg_pool2d(magnitudes, (1, self._scale)) / LOG_MAGNITUDE_SCALE
        inner: list[Tensor] = []
        for layer in self.layers:
            x = nn.functional.leaky_relu(layer(x), 0.1)
            inner.append(x)
        return self.verdict(x), inner


class AdversarialTraining:
    """Adversarial training of a codec's decoder, one update at a time.

    Hinge losses with feature matching, added to the distance that the codec was trained with.
    """

    stage = "polish"
    finished = False
    """Always false: the budget ends this stage."""

    def __init__(self, codec: Codec, recordings: Sequence[Recording], *, seed: int, device: str) -> None:
        self._device = torch.device(device)
        self._codec = copy.deepcopy(codec).to(self._device).requires_grad_(False)
        self._parameters = [*self._codec.decoder_network.parameters(), *self._codec.decoder.parameters()]
        for parameter in self._parameters:
            parameter.requires_grad_(True)
        self._discriminators = nn.ModuleList(Discriminator(scale, codec.config.channels) for scale in SCALES).to(
            self._device
        )
        with torch.no_grad():
            distributed.broadcast(*self._discriminators.parameters())
        self._excerpts = Excerpts(recordings, codec.config, seed * 1000 + distributed.rank())
        self._decoder_optimizer = torch.optim.AdamW(self._parameters, lr=LEARNING_RATE, betas=(0.5, 0.9))
        self._discriminator_optimizer = torch.optim.AdamW(
            self._discriminators.parameters(), lr=LEARNING_RATE, betas=(0.5, 0.9)
        )
        self._averaged = AveragedModel(self._codec, avg_fn=average)

    def update(self, _spent: float) -> Figures:
        """Take one step of the discriminators and one of the decoder; the budget does not matter."""
        codec = self._codec
        with torch.no_grad():
            features = codec.analysis(self._excerpts.next().to(self._device))
            latents, _ = codec.latents(features, codec.encoder_network.initial_state(BATCH))
            codes = codec.quantizer.encode(latents)
            quantized = codec.quantizer.decode(codes, torch.ones_like(codes, dtype=torch.float32))
        decoded, _ = codec.features(quantized, codec.decoder_network.initial_state(BATCH))
        decoded, features = decoded[:, CONTEXT_FRAMES:], features[:, CONTEXT_FRAMES:]
        shape = (codec.config.channels, codec.config.bins)
        real, generated = (x[..., :-STEPS].unflatten(-1, shape).transpose(1, 2) for x in (features, decoded))
        discriminator_loss = self._discriminator_step(real, generated.detach())
        distance = codec.distance(decoded, features).mean()
        adversarial, matching = self._generator_losses(real, generated)
        loss = distance + ADVERSARIAL_WEIGHT * adversarial + MATCHING_WEIGHT * matching
        distributed.optimizer_step(self._decoder_optimizer, loss, self._parameters)
        self._averaged.update_parameters(codec)
        return Figures({"loss": distance.item(), "discriminators": discriminator_loss, "matching": matching.item()})

    @property
    def codec(self) -> Codec:
        """Copy of the codec, its weights averaged over the latest updates (EMA)."""
        return copy.deepcopy(cast("Codec", self._averaged.module)).cpu().eval()

    def state(self) -> dict[str, Any]:
        """State to resume from, for a checkpoint."""
        return {
            "codec": self._codec.state_dict(),
            "averaged": self._averaged.state_dict(),
            "judges": self._discriminators.state_dict(),
            "decoder steps": self._decoder_optimizer.state_dict(),
            "judge steps": self._discriminator_optimizer.state_dict(),
            "excerpts": self._excerpts.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Resume from a ``state``."""
        self._codec.load_state_dict(state["codec"])
        self._averaged.load_state_dict(state["averaged"])
        self._discriminators.load_state_dict(state["judges"])
        self._decoder_optimizer.load_state_dict(state["decoder steps"])
        self._discriminator_optimizer.load_state_dict(state["judge steps"])
        self._excerpts.restore(state["excerpts"])

    def _discriminator_step(self, real: Tensor, generated: Tensor) -> float:
        """Take one step of the discriminators; return their hinge loss, 2 where they cannot tell the two apart."""
        losses = [
            nn.functional.relu(1 - discriminator(real)[0]).mean()
            + nn.functional.relu(1 + discriminator(generated)[0]).mean()
            for discriminator in self._discriminators
        ]
        loss = torch.stack(losses).mean()
        distributed.optimizer_step(self._discriminator_optimizer, loss, self._discriminators.parameters())
        return loss.item()

    def _generator_losses(self, real: Tensor, generated: Tensor) -> tuple[Tensor, Tensor]:
        """Adversarial loss and feature matching loss of ``generated`` magnitudes."""
        adversarial, matching = generated.new_zeros(()), generated.new_zeros(())
        for discriminator in self._discriminators:
            with torch.no_grad():
                _, truth = discriminator(real)
            scores, inner = discriminator(generated)
            adversarial = adversarial - scores.mean()
            matching = matching + torch.stack([(a - b).abs().mean() for a, b in zip(inner, truth, strict=True)]).mean()
        return adversarial / len(SCALES), matching / len(SCALES)
