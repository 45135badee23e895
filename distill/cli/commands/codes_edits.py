"""``distill codes set|clear|shift|transpose|vary|copy|swap|lock|unlock|undo|redo``: edits of a file of codes."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import AsJson, argument, option
from distill.cli.say import say, say_json
from distill.settings import EDITING, quoted

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from distill.grid.grid import CodeGrid, History, Region
    from distill.grid.grid_file import GridFile

File = Annotated[Path, typer.Argument(help="A file of codes; it is changed, and remembers the edit for undo.")]
Levels = Annotated[
    str | None, typer.Option("--level", metavar="N|N-N", help="Levels from 1 (Structure) on; all by default.")
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="A[:B]", help="Frames from 0 on, or seconds as in 1.5s:2s; all by default."),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write here instead, and leave the file as it is.")]
ItsModel = Annotated[
    Path | None,
    typer.Option("--model", help="The model of the codes, if it is neither in the library nor beside them."),
]


def set_cells(
    file: File,
    code: Annotated[int, argument(EDITING["code"])],
    level: Levels = None,
    at: At = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Set cells to CODE.

    For example: distill codes set hum.codes.json 17 --level 1 --at 1s:1.2s
    """
    _edit(file, output, as_json, lambda codes: codes.grid.set(region(codes, level, at), code))


def clear(file: File, level: Levels = None, at: At = None, output: Output = None, as_json: AsJson = False) -> None:
    """Empty cells: they are silent.

    For example: distill codes clear hum.codes.json --level 3-4
    """
    _edit(file, output, as_json, lambda codes: codes.grid.clear(region(codes, level, at)))


