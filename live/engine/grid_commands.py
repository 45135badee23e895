"""Edits: what is said about the grid, done to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from torch import Tensor

from distill.grid.grid import EMPTY, CodeGrid, GridError, History, Region
from live.controls import KEY_COLUMNS, ControlEvent

A_LITTLE = 0.1
"""Share of cells that ``resample/go`` changes where ``resample/amount`` says none."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What an edit may refer to."""

    start: int
    """Column at which the loop starts."""
    length: int
    """Columns of the loop."""
    order: Tensor
    """[level, place]: codes in order of similarity."""
    amount: float
    """``resample/amount``."""
    chances: Callable[[int, int], Tensor]
    """Chance [level, frame], 0 to 1, for so many levels and frames."""


Whole = tuple[int, ...]
Change = Callable[[CodeGrid, Whole, Scene], CodeGrid]


def edited(history: History, event: ControlEvent, scene: Scene) -> History:
    """``history`` after an edit. One that the grid cannot take, such as swapping what overlaps, changes nothing."""
    if event.name == "grid/undo":
        return history.undo()
    if event.name == "grid/redo":
        return history.redo()
    arguments = tuple(int(value) for value in event.arguments)
    try:
        return history.edit(lambda grid: CHANGES[event.name](grid, arguments, scene))
    except GridError:
        return history


def _stretch(grid: CodeGrid, where: Whole, scene: Scene) -> Region:
    """What ``where``, a level, a column and how many, stands for."""
    level, column, columns = where
    return grid.region(
        level=level - 1 if level else None,
        frame=scene.start if column < 0 else column,
        frames=columns or scene.length,
    )


def _code(grid: CodeGrid, code: int) -> int:
    return min(code, grid.size - 1)


def _set(grid: CodeGrid, said: Whole, _: Scene) -> CodeGrid:
    level, column, code = said
    return grid.set(grid.region(level=level - 1, frame=column), _code(grid, code))


def _pair(grid: CodeGrid, said: Whole) -> tuple[Region, Region]:
    """Two stretches of the same size."""
    one, other, columns, level = said
    first, second = (
        grid.region(level=level - 1 if level else None, frame=frame, frames=columns) for frame in (one, other)
    )
    return first, second


def _copy(grid: CodeGrid, said: Whole, _: Scene) -> CodeGrid:
    one, other = _pair(grid, said)
    return grid.set(other, grid.copy(one))


def _swap(grid: CodeGrid, said: Whole, _: Scene) -> CodeGrid:
    return grid.swap(*_pair(grid, said))


def _resample(grid: CodeGrid, _: Whole, scene: Scene) -> CodeGrid:
    region = _stretch(grid, (0, -1, 0), scene)
    chances = scene.chances(region.levels, region.frames)
    return grid.substitute(region, scene.amount or A_LITTLE, chances, grid.copy(region).fill_(EMPTY))


def _key(grid: CodeGrid, said: Whole, scene: Scene) -> CodeGrid:
    """A pad of a panel: the first rows, one a level, lock its part of the loop; as many below empty it when pressed."""
    column, row, down = said
    below, level = divmod(row, grid.levels)
    first, end = (place * scene.length // KEY_COLUMNS for place in (column, column + 1))
    part = grid.region(level=level, frame=(scene.start + first) % grid.frames, frames=max(1, end - first))
    if not below:
        return grid.lock(part, on=down > 0)
    return grid.clear(part) if below == 1 and down else grid


CHANGES: Mapping[str, Change] = {
    "grid/set": _set,
    "grid/fill": lambda grid, said, scene: grid.set(_stretch(grid, said[1:], scene), _code(grid, said[0])),
    "grid/clear": lambda grid, said, scene: grid.clear(_stretch(grid, said, scene)),
    "grid/lock": lambda grid, said, scene: grid.lock(_stretch(grid, said[1:], scene), on=said[0] > 0),
    "grid/key": _key,
    "grid/shift": lambda grid, said, scene: grid.shift(_stretch(grid, said[1:], scene), said[0]),
    "grid/transpose": lambda grid, said, scene: grid.transpose(_stretch(grid, said[1:], scene), said[0], scene.order),
    "grid/copy": _copy,
    "grid/swap": _swap,
    "resample/go": _resample,
}
EDITS = frozenset(CHANGES) | {"grid/undo", "grid/redo"}
"""The controls that edit the grid."""
