"""Edits are values: what they change, what they leave, and how they are taken back."""

import re
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from distill.grid.grid import EMPTY, REMEMBERED, CodeGrid, GridError, History, Region
from distill.grid.similarity import order, places

LEVELS, FRAMES, SIZE = 3, 12, 16
ORDER = order(np.random.default_rng(0).standard_normal((LEVELS, SIZE, 4), np.float32))


@st.composite
def grids(draw: st.DrawFn, frames: int = FRAMES) -> CodeGrid:
    cells = LEVELS * frames
    codes = draw(st.lists(st.integers(EMPTY, SIZE - 1), min_size=cells, max_size=cells))
    locked = draw(st.lists(st.booleans(), min_size=cells, max_size=cells))
    grid = CodeGrid.of(np.reshape(codes, (LEVELS, frames)), SIZE)
    return CodeGrid(grid.codes, np.reshape(locked, (LEVELS, frames)), SIZE)


@st.composite
def regions(draw: st.DrawFn, frames: int = FRAMES) -> Region:
    level = draw(st.integers(0, LEVELS - 1))
    levels = draw(st.integers(1, LEVELS - level))
    return Region(level, levels, draw(st.integers(0, frames - 1)), draw(st.integers(1, frames)))


Edit = Callable[[CodeGrid], CodeGrid]


def substitution(region: Region, amount: float, seed: int) -> Edit:
    generator = np.random.default_rng(seed)
    chances = generator.random((region.levels, region.frames), np.float32)
    codes = generator.integers(SIZE, size=chances.shape)
    return lambda grid: grid.substitute(region, amount, chances, codes)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    region, by, code = draw(regions()), draw(st.integers(-20, 20)), draw(st.integers(EMPTY, SIZE - 1))
    changes: list[Edit] = [
        lambda grid: grid.set(region, code),
        lambda grid: grid.clear(region),
        lambda grid: grid.shift(region, by),
        lambda grid: grid.transpose(region, by, ORDER),
        substitution(region, draw(st.floats(0, 1)), by + 20),
        lambda grid: grid.lock(region, on=code % 2 == 0),
        lambda grid: grid.swap(Region(0, LEVELS, 0, 4), Region(0, LEVELS, 6, 4)),
    ]
    return draw(st.sampled_from(changes))


@given(grids(), st.lists(edits(), max_size=8))
def test_undoing_every_edit_restores_the_grid_and_redoing_repeats_them(grid: CodeGrid, changes: list[Edit]) -> None:
    history = History(grid)
    for change in changes:
        history = history.edit(change)
    after = history
    while history.past:
        history = history.undo()
    assert history.present == grid
    assert history.undo() == history
    while history.future:
        history = history.redo()
    assert history == after


@given(grids(), edits(), edits(), st.integers(0, FRAMES - 1), st.integers(0, SIZE - 1))
def test_undoing_leaves_what_was_played_since(grid: CodeGrid, one: Edit, two: Edit, frame: int, code: int) -> None:
    def play(history: History) -> History:
        codes = history.present.codes.copy()
        codes[:, frame] = code
        return history.played(codes)

    plain = History(grid).edit(one).edit(two)
    undone = play(play(History(grid).edit(one)).edit(two))
    edited = np.zeros(LEVELS, dtype=np.bool_)
    while undone.past:
        edited |= (undone.past[-1].before.codes != undone.past[-1].after.codes)[:, frame]
        undone = undone.undo()
    while plain.past:
        plain = plain.undo()
    elsewhere = np.arange(FRAMES) != frame
    assert np.array_equal(undone.present.codes[:, elsewhere], plain.present.codes[:, elsewhere])
    assert (undone.present.codes[~edited, frame] == code).all()


@given(grids(), edits())
def test_an_edit_leaves_the_grid_it_was_given_and_its_locked_cells(grid: CodeGrid, change: Edit) -> None:
    before = CodeGrid(grid.codes.copy(), grid.locked.copy(), SIZE)
    after = change(grid)
    assert grid == before
    assert np.array_equal(after.codes[grid.locked], grid.codes[grid.locked])


