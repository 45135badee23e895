"""Files of a grid with its history: ``.codes.json``, readable text, and ``.npz``, for long recordings."""

import json
import math
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, FailFast, Field

from distill.audio import SAMPLE_RATE
from distill.errors import DistillError
from distill.grid.grid import EMPTY, REMEMBERED, CodeGrid, GridError, History
from distill.hyperparameters import role
from distill.io import archive, reading
from distill.io.files import FileKind, check_writable, replacing

if TYPE_CHECKING:
    # An edit needs no model, nor what plays one, which takes a second to import.
    from distill.bundle import Bundle

SUFFIXES = frozenset({".json", ".npz"})
MOST_CELLS = 1 << 22
"""Upper limit of the cells of a grid, and of its past and its future: almost three hours of four levels."""
LARGEST_TEXT = 1 << 24
"""Upper limit of a ``.codes.json``, in bytes."""
LARGEST_ABOUT = 1 << 14
"""Upper limit of the header of an ``.npz``, in bytes."""


class CodesError(DistillError):
    """A file of codes is missing, damaged, newer than this program, no file of codes, or of another model."""


@dataclass(frozen=True, slots=True)
class GridFile:
    """Content of a file of codes: the grid of a recording and its history."""

    history: History
    model: str
    """Fingerprint of the model of the codes."""
    frame_rate: float
    samples: int
    """Length of the recording in samples, at 48 kHz."""

    @classmethod
    def of(cls, grid: CodeGrid, model: "Bundle", samples: int) -> "GridFile":
        """Content for a new ``grid`` of ``model``, without history; ``samples`` is the length of the recording."""
        return cls(History(grid), model.fingerprint, model.codec.config.frame_rate, samples)

    @property
    def grid(self) -> CodeGrid:
        """Present state of the grid."""
        return self.history.present


class GridFileHeader(BaseModel):
    """Header of a file of codes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["distill-codes"] = "distill-codes"
    version: Literal[1] = 1
    model: str = Field(pattern="^[0-9a-f]{64}$")
    frame_rate: float = Field(ge=1, le=10_000, allow_inf_nan=False)
    samples: int = Field(ge=1, le=1 << 40)
    codebook_size: int = Field(ge=2, le=1 << 15)
    levels: Annotated[tuple[Annotated[str, Field(max_length=100)], ...], FailFast()] = Field(min_length=1, max_length=8)
    """Names of the levels."""


COLUMNS = {"codes": None, "locked": 2, "past": 5, "future": 5}
"""Arrays of a file, and their number of columns; ``None`` for any.

