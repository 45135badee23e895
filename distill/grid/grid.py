"""A grid of codes as a value: every edit gives another grid, and so undoing one costs nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap
from typing import Self

import torch
from torch import Tensor

from distill.errors import DistillError

EMPTY = -1
"""A cell that nothing sounds in."""
REMEMBERED = 64
"""How many edits can be undone."""


class GridError(DistillError):
    """An edit that a grid cannot take."""


@dataclass(frozen=True, slots=True)
class Region:
    """Some levels in a row, during some frames; past the last frame it goes on at the first, as a loop does."""

    level: int
    levels: int
    frame: int
    frames: int


@dataclass(frozen=True, slots=True, eq=False)
class CodeGrid:
    """Codes, and which cells are locked; never changed in place. Edits leave locked cells as they are."""

    codes: Tensor
    """[level, frame], integer; ``EMPTY`` where nothing sounds."""
    locked: Tensor
    """[level, frame], boolean."""
    size: int
    """How many codes a level has to choose from."""

    @classmethod
    def of(cls, codes: Tensor, size: int) -> "CodeGrid":
        """A grid of codes [level, frame] below ``size``, or ``EMPTY``, with no cell locked.

        Raises:
            GridError: the codes are of another shape, or one is out of range.
        """
        if codes.dim() != 2 or not codes.numel():
            raise GridError(f"A grid has levels and frames, not the shape {tuple(codes.shape)}.")
        _check_codes(codes, size)
        return cls(codes.long(), torch.zeros(codes.shape, dtype=torch.bool), size)

    @classmethod
    def empty(cls, levels: int, frames: int, size: int) -> "CodeGrid":
        """A grid with nothing in it."""
        return cls.of(torch.full((levels, frames), EMPTY), size)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CodeGrid):
            return NotImplemented
        same_codes = self.size == other.size and torch.equal(self.codes, other.codes)
        return same_codes and torch.equal(self.locked, other.locked)

    __hash__ = None  # pyright: ignore[reportAssignmentType] - compared by content

    @property
    def levels(self) -> int:
        """How many levels it has."""
        return self.codes.shape[0]

    @property
    def frames(self) -> int:
        """How long it is."""
        return self.codes.shape[1]

    def region(self, *, level: int | None = None, levels: int = 1, frame: int | None = None, frames: int = 1) -> Region:
        """A part of this grid: ``levels`` from ``level`` on, ``frames`` from ``frame`` on; all where none is given.

        Raises:
            GridError: there is no such part.
        """
        first, count = (0, self.levels) if level is None else (level, levels)
        start, length = (0, self.frames) if frame is None else (frame, frames)
        if first < 0 or count < 1 or first + count > self.levels:
            raise GridError(f"This grid has levels 1 to {self.levels}, not {first + 1} to {first + count}.")
        if not 0 <= start < self.frames or not 1 <= length <= self.frames:
            raise GridError(f"This grid has {self.frames} frames, from 0 on; not {length} from {start} on.")
        return Region(first, count, start, length)

    def copy(self, region: Region) -> Tensor:
        """The codes [level, frame] of a region."""
        return self.codes[_cells(self, region)]

    def set(self, region: Region, codes: int | Tensor) -> "CodeGrid":
        """Fill a region with one code, or with codes that can be broadcast to [level, frame]: pasting.

        Raises:
            GridError: a code is out of range.
        """
        codes = torch.as_tensor(codes)
        _check_codes(codes, self.size)
        return _filled(self, region, codes)

    def clear(self, region: Region) -> "CodeGrid":
        """Nothing sounds in the region any more."""
        return self.set(region, EMPTY)

    def shift(self, region: Region, by: int) -> "CodeGrid":
        """Move codes ``by`` frames later, within the region: what leaves it at its end comes in at its beginning.

        Locked cells stay, and the others flow around them; so shifting back restores the grid.
        """
        codes = self.codes.clone()
        levels, frames = _cells(self, region)
        for level in levels[:, 0].tolist():
            free = frames[0][~self.locked[level, frames[0]]]
            codes[level, free] = self.codes[level, free].roll(by)
        return replace(self, codes=codes)

    def transpose(self, region: Region, by: int | Tensor, order: Tensor) -> "CodeGrid":
        """Move codes ``by`` places on in an ``order`` [level, place] of codes, such as that of ``similarity.order``.

        ``by`` is one number, or one for each cell of the region: [level, frame].
        After the last place comes the first, so that transposing back restores the grid.
        """
        levels = slice(region.level, region.level + region.levels)
        codes, ordered = self.copy(region), order[levels]
        places = ordered.argsort(dim=1).gather(1, codes.clamp(min=0))
        moved = ordered.gather(1, (places + by) % self.size)
        return _filled(self, region, torch.where(codes == EMPTY, EMPTY, moved))

    def substitute(self, region: Region, amount: float, chances: Tensor, codes: Tensor) -> "CodeGrid":
        """Let the cells of a region whose chance [level, frame], 0 to 1, is below ``amount`` take ``codes`` instead.

        Chance comes from outside; with the same chances, a larger amount changes the same cells and more.
        """
        return self.set(region, torch.where(chances < amount, codes, self.copy(region)))

    def vary(self, region: Region, amount: float, reach: int, order: Tensor, seed: int) -> "CodeGrid":
        """Let a share ``amount`` of the cells of a region take up to ``reach`` steps in ``order`` [level, place]."""
        generator = torch.Generator().manual_seed(seed)
        chances = torch.rand(region.levels, region.frames, generator=generator)
        steps = torch.randint(1, reach + 1, chances.shape, generator=generator)
        return self.substitute(region, amount, chances, self.transpose(region, steps, order).copy(region))

    def swap(self, one: Region, other: Region) -> "CodeGrid":
        """Exchange two regions of the same size; cells of which either is locked stay.

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
        """Exchange a region with one of the same size in another grid; cells of which either is locked stay.

        Raises:
            GridError: the regions differ in size, or the grids in how many codes there are.
        """
        if grid.size != self.size:
            raise GridError(f"A grid of {self.size} codes a level cannot swap with one of {grid.size}.")
        return _exchanged(self, one, grid, other)

    def lock(self, region: Region, on: bool = True) -> "CodeGrid":
        """Protect the cells of a region from edits, or, with ``on`` false, let them be edited again."""
        locked = self.locked.clone()
        locked[_cells(self, region)] = on
        return replace(self, locked=locked)


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did: undoing or redoing it leaves alone what has changed elsewhere since."""

    before: CodeGrid
    after: CodeGrid

    def undone(self, grid: CodeGrid) -> CodeGrid:
        """``grid`` with the cells that were edited as they were."""
        return self._put(grid, self.before)

    def redone(self, grid: CodeGrid) -> CodeGrid:
        """``grid`` with the cells that were edited as they became."""
        return self._put(grid, self.after)

    def _put(self, grid: CodeGrid, state: CodeGrid) -> CodeGrid:
        codes = torch.where(self.before.codes != self.after.codes, state.codes, grid.codes)
        locked = torch.where(self.before.locked != self.after.locked, state.locked, grid.locked)
        return replace(grid, codes=codes, locked=locked)


@dataclass(frozen=True, slots=True)
class History:
    """A grid and what was done to it; undo and redo only put back cells that are kept anyway."""

    present: CodeGrid
    past: tuple[Change, ...] = ()
    """Oldest first; at most ``REMEMBERED``."""
    future: tuple[Change, ...] = ()
    """What was undone, next first."""

    @classmethod
    def of(cls, past: Sequence[CodeGrid], present: CodeGrid, future: Sequence[CodeGrid]) -> Self:
        """The history of a grid that was each of ``past`` in turn, oldest first, and then can be each of ``future``."""
        changes = tuple(starmap(Change, pairwise((*past, present, *future))))
        return cls(present, changes[: len(past)], changes[len(past) :])

    def edit(self, change: Callable[[CodeGrid], CodeGrid]) -> Self:
        """After a change; what was undone before is forgotten. A change that changes nothing is none."""
        return self.then(change(self.present))

    def then(self, grid: CodeGrid) -> Self:
        """After a change that led to ``grid``."""
        if grid == self.present:
            return self
        past = (*self.past, Change(self.present, grid))[-REMEMBERED:]
        return replace(self, present=grid, past=past, future=())

    def played(self, codes: Tensor) -> "History":
        """After the grid's codes [level, frame] became ``codes`` by being played, which is no edit and not undone."""
        grid = self.present
        return History(CodeGrid(codes, grid.locked, grid.size), self.past, self.future)

    def undo(self) -> Self:
        """Before the last change; the same where there was none."""
        if not self.past:
            return self
        *past, last = self.past
        return replace(self, present=last.undone(self.present), past=tuple(past), future=(last, *self.future))

    def redo(self) -> Self:
        """After the change that was undone last; the same where there was none."""
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
    """Indices of a region: of levels [level, 1] and of frames [1, frame]."""
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