@given(grids(), regions(), st.integers(-30, 30))
def test_shifting_and_transposing_there_and_back_is_the_identity(grid: CodeGrid, region: Region, by: int) -> None:
    assert grid.shift(region, by).shift(region, -by) == grid
    assert grid.transpose(region, by, ORDER).transpose(region, -by, ORDER) == grid


@given(grids(), grids(frames=7), regions(frames=7), st.integers(0, FRAMES - 1))
def test_the_same_swap_twice_is_the_identity(one: CodeGrid, other: CodeGrid, theirs: Region, frame: int) -> None:
    ours = Region(theirs.level, theirs.levels, frame, theirs.frames)
    swapped = one.swap_with(ours, other, theirs)
    assert swapped[0].swap_with(ours, swapped[1], theirs) == (one, other)
    beside = Region(ours.level, ours.levels, frame + 6, min(ours.frames, 6))
    ours = Region(ours.level, ours.levels, frame, beside.frames)
    assert one.swap(ours, beside).swap(ours, beside) == one


@given(grids(), regions(), st.data())
def test_outside_its_region_an_edit_changes_nothing(grid: CodeGrid, region: Region, data: st.DataObject) -> None:
    inside = np.zeros((LEVELS, FRAMES), dtype=np.bool_)
    columns = (np.arange(region.frames) + region.frame) % FRAMES
    inside[region.level : region.level + region.levels, columns] = True
    by = data.draw(st.integers(-5, 5))
    for after in (grid.clear(region), grid.shift(region, by), grid.transpose(region, by, ORDER)):
        assert np.array_equal(after.codes[~inside], grid.codes[~inside])


@given(grids(), regions(), st.floats(0, 1), st.floats(0, 1), st.integers(0, 99))
def test_a_larger_amount_changes_the_same_cells_and_more(
    grid: CodeGrid, region: Region, one: float, other: float, seed: int
) -> None:
    less, more = (substitution(region, amount, seed)(grid).codes for amount in sorted((one, other)))
    changed = less != grid.codes
    assert np.array_equal(less[changed], more[changed])


def test_cells_rows_columns_and_pastes_land_where_they_should() -> None:
    grid = CodeGrid.empty(LEVELS, FRAMES, SIZE)
    grid = grid.set(grid.region(level=1, frame=3), 5)
    assert grid.codes.flatten().tolist().count(5) == 1
    assert grid.codes[1, 3] == 5
    grid = grid.set(grid.region(level=2), 7).set(grid.region(frame=0), 9)
    assert grid.codes[2].tolist() == [9] + [7] * 11
    assert grid.codes[:, 0].tolist() == [9, 9, 9]
    pasted = grid.set(Region(0, LEVELS, 10, 4), grid.copy(Region(0, LEVELS, 0, 4)))
    assert pasted.codes[1].tolist() == [EMPTY, 5, EMPTY, 5, *[EMPTY] * 6, 9, EMPTY]


def test_transposing_moves_to_the_neighbour_and_leaves_empty_cells() -> None:
    first, second = ORDER[0, :2].tolist()
    grid = CodeGrid.of([[first, EMPTY, int(ORDER[0, -1])]], SIZE)
    assert grid.transpose(grid.region(), 1, ORDER).codes.tolist() == [[second, EMPTY, first]]


def test_varying_steps_to_near_codes_and_is_the_same_again() -> None:
    grid = CodeGrid.of(ORDER[:, :1].repeat(400, axis=1), SIZE)
    varied = grid.vary(grid.region(level=1), 0.25, 3, ORDER, seed=1)
    assert varied == grid.vary(grid.region(level=1), 0.25, 3, ORDER, seed=1)
    assert set(varied.codes[1].tolist()) == set(ORDER[1, :4].tolist())
    assert 0.15 < (varied.codes != grid.codes)[1].mean() < 0.35
    assert np.array_equal(varied.codes[0], grid.codes[0])


