"""The codec: 48 kHz sound to a grid of codes [level, frame], and back."""

import math
from collections.abc import Callable
from contextlib import nullcontext
from typing import Self

import torch
from pydantic import BaseModel, ConfigDict, Field, model_validator
from torch import Tensor, nn

from distill.model.batch_invariance import Linear, RowByRow
from distill.model.convnext import Network
from distill.model.perceptual_distance import FeatureDistance
from distill.model.quantizer import ResidualQuantizer
from distill.model.spectral import FLOOR, STEPS, Analysis, State, Synthesis

FRAMES_AT_ONCE = 2048
"""How much of a recording is analysed at once, so that an hour of sound needs no gigabytes."""

LOG_MAGNITUDE_SCALE = 2.5
"""Nats by which log magnitudes lie around their mean, about: it brings features to the size that a network wants."""

MAX_LOG_MAGNITUDE = 20.0
"""Log magnitude of what is louder than any sound can be: networks that were not trained may say anything."""

MAX_MORPH_GAIN = 2.3
"""Log amplitude, 20 dB, by which a morph is made louder at most: it lifts what is between partials, too."""

CANDIDATES = 8
"""Codes of a frame that are tried to find those that are heard nearest; twice as many take twice as long."""

EncoderState = tuple[State, State, State]
"""What the encoder remembers: the analysis' state, the network's, and that of the decoder's that it listens to."""

ROLES = ("Structure", "Timbre", "Detail")


def role(level: int) -> str:
    """What level ``level`` (from 0) is called: Structure, Timbre, Detail, Detail 2 and so on."""
    return ROLES[level] if level < len(ROLES) else f"Detail {level - 1}"


