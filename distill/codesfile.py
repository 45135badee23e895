"""Files of codes, with what was done to them: ``.codes.json`` to be read by people, ``.npz`` for long recordings."""

import json
import math
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from torch import Tensor

from distill.bundle import Model
from distill.errors import DistillError
from distill.files import Kind, check_writable, replacing
from distill.grid import EMPTY, REMEMBERED, CodeGrid, GridError, History
from distill.model.codec import role

SUFFIXES = frozenset({".json", ".npz"})
MOST_CELLS = 1 << 22
"""Of a grid, and of each of its past and its future: almost three hours of four levels."""
LARGEST_TEXT = 1 << 24
"""Bytes of a ``.codes.json``."""
LARGEST_ABOUT = 1 << 14
"""Bytes of what an ``.npz`` says before its codes."""

Integer = Annotated[int, Field(ge=EMPTY, le=MOST_CELLS)]
Change = tuple[Integer, Integer, Integer, Integer, Integer]
"""Number of the edit, level, frame, the code to put there, and 1 to lock it or 0 not to."""


class CodesError(DistillError):
    """A file of codes is missing, damaged, newer than this program, something else, or of another model."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The grid of a recording, as it is and as it was."""

    history: History
    model: str
    """The fingerprint of the model whose codes they are."""
    frame_rate: float
    samples: int
    """Length of the recording, at 48 kHz."""

    @classmethod
    def of(cls, grid: CodeGrid, model: Model, samples: int) -> "Codes":
        """The codes that ``model`` made of a recording, not edited so far."""
        return cls(History(grid), model.fingerprint, model.codec.config.frame_rate, samples)

    @property
    def grid(self) -> CodeGrid:
        """The grid as it is."""
        return self.history.present


class About(BaseModel):
    """What a file says before its codes."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: Literal["distill-codes"] = "distill-codes"
    version: Literal[1] = 1
    model: str = Field(pattern="^[0-9a-f]{64}$")
    frame_rate: float = Field(gt=0, le=10_000, allow_inf_nan=False)
    samples: int = Field(ge=0, le=1 << 40)
    codebook_size: int = Field(ge=2, le=1 << 15)
    levels: tuple[Annotated[str, Field(max_length=100)], ...] = Field(min_length=1, max_length=8)
    """What the rows are called."""


class Text(About):
    """A ``.codes.json``: the same, and the arrays of an ``.npz``."""

    codes: tuple[tuple[Integer, ...], ...]
    locked: tuple[tuple[Integer, Integer], ...]
    past: tuple[Change, ...]
    future: tuple[Change, ...]


COLUMNS = {"codes": None, "locked": 2, "past": 5, "future": 5}
"""The arrays of a file and their columns.

