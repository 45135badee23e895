"""The codec: 48 kHz sound to a grid of codes [level, frame], and back."""

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from distill.hyperparameters import (
    CANDIDATES,
    FLOOR,
    LOG_MAGNITUDE_SCALE,
    MAX_LOG_MAGNITUDE,
    MAX_MORPH_GAIN,
    STEPS,
    CodecConfig,
)
from distill.model.convnext import Network
from distill.model.perceptual_distance import FeatureDistance
from distill.model.quantizer import ResidualQuantizer
from distill.model.spectral import Analysis, State, Synthesis

FRAMES_AT_ONCE = 2048
"""Frames encoded at once, so that memory does not grow with the length of a recording."""


EncoderState = tuple[State, State, State]
"""State of the encoder: of the analysis, the encoder network, and the decoder network of analysis by synthesis."""


class Codec(nn.Module):
    """RVQ codec: analysis → encoder → quantizer → decoder → synthesis.

    Encoder and decoder are each the sum of a linear map, which is fitted in seconds and can be played at once, and a
    ConvNeXt network that corrects it. Latents have a root mean square of about one.
    """

    def __init__(self, config: CodecConfig) -> None:
        super().__init__()
        features = config.channels * config.bins + STEPS
        self.config = config
        windows = config.window, config.hop, config.low, config.channels, config.synthesis_window
        self.analysis = Analysis(*windows)
        self.encoder = nn.Linear(features, config.dim, bias=False)
        self.encoder_network = Network(features, config.dim, config.width, config.encoder_blocks)
        self.quantizer = ResidualQuantizer(config.levels, config.codebook_size, config.dim)
        self.decoder = nn.Linear(config.dim, features)
        self.decoder_network = Network(config.dim, features, config.width, config.blocks)
        self.synthesis = Synthesis(*windows, config.track_partials)
        self.distance = FeatureDistance(config.sample_rate, config.window, config.low)
        self.feature_mean: Tensor
        self.latent_scale: Tensor
        self.feature_max: Tensor
        self.register_buffer("feature_mean", torch.zeros(features))
        # Standard deviation of each latent dimension: the decoder network sees all dimensions at one scale.
        self.register_buffer("latent_scale", torch.ones(config.dim))
        # Largest value of each feature in the corpus: sums of codes that never met there could be far too loud.
        self.register_buffer("feature_max", torch.full((features,), math.inf))

    @property
    def latency(self) -> int:
        """Delay of decoded sound against the sound that was encoded, in samples."""
        return self.analysis.latency + self.synthesis.latency

    def initial_state(self, batch: int = 1) -> State:
        """State of the decoder before the first frame of ``batch`` streams."""
        return self.decoder_network.initial_state(batch) | self.synthesis.initial_state(batch)

    def encode(
        self, samples: Tensor, candidates: int = CANDIDATES, report: Callable[[float], None] = lambda _: None
    ) -> Tensor:
        """Encode samples of any length.

        Args:
            samples: [batch, channel, time]; an incomplete last hop is padded with silence.
            candidates: as in ``encode_step``.
            report: receives the share that is done, 0 to 1.

        Returns:
            Codes [batch, level, frame]: as many frames as it takes for the last sample to leave the decoder.
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
        """State of the encoder before the first frame of ``batch`` streams."""
        encoded, decoded = (net.initial_state(batch) for net in (self.encoder_network, self.decoder_network))
        return self.analysis.initial_state(batch), encoded, decoded

    def encode_step(
        self, samples: Tensor, state: EncoderState, candidates: int = CANDIDATES
    ) -> tuple[Tensor, EncoderState]:
        """Encode one chunk of whole hops: samples [batch, channel, time] to codes [batch, level, frame].

        Of the ``candidates`` whose vectors are nearest to the latent, the one is taken whose decoded features are
        nearest to the true ones. With 1 candidate this search is left out: faster, and worse on unseen sounds.
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
        """Candidate [batch, frame, 1, level] whose decoded features are nearest to ``features``, and the state after.

        ``candidates`` are [batch, frame, candidate, level]. Analysis by synthesis (as in CELP, Schroeder & Atal 1985),
        frame by frame: decoded features depend on the codes before them, through the decoder network's state.
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
        """Encode features [batch, frame, feature] to latents [batch, frame, dim]; return the network's state, too."""
        centred = (features - self.feature_mean) / LOG_MAGNITUDE_SCALE
        correction, state = self.encoder_network.step(centred, state)
        return self.encoder(centred) + correction, state

    def features(self, latents: Tensor, state: State) -> tuple[Tensor, State]:
        """Decode latents [batch, frame, dim] to features [batch, frame, feature]; return the network's state, too."""
        correction, state = self.decoder_network.step(latents / self.latent_scale, state)
        return torch.minimum(self.decoder(latents) + correction, self.feature_max), state

    def decode(self, codes: Tensor, level_gain: Tensor | None = None) -> Tensor:
        """Decode codes [batch, level, frame] to samples [batch, channel, frame * hop], delayed by ``latency``."""
        level_gain = torch.ones_like(codes, dtype=torch.float32) if level_gain is None else level_gain
        return self.decode_step(codes, level_gain, self.initial_state(codes.shape[0]))[0]

    def decode_step(self, codes: Tensor, level_gain: Tensor, state: State) -> tuple[Tensor, State]:
        """Decode one chunk: codes and ``level_gain``, both [batch, level, frame], to samples [batch, channel, time].

        A level's gain multiplies its codebook vector: 1 as trained, 0 mutes the level. Where the gains of a frame add
        up to less than one, the magnitudes are multiplied by their sum, so that no level at all is silence.
        """
        return self.decode_latents(self.quantizer.decode(codes, level_gain), level_gain.sum(dim=1), state)

    def decode_features(self, codes: Tensor, level_gain: Tensor, state: State) -> tuple[Tensor, State]:
        """Features [batch, frame, feature] that ``decode_step`` would synthesise, and the decoder network's state."""
        return self.scaled_features(self.quantizer.decode(codes, level_gain), level_gain.sum(dim=1), state)

    def morph(
        self, codes: Tensor, level_gain: Tensor, other: Tensor, share: Tensor, state: State
    ) -> tuple[Tensor, State]:
        """``decode_step``, interpolated towards features of another codec.

        Args:
            codes: [batch, level, frame].
            level_gain: as in ``decode_step``.
            other: features [batch, frame, feature] that ``decode_features`` of the other codec gives.
            share: weight of ``other`` [batch, frame, 1], 0 to 1.
            state: of the decoder.

        Returns:
            Samples [batch, channel, time] and the state after them.

        Log magnitudes and attack gains are interpolated before phases are integrated, so that two neighbouring
        partials become one that glides, not two that beat. Partials of one sound only are soft in the mixture: its
        loudness is raised to the interpolated one, by ``MAX_MORPH_GAIN`` at most.
        """
        features, decoded = self.decode_features(codes, level_gain, state)
        mixed = torch.lerp(features, other, share)
        louder = torch.lerp(_loudness(features), _loudness(other), share) - _loudness(mixed)
        log_magnitude, attack = mixed[..., :-STEPS] + louder.clamp(max=MAX_MORPH_GAIN), mixed[..., -STEPS:]
        samples, synthesised = self.synthesis.step(torch.cat([log_magnitude, attack], dim=-1), state)
        return samples, decoded | synthesised

    def decode_latents(self, latents: Tensor, gain: Tensor, state: State) -> tuple[Tensor, State]:
        """Decode latents [batch, frame, dim] to samples [batch, channel, time]; return the state after them, too.

        ``gain`` [batch, frame] multiplies magnitudes, clamped to 0…1.
        """
        features, decoded = self.scaled_features(latents, gain, state)
        samples, synthesised = self.synthesis.step(features, state)
        return samples, decoded | synthesised

    def scaled_features(self, latents: Tensor, gain: Tensor, state: State) -> tuple[Tensor, State]:
        """``features`` of latents, with magnitudes multiplied by ``gain`` [batch, frame], clamped to 0…1."""
        features, decoded = self.features(latents, state)
        log_magnitude, attack = features[..., :-STEPS], features[..., -STEPS:]
        log_magnitude = (log_magnitude + gain.clamp(0, 1).log()[..., None]).clamp(
            min=math.log(FLOOR), max=MAX_LOG_MAGNITUDE
        )
        return torch.cat([log_magnitude, attack], dim=-1), decoded

    def forward(self, samples: Tensor) -> Tensor:
        """Encode and decode samples [batch, channel, time]; the result has the same length, without the latency."""
        decoded = self.decode(self.encode(samples))
        return decoded[..., self.latency : self.latency + samples.shape[2]]


def _loudness(features: Tensor) -> Tensor:
    """Log amplitude [batch, frame, 1], in nats, of the sum of the power of all bins."""
    return torch.logsumexp(2 * features[..., :-STEPS], dim=-1, keepdim=True) / 2
