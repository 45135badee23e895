"""Prior: chooses the codes of a frame, level after level, and reads them: ``distill.model.prior.Prior``."""

from typing import NamedTuple

import numpy as np

from distill.kernels.dense import Floats, Integers, copy, dense
from distill.kernels.elementwise import exp, log, sigmoid, tanh
from distill.kernels.memory import CONTEXT, NOWHERE, Lengths, Memory, ban_quotations, go_on, match, mix, trust_after
from distill.kernels.native.compiler import entry_kernel, kernel
from distill.kernels.sampling import SamplingOptions, sample

NO_LIMIT = 0
"""Stands for no limit to quotations, among limits in frames."""
_ZERO, _ONE = np.float32(0), np.float32(1)


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
    place: Integers
    """[stream]: frame of the memory that was played last; ``NOWHERE`` if none is followed."""
    trust: Floats
    """[stream, level]: probability that the stream follows that place, given that it does on the levels above."""
    recent: Integers
    """[stream, frame, level]: codes of the ``CONTEXT`` frames before, the latest last; -1 before the first."""


class CodeChoice(NamedTuple):
    """Everything that a choice of codes depends on but the state of the prior, for many streams."""

    noise: Floats
    """Gumbel noise [stream, level, code]."""
    options: SamplingOptions
    forced: Integers
    """[stream, level]: codes to take instead of sampling, negative where there are none."""
    max_quote: Integers
    """[stream]: longest match of the first level with the corpus, in frames; ``NO_LIMIT`` for any."""
    recall: Floats
    """[stream]: how much the memory is followed, 0 not at all, 1 wherever it leads on."""
    chances: Floats
    """[stream, ``memory.CHANCES``]: uniform random numbers for ways through the memory."""


class Known(NamedTuple):
    """Codes of the recordings that a prior was trained on, as it may not quote and as it may follow them."""

    corpus: Lengths
    """[frame]: their codes on the first level, which are not quoted at any length."""
    memory: Memory


@kernel
def choose(
    weights: PriorWeights, known: Known, choice: CodeChoice, streams: Integers, context: Floats, state: PriorState,
    codes: Integers, likelihoods: Floats,
) -> None:  # fmt: skip
    """Choose the ``codes`` [stream, level] of the frame that follows ``state``, level by level.

    ``streams`` [row] are those that get codes; ``context`` [row, channel] is theirs. Log probabilities of the codes
    are written to ``likelihoods`` [stream, level], and how the memory is followed to ``state``.
    """
    rows, levels = streams.size, codes.shape[1]
    projected = np.empty((rows, weights.context_bias.size), np.float32)
    dense(context, weights.context_weight, weights.context_bias, projected)
    above = np.zeros((rows, weights.out_weight.shape[1]), np.float32)
    out = np.empty((rows, weights.out_weight.shape[2]), np.float32)
    logits = np.empty(weights.out_weight.shape[2] - 1, np.float32)
    follows = np.zeros(rows, np.bool_)
    for level in range(levels):
        _head(weights, level, projected, above, out)
        for row in range(rows):
            s = int(streams[row])
            previous = state.previous[s, level]
            copy_gate = sigmoid(out[row, logits.size]) if previous >= 0 else _ZERO
            _log_likelihood(out[row], previous, copy_gate, logits)
            if level == 0:
                if choice.max_quote[s] != NO_LIMIT:
                    ban_quotations(state.match_lengths[s], known.corpus, choice.max_quote[s], logits)
                state.place[s] = _next_place(known.memory, choice, s, logits, state)
                follows[row] = state.place[s] != NOWHERE
            if follows[row]:
                follows[row] = _choose_by_memory(known.memory, choice, s, level, logits, codes, state)
            else:
                codes[s, level] = _chosen(choice, s, level, logits)
            likelihoods[s, level] = logits[codes[s, level]]
            _embed(weights, level, codes[s, level], previous, above[row])


@kernel
def _chosen(choice: CodeChoice, stream: int, level: int, logits: Floats) -> int:
    """Code that is forced, or sampled by ``logits`` [code]."""
    code, options = choice.forced[stream, level], choice.options
    if code >= 0:
        return code
    noise = choice.noise[stream, level]
    return sample(logits, noise, options.temperature[stream, level], options.top_k[stream], options.top_p[stream])


@kernel
def _next_place(memory: Memory, choice: CodeChoice, stream: int, logits: Floats, state: PriorState) -> int:
    """Frame of the memory that a stream follows next; ``NOWHERE`` if it follows none."""
    if choice.recall[stream] <= 0 or memory.codes.shape[0] == 0:
        return NOWHERE
    trust, recent = state.trust[stream, 0], state.recent[stream]
    return go_on(memory, state.place[stream], trust, recent, choice.chances[stream], logits)


@kernel
def _choose_by_memory(
    memory: Memory, choice: CodeChoice, stream: int, level: int, logits: Floats, codes: Integers, state: PriorState
) -> bool:
    """Choose the code of a stream that follows a place; returns whether it still does.

    ``logits`` [code] become those of the mixture with the memory, and trust is renewed in ``state``.
    """
    hint, recall = memory.codes[state.place[stream], level], choice.recall[stream]
    trust = state.trust[stream, level]
    before = mix(logits, hint, recall, trust, level)
    code = _chosen(choice, stream, level, logits)
    codes[stream, level] = code
    state.trust[stream, level] = trust_after(trust, recall, level, code == hint, before)
    return code == hint


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
    weights: PriorWeights, known: Known, choice: CodeChoice, streams: Integers, state: PriorState, codes: Integers,
    likelihoods: Floats,
) -> None:  # fmt: skip
    """Choose the ``codes`` [stream, level] of a frame and read them; ``state`` is renewed.

    ``streams`` [row] are those that get codes; all others stay as they are. Log probabilities of the codes are written
    to ``likelihoods`` [stream, level].
    """
    rows, levels = streams.size, codes.shape[1]
    context, chosen = np.empty((rows, state.context.shape[1]), np.float32), np.empty((rows, levels), np.int64)
    for row in range(rows):
        copy(state.context[streams[row]], context[row])
    choose(weights, known, choice, streams, context, state, codes, likelihoods)
    for row in range(rows):
        s = int(streams[row])
        for level in range(levels):
            chosen[row, level] = state.previous[s, level] = codes[s, level]
            for frame in range(1, CONTEXT):
                state.recent[s, frame - 1, level] = state.recent[s, frame, level]
            state.recent[s, CONTEXT - 1, level] = codes[s, level]
    read_frame(weights, chosen, context)
    for row in range(rows):
        copy(context[row], state.context[streams[row]])
        match(known.corpus, chosen[row, 0], state.match_lengths[streams[row]])


@entry_kernel
def sample_codes(
    weights: PriorWeights, known: Known, choice: CodeChoice, state: PriorState, codes: Integers, likelihoods: Floats
) -> None:
    """``sample_frame`` of all streams, for Python."""
    sample_frame(weights, known, choice, np.arange(codes.shape[0]), state, codes, likelihoods)


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
