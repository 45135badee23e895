"""Encoder: samples to codes, by analysis, network, beam search, and a search among what candidates decode to."""

import math
from typing import NamedTuple

import numpy as np

from distill.hyperparameters import ATTACK_WEIGHT, BEAM, LOG_MAGNITUDE_SCALE, STEPS
from distill.kernels.decoder import DecoderWeights, features_step, latents_of
from distill.kernels.dense import Floats, Integers, NetworkWeights, copy, copy_past, dense, network_step
from distill.kernels.elementwise import exp, log
from distill.kernels.native.compiler import entry_kernel, kernel
from distill.kernels.spectrum.analysis import AnalysisTables, analyse

_ZERO, _FAR = np.float32(0), np.float32(np.inf)
_SCALE = np.float32(LOG_MAGNITUDE_SCALE)
_LOG10 = np.float32(math.log(10))
_ATTACK_WEIGHT = np.float32(ATTACK_WEIGHT)


class EncoderWeights(NamedTuple):
    """Weights of the encoder, and the tables of its analysis."""

    feature_mean: Floats
    """[feature]."""
    weight: Floats
    """[feature, dim], of the linear encoder."""
    bias: Floats
    """[dim], zeros."""
    network: NetworkWeights
    search_weight: Floats
    """[level, dim, code]: codebooks times -2."""
    search_bias: Floats
    """[level, code]: squared norms of the vectors."""
    bands: Floats
    """[bin, band]: mel filters."""
    no_bias: Floats
    """[band], zeros."""
    tables: AnalysisTables


class EncoderState(NamedTuple):
    """State of the encoder between two frames of many streams."""

    samples: Floats
    """[stream, channel, time]: the latest samples."""
    powers: Floats
    """[stream, frame]: power of the latest frames."""
    encoded: Floats
    """[stream, block, frame, channel]: the latest inputs of the encoder network's blocks."""
    decoded: Floats
    """[stream, block, frame, channel]: those of the decoder's network, in the search among candidates."""


@entry_kernel
def encode_samples(
    encoder: EncoderWeights, decoder: DecoderWeights, samples: Floats, candidates: int, state: EncoderState,
    codes: Integers,
) -> None:  # fmt: skip
    """Encode ``samples`` [stream, channel, frame * hop] to ``codes`` [stream, level, frame]; ``state`` is renewed.

    Of the ``candidates`` whose vectors are nearest to the latent, the one is taken whose decoded features are nearest
    to the true ones. With 1 candidate this search is left out.
    """
    streams, channels, _ = samples.shape
    levels, frames = codes.shape[1:]
    hop = encoder.tables.step * STEPS
    features = np.empty((1, encoder.feature_mean.size), np.float32)
    for s in range(streams):
        latest = state.samples[s]
        kept = latest.shape[1] - hop
        for frame in range(frames):
            for channel in range(channels):
                for i in range(kept):
                    latest[channel, i] = latest[channel, i + hop]
                for i in range(hop):
                    latest[channel, kept + i] = samples[s, channel, frame * hop + i]
            analyse(encoder.tables, latest, state.powers[s], features[0])
            latent = _latent(encoder, features, state.encoded[s : s + 1])
            found = nearest_candidates(encoder, decoder.codebooks, latent, candidates)
            best = 0
            if candidates > 1:
                best = _nearest_decoded(encoder, decoder, found, features[0], state.decoded[s])
            for level in range(levels):
                codes[s, level, frame] = found[best, level]


@kernel
def _latent(encoder: EncoderWeights, features: Floats, past: Floats) -> Floats:
    """Latent [dim] of ``features`` [1, feature]."""
    centred = np.empty(features.shape, np.float32)
    for i in range(features.shape[1]):
        centred[0, i] = (features[0, i] - encoder.feature_mean[i]) / _SCALE
    latent, correction = np.empty((1, encoder.bias.size), np.float32), np.empty((1, encoder.bias.size), np.float32)
    network_step(encoder.network, centred, past, correction)
    dense(centred, encoder.weight, encoder.bias, latent)
    for i in range(encoder.bias.size):
        latent[0, i] += correction[0, i]
    return latent[0]


