"""Decoder: codes and level gains to features, and from there, by synthesis, to samples."""

import math
from typing import NamedTuple

import numpy as np

from distill.hyperparameters import FLOOR, MAX_LOG_MAGNITUDE, MAX_MORPH_GAIN, STEPS, CodecConfig
from distill.kernels.dense import Floats, Integers, NetworkWeights, dense, network_step
from distill.kernels.elementwise import exp, log
from distill.kernels.native.compiler import entry_kernel, kernel
from distill.kernels.spectrum.synthesis import SynthesisTables, limit, synthesise

_LEAST, _MOST = np.float32(math.log(FLOOR)), np.float32(MAX_LOG_MAGNITUDE)
_MOST_LOUDER = np.float32(MAX_MORPH_GAIN)
_ZERO, _HALF, _ONE, _TWO = np.float32(0), np.float32(0.5), np.float32(1), np.float32(2)


class DecoderWeights(NamedTuple):
    """Weights of the decoder, and the tables of its synthesis."""

    codebooks: Floats
    """[level, code, dim]."""
    latent_scale: Floats
    """[dim]."""
    feature_max: Floats
    """[feature]."""
    weight: Floats
    """[dim, feature], of the linear decoder."""
    bias: Floats
    network: NetworkWeights
    tables: SynthesisTables


class DecoderState(NamedTuple):
    """State of the decoder between two frames of many streams."""

    past: Floats
    """[stream, block, frame, channel]: the latest inputs of the network's blocks."""
    partials: Floats
    """[stream, row, bin]: as in ``SynthesisState``, as are those below."""
    phase: Floats
    tail: Floats
    gain: Floats

    def without_held_partials(self, config: CodecConfig) -> "DecoderState":
        """State in which no partial went on, so that the next frame changes all of them at once."""
        if not config.track_partials:
            return self
        partials = self.partials.copy()
        partials[:, -1] = 0
        return self._replace(partials=partials)


@kernel
def latents_of(codebooks: Floats, codes: Integers, gains: Floats, latents: Floats) -> None:
    """Sum up the vectors of ``codes`` [row], times ``gains`` [row], to ``latents`` [dim].

    Several grids may be stacked along the rows, each with all of its levels.
    """
    levels = codebooks.shape[0]
    latents[:] = _ZERO
    for row in range(codes.size):
        vector, gain = codebooks[row % levels, codes[row]], gains[row]
        for i in range(latents.size):
            latents[i] += vector[i] * gain


@kernel
def features_step(weights: DecoderWeights, latents: Floats, past: Floats, features: Floats) -> None:
    """Decode ``latents`` [stream, dim] to ``features`` [stream, feature]; ``past`` of the network is renewed."""
    streams, dim = latents.shape
    scaled = np.empty((streams, dim), np.float32)
    for s in range(streams):
        for i in range(dim):
            scaled[s, i] = latents[s, i] / weights.latent_scale[i]
    correction = np.empty(features.shape, np.float32)
    network_step(weights.network, scaled, past, correction)
    dense(latents, weights.weight, weights.bias, features)
    for s in range(streams):
        for i in range(features.shape[1]):
            features[s, i] = min(features[s, i] + correction[s, i], weights.feature_max[i])


@kernel
def scale_features(features: Floats, gain: np.float32) -> None:
    """Multiply the magnitudes of ``features`` [feature] by ``gain``, clamped to 0…1, in place."""
    louder = log(min(max(gain, _ZERO), _ONE))
    for i in range(features.size - STEPS):
        features[i] = min(max(features[i] + louder, _LEAST), _MOST)


@kernel
def morph_features(features: Floats, other: Floats, share: np.float32) -> None:
    """Interpolate ``features`` [feature] towards ``other`` by ``share``, 0 to 1, and their loudness as well, in place.

    Partials of one sound only are soft in the mixture: so its loudness is raised, by ``MAX_MORPH_GAIN`` at most.
    """
    first, second = _loudness(features), _loudness(other)
    for i in range(features.size):
        features[i] = _between(features[i], other[i], share)
    louder = min(_between(first, second, share) - _loudness(features), _MOST_LOUDER)
    for i in range(features.size - STEPS):
        features[i] += louder


@kernel
def _between(first: np.float32, second: np.float32, share: np.float32) -> np.float32:
    """Linear interpolation that is exact at both ends, as that of torch is."""
    if share < _HALF:
        return np.float32(first + share * (second - first))
    return np.float32(second - (second - first) * (_ONE - share))


@kernel
def _loudness(features: Floats) -> np.float32:
    """Log amplitude, in nats, of the sum of the power of all bins."""
    count = features.size - STEPS
    most = features[0]
    for i in range(count):
        most = max(most, features[i])
    powers = np.empty(count, np.float32)
    for i in range(count):
        powers[i] = exp(_TWO * (features[i] - most))
    total = _ZERO
    for i in range(count):
        total += powers[i]
    return np.float32(most + _HALF * log(total))


@kernel
def sum_of(gains: Floats) -> np.float32:
    """Sum of ``gains`` [row], in their order."""
    total = _ZERO
    for gain in gains:
        total += gain
    return total


@entry_kernel
def decode_features(weights: DecoderWeights, codes: Integers, gains: Floats, past: Floats, features: Floats) -> None:
    """One frame of ``codes`` and ``gains`` [stream, row] to ``features`` [stream, feature], with magnitudes scaled.

    ``past`` of the network is renewed.
    """
    streams = codes.shape[0]
    latents = np.empty((streams, weights.codebooks.shape[2]), np.float32)
    for s in range(streams):
        latents_of(weights.codebooks, codes[s], gains[s], latents[s])
    features_step(weights, latents, past, features)
    for s in range(streams):
        scale_features(features[s], sum_of(gains[s]))


@entry_kernel
def decode_latents(weights: DecoderWeights, latents: Floats, gains: Floats, state: DecoderState, out: Floats) -> None:
    """Decode ``latents`` [frame, stream, dim] to samples ``out`` [frame, stream, channel, time].

    ``gains`` [frame, stream] multiply the magnitudes. ``state`` is renewed.
    """
    features = np.empty((latents.shape[1], weights.bias.size), np.float32)
    for frame in range(latents.shape[0]):
        features_step(weights, latents[frame], state.past, features)
        for s in range(latents.shape[1]):
            scale_features(features[s], gains[frame, s])
            synthesise(
                weights.tables, features[s], state.partials[s], state.phase[s], state.tail[s], state.gain[s],
                out[frame, s],
            )  # fmt: skip


@entry_kernel
def sum_vectors(codebooks: Floats, codes: Integers, gains: Floats, latents: Floats, sums: Floats) -> None:
    """Sums of vectors ``latents`` [item, dim] of ``codes`` times ``gains``, both [item, row], and ``sums`` of gains."""
    for item in range(codes.shape[0]):
        latents_of(codebooks, codes[item], gains[item], latents[item])
        sums[item] = sum_of(gains[item])


@entry_kernel
def limit_samples(samples: Floats) -> None:
    """Apply the limiter of live playing to ``samples`` [time], in place."""
    limit(samples)