def shift(
    file: File,
    by: Annotated[int, option(EDITING["shift"])],
    level: Levels = None,
    at: At = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Move codes in time, around within their region.

    For example: distill codes shift hum.codes.json --by 25
    """
    _edit(file, output, as_json, lambda codes: codes.grid.shift(region(codes, level, at), by))


def transpose(
    file: File,
    by: Annotated[int, option(EDITING["transpose"])],
    level: Levels = None,
    at: At = None,
    model: ItsModel = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Move codes along the order of similarity.

    For example: distill codes transpose hum.codes.json --by 3 --level 1
    """

    def change(codes: "GridFile") -> "CodeGrid":
        return codes.grid.transpose(region(codes, level, at), by, _order(file, codes, model))

    _edit(file, output, as_json, change)


def vary(
    file: File,
    amount: Annotated[float, option(EDITING["amount"])] = EDITING["amount"].default,
    reach: Annotated[int, option(EDITING["reach"])] = EDITING["reach"].default,
    seed: Annotated[int, option(EDITING["seed"])] = EDITING["seed"].default,
    level: Levels = None,
    at: At = None,
    model: ItsModel = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Move a random share of the cells to codes that sound alike.

    For example: distill codes vary hum.codes.json --amount 0.2 --level 2-4
    """

    def change(codes: "GridFile") -> "CodeGrid":
        return codes.grid.vary(region(codes, level, at), amount, reach, _order(file, codes, model), seed)

    _edit(file, output, as_json, change)


def copy(
    file: File,
    to: Annotated[str, typer.Option("--to", metavar="A", help="Frame or second where the copy begins.")],
    level: Levels = None,
    at: At = None,
    output: Output = None,
    as_json: AsJson = False,
) -> None:
    """Copy a region over another one.

    For example: distill codes copy hum.codes.json --at 0s:1s --to 2s
    """
    from dataclasses import replace

    def change(codes: "GridFile") -> "CodeGrid":
        where = region(codes, level, at)
        start = codes.grid.region(frame=_frame(to, codes)).frame
        return codes.grid.set(replace(where, frame=start), codes.grid.copy(where))

    _edit(file, output, as_json, change)


def swap(
    file: File,
    other: Annotated[Path, typer.Argument(help="Another file of codes of the same model, or the same file.")],
    level: Levels = None,
    at: At = None,
    to: Annotated[
        str | None, typer.Option("--with", metavar="A", help="Frame or second in OTHER; the same place by default.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Exchange a region between two files, or two regions of one. The same swap again undoes it.

    For example: distill codes swap hum.codes.json drum.codes.json --level 1 --at 0s:1s
    """
    from dataclasses import replace

    from distill.grid import grid_file

    ours, theirs = grid_file.read(file), grid_file.read(other)
    if ours.model != theirs.model:
        raise grid_file.CodesError(f"{file} and {other} hold codes of two models. Encode both with one.")
    if at is None and to is None:
        at = f"0:{min(ours.grid.frames, theirs.grid.frames)}"
    where = region(ours, level, at)
    start = theirs.grid.region(frame=_frame(to, theirs) if to else where.frame, frames=where.frames).frame
    if file.resolve() == other.resolve():
        _keep([(file, ours, ours.history.then(ours.grid.swap(where, replace(where, frame=start))))], as_json)
        return
    one, two = ours.grid.swap_with(where, theirs.grid, replace(where, frame=start))
    _keep([(file, ours, ours.history.then(one)), (other, theirs, theirs.history.then(two))], as_json)


def lock(file: File, level: Levels = None, at: At = None, output: Output = None, as_json: AsJson = False) -> None:
    """Protect cells from edits.

    For example: distill codes lock hum.codes.json --at 0s:0.5s
    """
    _edit(file, output, as_json, lambda codes: codes.grid.lock(region(codes, level, at)))


def unlock(file: File, level: Levels = None, at: At = None, output: Output = None, as_json: AsJson = False) -> None:
    """Let cells be edited again.

    For example: distill codes unlock hum.codes.json
    """
    _edit(file, output, as_json, lambda codes: codes.grid.lock(region(codes, level, at), on=False))


def undo(file: File, as_json: AsJson = False) -> None:
    """Undo the last edit."""
    from distill.grid import grid_file

    codes = grid_file.read(file)
    if not codes.history.past:
        raise grid_file.CodesError(f"There is no edit of {file} to take back.")
    _keep([(file, codes, codes.history.undo())], as_json)


def redo(file: File, as_json: AsJson = False) -> None:
    """Redo the edit that was undone last."""
    from distill.grid import grid_file

    codes = grid_file.read(file)
    if not codes.history.future:
        raise grid_file.CodesError(f"There is nothing undone in {file} to do again.")
    _keep([(file, codes, codes.history.redo())], as_json)


def region(codes: "GridFile", level: str | None, at: str | None) -> "Region":
    """Region of ``--level`` and ``--at`` in ``codes``.

    Raises:
        GridError: it cannot be parsed, is empty, or lies outside the grid.
    """
    from distill.grid.grid import GridError

    parts = re.fullmatch(r"([0-9]{1,3})(?:-([0-9]{1,3}))?", level or "0")
    if not parts:
        raise GridError(f"--level is a number from 1 on, or a range as 1-3; not {quoted(level)}.")
    lowest, highest = int(parts[1]), int(parts[2] or parts[1])
    start, _, end = (at or "").partition(":")
    begin = _frame(start, codes) if at else None
    levels = highest - lowest + 1
    frames = _frame(end, codes) - (begin or 0) if end else 1
    for name, text, size in (("--level", level, levels), ("--at", at, frames)):
        if size < 1:
            raise GridError(f"{name} {text} holds nothing: it ends before it begins. Name the earlier end first.")
    return codes.grid.region(level=lowest - 1 if level else None, levels=levels, frame=begin, frames=frames)


def _frame(text: str, codes: "GridFile") -> int:
    """Parse a frame, or a time in seconds such as 1.5s, to a frame."""
    from distill.grid.grid import GridError

    try:
        return round(float(text[:-1]) * codes.frame_rate) if text.endswith("s") else int(text)
    except (ValueError, OverflowError) as error:
        raise GridError(f"A place is a frame such as 120, or a second such as 1.2s; not {quoted(text)!r}.") from error


def _order(file: Path, codes: "GridFile", model: Path | None) -> "NDArray[np.int64]":
    from distill.cli.commands.encode_decode import its_model
    from distill.grid import similarity

    return similarity.order(its_model(file, codes, model).codec.codebooks)


def _edit(file: Path, output: Path | None, as_json: bool, change: "Callable[[GridFile], CodeGrid]") -> None:
    from distill.grid import grid_file

    if output:
        grid_file.check_codes(output)
    codes = grid_file.read(file)
    _keep([(output or file, codes, codes.history.then(change(codes)))], as_json)


def _keep(edits: "Sequence[tuple[Path, GridFile, History]]", as_json: bool) -> None:
    """Write edited codes to their files, and print how many cells changed."""
    from dataclasses import replace

    from distill.cli.results import Edited
    from distill.grid import grid_file

    for place, codes, history in edits:
        grid_file.write(replace(codes, history=history), place)
    pairs = [(codes.grid, history.present) for _, codes, history in edits]
    changed = sum(int(((a.codes != b.codes) | (a.locked != b.locked)).sum()) for a, b in pairs)
    first = edits[0][2]
    outputs = tuple(place for place, _, _ in edits)
    edited = Edited(outputs=outputs, changed=changed, undo=len(first.past), redo=len(first.future))
    if as_json:
        say_json(edited)
        return
    where = " and ".join(str(place) for place in outputs)
    say(f"{changed} cells changed in {where}; {edited.undo} to undo, {edited.redo} to redo.")
