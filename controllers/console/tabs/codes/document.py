"""Document of the Codes tab: up to two grids of one model, their edits, and their sound.

Every edit is saved to a file, with its history, so that a closed page loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from controllers.console.widgets.cells import CodeAppearance
from distill import bundle, library
from distill.audio import Samples
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid import grid_file, similarity
from distill.grid.grid import CodeGrid, GridError, History, Region
from distill.grid.grid_file import GridFile
from distill.offline import atlas, blend, encode_decode
from distill.text import shown


class Side(StrEnum):
    """Place of a grid in the document."""

    A = "a"
    B = "b"

    @property
    def other(self) -> "Side":
        """The other one."""
        return Side.B if self is Side.A else Side.A


@dataclass(frozen=True, slots=True)
class Sheet:
    """One open grid."""

    name: str
    codes: GridFile
    recording: Path | None
    """The recording it was encoded from; ``None`` if it was opened from a file of codes."""
    file: Path | None
    """The file to which edits are saved; ``None`` before the first edit."""
    remarks: tuple[str, ...] = ()
    """Remarks of the reader about the recording."""

    @property
    def grid(self) -> CodeGrid:
        """The grid after all edits."""
        return self.codes.grid


class GridDocument:
    """Document with two places for grids; its methods take time, and are called one at a time from a thread.

    Args:
        folder: folder in which edited codes are saved.
        library_folder: folder in which the models of opened codes are looked up.
    """

    def __init__(self, folder: Path, library_folder: Path) -> None:
        self.sheets: dict[Side, Sheet] = {}
        self._folder = folder
        self._library_folder = library_folder
        self._loaded: LoadedModel | None = None
        self._done: list[tuple[Side, ...]] = []
        self._undone: list[tuple[Side, ...]] = []

    @property
    def path(self) -> Path | None:
        """File of the model, if one is chosen."""
        return self._loaded.path if self._loaded else None

    @property
    def loaded(self) -> "LoadedModel":
        """The model in use.

        Raises:
            DistillError: no model is chosen.
        """
        if self._loaded is None:
            raise DistillError("No model is chosen. Choose one.")
        return self._loaded

    def use_model(self, path: Path) -> None:
        """Use another model: recordings are encoded again, grids from files of codes are closed."""
        if self._loaded and self._loaded.path == path:
            return
        self._loaded = LoadedModel(path, bundle.load(path))
        recordings = {side: sheet.recording for side, sheet in self.sheets.items() if sheet.recording}
        self._done, self._undone, self.sheets = [], [], {}
        for side, recording in recordings.items():
            self.open(side, recording)

    def open(self, side: Side, path: Path) -> None:
        """Open a recording or a file of codes; the latter with its own model if nothing else is open.

        Raises:
            DistillError: it is neither, or its codes belong to another model.
        """
        sheet = self._read(side, path) if path.suffix.lower() in grid_file.SUFFIXES else self._encoded(path)
        self.close(side)
        self.sheets[side] = sheet

    def close(self, side: Side) -> None:
        """Close a grid; its edits are in its file."""
        self.sheets.pop(side, None)
        self._done, self._undone = (
            [sides for sides in each if side not in sides] for each in (self._done, self._undone)
        )

    def sheet(self, side: Side) -> Sheet:
        """The grid at ``side``.

        Raises:
            DistillError: none is open there.
        """
        if side not in self.sheets:
            raise DistillError(f"There is nothing in {side.upper()}. Open a recording or codes there.")
        return self.sheets[side]

    def edit(self, side: Side, change: Callable[[CodeGrid], CodeGrid]) -> None:
        """Edit a grid and save it; an edit without effect is none."""
        self._apply({side: change(self.sheet(side).grid)})

    def swap(self, side: Side, region: Region, frame: int) -> None:
        """Swap a region with one of the same size in the other grid, from ``frame`` on."""
        ours, theirs, there = self._paired(side, region, frame)
        one, two = ours.swap_with(region, theirs, there)
        self._apply({side: one, side.other: two})

    def copy(self, side: Side, region: Region, frame: int) -> None:
        """Copy a region into the other grid, from ``frame`` on."""
        ours, theirs, there = self._paired(side, region, frame)
        self._apply({side.other: theirs.set(there, ours.copy(region))})

    def undo(self, side: Side) -> None:
        """Undo the last edit of this session, in one or both grids; without one, that in the history of ``side``.

        Raises:
            DistillError: there is no edit to undo.
        """
        sides = self._done.pop() if self._done else (side,)
        histories = {each: self.sheet(each).codes.history for each in sides}
        if not all(history.past for history in histories.values()):
            raise DistillError("There is no edit to take back.")
        self._undone.append(sides)
        self._store({each: history.undo() for each, history in histories.items()})

    def redo(self, side: Side) -> None:
        """Redo the edit that was undone last.

        Raises:
            DistillError: there is no edit to redo.
        """
        sides = self._undone.pop() if self._undone else (side,)
        histories = {each: self.sheet(each).codes.history for each in sides}
        if not all(history.future for history in histories.values()):
            raise DistillError("There is nothing to do again.")
        self._done.append(sides)
        self._store({each: history.redo() for each, history in histories.items()})

    def decode(self, side: Side) -> Samples:
        """Decode a grid to samples [time, channel] at 48 kHz, as long as the recording was."""
        codes = self.sheet(side).codes
        return encode_decode.decode(self.loaded.model.codec, codes.grid, codes.samples)

    def decode_code(self, level: int, code: int) -> Samples:
        """Decode one code of one level, held for a moment, to samples [time, channel]."""
        return atlas.sound(self.loaded.model.codec, level, code)

    def decode_blend(self, ratios: list[float]) -> Samples:
        """Decode the blend of both grids to samples [time, channel].

        Args:
            ratios: [level], 0 (grid A) to 1 (grid B).
        """
        one, two, ratio = self._blend(ratios)
        return blend.decode(self.loaded.model.codec, one.grid, two.grid, ratio, max(one.samples, two.samples))

    @property
    def blend_name(self) -> str:
        """Name of the blend of both grids."""
        return f"{self.sheet(Side.A).name} and {self.sheet(Side.B).name}"

    def save_blend(self, ratios: list[float]) -> Path:
        """Save the codes nearest to the blend of both grids, ``ratios`` as in ``decode_blend``; return the file."""
        one, two, ratio = self._blend(ratios)
        model = self.loaded.model
        grid = blend.grid(model.codec, one.grid, two.grid, ratio)
        path = self._free(self.blend_name)
        grid_file.write(GridFile.of(grid, model, max(one.samples, two.samples)), path)
        return path

    def _encoded(self, path: Path) -> Sheet:
        model = self.loaded.model
        remarks: list[str] = []
        samples = encode_decode.read(path, model.codec.config.channels, remarks.append)
        grid = encode_decode.encode(model.codec, samples)
        return Sheet(shown(path.stem), GridFile.of(grid, model, len(samples)), path, None, tuple(remarks))

    def _read(self, side: Side, path: Path) -> Sheet:
        codes = grid_file.read(path)
        if side.other not in self.sheets and (self._loaded is None or codes.model != self._loaded.model.fingerprint):
            its = library.with_fingerprint(codes.model, (self._library_folder, path.parent))
            if its:
                self._loaded = LoadedModel(its, bundle.load(its))
        grid_file.check_model(codes, self.loaded.model, path)
        name = path.name.removesuffix(path.suffix).removesuffix(".codes")
        return Sheet(shown(name), codes, None, path if path.parent == self._folder else None)

    def _apply(self, grids: dict[Side, CodeGrid]) -> None:
        changed = {side: grid for side, grid in grids.items() if grid != self.sheet(side).grid}
        if changed:
            self._done, self._undone = [*self._done, tuple(changed)], []
            self._store({side: self.sheets[side].codes.history.then(grid) for side, grid in changed.items()})

    def _store(self, histories: dict[Side, History]) -> None:
        """Set the histories of grids, and save them."""
        for side, history in histories.items():
            sheet = self.sheets[side]
            codes, file = replace(sheet.codes, history=history), sheet.file or self._free(sheet.name)
            grid_file.write(codes, file)
            self.sheets[side] = replace(sheet, codes=codes, file=file)

    def _paired(self, side: Side, region: Region, frame: int) -> tuple[CodeGrid, CodeGrid, Region]:
        ours, theirs = self.sheet(side).grid, self.sheet(side.other).grid
        if frame + region.frames > theirs.frames:
            raise GridError(
                f"{region.frames} frames from {frame} on do not fit into {side.other.upper()}, which has "
                f"{theirs.frames}. Select fewer, or click there where they shall go."
            )
        return ours, theirs, replace(region, frame=frame)

    def _blend(self, ratios: list[float]) -> tuple[GridFile, GridFile, NDArray[np.float32]]:
        one, two = self.sheet(Side.A).codes, self.sheet(Side.B).codes
        frames = max(one.grid.frames, two.grid.frames)
        return one, two, np.repeat(np.array(ratios, dtype=np.float32)[:, None], frames, axis=1)

    def _free(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        names = (name, *(f"{name} {number}" for number in range(2, 10_000)))
        return next(path for each in names if not (path := self._folder / f"{each}.npz").exists())


@dataclass(frozen=True)
class LoadedModel:
    """Model with derived data, computed when first used."""

    path: Path
    model: Bundle

    @cached_property
    def order(self) -> NDArray[np.int64]:
        """[level, place]: codes in order of similarity."""
        return similarity.order(self.model.codec.codebooks)

    @cached_property
    def appearance(self) -> CodeAppearance:
        """Colours of the codes, and names of the levels."""
        books = self.model.codec.codebooks
        return CodeAppearance(self.roles, similarity.places(self.order), similarity.shares(books))

    @property
    def roles(self) -> tuple[str, ...]:
        """[level]: names of the levels."""
        return tuple(level.role for level in self.model.card.health)