A row of ``codes`` is a level and a column a frame; a row of ``locked`` is a locked cell; one of ``past`` or ``future``
is a cell to change, to take an edit back or to do it again, the latest edit first: number of the edit, level, frame,
the code to put there, and 1 to lock it or 0 not to.
"""

Arrays = Mapping[str, NDArray[np.int64]]


def _is_own(path: Path) -> bool:
    kind = f'"{GridFileHeader.model_fields["format"].default}"'
    with suppress(Exception):  # whatever a damaged archive makes the reader raise
        if path.suffix != ".npz":
            return path.stat().st_size <= LARGEST_TEXT and kind.encode() in path.read_bytes()
        with zipfile.ZipFile(path) as archive, archive.open("about.npy") as file:
            return kind.encode("utf-32-le") in file.read(LARGEST_ABOUT)
    return False


CODES = FileKind("a file of codes", _is_own)


def check_codes(path: Path) -> None:
    """Check, before any time is spent, that codes may be written to ``path``.

    Raises:
        DistillError: the suffix is neither ``.json`` nor ``.npz``, or something else is there.
    """
    if path.suffix not in SUFFIXES:
        raise CodesError(f"{path}: codes are written as .codes.json or .npz, not as {path.suffix or 'nothing'!r}.")
    check_writable(path, CODES)


def write(codes: GridFile, path: Path) -> None:
    """Write a file of codes, atomically.

    Raises:
        DistillError: the suffix is neither ``.json`` nor ``.npz``, the codes are too many for it, or the place cannot
            be written to.
    """
    check_codes(path)
    grid = codes.grid
    if grid.codes.size > MOST_CELLS:
        raise CodesError(f"{path}: {grid.codes.size} cells are too many for one file. Cut the recording.")
    about = GridFileHeader(
        model=codes.model,
        frame_rate=codes.frame_rate,
        samples=codes.samples,
        codebook_size=grid.size,
        levels=tuple(role(level) for level in range(grid.levels)),
    )
    states = MOST_CELLS // grid.codes.size
    arrays = {
        "codes": grid.codes,
        "locked": np.argwhere(grid.locked),
        "past": _changes(grid, [change.before for change in codes.history.past[::-1][:states]]),
        "future": _changes(grid, [change.after for change in codes.history.future[:states]]),
    }
    if path.suffix == ".npz":
        small = {name: array.astype(np.int16 if name == "codes" else np.int32) for name, array in arrays.items()}
        with replacing(path, CODES) as temporary:
            np.savez_compressed(temporary, allow_pickle=False, about=np.array(about.model_dump_json()), **small)
        return
    text = _laid_out(about.model_dump() | {name: array.tolist() for name, array in arrays.items()})
    if len(text) > LARGEST_TEXT:
        raise CodesError(f"{path}: {len(text) >> 20} MiB of codes are too many to read. Take .npz instead.")
    with replacing(path, CODES) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read(path: Path) -> GridFile:
    """Read a file of codes.

    Raises:
        CodesError: there is none, or it is damaged, newer than this program, or something else.
    """
    try:
        about, arrays = _read_archive(path) if path.suffix == ".npz" else _read_text(path)
        return _assembled(about, arrays)
    except OSError as error:
        raise CodesError(f"{path} cannot be read: {error.strerror or error}. Make one: distill encode.") from error
    except (ValueError, LookupError, GridError) as error:
        reason = reading.reason(error)
        raise CodesError(f"{path} is damaged or no file of codes ({reason}). Encode it again.") from error


def check_model(codes: GridFile, model: "Bundle", path: Path) -> None:
    """Check that ``codes`` from ``path`` are of ``model``.

    Raises:
        CodesError: they are not: the same codes decode to something else by another model.
    """
    config, grid = model.codec.config, codes.grid
    if codes.model != model.fingerprint:
        raise CodesError(
            f"{path} holds codes of another model ({codes.model[:12]}, not {model.fingerprint[:12]}). "
            f"Encode the recording with this one."
        )
    if (grid.levels, grid.size, codes.frame_rate) != (config.levels, config.codebook_size, config.frame_rate):
        raise CodesError(
            f"{path} is damaged: its model has {config.levels} levels of {config.codebook_size} codes, "
            f"{config.frame_rate:g} frames a second."
        )


def _read_text(path: Path) -> tuple[GridFileHeader, Arrays]:
    document = reading.parsed_json(reading.content(path, LARGEST_TEXT, "text"))
    if not isinstance(document, dict):
        raise ValueError("Invalid JSON: no object")  # noqa: TRY004 - of the file, not of the program
    tables = {name: _table(name, document.pop(name), columns) for name, columns in COLUMNS.items()}
    return GridFileHeader.model_validate_json(json.dumps(document)), tables


def _table(name: str, rows: object, columns: int | None) -> NDArray[np.int64]:
    """Array [row, column] of lists of integers in a text."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise ValueError(f"{name}: no rows of numbers")
    widths = {len(row) for row in rows}
    if len(widths | ({columns} if columns else set())) > 1:
        raise ValueError(f"{name}: its {'rows' if columns else 'levels'} differ in length")
    numbers = [number for row in rows for number in row]
    if not {type(number) for number in numbers} <= {int}:
        raise ValueError(f"{name}: not all are whole numbers")
    if numbers and not EMPTY <= min(numbers) <= max(numbers) <= MOST_CELLS:
        raise ValueError(f"{name}: numbers are greater than or equal to {EMPTY} and less than or equal to {MOST_CELLS}")
    return np.array(numbers, np.int64).reshape(len(rows), widths.pop() if widths else columns or 0)


