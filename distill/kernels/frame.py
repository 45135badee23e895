"""Sound of one frame of one or many streams: codes are decoded, mixed, synthesised and limited."""

from typing import NamedTuple

import numpy as np

from distill.kernels.decoder import (
    DecoderState,
    DecoderWeights,
    features_step,
    latents_of,
    morph_features,
    scale_features,
)
from distill.kernels.dense import Floats, Integers
from distill.kernels.native.compiler import kernel
from distill.kernels.prior import Known, PriorWeights
from distill.kernels.spectrum.synthesis import limit, synthesise


class Mix(NamedTuple):
    """Level gains, second deck and output gain of a frame of many streams."""

    level_gains: Floats
    """[stream, level]: 1 as trained, 0 mutes a level; all 0 is silence."""
    deck_codes: Integers
    """[stream, level]: codes of the grid on the second deck."""
    deck_shares: Floats
    """[stream, level]: share of those codes, 0 to 1."""
    features: Floats
    """[stream, feature]: what another model on the second deck decodes."""
    feature_share: Floats
    """[stream]: share of those features, 0 to 1."""
    gain_before: Floats
    """[stream]: output gain at the end of the frame before."""
    gain_after: Floats
    """[stream]: output gain at the end of this frame; it is interpolated in between."""


class ModelWeights(NamedTuple):
    """Weights of prior and decoder, and what the prior knows of its recordings."""

    prior: PriorWeights
    decoder: DecoderWeights
    known: Known


@kernel
def decode_mix(
    decoder: DecoderWeights, codes: Integers, mix: Mix, state: DecoderState, dry: Floats, samples: Floats
) -> None:
    """Decode ``codes`` [stream, level] and what is mixed with them to ``samples`` [stream, time, channel], -1 to 1.

    ``dry`` [stream, time, channel] are the samples before output gain and limiter.
    """
    streams, levels = codes.shape
    hop, channels = samples.shape[1], samples.shape[2]
    latents = np.empty((streams, decoder.codebooks.shape[2]), np.float32)
    features = np.empty((streams, decoder.bias.size), np.float32)
    sums = np.zeros(streams, np.float32)
    rows, gains = np.empty(2 * levels, np.int64), np.empty(2 * levels, np.float32)
    for s in range(streams):
        for level in range(levels):
            share = mix.level_gains[s, level] * mix.deck_shares[s, level]
            rows[level], rows[levels + level] = codes[s, level], mix.deck_codes[s, level]
            gains[level] = mix.level_gains[s, level] * (np.float32(1) - mix.deck_shares[s, level])
            gains[levels + level] = share
        latents_of(decoder.codebooks, rows, gains, latents[s])
        for gain in gains:
            sums[s] += gain
    features_step(decoder, latents, state.past, features)
    out = np.empty((channels, hop), np.float32)
    for s in range(streams):
        scale_features(features[s], sums[s])
        if mix.feature_share[s] > 0:
            morph_features(features[s], mix.features[s], mix.feature_share[s])
        synthesise(decoder.tables, features[s], state.partials[s], state.phase[s], state.tail[s], state.gain[s], out)
        rise = mix.gain_after[s] - mix.gain_before[s]
        for channel in range(channels):
            for i in range(hop):
                dry[s, i, channel] = out[channel, i]
                out[channel, i] *= mix.gain_before[s] + rise * (np.float32(i + 1) / np.float32(hop))
            limit(out[channel])
            for i in range(hop):
                samples[s, i, channel] = out[channel, i]
