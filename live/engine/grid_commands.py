"""Edits of the grid by control events (``grid/…``, ``resample/go``)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from distill.grid.grid import EMPTY, CodeGrid, GridError, History, Region
from live.controls import KEY_COLUMNS, ControlEvent

DEFAULT_SHARE = 0.1
"""Share of cells that ``resample/go`` changes while ``resample/amount`` is 0."""


@dataclass(frozen=True, slots=True)
class EditContext:
    """Loop, order of codes and randomness that an edit refers to."""

    start: int
    """First column of the loop."""
    length: int
    """Length of the loop, in columns."""
    order: NDArray[np.int64]
    """[level, place]: codes in order of similarity."""
    amount: float
    """``resample/amount``."""
    chances: Callable[[int, int], NDArray[np.float32]]
    """Uniform random numbers [level, frame], 0 to 1, for given numbers of levels and frames."""


Arguments = tuple[int, ...]
Change = Callable[[CodeGrid, Arguments, EditContext], CodeGrid]


def apply_edit(history: History, event: ControlEvent, context: EditContext) -> History:
    """Apply the edit ``event``; an impossible one, such as a swap of overlapping regions, changes nothing."""
    if event.name == "grid/undo":
        return history.undo()
    if event.name == "grid/redo":
        return history.redo()
    arguments = tuple(int(value) for value in event.arguments)
    try:
        return history.edit(lambda grid: CHANGES[event.name](grid, arguments, context))
    except GridError:
        return history


def _region(grid: CodeGrid, arguments: Arguments, context: EditContext) -> Region:
    """Region of (level, column, columns): level 0 is all, column -1 the loop's start, columns 0 its length."""
    level, column, columns = arguments
    return grid.region(
        level=level - 1 if level else None,
        frame=context.start if column < 0 else column,
        frames=columns or context.length,
    )


def _code(grid: CodeGrid, code: int) -> int:
    return min(code, grid.size - 1)


def _set(grid: CodeGrid, arguments: Arguments, _: EditContext) -> CodeGrid:
    level, column, code = arguments
    return grid.set(grid.region(level=level - 1, frame=column), _code(grid, code))


def _two_regions(grid: CodeGrid, arguments: Arguments) -> tuple[Region, Region]:
    """Two regions of the same size, of (column, column, columns, level)."""
    one, other, columns, level = arguments
    first, second = (
        grid.region(level=level - 1 if level else None, frame=frame, frames=columns) for frame in (one, other)
    )
    return first, second


def _copy(grid: CodeGrid, arguments: Arguments, _: EditContext) -> CodeGrid:
    one, other = _two_regions(grid, arguments)
    return grid.set(other, grid.copy(one))


def _swap(grid: CodeGrid, arguments: Arguments, _: EditContext) -> CodeGrid:
    return grid.swap(*_two_regions(grid, arguments))


def _resample(grid: CodeGrid, _: Arguments, context: EditContext) -> CodeGrid:
    region = _region(grid, (0, -1, 0), context)
    chances = context.chances(region.levels, region.frames)
    nothing = np.full(chances.shape, EMPTY, dtype=np.int64)
    return grid.substitute(region, context.amount or DEFAULT_SHARE, chances, nothing)


def _key(grid: CodeGrid, arguments: Arguments, context: EditContext) -> CodeGrid:
    """Press of a pad (column, row, value): upper rows, one per level, lock a part of the loop, the lower clear it."""
    column, row, down = arguments
    below, level = divmod(row, grid.levels)
    first, end = (place * context.length // KEY_COLUMNS for place in (column, column + 1))
    part = grid.region(level=level, frame=(context.start + first) % grid.frames, frames=max(1, end - first))
    if not below:
        return grid.lock(part, on=down > 0)
    return grid.clear(part) if below == 1 and down else grid


CHANGES: Mapping[str, Change] = {
    "grid/set": _set,
    "grid/fill": lambda grid, args, context: grid.set(_region(grid, args[1:], context), _code(grid, args[0])),
    "grid/clear": lambda grid, args, context: grid.clear(_region(grid, args, context)),
    "grid/lock": lambda grid, args, context: grid.lock(_region(grid, args[1:], context), on=args[0] > 0),
    "grid/key": _key,
    "grid/shift": lambda grid, args, context: grid.shift(_region(grid, args[1:], context), args[0]),
    "grid/transpose": lambda grid, args, context: grid.transpose(
        _region(grid, args[1:], context), args[0], context.order
    ),
    "grid/copy": _copy,
    "grid/swap": _swap,
    "resample/go": _resample,
}
EDITS = frozenset(CHANGES) | {"grid/undo", "grid/redo"}
"""Names of the controls that edit the grid."""