class CodecConfig(BaseModel):
    """The shape of a codec."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sample_rate: int = Field(default=48_000, gt=0, description="samples per second")
    hop: int = Field(default=480, gt=0, multiple_of=STEPS, description="samples per frame")
    channels: int = Field(default=1, ge=1, le=2, description="mono or stereo")
    window: int = Field(default=2048, gt=0, multiple_of=2, description="samples that a frame sounds for")
    low: int = Field(default=64, gt=0, description="lowest bins that a window twice as long sees")
    dim: int = Field(default=64, gt=0, description="length of a codebook vector")
    levels: int = Field(default=4, ge=1, le=8, description="codes per frame")
    codebook_size: int = Field(default=256, ge=2, description="codes per level")
    width: int = Field(default=256, gt=0, description="channels of the networks")
    blocks: int = Field(default=3, ge=1, description="blocks of the decoder's network")
    encoder_blocks: int = Field(default=2, ge=1, description="blocks of the encoder's network")

    @model_validator(mode="after")
    def _windows_overlap(self) -> Self:
        if self.hop >= self.window or self.low > self.window // 2:
            raise ValueError(f"hop {self.hop} and low {self.low} do not go with a window of {self.window}")
        return self

    @property
    def bins(self) -> int:
        """Frequencies of a spectrum."""
        return self.window // 2 + 1 + self.low

    @property
    def frame_rate(self) -> float:
        """Frames per second."""
        return self.sample_rate / self.hop


class Codec(nn.Module):
    """analysis → encoder → quantizer → decoder → synthesis.

    Encoder and decoder are each a linear map, which is fitted in seconds and can be played at once, and a network
    that corrects it. Latents have a root mean square of about one.
    """

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        features = config.channels * config.bins + STEPS
        self.config = config
        self.analysis = Analysis(config.window, config.hop, config.low, config.channels)
        self.encoder = nn.Linear(features, config.dim, bias=False)
        self.encoder_network = Network(features, config.dim, config.width, config.encoder_blocks)
        self.quantizer = ResidualQuantizer(config.levels, config.codebook_size, config.dim)
        self.decoder = Linear(config.dim, features, wide=True)
        self.decoder_network = Network(config.dim, features, config.width, config.blocks)
        self.synthesis = Synthesis(config.window, config.hop, config.low, config.channels)
        self.distance = FeatureDistance(config.sample_rate, config.window, config.low)
        self.feature_mean: Tensor
        self.latent_scale: Tensor
        self.feature_max: Tensor
        self.register_buffer("feature_mean", torch.zeros(features))
        # Latents are large in a few dimensions and small in most; the decoder's network sees them all alike.
        self.register_buffer("latent_scale", torch.ones(config.dim))
        # Codes that never met in the corpus may add up to what is far too loud: no bin exceeds what was heard in it.
        self.register_buffer("feature_max", torch.full((features,), math.inf))

    @property
    def latency(self) -> int:
        """Samples by which decoded sound lags behind what was encoded."""
        return self.analysis.latency + self.synthesis.latency

    def initial_state(self, batch: int = 1) -> State:
        """The decoder's state before its first frame."""
        return self.decoder_network.initial_state(batch) | self.synthesis.initial_state(batch)

    def encode(
        self, samples: Tensor, candidates: int = CANDIDATES, report: Callable[[float], None] = lambda _: None
    ) -> Tensor:
        """Samples [batch, channel, time] to codes [batch, level, frame]; a last incomplete hop is filled with silence.

        As many more frames follow as it takes for the last sample to come out of the decoder. ``candidates`` is as
        ``hear`` takes it; ``report`` hears how much is done, 0 to 1.
        """
        hop = self.config.hop
        frames = math.ceil((samples.shape[2] + self.latency) / hop)
        samples = nn.functional.pad(samples, (0, frames * hop - samples.shape[2]))
        state = self.initial_encoder_state(samples.shape[0])
        codes: list[Tensor] = []
        for begin in range(0, frames, FRAMES_AT_ONCE):
            report(begin / frames)
            chunk = samples[..., begin * hop : (begin + FRAMES_AT_ONCE) * hop]
            chunk_codes, state = self.encode_step(chunk, state, candidates)
            codes.append(chunk_codes)
        report(1.0)
        return torch.cat(codes, dim=2)

    def initial_encoder_state(self, batch: int = 1) -> EncoderState:
        """The encoder's state before its first frame."""
        encoded, decoded = (net.initial_state(batch) for net in (self.encoder_network, self.decoder_network))
        return self.analysis.initial_state(batch), encoded, decoded

    def encode_step(
        self, samples: Tensor, state: EncoderState, candidates: int = CANDIDATES
    ) -> tuple[Tensor, EncoderState]:
        """Encode one chunk of whole hops: samples [batch, channel, time] to codes [batch, level, frame].

        Of the ``candidates`` nearest to what the encoder says, those codes are chosen that are heard nearest once they
        are decoded. A single one is far quicker, and what nobody recorded comes out less well.
        """
        analysed, encoded, decoded = state
        features, analysed = self.analysis.step(samples, analysed)
        latents, encoded = self.latents(features, encoded)
        codes = self.quantizer.candidates(latents, candidates)
        if candidates > 1:
            codes, decoded = self._nearest_decoded(codes, features, decoded)
        return codes[:, :, 0].transpose(1, 2), (analysed, encoded, decoded)

    @torch.no_grad()
    def _nearest_decoded(self, candidates: Tensor, features: Tensor, state: State) -> tuple[Tensor, State]:
        """The one [batch, frame, 1, level] of ``candidates`` [batch, frame, candidate, level] nearest to ``features``.

        Analysis by synthesis (as in CELP, Schroeder & Atal 1985), frame by frame: what a code decodes to depends on
        those before it, which is the decoder network's state.
        """
        streams, _, count, _ = candidates.shape
        codes = candidates.flatten(0, 1).transpose(1, 2)
        vectors = self.quantizer.decode(codes, torch.ones_like(codes, dtype=torch.float32))
        stream, chosen = torch.arange(streams, device=codes.device), []
        for tried, true in zip(vectors.unflatten(0, candidates.shape[:2]).unbind(1), features.split(1, 1), strict=True):
            before = {name: past.repeat_interleave(count, 0) for name, past in state.items()}
            decoded, after = self.features(tried.flatten(0, 1)[:, None], before)
            nearest = self.distance(decoded.view(streams, count, -1), true).argmin(1)
            state = {name: past[stream * count + nearest] for name, past in after.items()}
            chosen.append(nearest)
        index = torch.stack(chosen, dim=1)[..., None, None].expand(-1, -1, -1, candidates.shape[3])
        return candidates.gather(2, index), state

    def latents(self, features: Tensor, state: State) -> tuple[Tensor, State]:
        """Features [batch, frame, feature] to latents [batch, frame, dim], with the encoder network's state."""
        centred = (features - self.feature_mean) / LOG_MAGNITUDE_SCALE
        correction, state = self.encoder_network.step(centred, state)
        return self.encoder(centred) + correction, state

    def features(self, latents: Tensor, state: State) -> tuple[Tensor, State]:
        """Latents [batch, frame, dim] to features [batch, frame, feature], with the decoder network's state."""
        correction, state = self.decoder_network.step(latents / self.latent_scale, state)
        return torch.minimum(self.decoder(latents) + correction, self.feature_max), state

    def decode(self, codes: Tensor, level_gain: Tensor | None = None) -> Tensor:
        """Codes [batch, level, frame] to samples [batch, channel, frame * hop], ``latency`` late."""
        level_gain = torch.ones_like(codes, dtype=torch.float32) if level_gain is None else level_gain
        return self.decode_step(codes, level_gain, self.initial_state(codes.shape[0]))[0]

    def decode_step(self, codes: Tensor, level_gain: Tensor, state: State) -> tuple[Tensor, State]:
        """Decode one chunk: codes and weights, both [batch, level, frame], to samples [batch, channel, time].

        A weight is how open a level is: 1 as learnt, 0 closed. Where every level is closed there is silence;
        where they add up to less than one, the sound fades with their sum.
        """
        return self.decode_latents(self.quantizer.decode(codes, level_gain), level_gain.sum(dim=1), state)

    def decode_features(self, codes: Tensor, level_gain: Tensor, state: State) -> tuple[Tensor, State]:
        """Features [batch, frame, feature] that ``step`` would make sound, and the decoder network's state."""
        return self.scaled_features(self.quantizer.decode(codes, level_gain), level_gain.sum(dim=1), state)

    def morph(
        self, codes: Tensor, level_gain: Tensor, other: Tensor, share: Tensor, state: State
    ) -> tuple[Tensor, State]:
        """``step`` with ``share`` [batch, frame, 1] of the features ``other`` that are ``sounding`` in another codec.

        Log magnitudes and attacks are mixed, and then get phases together, once: two partials that are near to each
        other become one on its way, instead of two that beat. What is loud in one only is soft in the mixture, which is
        made as loud as what is between the two, up to ``LOUDER``.
        """
        features, decoded = self.decode_features(codes, level_gain, state)
        mixed = torch.lerp(features, other, share)
        louder = torch.lerp(_loudness(features), _loudness(other), share) - _loudness(mixed)
        log_magnitude, attack = mixed[..., :-STEPS] + louder.clamp(max=MAX_MORPH_GAIN), mixed[..., -STEPS:]
        samples, synthesised = self.synthesis.step(torch.cat([log_magnitude, attack], dim=-1), state)
        return samples, decoded | synthesised

    def decode_latents(self, latents: Tensor, gain: Tensor, state: State) -> tuple[Tensor, State]:
        """Latents [batch, frame, dim] to samples [batch, channel, time], and the state after them.

        Where ``openness`` [batch, frame] is less than one, the sound fades with it. Without gradients, many frames at
        once are computed as one by one.
        """
        features, decoded = self.scaled_features(latents, gain, state)
        samples, synthesised = self.synthesis.step(features, state)
        return samples, decoded | synthesised

    def scaled_features(self, latents: Tensor, gain: Tensor, state: State) -> tuple[Tensor, State]:
        """``features``, with their magnitudes times ``openness`` [batch, frame] where that is less than one."""
        frame_by_frame = torch.is_grad_enabled() or latents.shape[1] == 1
        with nullcontext() if frame_by_frame else RowByRow():
            features, decoded = self.features(latents, state)
        log_magnitude, attack = features[..., :-STEPS], features[..., -STEPS:]
        log_magnitude = (log_magnitude + gain.clamp(0, 1).log()[..., None]).clamp(
            min=math.log(FLOOR), max=MAX_LOG_MAGNITUDE
        )
        return torch.cat([log_magnitude, attack], dim=-1), decoded

    def forward(self, samples: Tensor) -> Tensor:
        """Samples [batch, channel, time] there and back: the same length, the same place in time."""
        decoded = self.decode(self.encode(samples))
        return decoded[..., self.latency : self.latency + samples.shape[2]]


def _loudness(features: Tensor) -> Tensor:
    """Log amplitude [batch, frame, 1] of all bins together."""
    return torch.logsumexp(2 * features[..., :-STEPS], dim=-1, keepdim=True) / 2
