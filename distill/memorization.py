"""What a prior plays of its corpus note for note, and in plain words what to think of it."""

from collections.abc import Sequence

import torch
from pydantic import BaseModel, ConfigDict
from torch import Tensor

BETWEEN = -1
"""In a memory: the border between two recordings, which no run crosses."""
LONG_SECONDS = 1.0
"""A verbatim run this long is heard as a quotation."""
MOSTLY = 0.5
"""Share of quotations from which on a prior is said to remember rather than to play."""
OFTEN = 0.2


class Memorization(BaseModel):
    """How much of what a prior plays by itself is in its corpus."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    longest_seconds: float
    """The longest stretch whose Structure codes are those of a recording."""
    quoted: float
    """Share of the time spent in such stretches of at least a second, 0 to 1."""
    quoted_held_out: float | None = None
    """The same of recordings that were held out: what chance and sustained notes alone amount to."""

    @property
    def verdict(self) -> str:
        """What to think of it."""
        longest = f"up to {self.longest_seconds:.1f} s at a stretch"
        beyond = self.quoted - (self.quoted_held_out or 0.0)
        if beyond >= MOSTLY:
            return (
                f"The prior remembers: {self.quoted:.0%} of what it plays is in the recordings, {longest}. "
                f"More recordings help; so do a higher temperature and the control novelty."
            )
        if beyond >= OFTEN:
            return f"The prior quotes now and then: {self.quoted:.0%} of what it plays is in the recordings, {longest}."
        return f"The prior plays its own: {self.quoted:.0%} of it is in the recordings note for note, {longest}."


def memory(codes: Sequence[Tensor]) -> Tensor:
    """The Structure codes of codes [level, frame] of each recording, end to end, with borders: [frame]."""
    border = torch.tensor([BETWEEN], dtype=torch.int16)
    return torch.cat([part for recording in codes for part in (border, recording[0].to(torch.int16))] + [border])


def runs(memory: Tensor) -> Tensor:
    """Before anything is played: how long a verbatim run ends at each frame of ``memory``, [frame]."""
    return torch.zeros_like(memory)


def heard(runs: Tensor, memory: Tensor, code: Tensor) -> Tensor:
    """The runs [..., frame] after one more Structure code [..., 1] was played."""
    return torch.where(memory == code, (runs.roll(1, -1) + 1).clamp(max=torch.iinfo(torch.int16).max - 1), 0)


def quoting(runs: Tensor, memory: Tensor, limit: int, size: int) -> Tensor:
    """Which of ``size`` codes [code] would make a verbatim run longer than ``limit`` frames."""
    following = memory.roll(-1)[runs >= limit]
    blocked = torch.zeros(size, dtype=torch.bool)
    blocked[following[following >= 0].long()] = True
    return blocked


def memorization(played: Tensor, memory: Tensor, frame_rate: float, held_out: Sequence[Tensor] = ()) -> Memorization:
    """Judge Structure codes [frame] that a prior played against the ``memory`` of its corpus."""
    lengths = _lengths(played, memory)
    long = round(LONG_SECONDS * frame_rate)
    others = [_quoted(_lengths(codes[0], memory), long) * codes.shape[1] for codes in held_out]
    return Memorization(
        longest_seconds=round(float(lengths.max()) / frame_rate, 2),
        quoted=round(_quoted(lengths, long), 3),
        quoted_held_out=round(sum(others) / sum(c.shape[1] for c in held_out), 3) if held_out else None,
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
