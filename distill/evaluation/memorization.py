"""What a prior plays of its corpus note for note, and in plain words what to think of it."""

from collections.abc import Sequence
from itertools import pairwise

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

BETWEEN = -1
"""In a memory: the border between two recordings, which no run crosses."""
LONG_SECONDS = 1.0
"""A verbatim run this long is heard as a quotation."""
MUCH = 0.35
"""Share of quotations from which on a prior is said to remember rather than to play."""
OFTEN = 0.2
COPIED = 0.1
"""Nearness up to which it is said to remember, too, if it wavers too much to quote."""
WINDOW_SECONDS = 0.5
"""The length at which what is played is compared with the nearest in the corpus."""
COMPARED = 120
"""Windows that are compared: with half a window between them, those of half a minute."""
LONG_MEMORY = 360_000
"""Frames, an hour: in a longer memory fewer windows are compared, though a tenth of them at least."""


class Memorization(BaseModel):
    """How much of what a prior plays by itself is in its corpus."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    longest_seconds: float
    """The longest stretch whose Structure codes are those of a recording."""
    quoted: float
    """Share of the time spent in such stretches of at least a second, 0 to 1."""
    quoted_held_out: float | None = None
    """The same of recordings that were held out: what chance and sustained notes alone amount to."""
    nearness: float | None = None
    """How far half a second of what it plays is from the nearest in its corpus, over how far something new is.

    Medians of Euclidean distances between Structure's vectors. New are recordings that were held out or, where none
    were, each recording to the others; ``None`` where there is but one. 0 is a copy, 1 as new as the new.
    """

    @property
    def verdict(self) -> str:
        """What to think of it."""
        quoted = (
            f"{self.quoted:.0%} of what it plays is in the recordings note for note, "
            f"up to {self.longest_seconds:.1f} s at a stretch.{self._near}"
        )
        beyond = self.quoted - (self.quoted_held_out or 0.0)
        if beyond >= MUCH or (self.nearness is not None and self.nearness <= COPIED):
            advice = "More recordings help; so do a higher temperature and the control max_quote."
            return f"The prior remembers: {quoted} {advice}"
        if beyond >= OFTEN:
            return f"The prior quotes now and then: {quoted}"
        return f"The prior plays its own: {quoted}"

    @property
    def _near(self) -> str:
        if self.nearness is None:
            return ""
        return f" Half a second of it is {self.nearness:.0%} as far from the nearest in them as something new would be."


def memory(codes: Sequence[Tensor]) -> Tensor:
    """The Structure codes of codes [level, frame] of each recording, end to end, with borders: [frame]."""
    border = torch.tensor([BETWEEN], dtype=torch.int16)
    return torch.cat([part for recording in codes for part in (border, recording[0].to(torch.int16))] + [border])


def runs(memory: Tensor) -> Tensor:
    """Before anything is played: how long a verbatim run ends at each frame of ``memory``, [frame]."""
    return torch.zeros_like(memory)


def heard(runs: Tensor, memory: Tensor, code: Tensor) -> Tensor:
    """The runs [..., frame] after one more Structure code [..., 1] was played."""
    # Comparing and choosing small integers takes a processor four times as long as reckoning with them.
    same = (memory - code.to(torch.int16)).bool().logical_not_()
    longer = runs.roll(1, -1).clamp_(max=torch.iinfo(torch.int16).max - 1).add_(1)
    return longer.mul_(same.to(torch.int16))


def quoting(runs: Tensor, memory: Tensor, limit: int, size: int) -> Tensor:
    """Which of ``size`` codes [code] would make a verbatim run longer than ``limit`` frames."""
    following = memory.roll(-1)[runs >= limit]
    blocked = torch.zeros(size, dtype=torch.bool)
    blocked[following[following >= 0].long()] = True
    return blocked


def memorization(
    played: Tensor,
    memory: Tensor,
    frame_rate: float,
    held_out: Sequence[Tensor] = (),
    vectors: Tensor | None = None,
) -> Memorization:
    """Judge Structure codes [frame] that a prior played against the ``memory`` of its corpus.

    Codes ``held_out`` [level, frame] of recordings that it did not learn from say what is to be expected. With
    Structure's ``vectors`` [code, dim] it is said how near the corpus is, too.
    """
    lengths = _lengths(played, memory)
    long = round(LONG_SECONDS * frame_rate)
    others = [_quoted(_lengths(codes[0], memory), long) * codes.shape[1] for codes in held_out]
    return Memorization(
        longest_seconds=round(float(lengths.max()) / frame_rate, 2),
        quoted=round(_quoted(lengths, long), 3),
        quoted_held_out=round(sum(others) / sum(c.shape[1] for c in held_out), 3) if held_out else None,
        nearness=None
        if vectors is None
        else _nearness(played, memory, round(WINDOW_SECONDS * frame_rate), held_out, vectors),
    )


def _lengths(played: Tensor, memory: Tensor) -> Tensor:
    """How long the longest verbatim run is that ends at each frame of ``played``, [frame]."""
    now = runs(memory)
    lengths: list[Tensor] = []
    for code in played.to(torch.int16):
        now = heard(now, memory, code)
        lengths.append(now.max())
    return torch.stack(lengths)


def _quoted(lengths: Tensor, long: int) -> float:
    """Share of frames within runs that reach ``long``."""
    ends = (lengths >= long).nonzero()[:, 0].tolist()
    quoted = torch.zeros(len(lengths), dtype=torch.bool)
    for end in ends:
        quoted[end - int(lengths[end]) + 1 : end + 1] = True
    return float(quoted.float().mean())


def _nearness(played: Tensor, memory: Tensor, window: int, held_out: Sequence[Tensor], vectors: Tensor) -> float | None:
    """Median distance of windows of ``played`` to the nearest in ``memory``, over that of something new."""
    # The last column is that of ``BETWEEN``, so that no window crosses a border.
    apart = torch.nn.functional.pad(torch.cdist(vectors, vectors).square(), (0, 1), value=torch.inf)
    recordings = _recordings(memory)
    if held_out:
        new = _nearest([codes[0] for codes in held_out], [memory] * len(held_out), window, apart)
    else:
        others = [memory.index_fill(0, place, BETWEEN) for place in recordings]
        new = _nearest([memory[place].long() for place in recordings], others, window, apart)
    near = _nearest([played], [memory], window, apart)
    if not len(near) or not len(new) or not new.median() > 0:
        return None
    return round(float(near.median() / new.median()), 3)


def _recordings(memory: Tensor) -> list[Tensor]:
    """The places [frame] of each recording in ``memory``."""
    borders = (memory == BETWEEN).nonzero()[:, 0].tolist()
    return [torch.arange(first + 1, last) for first, last in pairwise(borders) if last - first > 1]


def _nearest(parts: Sequence[Tensor], memories: Sequence[Tensor], window: int, apart: Tensor) -> Tensor:
    """Distance [window] of some windows of each of ``parts``, codes [frame], to the nearest in the memory beside it.

    ``apart`` [code, code] is the squared distance between vectors. Windows without any of their length to compare
    with are left out.
    """
    places = [(n, start) for n, part in enumerate(parts) for start in range(0, len(part) - window + 1, window // 2)]
    longest = max((len(memory) for memory in memories), default=0)
    compared = max(COMPARED // 10, COMPARED * LONG_MEMORY // max(LONG_MEMORY, longest))
    step = max(1, len(places) // compared)
    distances: list[Tensor] = []
    for number, start in places[::step]:
        memory = memories[number].long()
        count = len(memory) - window + 1
        sums = torch.zeros(max(count, 0))
        for shift, code in enumerate(parts[number][start : start + window].tolist()):
            sums += apart[code][memory[shift : shift + count]]
        distances.append(sums.min() if count > 0 else torch.tensor(torch.inf))
    nearest = torch.stack(distances).sqrt() if distances else torch.zeros(0)
    return nearest[nearest.isfinite()]
