"""Grid of codes as an immutable value: every edit returns a new grid, and histories share them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, starmap
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from distill.errors import DistillError
from distill.kernels.random_numbers import SeededDraws

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
    """Grid of codes with locks, immutable: its arrays are made read-only. Edits leave locked cells as they are."""

    codes: NDArray[np.int64]
    """[level, frame]; ``EMPTY`` in empty cells."""
    locked: NDArray[np.bool_]
    """[level, frame]: true in locked cells."""
    size: int
    """Codes per level: the codebook size."""

    def __post_init__(self) -> None:
        self.codes.setflags(write=False)
        self.locked.setflags(write=False)

    @classmethod
    def of(cls, codes: ArrayLike, size: int) -> "CodeGrid":
        """Create a grid of a copy of codes [level, frame] below ``size``, or ``EMPTY``, without locks.

        Raises:
            GridError: the codes are of another shape, or one is out of range.
        """
        own = np.asarray(codes).astype(np.int64)
        if own.ndim != 2 or not own.size:
            raise GridError(f"A grid has levels and frames, not the shape {own.shape}.")
        _check_codes(own, size)
        return cls(own, np.zeros(own.shape, dtype=np.bool_), size)

    @classmethod
    def empty(cls, levels: int, frames: int, size: int) -> "CodeGrid":
        """Create a grid of empty cells."""
        return cls.of(np.full((levels, frames), EMPTY), size)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CodeGrid):
            return NotImplemented
        same_codes = self.size == other.size and np.array_equal(self.codes, other.codes)
        return same_codes and np.array_equal(self.locked, other.locked)

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

    def copy(self, region: Region) -> NDArray[np.int64]:
        """Copy of the codes [level, frame] of a region."""
        return self.codes[_cells(self, region)]

    def set(self, region: Region, codes: ArrayLike) -> "CodeGrid":
        """Fill a region with one code, or with codes that can be broadcast to [level, frame].

        Raises:
            GridError: a code is out of range.
        """
        new = np.asarray(codes)
        _check_codes(new, self.size)
        return _filled(self, region, new)

    def clear(self, region: Region) -> "CodeGrid":
        """Empty the cells of a region."""
        return self.set(region, EMPTY)

    def shift(self, region: Region, by: int) -> "CodeGrid":
        """Rotate codes of a region by ``by`` frames; negative for earlier.

        Locked cells are left out of the rotation, so that shifting back restores the grid.
        """
        codes = self.codes.copy()
        levels, frames = _cells(self, region)
        for level in levels[:, 0].tolist():
            free = frames[0][~self.locked[level, frames[0]]]
            codes[level, free] = np.roll(self.codes[level, free], by)
        return replace(self, codes=codes)

    def transpose(self, region: Region, by: int | NDArray[np.int64], order: NDArray[np.int64]) -> "CodeGrid":
        """Move codes of a region ``by`` places on in an ``order`` [level, place], such as ``similarity.order``.

        ``by`` is one number, or one for each cell [level, frame]. Places wrap around, so that transposing back restores
        the grid.
        """
        levels = slice(region.level, region.level + region.levels)
        codes, ordered = self.copy(region), order[levels]
        places = np.take_along_axis(ordered.argsort(axis=1), codes.clip(min=0), axis=1)
        moved = np.take_along_axis(ordered, (places + by) % self.size, axis=1)
        return _filled(self, region, np.where(codes == EMPTY, EMPTY, moved))

    def substitute(
        self, region: Region, amount: float, chances: NDArray[np.float32], codes: NDArray[np.int64]
    ) -> "CodeGrid":
        """Replace the cells of a region whose ``chances`` [level, frame], 0 to 1, are below ``amount`` by ``codes``.

        With the same chances, a larger amount changes the same cells and more.
        """
        return self.set(region, np.where(chances < amount, codes, self.copy(region)))

    def vary(self, region: Region, amount: float, reach: int, order: NDArray[np.int64], seed: int) -> "CodeGrid":
        """Move a random share ``amount``, 0 to 1, of the cells up to ``reach`` places in ``order`` [level, place]."""
        draws, shape = SeededDraws(seed), (region.levels, region.frames)
        chances = draws.uniform(shape)
        steps = draws.integers(1, reach + 1, shape)
        return self.substitute(region, amount, chances, self.transpose(region, steps, order).copy(region))

    def swap(self, one: Region, other: Region) -> "CodeGrid":
        """Exchange two regions of the same size; pairs of cells of which one is locked stay.

        Raises:
            GridError: they differ in size, or overlap.
        """
        taken = np.zeros_like(self.locked)
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
        locked = self.locked.copy()
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
        codes = np.where(self.before.codes != self.after.codes, state.codes, grid.codes)
        locked = np.where(self.before.locked != self.after.locked, state.locked, grid.locked)
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

    def played(self, codes: NDArray[np.int64]) -> "History":
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


def _check_codes(codes: NDArray[np.int64], size: int) -> None:
    lowest, highest = int(codes.min()), int(codes.max())
    if lowest < EMPTY or highest >= size:
        wrong = lowest if lowest < EMPTY else highest
        raise GridError(f"Codes are 0 to {size - 1}, or {EMPTY} for an empty cell; not {wrong}.")


def _cells(grid: CodeGrid, region: Region) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Indices of a region: levels [level, 1] and frames [1, frame]."""
    frames = np.arange(region.frame, region.frame + region.frames) % grid.frames
    return np.arange(region.level, region.level + region.levels)[:, None], frames[None]


def _filled(grid: CodeGrid, region: Region, new: NDArray[np.int64]) -> CodeGrid:
    cells = _cells(grid, region)
    codes = grid.codes.copy()
    codes[cells] = np.where(grid.locked[cells], codes[cells], new)
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
        _filled(first, one, np.where(stay, ours, theirs)),
        _filled(second, other, np.where(stay, theirs, ours)),
    )
