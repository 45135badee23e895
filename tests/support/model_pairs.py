"""Models as torch modules and as kernels, to be compared."""

from dataclasses import dataclass

import numpy as np
import torch

from distill.hyperparameters import CodecConfig, PriorConfig
from distill.kernels.native.prepare import prepare
from distill.kernels.runtime import CodecRuntime, PriorRuntime
from distill.model import tensors
from distill.model.codec import Codec
from distill.model.prior import Prior


@dataclass(frozen=True)
class Pair:
    """The same model twice: torch modules, and kernels."""

    codec: Codec
    prior: Prior
    codec_kernels: CodecRuntime
    prior_kernels: PriorRuntime

    @classmethod
    def of(cls, codec: Codec, prior: Prior, corpus: np.ndarray) -> "Pair":
        prepare()
        arrays = {name: tensor.numpy() for name, tensor in tensors.named_tensors(codec, prior).items()}
        return cls(codec, prior, CodecRuntime(codec.config, arrays), PriorRuntime(prior.config, arrays, corpus))

    @property
    def shape(self) -> tuple[int, int]:
        """Levels, and codes a level."""
        return self.codec.config.levels, self.codec.config.codebook_size


def untrained(config: CodecConfig, width: int = 192, head: int = 96) -> Pair:
    """A model of random weights, none of them zero, whose codes and sounds differ from frame to frame."""
    torch.manual_seed(config.channels)
    codec = Codec(config)
    prior = Prior(PriorConfig(levels=config.levels, codebook_size=config.codebook_size, width=width, head=head))
    with torch.no_grad():
        for name, tensor in tensors.named_tensors(codec, prior).items():
            if name.endswith(("outward.weight", "out_weight")):
                tensor.normal_(std=tensor.shape[-1] ** -0.5)
            elif name.endswith(("stayed", "out_bias", "centre")):
                tensor.normal_()
            elif name.endswith("scale"):
                tensor.uniform_(0.1, 1.0)
        codec.quantizer.codebooks.normal_(std=config.levels**-0.5)
        codec.latent_scale.uniform_(0.5, 2.0)
        codec.decoder.bias.copy_(torch.randn(len(codec.decoder.bias)) * 2 - 2)
        codec.feature_max.fill_(2.0)
    corpus = np.random.default_rng(1).integers(0, config.codebook_size, (config.levels, 500)).astype(np.int16)
    corpus[:, [0, 200, -1]] = -1
    return Pair.of(codec.eval().requires_grad_(False), prior.eval().requires_grad_(False), corpus)


SMALL = CodecConfig(
    hop=96, window=400, low=12, dim=12, levels=3, codebook_size=24, width=20, blocks=2, encoder_blocks=1, channels=2
)
"""Stereo, with sizes that no vector unit divides."""
SHORT = CodecConfig.model_validate({**SMALL.model_dump(), "synthesis_window": 210})
"""The same, whose frames sound for a part of their window only, which is no whole number of hops."""
TRACKED = CodecConfig.model_validate({**SMALL.model_dump(), "track_partials": True})
"""The same, whose partials are tracked."""
