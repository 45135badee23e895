"""Memorization: verbatim matches of what a prior plays with its corpus, and the distance to it."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from distill.card import Memorization

SEPARATOR = -1
"""Border between two recordings in corpus codes, which no match crosses."""
LONG_SECONDS = 1.0
"""Length in seconds from which on a verbatim match counts as a quotation."""
WINDOW_SECONDS = 0.5
"""Length in seconds of the windows whose distance to the corpus is measured."""
COMPARED = 120
"""Upper limit of windows that are compared, which overlap by half: those of half a minute."""
LONG_CORPUS = 360_000
"""Frames of a corpus (an hour) above which fewer windows are compared, down to a tenth."""


def corpus_codes(codes: Sequence[NDArray[np.int64]]) -> NDArray[np.int16]:
    """Codes [level, frame] of each recording, end to end: [level, frame].

    A ``SEPARATOR`` on each level stands before the first recording, between two, and after the last.
    """
    border = np.full((len(codes[0]), 1), SEPARATOR, np.int16)
    parts = [part for recording in codes for part in (border, recording.astype(np.int16))]
    return np.concatenate([*parts, border], axis=1)


def initial_match_lengths(corpus: NDArray[np.int16]) -> NDArray[np.int16]:
    """Match lengths before the first frame is played: zeros, [frame] as ``corpus``."""
    return np.zeros_like(corpus)


def next_match_lengths(lengths: NDArray[np.int16], corpus: NDArray[np.int16], code: int) -> NDArray[np.int16]:
    """Match lengths [frame] after one more Structure ``code`` was played.

    The match length at a frame of ``corpus`` [frame] is the number of latest played codes that equal, one by one,
    those of the corpus that end there.
    """
    longer = np.empty_like(lengths)
    longer[:1], longer[1:] = lengths[-1:], lengths[:-1]
    np.minimum(longer, np.iinfo(np.int16).max - 1, out=longer)
    longer += 1
    longer *= corpus == code
    return longer


def match_limit(max_quote: float, frame_rate: float) -> int | None:
    """Longest match, in frames, that ``max_quote`` seconds allow; ``None`` (any) for 0."""
    return max(1, round(max_quote * frame_rate)) if max_quote else None


def banned_codes(lengths: NDArray[np.int16], corpus: NDArray[np.int16], limit: int, size: int) -> NDArray[np.bool_]:
    """Mask [code] of those of ``size`` codes that would extend a match beyond ``limit`` frames."""
    following = corpus[(np.flatnonzero(lengths >= limit) + 1) % len(corpus)]
    banned = np.zeros(size, dtype=np.bool_)
    banned[following[following >= 0]] = True
    return banned


def memorization(
    played: NDArray[np.int64],
    corpus: NDArray[np.int16],
    frame_rate: float,
    held_out: Sequence[NDArray[np.int64]] = (),
    vectors: NDArray[np.float32] | None = None,
) -> Memorization:
    """Compare Structure codes that a prior played with those of its corpus.

    Args:
        played: Structure codes [frame].
        corpus: ``corpus_codes`` [frame] of the training recordings.
        frame_rate: frames per second.
        held_out: codes [level, frame] of each held-out recording, for the baseline.
        vectors: codebook [code, dim] of Structure, for ``nearness``; left out if ``None``.
    """
    lengths = _lengths(played, corpus)
    long = round(LONG_SECONDS * frame_rate)
    others = [_quoted(_lengths(codes[0], corpus), long) * codes.shape[1] for codes in held_out]
    return Memorization(
        longest_seconds=round(float(lengths.max()) / frame_rate, 2),
        quoted=round(_quoted(lengths, long), 3),
        quoted_held_out=round(sum(others) / sum(c.shape[1] for c in held_out), 3) if held_out else None,
        nearness=None
        if vectors is None
        else _nearness(played, corpus, round(WINDOW_SECONDS * frame_rate), held_out, vectors),
    )


def _lengths(played: NDArray[np.int64], corpus: NDArray[np.int16]) -> NDArray[np.int16]:
    """Length of the longest verbatim match that ends at each frame of ``played``, [frame]."""
    now = initial_match_lengths(corpus)
    lengths = np.zeros(len(played), dtype=np.int16)
    for frame, code in enumerate(played.tolist()):
        now = next_match_lengths(now, corpus, code)
        lengths[frame] = now.max()
    return lengths


def _quoted(lengths: NDArray[np.int16], long: int) -> float:
    """Share of frames within matches of ``long`` frames or more."""
    quoted = np.zeros(len(lengths), dtype=np.bool_)
    for end in np.flatnonzero(lengths >= long).tolist():
        quoted[end - int(lengths[end]) + 1 : end + 1] = True
    return float(quoted.mean())


def _nearness(
    played: NDArray[np.int64],
    corpus: NDArray[np.int16],
    window: int,
    held_out: Sequence[NDArray[np.int64]],
    vectors: NDArray[np.float32],
) -> float | None:
    """Median distance of windows of ``played`` to the nearest in ``corpus``, relative to that of new recordings."""
    # The last column is that of ``SEPARATOR``, so that no window crosses a border.
    apart = np.pad(_squared_distances(vectors), ((0, 0), (0, 1)), constant_values=np.inf)
    recordings = _recordings(corpus)
    if held_out:
        new = _nearest([codes[0] for codes in held_out], [corpus] * len(held_out), window, apart)
    else:
        others = [_without(corpus, place) for place in recordings]
        new = _nearest([corpus[place].astype(np.int64) for place in recordings], others, window, apart)
    near = _nearest([played], [corpus], window, apart)
    if not len(near) or not len(new) or not _lower_median(new) > 0:
        return None
    return round(_lower_median(near) / _lower_median(new), 3)


def _lower_median(distances: NDArray[np.float32]) -> float:
    """Median of ``distances`` [window]; the lower of the middle two."""
    return float(np.sort(distances)[(len(distances) - 1) // 2])


def _squared_distances(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Squared distances [code, code] between ``vectors`` [code, dim]."""
    exact = vectors.astype(np.float64)
    squares = np.square(exact).sum(axis=1)
    return np.maximum(squares[:, None] + squares - 2 * exact @ exact.T, 0).astype(np.float32)


