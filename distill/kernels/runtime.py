"""Codec and prior as they are played: configurations, weights, and compiled steps that Python calls."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from distill.hyperparameters import CANDIDATES, KERNEL, CodecConfig, PriorConfig
from distill.io.model_tensors import Tensors
from distill.kernels import decoder, encoder, prior
from distill.kernels.decoder import DecoderState
from distill.kernels.dense import Floats, Integers
from distill.kernels.encoder import EncoderState
from distill.kernels.frame import Mix, ModelWeights
from distill.kernels.memory import CONTEXT, MOST_TRUST, NOWHERE, Lengths, Memory, memory_of
from distill.kernels.performance import Controls, Position, choose_frame, play_frames
from distill.kernels.prior import CodeChoice, Known, PriorState
from distill.kernels.spectrum.synthesis import initial_synthesis_state
from distill.kernels.weights import decoder_weights, encoder_weights, prior_weights
from distill.system import cores

FRAMES_AT_ONCE = 2048
"""Frames encoded at once, between two reports of progress."""
STREAMS_A_CORE = 4
"""Fewest streams that a core gets of a batch: as many share one reading of the weights."""


class CodecRuntime:
    """Codec of ``tensors``, as ``distill.model.codec.Codec``; states that are passed in are never changed.

    ``tensors`` are named as in a model file.
    """

    def __init__(self, config: CodecConfig, tensors: Tensors) -> None:
        self.config = config
        self.encoder = encoder_weights(config, tensors)
        self.decoder = decoder_weights(config, tensors)

    @property
    def latency(self) -> int:
        """Delay of decoded sound against the sound that was encoded, in samples."""
        return self.config.latency

    @property
    def codebooks(self) -> Floats:
        """[level, code, dim]."""
        return self.decoder.codebooks

    def initial_state(self, streams: int = 1) -> DecoderState:
        """State of the decoder before the first frame of ``streams`` streams."""
        return DecoderState(self._past(streams, self.config.blocks), *initial_synthesis_state(self.config, streams))

    def initial_encoder_state(self, streams: int = 1) -> EncoderState:
        """State of the encoder before the first frame of ``streams`` streams."""
        config = self.config
        return EncoderState(
            np.zeros((streams, config.channels, 2 * config.window), np.float32),
            np.zeros((streams, len(self.encoder.tables.smear)), np.float32),
            self._past(streams, config.encoder_blocks),
            self._past(streams, config.blocks),
        )

    def encode(
        self, samples: Floats, candidates: int = CANDIDATES, report: Callable[[float], None] = lambda _: None
    ) -> Integers:
        """Encode samples of any length.

        Args:
            samples: [stream, channel, time]; an incomplete last hop is padded with silence.
            candidates: as in ``encode_step``.
            report: receives the share that is done, 0 to 1.

        Returns:
            Codes [stream, level, frame]: as many frames as it takes for the last sample to leave the decoder.
        """
        hop = self.config.hop
        frames = math.ceil((samples.shape[2] + self.latency) / hop)
        samples = np.pad(samples, ((0, 0), (0, 0), (0, frames * hop - samples.shape[2])))
        state = self.initial_encoder_state(len(samples))
        codes: list[Integers] = []
        for begin in range(0, frames, FRAMES_AT_ONCE):
            report(begin / frames)
            chunk = samples[..., begin * hop : (begin + FRAMES_AT_ONCE) * hop]
            chunk_codes, state = self.encode_step(chunk, state, candidates)
            codes.append(chunk_codes)
        report(1.0)
        return np.concatenate(codes, axis=2)

    def encode_step(
        self, samples: Floats, state: EncoderState, candidates: int = CANDIDATES
    ) -> tuple[Integers, EncoderState]:
        """Encode one chunk of whole hops: samples [stream, channel, time] to codes [stream, level, frame].

        Of the ``candidates`` whose vectors are nearest to the latent, the one is taken whose decoded features are
        nearest to the true ones. With 1 candidate this search is left out: faster, and worse on unseen sounds.
        """
        after = EncoderState(*(array.copy() for array in state))
        codes = np.empty((len(samples), self.config.levels, samples.shape[2] // self.config.hop), np.int64)
        encoder.encode_samples(self.encoder, self.decoder, _contiguous(samples), candidates, after, codes)
        return codes, after

    def latents(self, codes: Integers, level_gain: Floats) -> tuple[Floats, Floats]:
        """Weighted sums of the vectors of codes, and sums of their gains.

        Args:
            codes: [stream, row, frame]; several grids may be stacked along the rows, each with all of its levels.
            level_gain: of the same shape.

        Returns:
            Latents [stream, frame, dim] and gains [stream, frame].
        """
        _check_codes(codes, self.config.codebook_size)
        streams, rows, frames = codes.shape
        items = streams * frames
        latents, gains = np.empty((items, self.config.dim), np.float32), np.empty(items, np.float32)
        own = np.array(codes.swapaxes(1, 2), np.int64, order="C").reshape(items, rows)
        weights = np.array(level_gain.swapaxes(1, 2), np.float32, order="C").reshape(items, rows)
        decoder.sum_vectors(self.codebooks, own, weights, latents, gains)
        return latents.reshape(streams, frames, self.config.dim), gains.reshape(streams, frames)

    def decode(self, codes: Integers, level_gain: Floats | None = None) -> Floats:
        """Decode codes [stream, level, frame] to samples [stream, channel, frame * hop], delayed by ``latency``."""
        level_gain = np.ones(codes.shape, np.float32) if level_gain is None else level_gain
        return self.decode_step(codes, level_gain, self.initial_state(len(codes)))[0]

    def decode_step(self, codes: Integers, level_gain: Floats, state: DecoderState) -> tuple[Floats, DecoderState]:
        """Decode one chunk: codes and ``level_gain``, as in ``latents``, to samples [stream, channel, time].

        A level's gain multiplies its codebook vector: 1 as trained, 0 mutes the level. Where the gains of a frame add
        up to less than one, the magnitudes are multiplied by their sum, so that no level at all is silence.
        """
        return self.decode_latents(*self.latents(codes, level_gain), state)

    def decode_latents(self, latents: Floats, gain: Floats, state: DecoderState) -> tuple[Floats, DecoderState]:
        """Decode latents [stream, frame, dim] to samples [stream, channel, time]; return the state after them, too.

        ``gain`` [stream, frame] multiplies magnitudes, clamped to 0…1. Many frames at once give the same bits as one
        by one.
        """
        streams, frames, _ = latents.shape
        after = DecoderState(*(array.copy() for array in state))
        out = np.empty((frames, streams, self.config.channels, self.config.hop), np.float32)
        decoder.decode_latents(
            self.decoder, _contiguous(latents.swapaxes(0, 1)), _contiguous(gain.swapaxes(0, 1)), after, out
        )
        return out.transpose(1, 2, 0, 3).reshape(streams, self.config.channels, frames * self.config.hop), after

    def decode_features(self, codes: Integers, level_gain: Floats, past: Floats) -> tuple[Floats, Floats]:
        """Features [stream, feature] that a frame of codes and gains [stream, row] is synthesised from.

        ``past`` is that of ``DecoderState``; the one after the frame is returned, too.
        """
        after = past.copy()
        features = np.empty((len(codes), self.config.features), np.float32)
        decoder.decode_features(self.decoder, codes, level_gain, after, features)
        return features, after

    def _past(self, streams: int, blocks: int) -> Floats:
        return np.zeros((streams, blocks, KERNEL - 1, self.config.width), np.float32)


class PriorRuntime:
    """Prior of ``tensors``, as ``distill.model.prior.Prior``, with the codes of its ``corpus``.

    Tensors are named as in a model file; ``corpus`` is [level, frame], or [frame] of the first level: then there is no
    memory to be followed, and only quotations are known.
    """

    def __init__(self, config: PriorConfig, tensors: Tensors, corpus: Lengths) -> None:
        self.config = config
        self.weights = prior_weights(config, tensors)
        self.has_memory = corpus.ndim == 2
        codes = corpus if self.has_memory else np.empty((config.levels, 0), np.int16)
        first = corpus[0] if self.has_memory else corpus
        memory = memory_of(codes, tensors["codec.quantizer.codebooks"])
        self.known = Known(np.array(first, np.int16, order="C"), memory)

    @property
    def corpus(self) -> Lengths:
        """Codes [frame] of the first level, negative at the borders between recordings."""
        return self.known.corpus

    @property
    def memory(self) -> Memory:
        """Codes of all levels, and the structure by which they are found; no frames if there is no memory."""
        return self.known.memory

    def initial_state(self, streams: int = 1) -> PriorState:
        """State before the first frame of ``streams`` streams."""
        return PriorState(
            np.zeros((streams, self.config.width), np.float32),
            np.full((streams, self.config.levels), -1, np.int64),
            np.zeros((streams, len(self.corpus)), np.int16),
            np.full(streams, NOWHERE, np.int64),
            np.full((streams, self.config.levels), MOST_TRUST, np.float32),
            np.full((streams, CONTEXT, self.config.levels), -1, np.int64),
        )

    def sample_step(self, state: PriorState, choice: CodeChoice) -> tuple[Integers, PriorState]:
        """Choose the codes [stream, level] of one frame and read them; return them and the state after."""
        codes, _, after = self.score_step(state, choice)
        return codes, after

    def score_step(self, state: PriorState, choice: CodeChoice) -> tuple[Integers, Floats, PriorState]:
        """``sample_step``, which also returns the log probabilities [stream, level] of the codes, in nats."""
        codes, likelihoods = np.empty(state.previous.shape, np.int64), np.empty(state.previous.shape, np.float32)
        after = PriorState._make(array.copy() for array in state)
        prior.sample_codes(self.weights, self.known, choice, after, codes, likelihoods)
        return codes, likelihoods, after

    def advance(self, controls: Controls, position: Position, state: PriorState) -> None:
        """Choose the next codes of ``position`` and read them: it and ``state`` are renewed."""
        choose_frame(self.weights, self.known, controls, position, state)

    def step(self, codes: Integers, state: PriorState) -> tuple[Floats, PriorState]:
        """Read codes [stream, level, frame]; return the contexts [stream, frame, channel] *before* each frame.

        The state after all frames is returned, too; match lengths and trust stay, as nothing was played.
        """
        _check_codes(codes, self.config.codebook_size)
        streams, _, frames = codes.shape
        contexts = np.empty((frames, streams, self.config.width), np.float32)
        context = state.context.copy()
        prior.read_codes(self.weights, np.array(codes.transpose(2, 0, 1), np.int64, order="C"), context, contexts)
        recent = np.concatenate([state.recent, codes.swapaxes(1, 2)], axis=1)[:, -CONTEXT:]
        after = state._replace(
            context=context, previous=np.array(codes[..., -1], np.int64, order="C"),
            recent=np.array(recent, np.int64, order="C"), place=np.full(streams, NOWHERE, np.int64),
        )  # fmt: skip
        return contexts.swapaxes(0, 1), after

    def log_likelihood(self, contexts: Floats, codes: Integers, previous: Integers) -> Floats:
        """Log probability, in nats, of each of ``codes`` [level, frame], given the levels above it.

        ``contexts`` [frame, channel] and ``previous`` codes [level, frame] are those before each frame.
        """
        likelihoods = np.empty(codes.shape[::-1], np.float32)
        own, before = (np.array(each.T, np.int64, order="C") for each in (codes, previous))
        prior.log_likelihoods(self.weights, _contiguous(contexts), before, own, likelihoods)
        return likelihoods.T


def play(
    codec: CodecRuntime, prior: PriorRuntime, controls: Controls, mix: Mix, position: Position, prior_state: PriorState,
    state: DecoderState, frames: int = 1,
) -> tuple[Integers, Floats, Floats]:  # fmt: skip
    """Make frames of many streams, spread over the cores: ``performance.play_frames``.

    ``position``, ``prior_state`` and ``state`` are renewed.

    Returns:
        Codes [stream, frame, level], samples [stream, frame, time, channel], and those [stream, time, channel] of the
        last frame before output gain and limiter.
    """
    streams = len(position.codes)
    codes = np.empty((streams, frames, codec.config.levels), np.int64)
    samples = np.empty((streams, frames, codec.config.hop, codec.config.channels), np.float32)
    dry = np.empty((streams, codec.config.hop, codec.config.channels), np.float32)
    weights = ModelWeights(prior.weights, codec.decoder, prior.known)
    arrays = controls, mix, position, prior_state, state, codes, dry, samples

    def make(part: slice) -> None:
        play_frames(weights, *_part(arrays, part))

    cores.distribute(make, streams, STREAMS_A_CORE)
    return codes, samples, dry


def _part(arrays: Any, part: slice) -> Any:
    """Streams ``part`` of all ``arrays``, whose first axis is that of streams, in tuples of any depth: views."""
    if isinstance(arrays, np.ndarray):
        return arrays[part]
    parts = [_part(each, part) for each in arrays]
    return type(arrays)._make(parts) if hasattr(arrays, "_make") else parts


def _check_codes(codes: Integers, size: int) -> None:
    """Check that kernels, which check nothing, find a vector of each code.

    Raises:
        IndexError: a code is out of range.
    """
    if codes.size and not 0 <= codes.min() <= codes.max() < size:
        raise IndexError(f"Codes from {codes.min()} to {codes.max()}, of a codebook of {size}.")


def limited(samples: Floats) -> Floats:
    """Samples, of any axes, after the limiter of live playing."""
    flat = np.array(samples, np.float32, order="C").reshape(-1)
    decoder.limit_samples(flat)
    return flat.reshape(samples.shape)


def _contiguous(array: Floats) -> Floats:
    """Array as kernels take it, copied only where it is not so already."""
    return np.require(array, np.float32, ["C", "W"])
