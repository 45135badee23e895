"""One frame of one or many streams, as one call: codes are chosen and read, decoded, synthesised and limited."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distill.kernels.decoder import (
    DecoderState,
    DecoderWeights,
    features_step,
    latents_of,
    morph_features,
    scale_features,
)
from distill.kernels.dense import Floats, Integers, copy
from distill.kernels.native.compiler import entry_kernel, kernel
from distill.kernels.prior import CodeChoice, Lengths, PriorState, PriorWeights, sample_frame
from distill.kernels.synthesis import limit, synthesise


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
    """Weights of prior and decoder, and the corpus that is not quoted."""

    prior: PriorWeights
    decoder: DecoderWeights
    corpus: Lengths
    """[frame]: codes of the first level."""


@entry_kernel
def play_frame(
    weights: ModelWeights, choice: CodeChoice, advances: NDArray[np.bool_], mix: Mix, before: PriorState,
    after: PriorState, state: DecoderState, codes: Integers, dry: Floats, samples: Floats,
) -> None:  # fmt: skip
    """Make one frame: ``codes`` [stream, level] and ``samples`` [stream, time, channel], -1 to 1.

    ``dry`` [stream, time, channel] are the samples before output gain and limiter.

    Streams that do not ``advances`` [stream] keep their ``codes`` and the state of the prior. ``after`` is the prior's
    state after ``before``; ``state`` of the decoder is renewed.
    """
    if advances.any():
        chosen = np.empty(codes.shape, np.int64)
        sample_frame(weights.prior, weights.corpus, before, choice, chosen, after)
        for s in range(codes.shape[0]):
            if advances[s]:
                for level in range(codes.shape[1]):
                    codes[s, level] = chosen[s, level]
    _keep(before, after, advances)
    decode_mix(weights.decoder, codes, mix, state, dry, samples)


@kernel
def _keep(before: PriorState, after: PriorState, advances: NDArray[np.bool_]) -> None:
    """Copy the state of the streams that do not advance."""
    for s in range(advances.size):
        if not advances[s]:
            copy(before.context[s], after.context[s])
            for level in range(before.previous.shape[1]):
                after.previous[s, level] = before.previous[s, level]
            for frame in range(before.match_lengths.shape[1]):
                after.match_lengths[s, frame] = before.match_lengths[s, frame]


@kernel
def decode_mix(
    decoder: DecoderWeights, codes: Integers, mix: Mix, state: DecoderState, dry: Floats, samples: Floats
) -> None:
    """Decode ``codes`` [stream, level] and what is mixed with them to ``dry`` and ``samples`` as in ``play_frame``."""
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