@kernel
def nearest_candidates(encoder: EncoderWeights, codebooks: Floats, latent: Floats, count: int) -> Integers:
    """The ``count`` nearest codes [candidate, level] of a ``latent`` [dim], nearest first.

    By beam search over levels (Babenko & Lempitsky 2014): the nearest code of one level may leave a residual that no
    code of the next comes near.
    """
    levels, size, dim = codebooks.shape
    beam = max(BEAM, count)
    rest, next_rest = np.empty((beam, dim), np.float32), np.empty((beam, dim), np.float32)
    codes, next_codes = np.zeros((beam, levels), np.int64), np.zeros((beam, levels), np.int64)
    distances = np.empty((beam, size), np.float32)
    best, nearest = np.empty(beam, np.int64), np.empty(beam, np.float32)
    copy(latent, rest[0])
    held = 1
    for level in range(levels):
        dense(rest[:held], encoder.search_weight[level], encoder.search_bias[level], distances[:held])
        for parent in range(held):
            square = _ZERO
            for i in range(dim):
                square += rest[parent, i] * rest[parent, i]
            for code in range(size):
                distances[parent, code] += square
        kept = min(beam, held * size)
        _find_smallest(distances[:held], best[:kept], nearest[:kept])
        for place in range(kept):
            parent, code = best[place] // size, best[place] % size
            for above in range(level):
                next_codes[place, above] = codes[parent, above]
            next_codes[place, level] = code
            for i in range(dim):
                next_rest[place, i] = rest[parent, i] - codebooks[level, code, i]
        rest, next_rest = next_rest, rest
        codes, next_codes = next_codes, codes
        held = kept
    return codes[: min(count, held)]


@kernel
def _find_smallest(values: Floats, best: Integers, smallest: Floats) -> None:
    """Flat indices ``best`` of the ``smallest`` of ``values`` [row, column], the smallest first."""
    smallest[:] = _FAR
    best[:] = 0
    last = best.size - 1
    for row in range(values.shape[0]):
        for column in range(values.shape[1]):
            value = values[row, column]
            if value >= smallest[last]:
                continue
            place = last
            while place > 0 and smallest[place - 1] > value:
                smallest[place], best[place] = smallest[place - 1], best[place - 1]
                place -= 1
            smallest[place], best[place] = value, row * values.shape[1] + column


@kernel
def _nearest_decoded(
    encoder: EncoderWeights, decoder: DecoderWeights, candidates: Integers, features: Floats, past: Floats
) -> int:
    """Index of the one of ``candidates`` [candidate, level] that decodes nearest to ``features`` [feature].

    Analysis by synthesis (as in CELP, Schroeder & Atal 1985), frame by frame: decoded features depend on the codes
    before them, through the state ``past`` of the decoder's network, which is renewed.
    """
    count, levels = candidates.shape
    latents = np.empty((count, decoder.codebooks.shape[2]), np.float32)
    # The last row is the true one.
    decoded = np.empty((count + 1, features.size), np.float32)
    pasts = np.empty((count, *past.shape), np.float32)
    gains = np.ones(levels, np.float32)
    for n in range(count):
        latents_of(decoder.codebooks, candidates[n], gains, latents[n])
        copy_past(past, pasts[n])
    features_step(decoder, latents, pasts, decoded[:count])
    copy(features, decoded[count])
    best, least = 0, _FAR
    distances = _distances(encoder, decoded)
    for n in range(count):
        if distances[n] < least:
            best, least = n, distances[n]
    copy_past(pasts[best], past)
    return best


@kernel
def _distances(encoder: EncoderWeights, features: Floats) -> Floats:
    """Perceptual distances [row] of ``features`` [row, feature] to the last row.

    Those of ``distill.model.perceptual_distance.FeatureDistance``, the training loss of the codec.
    """
    rows = features.shape[0]
    magnitudes = features.shape[1] - STEPS
    channels = magnitudes // encoder.bands.shape[0]
    distances = np.zeros(rows, np.float32)
    for channel in range(channels):
        _add_mel_differences(encoder, features, channel, channels, distances)
    for n in range(rows):
        difference = _mean_difference(features[n, :magnitudes], features[rows - 1, :magnitudes])
        attack = _mean_difference(features[n, magnitudes:], features[rows - 1, magnitudes:])
        distances[n] = (distances[n] + difference + _ATTACK_WEIGHT * attack) / _LOG10
    return distances


@kernel
def _add_mel_differences(
    encoder: EncoderWeights, features: Floats, channel: int, channels: int, distances: Floats
) -> None:
    """Add a channel's mean differences of log mel magnitudes, in nats, to ``distances`` [row]."""
    rows = features.shape[0]
    bins, bands = encoder.bands.shape
    magnitudes, mels = np.empty((rows, bins), np.float32), np.empty((rows, bands), np.float32)
    for n in range(rows):
        for k in range(bins):
            magnitudes[n, k] = exp(features[n, channel * bins + k])
    dense(magnitudes, encoder.bands, encoder.no_bias, mels)
    for n in range(rows):
        for band in range(bands):
            mels[n, band] = log(mels[n, band])
    for n in range(rows):
        distances[n] += _mean_difference(mels[n], mels[rows - 1]) / np.float32(channels)


@kernel
def _mean_difference(x: Floats, y: Floats) -> np.float32:
    """Mean absolute difference of two arrays of one axis."""
    total = _ZERO
    for i in range(x.size):
        total += abs(x[i] - y[i])
    return total / np.float32(x.size)