def _read_archive(path: Path) -> tuple[GridFileHeader, Arrays]:
    read = archive.read(path, {"about": _is_text, **{name: _is_table(columns) for name, columns in COLUMNS.items()}})
    about = read.pop("about")
    text = bytes(about.tobytes()).decode("utf-32-be" if about.dtype.str.startswith(">") else "utf-32-le")
    header = GridFileHeader.model_validate_json(text.rstrip("\0"))
    return header, {name: table.astype(np.int64) for name, table in read.items()}


def _is_text(shape: tuple[int, ...], kind: np.dtype[Any]) -> bool:
    return kind.kind == "U" and not shape and kind.itemsize <= LARGEST_ABOUT


def _is_table(columns: int | None) -> archive.Fits:
    def fits(shape: tuple[int, ...], kind: np.dtype[Any]) -> bool:
        whole = kind.kind == "i" and kind.itemsize <= 4
        return (
            whole
            and len(shape) == 2
            and shape[1] == (columns or shape[1])
            and math.prod(shape) <= (columns or 1) * MOST_CELLS
        )

    return fits


def _assembled(about: GridFileHeader, arrays: Arrays) -> GridFile:
    """Content of a file from its header and arrays, validated."""
    codes, cells = arrays["codes"], arrays["locked"]
    if len(codes) != len(about.levels) or codes.size > MOST_CELLS:
        raise ValueError(f"codes have the shape {codes.shape}")
    grid = CodeGrid.of(codes, about.codebook_size)
    _check_cells(grid, cells)
    locked = np.zeros(codes.shape, dtype=np.bool_)
    locked[tuple(cells.T)] = True
    grid = replace(grid, locked=locked)
    past, future = (_states(grid, arrays[name]) for name in ("past", "future"))
    # A grid may have been cut by hand.
    samples = min(about.samples, math.ceil(grid.frames / about.frame_rate * SAMPLE_RATE))
    return GridFile(History.of(past[::-1], grid, future), about.model, about.frame_rate, samples)


def _changes(grid: CodeGrid, states: Sequence[CodeGrid]) -> NDArray[np.int64]:
    """Table [cell, column] of changes, as in ``COLUMNS``, from ``grid`` to each of ``states`` in turn."""
    tables = [np.zeros((0, 5), dtype=np.int64)]
    for step, state in enumerate(states):
        cells = np.argwhere((state.codes != grid.codes) | (state.locked != grid.locked))
        there = tuple(cells.T)
        columns = np.full(len(cells), step), *there, state.codes[there], state.locked[there].astype(np.int64)
        tables.append(np.stack(columns, axis=1))
        grid = state
    return np.concatenate(tables)


def _states(grid: CodeGrid, changes: NDArray[np.int64]) -> tuple[CodeGrid, ...]:
    """Grids after each edit of a table of ``changes``: the inverse of ``_changes``."""
    _check_cells(grid, changes[:, 1:3])
    count = int(changes[:, 0].max()) + 1 if len(changes) else 0
    if count > min(REMEMBERED, MOST_CELLS // grid.codes.size):
        raise ValueError(f"{count} edits")
    states: list[CodeGrid] = []
    for step in range(count):
        rows = changes[changes[:, 0] == step]
        there = tuple(rows[:, 1:3].T)
        codes, locked = grid.codes.copy(), grid.locked.copy()
        codes[there], locked[there] = rows[:, 3], rows[:, 4] != 0
        grid = replace(CodeGrid.of(codes, grid.size), locked=locked)
        states.append(grid)
    return tuple(states)


def _check_cells(grid: CodeGrid, cells: NDArray[np.int64]) -> None:
    """Check that levels and frames [cell, 2] are within a grid."""
    if ((cells < 0) | (cells >= grid.codes.shape)).any():
        raise ValueError("a cell beyond the grid")


def _laid_out(document: Mapping[str, Any]) -> str:
    """JSON with one row of numbers per line."""
    lines: list[str] = []
    for name, value in document.items():
        rows = value if name in COLUMNS else ()
        inside = ",\n".join(f"    {json.dumps(row)}" for row in rows)
        lines.append(f"  {json.dumps(name)}: " + (f"[\n{inside}\n  ]" if rows else json.dumps(value)))
    return "{\n" + ",\n".join(lines) + "\n}\n"
