"""Memorization: verbatim matches of what a prior plays with its corpus, and the distance to it."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from torch import Tensor

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


def corpus_codes(codes: Sequence[Tensor]) -> Tensor:
    """Structure codes of codes [level, frame] of each recording, end to end: [frame], int16.

    A ``SEPARATOR`` stands before the first recording, between two, and after the last.
    """
    border = torch.tensor([SEPARATOR], dtype=torch.int16)
    return torch.cat([part for recording in codes for part in (border, recording[0].to(torch.int16))] + [border])


def initial_match_lengths(corpus: Tensor) -> Tensor:
    """Match lengths before the first frame is played: zeros, [frame] as ``corpus``."""
    return torch.zeros_like(corpus)


def next_match_lengths(lengths: Tensor, corpus: Tensor, code: Tensor) -> Tensor:
    """Match lengths [..., frame] after one more Structure code [..., 1] was played.

    The match length at a frame of ``corpus`` [frame] is the number of latest played codes that equal, one by one,
    those of the corpus that end there.
    """
    # Comparing and choosing small integers takes a processor four times as long as arithmetic on them.
    same = (corpus - code.to(torch.int16)).bool().logical_not_()
    longer = lengths.roll(1, -1).clamp_(max=torch.iinfo(torch.int16).max - 1).add_(1)
    return longer.mul_(same.to(torch.int16))


def match_limit(max_quote: float, frame_rate: float) -> int | None:
    """Longest match, in frames, that ``max_quote`` seconds allow; ``None`` (any) for 0."""
    return max(1, round(max_quote * frame_rate)) if max_quote else None


def banned_codes(lengths: Tensor, corpus: Tensor, limit: int, size: int) -> Tensor:
    """Mask [code] of those of ``size`` codes that would extend a match beyond ``limit`` frames."""
    following = corpus.roll(-1)[lengths >= limit]
    banned = torch.zeros(size, dtype=torch.bool)
    banned[following[following >= 0].long()] = True
    return banned


def memorization(
    played: Tensor,
    corpus: Tensor,
    frame_rate: float,
    held_out: Sequence[Tensor] = (),
    vectors: Tensor | None = None,
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


def _lengths(played: Tensor, corpus: Tensor) -> Tensor:
    """Length of the longest verbatim match that ends at each frame of ``played``, [frame]."""
    now = initial_match_lengths(corpus)
    lengths: list[Tensor] = []
    for code in played.to(torch.int16):
        now = next_match_lengths(now, corpus, code)
        lengths.append(now.max())
    return torch.stack(lengths)


def _quoted(lengths: Tensor, long: int) -> float:
    """Share of frames within matches of ``long`` frames or more."""
    ends = (lengths >= long).nonzero()[:, 0].tolist()
    quoted = torch.zeros(len(lengths), dtype=torch.bool)
    for end in ends:
        quoted[end - int(lengths[end]) + 1 : end + 1] = True
    return float(quoted.float().mean())


def _nearness(played: Tensor, corpus: Tensor, window: int, held_out: Sequence[Tensor], vectors: Tensor) -> float | None:
    """Median distance of windows of ``played`` to the nearest in ``corpus``, relative to that of new recordings."""
    # The last column is that of ``SEPARATOR``, so that no window crosses a border.
    apart = torch.nn.functional.pad(torch.cdist(vectors, vectors).square(), (0, 1), value=torch.inf)
    recordings = _recordings(corpus)
    if held_out:
        new = _nearest([codes[0] for codes in held_out], [corpus] * len(held_out), window, apart)
    else:
        others = [corpus.index_fill(0, place, SEPARATOR) for place in recordings]
        new = _nearest([corpus[place].long() for place in recordings], others, window, apart)
    near = _nearest([played], [corpus], window, apart)
    if not len(near) or not len(new) or not new.median() > 0:
        return None
    return round(float(near.median() / new.median()), 3)


def _recordings(corpus: Tensor) -> list[Tensor]:
    """Indices [frame] of each recording in ``corpus``."""
    borders = (corpus == SEPARATOR).nonzero()[:, 0].tolist()
    return [torch.arange(first + 1, last) for first, last in pairwise(borders) if last - first > 1]


def _nearest(parts: Sequence[Tensor], corpora: Sequence[Tensor], window: int, apart: Tensor) -> Tensor:
    """Distances [window] of windows of each of ``parts``, codes [frame], to the nearest in its corpus.

    ``apart`` [code, code] is the squared distance between vectors. Windows longer than every recording of the corpus
    are left out.
    """
    places = [(n, start) for n, part in enumerate(parts) for start in range(0, len(part) - window + 1, window // 2)]
    longest = max((len(corpus) for corpus in corpora), default=0)
    compared = max(COMPARED // 10, COMPARED * LONG_CORPUS // max(LONG_CORPUS, longest))
    step = max(1, len(places) // compared)
    distances: list[Tensor] = []
    for number, start in places[::step]:
        corpus = corpora[number].long()
        count = len(corpus) - window + 1
        sums = torch.zeros(max(count, 0))
        for shift, code in enumerate(parts[number][start : start + window].tolist()):
            sums += apart[code][corpus[shift : shift + count]]
        distances.append(sums.min() if count > 0 else torch.tensor(torch.inf))
    nearest = torch.stack(distances).sqrt() if distances else torch.zeros(0)
    return nearest[nearest.isfinite()]
