"""Memory: the corpus's own codes, which a stream follows from the place that sounds most like what it played last.

A stream keeps a *place* in the corpus, as a walk on a factor oracle does (Assayag & Dubnov 2004), and goes on frame by
frame. What comes next there is mixed into the prior's probabilities, level by level (kNN-LM, Khandelwal et al. 2020,
with one neighbour), as far as the stream trusts it: the probability, by Bayes' rule, that what is played follows it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from distill.kernels.dense import Floats, Integers
from distill.kernels.elementwise import exp, log
from distill.kernels.native.compiler import kernel

Codes = NDArray[np.int16]
Lengths = NDArray[np.int16]

CONTEXT = 12
"""Frames by which places are compared: what was heard in the last 120 ms."""
COMPARED_LEVELS = 2
"""Levels by which they are compared, from the first."""
NEIGHBOURS = 8
"""Places among which a stream chooses when it goes elsewhere."""
COMPARED = 512
"""Most places that are compared, which bounds the time of a frame."""
CHANCES = 4
"""Uniform random numbers of a stream and frame.

To go elsewhere, where to, to look around while it is lost, and which of many places are compared.
"""
APART = 30
"""Frames within which two places are one."""
FADING = np.float32(0.85)
"""Weight of a frame in a comparison, relative to the one after it."""
ELSEWHERE = np.float32(0.02)
"""Probability that a stream goes elsewhere in a frame: every half second."""
LOST, LOOK_AROUND = np.float32(0.05), np.float32(0.1)
"""Trust below which a stream is lost, and the probability that it looks for another place then."""
LEAST_TRUST, MOST_TRUST = np.float32(0.005), np.float32(0.999)
"""Limits of trust, so that it can change."""
_LONGEST = np.int16(32_767)
"""Greatest match length that is counted."""
NOWHERE = -1
_ZERO, _ONE, _FAR = np.float32(0), np.float32(1), np.float32(np.inf)


class Memory(NamedTuple):
    """Codes of a corpus, and the structure by which places in it are found."""

    codes: Codes
    """[frame, level]; negative at the borders between recordings. No frames at all in models without a memory."""
    frames: NDArray[np.int32]
    """[frame]: frames in the order of their Structure codes: the lists of an inverted file (Jégou et al. 2011)."""
    starts: Integers
    """[code + 1]: where the list of each Structure code begins in ``frames``."""
    distances: Floats
    """[level, code, code]: squared distances between the vectors of the levels that are compared."""


def memory_of(codes: Codes, codebooks: Floats) -> Memory:
    """Memory of corpus ``codes`` [level, frame], of a codec with ``codebooks`` [level, code, dim]."""
    size = codebooks.shape[1]
    order = np.argsort(codes[0], kind="stable").astype(np.int32)
    starts = np.searchsorted(codes[0][order], np.arange(size + 1)).astype(np.int64)
    vectors = codebooks[:COMPARED_LEVELS].astype(np.float64)
    squares = np.square(vectors).sum(axis=2)
    products = vectors @ vectors.transpose(0, 2, 1)
    distances = np.maximum(squares[:, :, None] + squares[:, None] - 2 * products, 0)
    return Memory(np.array(codes.T, np.int16, order="C"), order, starts, distances.astype(np.float32))


@kernel
def _fidelity(recall: np.float32, level: int) -> np.float32:
    """Probability that a stream that follows a place plays its code on a ``level``, rather than one of its own.

    It rises from 0 to 1 with ``recall``, sooner on lower levels: once Structure is that of the place, the rest fits.
    """
    own = _ONE - recall
    return np.float32(_ONE - (own * own if level == 0 else own * own * own))


@kernel
def go_on(memory: Memory, place: int, trust: np.float32, recent: Integers, chances: Floats, logits: Floats) -> int:
    """Place that comes next: the one after ``place``, or after another that sounds alike; ``NOWHERE`` if there is none.

    Args:
        memory: that is followed.
        place: frame that was played last, or ``NOWHERE``.
        trust: probability that the stream follows it.
        recent: codes [frame, level] that were played last.
        chances: ``CHANCES`` uniform random numbers.
        logits: [code] of Structure; minus infinity excludes a code, and with it all places that come before one.
    """
    if recent[CONTEXT - 1, 0] < 0:
        return NOWHERE
    ended = not _leads_on(memory, place, logits)
    lost = trust < LOST and chances[2] < LOOK_AROUND
    if ended or lost or chances[0] < ELSEWHERE:
        other = _elsewhere(memory, place, recent, chances, logits)
        if other != NOWHERE:
            return other + 1
    return NOWHERE if ended else place + 1


@kernel
def _leads_on(memory: Memory, place: int, logits: Floats) -> bool:
    """True if a frame follows ``place`` whose Structure code is not excluded."""
    if place < 0 or place + 1 >= memory.codes.shape[0]:
        return False
    code = int(memory.codes[place + 1, 0])
    return code >= 0 and bool(logits[code] > -_FAR)


@kernel
def _elsewhere(memory: Memory, place: int, recent: Integers, chances: Floats, logits: Floats) -> int:
    """One of the places that sound most like ``recent``, by chance, but not near ``place``; ``NOWHERE`` if none is.

    Places of the same latest Structure code are compared, and none of two is less than ``APART`` from the other.
    """
    latest = recent[CONTEXT - 1, 0]
    first, count = memory.starts[latest], memory.starts[latest + 1] - memory.starts[latest]
    step = (count + COMPARED - 1) // COMPARED
    frames, distances = np.empty(COMPARED, np.int64), np.empty(COMPARED, np.float32)
    compared = 0
    # Of a long list, every so many: beginning anywhere, so that each has its chance.
    for item in range(int(chances[3] * np.float32(step)), count, max(step, 1)):
        frame = int(memory.frames[first + item])
        if _leads_on(memory, frame, logits) and (place < 0 or abs(frame - place) > APART):
            frames[compared], distances[compared] = frame, _distance(memory, frame, recent)
            compared += 1
    found, near = np.empty(NEIGHBOURS, np.int64), np.empty(NEIGHBOURS, np.float32)
    count = _nearest(frames[:compared], distances[:compared], found, near)
    return _pick(found[:count], near[:count], chances[1])


@kernel
def _distance(memory: Memory, frame: int, recent: Integers) -> np.float32:
    """Distance of the corpus up to ``frame`` to ``recent`` codes [frame, level], fading into the past.

    Where one of both has no frame, all further ones count as equal.
    """
    distance, weight = _ZERO, _ONE
    for back in range(CONTEXT):
        if frame - back < 0 or memory.codes[frame - back, 0] < 0 or recent[CONTEXT - 1 - back, 0] < 0:
            break
        for level in range(memory.distances.shape[0]):
            own, other = memory.codes[frame - back, level], recent[CONTEXT - 1 - back, level]
            distance += weight * memory.distances[level, own, other]
        weight *= FADING
    return distance


@kernel
def _nearest(frames: Integers, distances: Floats, found: Integers, near: Floats) -> int:
    """Write the nearest of ``frames`` to ``found``, and their distances to ``near``; returns how many there are.

    None of two is less than ``APART`` from the other (non-maximum suppression); ``distances`` are overwritten.
    """
    for row in range(found.size):
        best = -1
        for item in range(frames.size):
            if distances[item] < _FAR and (best < 0 or distances[item] < distances[best]):
                best = item
        if best < 0:
            return row
        found[row], near[row] = frames[best], distances[best]
        for item in range(frames.size):
            if abs(frames[item] - found[row]) <= APART:
                distances[item] = _FAR
    return found.size


@kernel
def _pick(found: Integers, distances: Floats, chance: np.float32) -> int:
    """One of the places ``found``, by ``chance``: nearer ones are likelier, by e for each mean distance."""
    if found.size == 0:
        return NOWHERE
    mean = distances.sum() / np.float32(found.size) + np.float32(1e-9)
    weights = np.empty(found.size, np.float32)
    total = _ZERO
    for row in range(found.size):
        weights[row] = exp(np.float32((distances[0] - distances[row]) / mean))
        total += weights[row]
    below = _ZERO
    for row in range(found.size - 1):
        below += weights[row] / total
        if chance < below:
            return found[row]
    return found[found.size - 1]


@kernel
def _least_trust(recall: np.float32) -> np.float32:
    """Lower limit of trust, so that a stream can find back to the memory; at ``recall`` 1 it trusts whatever is played.

    (A fixed share of the probability: Herbster & Warmuth 1998.)
    """
    squared = recall * recall
    fourth = squared * squared
    eighth = fourth * fourth
    return max(LEAST_TRUST, np.float32(eighth * eighth))


@kernel
def mix(logits: Floats, hint: int, recall: np.float32, trust: np.float32, level: int) -> np.float32:
    """Mix the code ``hint`` of a place into the probabilities whose logarithms are ``logits`` [code].

    Its share is ``trust`` in the place times fidelity to it. Returns the probability of that code before.
    """
    share = max(trust, _least_trust(recall)) * _fidelity(recall, level)
    before = exp(logits[hint])
    rest = log(_ONE - share)
    for code in range(logits.size):
        logits[code] += rest
    logits[hint] = log(np.float32((_ONE - share) * before + share))
    return before


@kernel
def trust_after(trust: np.float32, recall: np.float32, level: int, follows: bool, before: np.float32) -> np.float32:
    """Trust after a code was played, by Bayes' rule.

    Args:
        trust: before it.
        recall: 1 trusts whatever is played.
        level: of the code.
        follows: whether the code is that of the place.
        before: probability of that code by the prior alone.
    """
    kept, least = _fidelity(recall, level), _least_trust(recall)
    trusted = max(trust, least)
    by_place = kept + (_ONE - kept) * before if follows else _ONE - kept
    by_prior = before if follows else _ONE
    both = trusted * by_place + (_ONE - trusted) * by_prior
    after = np.float32(trusted * by_place / both) if both > 0 else trusted
    return max(min(after, MOST_TRUST), least)


@kernel
def ban_quotations(match_lengths: Lengths, corpus: Lengths, limit: int, logits: Floats) -> None:
    """Exclude the codes that would extend a match of the corpus beyond ``limit`` frames."""
    for frame in range(corpus.size):
        if match_lengths[frame] >= limit:
            following = corpus[frame + 1 if frame + 1 < corpus.size else 0]
            if following >= 0:
                logits[following] = -_FAR


@kernel
def match(corpus: Lengths, code: int, lengths: Lengths) -> None:
    """Renew match ``lengths`` [frame] by one more ``code`` of the first level.

    The corpus begins with a border between recordings, which matches nothing.
    """
    wanted = np.int16(code)
    for frame in range(corpus.size - 1, 0, -1):
        longer = min(lengths[frame - 1], np.int16(_LONGEST - np.int16(1))) + np.int16(1)
        lengths[frame] = np.int16(longer if corpus[frame] == wanted else 0)
    if corpus.size:
        lengths[0] = 0
