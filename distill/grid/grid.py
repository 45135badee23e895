"""Grid of codes as an immutable value: every edit returns a new grid, and histories share them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap
from typing import Self

import torch
from torch import Tensor

from distill.errors import DistillError

EMPTY = -1
"""Value of an empty cell, which is silent."""
REMEMBERED = 64
"""Number of edits that can be undone."""


class GridError(DistillError):
    """An edit is impossible."""


@dataclass(frozen=True, slots=True)
class Region:
    """Rectangle of a grid: levels and frames from a first one on; frames wrap around at the end, as in a loop."""

    level: int
    levels: int
    frame: int
    frames: int


@dataclass(frozen=True, slots=True, eq=False)
class CodeGrid:
    """Grid of codes with locks, immutable. Edits leave locked cells as they are."""

    codes: Tensor
    """[level, frame], int64; ``EMPTY`` in empty cells."""
    locked: Tensor
    """[level, frame], bool: true in locked cells."""
    size: int
    """Codes per level: the codebook size."""

    @classmethod
    def of(cls, codes: Tensor, size: int) -> "CodeGrid":
        """Create a grid of codes [level, frame] below ``size``, or ``EMPTY``, without locks.

        Raises:
            GridError: the codes are of another shape, or one is out of range.
        """
        if codes.dim() != 2 or not codes.numel():
            raise GridError(f"A grid has levels and frames, not the shape {tuple(codes.shape)}.")
        _check_codes(codes, size)
        return cls(codes.long(), torch.zeros(codes.shape, dtype=torch.bool), size)

    @classmethod
    def empty(cls, levels: int, frames: int, size: int) -> "CodeGrid":
        """Create a grid of empty cells."""
        return cls.of(torch.full((levels, frames), EMPTY), size)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CodeGrid):
            return NotImplemented
        same_codes = self.size == other.size and torch.equal(self.codes, other.codes)
        return same_codes and torch.equal(self.locked, other.locked)

    __hash__ = None  # pyright: ignore[reportAssignmentType] - compared by content

    @property
    def levels(self) -> int:
        """Number of levels."""
        return self.codes.shape[0]

    @property
    def frames(self) -> int:
        """Number of frames."""
        return self.codes.shape[1]

    def region(self, *, level: int | None = None, levels: int = 1, frame: int | None = None, frames: int = 1) -> Region:
        """Region of ``levels`` from ``level`` on and ``frames`` from ``frame`` on; the whole axis if ``None``.

        Raises:
            GridError: it is outside of the grid.
        """
        first, count = (0, self.levels) if level is None else (level, levels)
        start, length = (0, self.frames) if frame is None else (frame, frames)
        if first < 0 or count < 1 or first + count > self.levels:
            raise GridError(f"This grid has levels 1 to {self.levels}, not {first + 1} to {first + count}.")
        if not 0 <= start < self.frames or not 1 <= length <= self.frames:
            raise GridError(f"This grid has {self.frames} frames, from 0 on; not {length} from {start} on.")
        return Region(first, count, start, length)

    def copy(self, region: Region) -> Tensor:
        """Codes [level, frame] of a region."""
        return self.codes[_cells(self, region)]

    def set(self, region: Region, codes: int | Tensor) -> "CodeGrid":
        """Fill a region with one code, or with codes that can be broadcast to [level, frame].

        Raises:
            GridError: a code is out of range.
        """
        codes = torch.as_tensor(codes)
        _check_codes(codes, self.size)
        return _filled(self, region, codes)

    def clear(self, region: Region) -> "CodeGrid":
        """Empty the cells of a region."""
        return self.set(region, EMPTY)

    def shift(self, region: Region, by: int) -> "CodeGrid":
        """Rotate codes of a region by ``by`` frames; negative for earlier.

        Locked cells are left out of the rotation, so that shifting back restores the grid.
        """
        codes = self.codes.clone()
        levels, frames = _cells(self, region)
        for level in levels[:, 0].tolist():
            free = frames[0][~self.locked[level, frames[0]]]
            codes[level, free] = self.codes[level, free].roll(by)
        return replace(self, codes=codes)

    def transpose(self, region: Region, by: int | Tensor, order: Tensor) -> "CodeGrid":
        """Move codes of a region ``by`` places on in an ``order`` [level, place], such as ``similarity.order``.

        ``by`` is one number, or one for each cell [level, frame]. Places wrap around, so that transposing back restores
        the grid.
        """
        levels = slice(region.level, region.level + region.levels)
        codes, ordered = self.copy(region), order[levels]
        places = ordered.argsort(dim=1).gather(1, codes.clamp(min=0))
        moved = ordered.gather(1, (places + by) % self.size)
        return _filled(self, region, torch.where(codes == EMPTY, EMPTY, moved))

    def substitute(self, region: Region, amount: float, chances: Tensor, codes: Tensor) -> "CodeGrid":
        """Replace the cells of a region whose ``chances`` [level, frame], 0 to 1, are below ``amount`` by ``codes``.

        With the same chances, a larger amount changes the same cells and more.
        """
        return self.set(region, torch.where(chances < amount, codes, self.copy(region)))

    def vary(self, region: Region, amount: float, reach: int, order: Tensor, seed: int) -> "CodeGrid":
        """Move a random share ``amount``, 0 to 1, of the cells up to ``reach`` places in ``order`` [level, place]."""
        generator = torch.Generator().manual_seed(seed)
        chances = torch.rand(region.levels, region.frames, generator=generator)
        steps = torch.randint(1, reach + 1, chances.shape, generator=generator)
        return self.substitute(region, amount, chances, self.transpose(region, steps, order).copy(region))

    def swap(self, one: Region, other: Region) -> "CodeGrid":
        """Exchange two regions of the same size; pairs of cells of which one is locked stay.

        Raises:
            GridError: they differ in size, or overlap.
        """
        taken = torch.zeros_like(self.locked)
        taken[_cells(self, one)] = True
        if taken[_cells(self, other)].any():
            raise GridError("Regions that overlap cannot be swapped. Move one of them.")
        ours, theirs = _exchanged(self, one, self, other)
        return _filled(ours, other, theirs.copy(other))

    def swap_with(self, one: Region, grid: "CodeGrid", other: Region) -> "tuple[CodeGrid, CodeGrid]":
        """Exchange a region with one of the same size in another grid; pairs of which one is locked stay.

        Raises:
            GridError: the regions differ in size, or the grids in codes per level.
        """
        if grid.size != self.size:
            raise GridError(f"A grid of {self.size} codes a level cannot swap with one of {grid.size}.")
        return _exchanged(self, one, grid, other)

    def lock(self, region: Region, on: bool = True) -> "CodeGrid":
        """Lock the cells of a region against edits, or unlock them if not ``on``."""
        locked = self.locked.clone()
        locked[_cells(self, region)] = on
        return replace(self, locked=locked)


@dataclass(frozen=True, slots=True)
class Change:
    """Edit that can be undone and redone without touching cells that it did not change."""

    before: CodeGrid
    after: CodeGrid

    def undone(self, grid: CodeGrid) -> CodeGrid:
        """``grid`` with the edited cells as before."""
        return self._put(grid, self.before)

    def redone(self, grid: CodeGrid) -> CodeGrid:
        """``grid`` with the edited cells as after."""
        return self._put(grid, self.after)

    def _put(self, grid: CodeGrid, state: CodeGrid) -> CodeGrid:
        codes = torch.where(self.before.codes != self.after.codes, state.codes, grid.codes)
        locked = torch.where(self.before.locked != self.after.locked, state.locked, grid.locked)
        return replace(grid, codes=codes, locked=locked)


@dataclass(frozen=True, slots=True)
class History:
    """Grid with its edits, for undo and redo; immutable."""

    present: CodeGrid
    past: tuple[Change, ...] = ()
    """Oldest first; at most ``REMEMBERED``."""
    future: tuple[Change, ...] = ()
    """Edits that were undone, the next to redo first."""

    @classmethod
    def of(cls, past: Sequence[CodeGrid], present: CodeGrid, future: Sequence[CodeGrid]) -> Self:
        """History from states: ``past``, oldest first, then ``present``, then ``future``, the next first."""
        changes = tuple(starmap(Change, pairwise((*past, present, *future))))
        return cls(present, changes[: len(past)], changes[len(past) :])

    def edit(self, change: Callable[[CodeGrid], CodeGrid]) -> Self:
        """History after an edit; undone edits are discarded. An edit without effect is not recorded."""
        return self.then(change(self.present))

    def then(self, grid: CodeGrid) -> Self:
        """History after an edit that led to ``grid``."""
        if grid == self.present:
            return self
        past = (*self.past, Change(self.present, grid))[-REMEMBERED:]
        return replace(self, present=grid, past=past, future=())

    def played(self, codes: Tensor) -> "History":
        """History after playing wrote ``codes`` [level, frame] to the grid, which is no edit and cannot be undone."""
        grid = self.present
        return History(CodeGrid(codes, grid.locked, grid.size), self.past, self.future)

    def undo(self) -> Self:
        """History with the last edit undone; unchanged if there is none."""
        if not self.past:
            return self
        *past, last = self.past
        return replace(self, present=last.undone(self.present), past=tuple(past), future=(last, *self.future))

    def redo(self) -> Self:
        """History with the edit redone that was undone last; unchanged if there is none."""
        if not self.future:
            return self
        following, *future = self.future
        return replace(self, present=following.redone(self.present), past=(*self.past, following), future=tuple(future))


def _check_codes(codes: Tensor, size: int) -> None:
    lowest, highest = (int(value) for value in codes.aminmax())
    if lowest < EMPTY or highest >= size:
        wrong = lowest if lowest < EMPTY else highest
        raise GridError(f"Codes are 0 to {size - 1}, or {EMPTY} for an empty cell; not {wrong}.")


def _cells(grid: CodeGrid, region: Region) -> tuple[Tensor, Tensor]:
    """Indices of a region: levels [level, 1] and frames [1, frame]."""
    frames = torch.arange(region.frame, region.frame + region.frames) % grid.frames
    return torch.arange(region.level, region.level + region.levels)[:, None], frames[None]


def _filled(grid: CodeGrid, region: Region, new: Tensor) -> CodeGrid:
    cells = _cells(grid, region)
    codes = grid.codes.clone()
    codes[cells] = torch.where(grid.locked[cells], codes[cells], new)
    return replace(grid, codes=codes)


def _exchanged(first: CodeGrid, one: Region, second: CodeGrid, other: Region) -> tuple[CodeGrid, CodeGrid]:
    if (one.levels, one.frames) != (other.levels, other.frames):
        raise GridError(
            f"Only regions of one size can be swapped, not {one.levels} levels by {one.frames} frames "
            f"with {other.levels} by {other.frames}."
        )
    stay = first.locked[_cells(first, one)] | second.locked[_cells(second, other)]
    ours, theirs = first.copy(one), second.copy(other)
    return (
        _filled(first, one, torch.where(stay, ours, theirs)),
        _filled(second, other, torch.where(stay, theirs, ours)),
    )
