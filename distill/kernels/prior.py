"""Prior: chooses the codes of a frame, level after level, and reads them: ``distill.model.prior.Prior``."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distill.kernels.dense import Floats, Integers, copy, dense
from distill.kernels.elementwise import exp, log, sigmoid, tanh
from distill.kernels.native.compiler import entry_kernel, kernel
from distill.kernels.sampling import SamplingOptions, sample

Lengths = NDArray[np.int16]

NO_LIMIT = 0
"""Stands for no limit to quotations, among limits in frames."""
_ZERO, _ONE, _NEVER = np.float32(0), np.float32(1), np.float32(-np.inf)
_LONGEST = np.int16(32_767)
"""Greatest match length that is counted."""


class PriorWeights(NamedTuple):
    """Weights of a prior."""

    code_embedding: Floats
    """[level, code, channel]."""
    input_weight: Floats
    """[channel, gate * channel]: of the gated recurrent unit; reset, update and new gate, as are those below."""
    input_bias: Floats
    hidden_weight: Floats
    hidden_bias: Floats
    context_weight: Floats
    """[channel, level * head]."""
    context_bias: Floats
    level_embedding: Floats
    """[level, code, head]."""
    copy_embedding: Floats
    """[level, head]."""
    out_weight: Floats
    """[level, head, code + 1]: the last output is the logit of the copy gate."""
    out_bias: Floats


class PriorState(NamedTuple):
    """State of the prior between two frames of many streams."""

    context: Floats
    """[stream, channel]: state of the gated recurrent unit."""
    previous: Integers
    """[stream, level]: codes of the frame before; -1 before the first."""
    match_lengths: Lengths
    """[stream, frame]: length of the verbatim match that ends at each frame of the corpus, in frames."""


class CodeChoice(NamedTuple):
    """Everything that a choice of codes depends on but the state of the prior, for many streams."""

    noise: Floats
    """Gumbel noise [stream, level, code]."""
    options: SamplingOptions
    forced: Integers
    """[stream, level]: codes to take instead of sampling, negative where there are none."""
    max_quote: Integers
    """[stream]: longest match of the first level with the corpus, in frames; ``NO_LIMIT`` for any."""


@kernel
def choose(weights: PriorWeights, corpus: Lengths, state: PriorState, choice: CodeChoice, codes: Integers) -> None:
    """Choose the ``codes`` [stream, level] of the frame that follows ``state``, level by level."""
    streams, levels = codes.shape
    options = choice.options
    projected = np.empty((streams, weights.context_bias.size), np.float32)
    dense(state.context, weights.context_weight, weights.context_bias, projected)
    above = np.zeros((streams, weights.out_weight.shape[1]), np.float32)
    out = np.empty((streams, weights.out_weight.shape[2]), np.float32)
    logits = np.empty(weights.out_weight.shape[2] - 1, np.float32)
    for level in range(levels):
        _head(weights, level, projected, above, out)
        for s in range(streams):
            previous, code = state.previous[s, level], choice.forced[s, level]
            if code < 0:
                copy_gate = sigmoid(out[s, logits.size]) if previous >= 0 else _ZERO
                _log_likelihood(out[s], previous, copy_gate, logits)
                if level == 0 and choice.max_quote[s] != NO_LIMIT:
                    _ban_quotations(state.match_lengths[s], corpus, choice.max_quote[s], logits)
                noise = choice.noise[s, level]
                code = sample(logits, noise, options.temperature[s, level], options.top_k[s], options.top_p[s])
            codes[s, level] = code
            _embed(weights, level, code, previous, above[s])


@kernel
def _head(weights: PriorWeights, level: int, projected: Floats, above: Floats, out: Floats) -> None:
    """Outputs ``out`` [stream, code + 1] of a level's head, by ``projected`` contexts and the levels ``above`` it."""
    streams, width = above.shape
    hidden = np.empty((streams, width), np.float32)
    for s in range(streams):
        own = projected[s, level * width : (level + 1) * width]
        for i in range(width):
            x = own[i] + above[s, i]
            hidden[s, i] = x * sigmoid(x)
    dense(hidden, weights.out_weight[level], weights.out_bias[level], out)


@kernel
def _embed(weights: PriorWeights, level: int, code: int, previous: int, above: Floats) -> None:
    """Add a ``code`` of ``level`` to what the levels below it see, ``above`` [head]."""
    for i in range(above.size):
        above[i] += weights.level_embedding[level, code, i]
    if code == previous:
        for i in range(above.size):
            above[i] += weights.copy_embedding[level, i]


@kernel
def _log_likelihood(out: Floats, previous: int, copy_gate: np.float32, logits: Floats) -> None:
    """Log probabilities ``logits`` [code] by the outputs ``out`` of a level, and its ``copy_gate``.

    That is the probability to copy the ``previous`` code; -1 stands for none.
    """
    size = logits.size
    most = out[0]
    for code in range(size):
        most = max(most, out[code])
    for code in range(size):
        logits[code] = exp(out[code] - most)
    total = _ZERO
    for code in range(size):
        total += logits[code]
    chosen = _ONE - copy_gate
    for code in range(size):
        logits[code] = logits[code] / total * chosen
    if previous >= 0:
        logits[previous] += copy_gate
    for code in range(size):
        logits[code] = log(logits[code])