def _without(corpus: NDArray[np.int16], place: slice) -> NDArray[np.int16]:
    """``corpus`` without the recording at ``place``."""
    others = corpus.copy()
    others[place] = SEPARATOR
    return others


def _recordings(corpus: NDArray[np.int16]) -> list[slice]:
    """Places of the frames of each recording in ``corpus``."""
    borders = np.flatnonzero(corpus == SEPARATOR).tolist()
    return [slice(first + 1, last) for first, last in pairwise(borders) if last - first > 1]


def _nearest(
    parts: Sequence[NDArray[np.int64]], corpora: Sequence[NDArray[np.int16]], window: int, apart: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Distances [window] of windows of each of ``parts``, codes [frame], to the nearest in its corpus.

    ``apart`` [code, code] is the squared distance between vectors. Windows longer than every recording of the corpus
    are left out.
    """
    places = [(n, start) for n, part in enumerate(parts) for start in range(0, len(part) - window + 1, window // 2)]
    longest = max((len(corpus) for corpus in corpora), default=0)
    compared = max(COMPARED // 10, COMPARED * LONG_CORPUS // max(LONG_CORPUS, longest))
    step = max(1, len(places) // compared)
    distances: list[float] = []
    for number, start in places[::step]:
        corpus = corpora[number]
        count = len(corpus) - window + 1
        sums = np.zeros(max(count, 0), dtype=np.float32)
        for shift, code in enumerate(parts[number][start : start + window].tolist()):
            sums += apart[code][corpus[shift : shift + count]]
        distances.append(float(sums.min()) if count > 0 else math.inf)
    nearest = np.sqrt(np.array(distances, dtype=np.float32))
    return nearest[np.isfinite(nearest)]