def test_history_is_bounded_and_forgets_what_was_undone_before_an_edit() -> None:
    history = History(CodeGrid.empty(1, 4, 200))
    for code in range(REMEMBERED + 10):
        history = history.then(history.present.set(Region(0, 1, 0, 4), code))
    assert len(history.past) == REMEMBERED
    undone = history.undo().undo()
    assert len(undone.future) == 2
    assert not undone.edit(lambda grid: grid.clear(Region(0, 1, 1, 1))).future
    assert undone.edit(lambda grid: grid) == undone


GRID = CodeGrid.empty(LEVELS, FRAMES, SIZE)
WRONG: dict[str, Callable[[], object]] = {
    "Codes are 0 to 15, or -1 for an empty cell; not 16": lambda: GRID.set(Region(0, 1, 0, 1), SIZE),
    "not -2": lambda: GRID.set(Region(0, 1, 0, 1), -2),
    "levels 1 to 3, not 4 to 4": lambda: GRID.region(level=3),
    "12 frames": lambda: GRID.region(frame=12),
    "overlap": lambda: GRID.swap(Region(0, 1, 0, 3), Region(0, 1, 2, 3)),
    "one size": lambda: GRID.swap(Region(0, 1, 0, 3), Region(0, 1, 5, 4)),
    "one of 8": lambda: GRID.swap_with(GRID.region(), CodeGrid.empty(LEVELS, FRAMES, 8), GRID.region()),
    "shape (2, 0)": lambda: CodeGrid.of(np.zeros((2, 0), dtype=np.int64), SIZE),
}


@pytest.mark.parametrize("message", WRONG)
def test_what_a_grid_cannot_take_is_said(message: str) -> None:
    with pytest.raises(GridError, match=re.escape(message)):
        WRONG[message]()


def test_neighbours_in_order_are_near() -> None:
    books = np.random.default_rng(1).standard_normal((2, 64, 8), np.float32)
    steps = order(books)
    assert all(sorted(row) == list(range(64)) for row in steps.tolist())
    for book, row in zip(books, steps, strict=True):
        beside = np.linalg.norm(np.diff(book[row], axis=0), axis=1).mean()
        anyhow = np.linalg.norm(book[:, None] - book, axis=-1).mean()
        assert beside < 0.75 * anyhow
    ranks = np.take_along_axis(places(steps), steps, axis=1)
    np.testing.assert_allclose(ranks, np.tile(np.linspace(0, 1, 64), (2, 1)), rtol=1e-6)


def test_the_order_is_that_of_earlier_versions() -> None:
    for seed, size in enumerate((8, 24, 26, 64, 128)):
        books = np.random.default_rng(seed).standard_normal((2, size, 16), np.float32)
        distances = torch.cdist(torch.from_numpy(books), torch.from_numpy(books)).numpy()
        for book, own, steps in zip(books, distances, order(books).tolist(), strict=True):
            assert steps[0] == np.linalg.norm(book - book.mean(0), axis=1).argmax()
            for one, following in pairwise(steps):
                own[:, one] = np.inf
                assert following == own[one].argmin()


def test_varying_draws_as_earlier_versions_did() -> None:
    grid = CodeGrid.of(np.arange(LEVELS * FRAMES).reshape(LEVELS, FRAMES) % SIZE, SIZE)
    varied = grid.vary(grid.region(), 0.3, 4, ORDER, seed=11)
    generator = torch.Generator().manual_seed(11)
    chances = torch.rand(LEVELS, FRAMES, generator=generator).numpy()
    steps = torch.randint(1, 5, (LEVELS, FRAMES), generator=generator).numpy()
    moved = grid.transpose(grid.region(), steps, ORDER)
    assert np.array_equal(varied.codes, np.where(chances < 0.3, moved.codes, grid.codes))


def test_the_arrays_of_a_grid_are_read_only_and_its_own() -> None:
    codes = np.zeros((LEVELS, FRAMES), dtype=np.int64)
    grid = CodeGrid.of(codes, SIZE)
    codes[0, 0] = 5
    assert grid.codes[0, 0] == 0
    for each in (grid, grid.clear(grid.region()), grid.lock(grid.region())):
        for array in (each.codes, each.locked):
            with pytest.raises(ValueError, match="read-only"):
                array[0, 0] = 1