@kernel
def _ban_quotations(match_lengths: Lengths, corpus: Lengths, limit: int, logits: Floats) -> None:
    """Exclude the codes that would extend a match of the corpus beyond ``limit`` frames."""
    for frame in range(corpus.size):
        if match_lengths[frame] >= limit:
            following = corpus[frame + 1 if frame + 1 < corpus.size else 0]
            if following >= 0:
                logits[following] = _NEVER


@kernel
def _match(before: Lengths, corpus: Lengths, code: int, after: Lengths) -> None:
    """Match lengths ``after`` [frame] one more ``code`` of the first level, from those ``before`` it.

    The corpus begins with a border between recordings, which matches nothing.
    """
    wanted = np.int16(code)
    if corpus.size:
        after[0] = 0
    for frame in range(1, corpus.size):
        longer = min(before[frame - 1], np.int16(_LONGEST - np.int16(1))) + np.int16(1)
        after[frame] = np.int16(longer if corpus[frame] == wanted else 0)


@kernel
def read_frame(weights: PriorWeights, codes: Integers, context: Floats) -> None:
    """Read ``codes`` [stream, level]: the ``context`` [stream, channel] is renewed by the gated recurrent unit."""
    streams, levels = codes.shape
    width = context.shape[1]
    embedded = np.zeros((streams, width), np.float32)
    for s in range(streams):
        for level in range(levels):
            embedding = weights.code_embedding[level, codes[s, level]]
            for i in range(width):
                embedded[s, i] += embedding[i]
    inner, outer = np.empty((streams, 3 * width), np.float32), np.empty((streams, 3 * width), np.float32)
    dense(embedded, weights.input_weight, weights.input_bias, outer)
    dense(context, weights.hidden_weight, weights.hidden_bias, inner)
    for s in range(streams):
        for i in range(width):
            reset = sigmoid(outer[s, i] + inner[s, i])
            update = sigmoid(outer[s, width + i] + inner[s, width + i])
            new = tanh(outer[s, 2 * width + i] + reset * inner[s, 2 * width + i])
            context[s, i] = (_ONE - update) * new + update * context[s, i]


@kernel
def sample_frame(
    weights: PriorWeights, corpus: Lengths, before: PriorState, choice: CodeChoice, codes: Integers, after: PriorState
) -> None:
    """Choose the ``codes`` [stream, level] of a frame and read them; ``after`` is the state after ``before``."""
    choose(weights, corpus, before, choice, codes)
    for s in range(codes.shape[0]):
        copy(before.context[s], after.context[s])
        for level in range(codes.shape[1]):
            after.previous[s, level] = codes[s, level]
    read_frame(weights, codes, after.context)
    for s in range(codes.shape[0]):
        _match(before.match_lengths[s], corpus, codes[s, 0], after.match_lengths[s])


@entry_kernel
def sample_codes(
    weights: PriorWeights, corpus: Lengths, before: PriorState, choice: CodeChoice, codes: Integers, after: PriorState
) -> None:
    """``sample_frame``, for Python."""
    sample_frame(weights, corpus, before, choice, codes, after)


@entry_kernel
def read_codes(weights: PriorWeights, codes: Integers, context: Floats, contexts: Floats) -> None:
    """Read ``codes`` [frame, stream, level]: ``contexts`` [frame, stream, channel] are those before each frame.

    ``context`` [stream, channel] is renewed.
    """
    for frame in range(codes.shape[0]):
        for s in range(context.shape[0]):
            copy(context[s], contexts[frame, s])
        read_frame(weights, codes[frame], context)


@entry_kernel
def log_likelihoods(
    weights: PriorWeights, contexts: Floats, previous: Integers, codes: Integers, likelihoods: Floats
) -> None:
    """Log probabilities [frame, level], in nats, of ``codes`` [frame, level], given the levels above each.

    ``contexts`` [frame, channel] and ``previous`` codes [frame, level] are those before each frame.
    """
    frames, levels = codes.shape
    projected = np.empty((frames, weights.context_bias.size), np.float32)
    dense(contexts, weights.context_weight, weights.context_bias, projected)
    above = np.zeros((frames, weights.out_weight.shape[1]), np.float32)
    out = np.empty((frames, weights.out_weight.shape[2]), np.float32)
    logits = np.empty(weights.out_weight.shape[2] - 1, np.float32)
    for level in range(levels):
        _head(weights, level, projected, above, out)
        for frame in range(frames):
            code = codes[frame, level]
            _log_likelihood(out[frame], previous[frame, level], sigmoid(out[frame, logits.size]), logits)
            likelihoods[frame, level] = logits[code]
            _embed(weights, level, code, previous[frame, level], above[frame])
