"""The codec: 48 kHz sound to a grid of codes [level, frame], and back."""

import math

import torch
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor, nn

from distill.model.layers import FLOOR, STEPS, Analysis, State, Synthesis
from distill.model.quantizer import ResidualQuantizer

FRAMES_AT_ONCE = 2048
"""How much of a recording is analysed at once, so that an hour of sound needs no gigabytes."""

ROLES = ("Structure", "Timbre", "Detail")


def role(level: int) -> str:
    """What level ``level`` (from 0) is called: Structure, Timbre, Detail, Detail 2 and so on."""
    return ROLES[level] if level < len(ROLES) else f"Detail {level - 1}"


class CodecConfig(BaseModel):
    """The shape of a codec."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sample_rate: int = Field(default=48_000, gt=0, description="samples per second")
    hop: int = Field(default=480, gt=0, description="samples per frame")
    window: int = Field(default=2048, gt=0, multiple_of=2, description="samples that one frame sees")
    dim: int = Field(default=64, gt=0, description="length of a codebook vector")
    levels: int = Field(default=4, ge=1, le=8, description="codes per frame")
    codebook_size: int = Field(default=256, ge=2, description="codes per level")

    @property
    def frame_rate(self) -> float:
        """Frames per second."""
        return self.sample_rate / self.hop


class Codec(nn.Module):
    """analysis → encoder → quantizer → decoder → synthesis."""

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        bins = config.window // 2 + 1
        features = bins + STEPS
        self.config = config
        self.analysis = Analysis(config.window, config.hop)
        self.encoder = nn.Linear(features, config.dim)
        self.quantizer = ResidualQuantizer(config.levels, config.codebook_size, config.dim)
        self.decoder = nn.Linear(config.dim, features)
        self.synthesis = Synthesis(config.window, config.hop)
        self.loudest: Tensor
        # Codes that never met in the corpus may add up to what is far too loud: no bin exceeds what was heard in it.
        self.register_buffer("loudest", torch.full((features,), math.inf))

    @property
    def latency(self) -> int:
        """Samples by which decoded sound lags behind what was encoded."""
        return self.analysis.latency + self.synthesis.latency

    def initial_state(self, batch: int = 1) -> State:
        """The decoder's state before its first frame."""
        return self.synthesis.initial_state(batch)

    def encode(self, samples: Tensor) -> Tensor:
        """Samples [batch, time] to codes [batch, level, frame]; a last incomplete hop is filled with silence.

        As many more frames follow as it takes for the last sample to come out of the decoder.
        """
        hop = self.config.hop
        frames = math.ceil((samples.shape[1] + self.latency) / hop)
        samples = nn.functional.pad(samples, (0, frames * hop - samples.shape[1]))
        state = self.analysis.initial_state(samples.shape[0])
        codes: list[Tensor] = []
        for chunk in samples.split(FRAMES_AT_ONCE * hop, dim=1):
            features, state = self.analysis.step(chunk, state)
            codes.append(self.quantizer.encode(self.encoder(features)))
        return torch.cat(codes, dim=2)

    def decode(self, codes: Tensor, weights: Tensor | None = None) -> Tensor:
        """Codes [batch, level, frame] to samples [batch, frame * hop], ``latency`` samples late."""
        weights = torch.ones_like(codes, dtype=torch.float32) if weights is None else weights
        return self.step(codes, weights, self.initial_state(codes.shape[0]))[0]

    def step(self, codes: Tensor, weights: Tensor, state: State) -> tuple[Tensor, State]:
        """Decode one chunk: codes and weights, both [batch, level, frame], to samples [batch, frame * hop].

        A weight is how open a level is: 1 as learnt, 0 closed. Where every level is closed there is silence;
        where they add up to less than one, the sound fades with their sum.
        """
        features = torch.minimum(self.decoder(self.quantizer.decode(codes, weights)), self.loudest)
        log_magnitude, attack = features.split([self.config.window // 2 + 1, STEPS], dim=-1)
        openness = weights.sum(dim=1).clamp(0, 1).log()[..., None]
        log_magnitude = (log_magnitude + openness).clamp(min=math.log(FLOOR))
        return self.synthesis.step(torch.cat([log_magnitude, attack], dim=-1), state)

    def forward(self, samples: Tensor) -> Tensor:
        """Samples [batch, time] there and back: the same length, the same place in time."""
        decoded = self.decode(self.encode(samples))
        return decoded[:, self.latency : self.latency + samples.shape[1]]