A row of ``codes`` is a level and a column a frame; a row of ``locked`` is a locked cell; one of ``past`` or ``future``
is a ``Change`` to take an edit back or to do it again, the latest edit first.
"""

Arrays = Mapping[str, NDArray[np.int64]]


def _is_own(path: Path) -> bool:
    kind = f'"{About.model_fields["format"].default}"'
    with suppress(Exception):  # whatever a damaged archive makes the reader raise
        if path.suffix != ".npz":
            return path.stat().st_size <= LARGEST_TEXT and kind.encode() in path.read_bytes()
        with zipfile.ZipFile(path) as archive, archive.open("about.npy") as file:
            return kind.encode("utf-32-le") in file.read(LARGEST_ABOUT)
    return False


CODES = Kind("a file of codes", _is_own)


def check_codes(path: Path) -> None:
    """See that codes may be written to ``path``, before any time is spent.

    Raises:
        DistillError: the suffix is neither ``.json`` nor ``.npz``, or something else is there.
    """
    if path.suffix not in SUFFIXES:
        raise CodesError(f"{path}: codes are written as .codes.json or .npz, not as {path.suffix or 'nothing'!r}.")
    check_writable(path, CODES)


def write(codes: Codes, path: Path) -> None:
    """Write a file of codes; an interrupted write leaves what was there before.

    Raises:
        DistillError: the suffix is neither ``.json`` nor ``.npz``, the codes are too many for it, or the place cannot
            be written to.
    """
    check_codes(path)
    grid = codes.grid
    if grid.codes.numel() > MOST_CELLS:
        raise CodesError(f"{path}: {grid.codes.numel()} cells are too many for one file. Cut the recording.")
    about = About(
        model=codes.model,
        frame_rate=codes.frame_rate,
        samples=codes.samples,
        codebook_size=grid.size,
        levels=tuple(role(level) for level in range(grid.levels)),
    )
    states = MOST_CELLS // grid.codes.numel()
    arrays = {
        "codes": grid.codes.numpy(),
        "locked": grid.locked.nonzero().numpy(),
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


def read(path: Path) -> Codes:
    """Read a file of codes.

    Raises:
        CodesError: there is none, or it is damaged, newer than this program, or something else.
    """
    try:
        about, arrays = _read_archive(path) if path.suffix == ".npz" else _read_text(path)
        return _assembled(about, arrays)
    except OSError as error:
        raise CodesError(f"{path} cannot be read: {error.strerror or error}. Make one: distill encode.") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "it"
        reason = f"{where}: {first['msg']}"
        raise CodesError(f"{path} is no file of codes, or a newer one ({reason}). Encode it again.") from error
    except (ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, GridError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise CodesError(f"{path} is damaged or no file of codes ({reason}). Encode it again.") from error


def check_model(codes: Codes, model: Model, path: Path) -> None:
    """See that ``codes`` from ``path`` are those of ``model``.

    Raises:
        CodesError: they are not: the same codes mean something else to another model.
    """
    config, grid = model.codec.config, codes.grid
    if codes.model != model.fingerprint:
        raise CodesError(
            f"{path} holds codes of another model ({codes.model[:12]}, not {model.fingerprint[:12]}). "
            f"Encode the recording with this one."
        )
    if (grid.levels, grid.size) != (config.levels, config.codebook_size):
        raise CodesError(f"{path} is damaged: its model has {config.levels} levels of {config.codebook_size} codes.")


def _read_text(path: Path) -> tuple[About, Arrays]:
    if path.stat().st_size > LARGEST_TEXT:
        raise ValueError(f"{path.stat().st_size >> 20} MiB of text")
    text = Text.model_validate_json(path.read_bytes())
    if len({len(row) for row in text.codes}) != 1:
        raise ValueError("its levels differ in length")
    arrays = {
        name: np.array(getattr(text, name), np.int64).reshape(-1, columns or len(text.codes[0]))
        for name, columns in COLUMNS.items()
    }
    return text, arrays


def _read_archive(path: Path) -> tuple[About, Arrays]:
    with zipfile.ZipFile(path) as archive:
        for name, columns in COLUMNS.items():
            _check_array(archive, name, columns)
        _check_text(archive)
    with np.load(path, allow_pickle=False) as loaded:
        about = About.model_validate_json(str(loaded["about"]))
        return about, {name: loaded[name].astype(np.int64) for name in COLUMNS}


def _header(archive: zipfile.ZipFile, name: str) -> tuple[tuple[int, ...], np.dtype[Any]]:
    """Shape and type of an array, before any memory is taken for it."""
    with archive.open(f"{name}.npy") as file:
        version = np.lib.format.read_magic(file)
        if version != (1, 0):
            raise ValueError(f"{name} is of array format {version}")
        shape, _, kind = np.lib.format.read_array_header_1_0(file)
    return shape, kind


def _check_array(archive: zipfile.ZipFile, name: str, columns: int | None) -> None:
    shape, kind = _header(archive, name)
    if (
        kind.kind != "i"
        or kind.itemsize > 4
        or len(shape) != 2
        or math.prod(shape) > (columns or 1) * MOST_CELLS
        or shape[1] != (columns or shape[1])
    ):
        raise ValueError(f"{name} has the shape {shape} of {kind}")


def _check_text(archive: zipfile.ZipFile) -> None:
    shape, kind = _header(archive, "about")
    if kind.kind != "U" or shape or kind.itemsize > LARGEST_ABOUT:
        raise ValueError(f"about has the shape {shape} of {kind}")


def _assembled(about: About, arrays: Arrays) -> Codes:
    """The codes that a file's arrays stand for, checked."""
    codes, locked = (torch.from_numpy(arrays[name]) for name in ("codes", "locked"))
    if len(codes) != len(about.levels) or codes.numel() > MOST_CELLS:
        raise ValueError(f"codes have the shape {tuple(codes.shape)}")
    grid = CodeGrid.of(codes, about.codebook_size)
    _check_cells(grid, locked)
    grid.locked[tuple(locked.T)] = True
    past, future = (_states(grid, torch.from_numpy(arrays[name])) for name in ("past", "future"))
    return Codes(History.of(past[::-1], grid, future), about.model, about.frame_rate, about.samples)


def _changes(grid: CodeGrid, states: Sequence[CodeGrid]) -> NDArray[np.int64]:
    """What to change, step by step, to come from ``grid`` to each of ``states`` in turn: rows of ``Change``."""
    tables = [torch.zeros(0, 5, dtype=torch.long)]
    for step, state in enumerate(states):
        cells = ((state.codes != grid.codes) | (state.locked != grid.locked)).nonzero()
        there = tuple(cells.T)
        values = torch.stack([state.codes[there], state.locked[there].long()], dim=1)
        tables.append(torch.cat([torch.full((len(cells), 1), step), cells, values], dim=1))
        grid = state
    return torch.cat(tables).numpy()


def _states(grid: CodeGrid, changes: Tensor) -> tuple[CodeGrid, ...]:
    """The grids that the rows of ``changes`` lead to, one after the other."""
    _check_cells(grid, changes[:, 1:3])
    count = int(changes[:, 0].max()) + 1 if len(changes) else 0
    if count > min(REMEMBERED, MOST_CELLS // grid.codes.numel()):
        raise ValueError(f"{count} edits")
    states: list[CodeGrid] = []
    for step in range(count):
        rows = changes[changes[:, 0] == step]
        there = tuple(rows[:, 1:3].T)
        codes, locked = grid.codes.clone(), grid.locked.clone()
        codes[there], locked[there] = rows[:, 3], rows[:, 4] != 0
        grid = replace(CodeGrid.of(codes, grid.size), locked=locked)
        states.append(grid)
    return tuple(states)


def _check_cells(grid: CodeGrid, cells: Tensor) -> None:
    """See that levels and frames [cell, 2] are within a grid."""
    if ((cells < 0) | (cells >= torch.tensor(grid.codes.shape))).any():
        raise ValueError("a cell beyond the grid")


def _laid_out(document: Mapping[str, Any]) -> str:
    """JSON with a row of numbers on a line."""
    lines: list[str] = []
    for name, value in document.items():
        rows = value if name in COLUMNS else ()
        inside = ",\n".join(f"    {json.dumps(row)}" for row in rows)
        lines.append(f"  {json.dumps(name)}: " + (f"[\n{inside}\n  ]" if rows else json.dumps(value)))
    return "{\n" + ",\n".join(lines) + "\n}\n"
