"""The desk of the Codes tab: up to two grids of one model, what is done to them, and how they sound.

What is edited is kept in a file, with its history, so that a closed page loses nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import torch
from torch import Tensor

from controllers.console.widgets.cells import Looks
from distill import bundle, library
from distill.audio import Samples
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid import grid_file, similarity
from distill.grid.grid import CodeGrid, GridError, History, Region
from distill.grid.grid_file import GridFile
from distill.offline import atlas, blend, encode_decode
from distill.text import shown
from distill.threads import single


class Side(StrEnum):
    """A place on the desk."""

    A = "a"
    B = "b"

    @property
    def other(self) -> "Side":
        """The other one."""
        return Side.B if self is Side.A else Side.A


@dataclass(frozen=True, slots=True)
class Sheet:
    """A grid on the desk."""

    name: str
    codes: GridFile
    recording: Path | None
    """What it was encoded from; ``None`` where it was a file of codes."""
    file: Path | None
    """Where it is kept; ``None`` as long as nothing was edited."""
    remarks: tuple[str, ...] = ()
    """What is odd about the recording."""

    @property
    def grid(self) -> CodeGrid:
        """The grid as it is."""
        return self.codes.grid


class Desk:
    """Two places for grids. Its methods compute: they are called from a thread, one at a time."""

    def __init__(self, folder: Path, shelf: Path) -> None:
        """Keep edited codes in ``folder``; models are those of the library ``shelf``, and the starter."""
        self.sheets: dict[Side, Sheet] = {}
        self._folder = folder
        self._shelf = shelf
        self._tools: Tools | None = None
        self._done: list[tuple[Side, ...]] = []
        self._undone: list[tuple[Side, ...]] = []

    @property
    def path(self) -> Path | None:
        """The file of the model, if one is chosen."""
        return self._tools.path if self._tools else None

    @property
    def tools(self) -> "Tools":
        """The model, and what is made of it.

        Raises:
            DistillError: none is chosen.
        """
        if self._tools is None:
            raise DistillError("There is no model on the desk. Choose one.")
        return self._tools

    def use(self, path: Path) -> None:
        """Take another model; recordings are encoded anew, and other grids leave the desk."""
        if self._tools and self._tools.path == path:
            return
        self._tools = Tools(path, bundle.load(path))
        recordings = {side: sheet.recording for side, sheet in self.sheets.items() if sheet.recording}
        self._done, self._undone, self.sheets = [], [], {}
        for side, recording in recordings.items():
            self.open(side, recording)

    def open(self, side: Side, path: Path) -> None:
        """Lay a recording or a file of codes on the desk, with the model of the codes where nothing else lies there.

        Raises:
            DistillError: it is neither, or its codes are those of another model.
        """
        sheet = self._read(side, path) if path.suffix.lower() in grid_file.SUFFIXES else self._encoded(path)
        self.close(side)
        self.sheets[side] = sheet

    def close(self, side: Side) -> None:
        """Take a grid off the desk; if it was edited, it is in its file."""
        self.sheets.pop(side, None)
        self._done, self._undone = (
            [sides for sides in each if side not in sides] for each in (self._done, self._undone)
        )

    def sheet(self, side: Side) -> Sheet:
        """What lies there.

        Raises:
            DistillError: nothing does.
        """
        if side not in self.sheets:
            raise DistillError(f"There is nothing in {side.upper()}. Open a recording or codes there.")
        return self.sheets[side]

    def edit(self, side: Side, change: Callable[[CodeGrid], CodeGrid]) -> None:
        """Change a grid."""
        self._become({side: change(self.sheet(side).grid)})

    def swap(self, side: Side, region: Region, frame: int) -> None:
        """Exchange a region with as much of the other grid, from ``frame`` on."""
        ours, theirs, there = self._both(side, region, frame)
        one, two = ours.swap_with(region, theirs, there)
        self._become({side: one, side.other: two})

    def copy(self, side: Side, region: Region, frame: int) -> None:
        """Put what is in a region into the other grid, from ``frame`` on."""
        ours, theirs, there = self._both(side, region, frame)
        self._become({side.other: theirs.set(there, ours.copy(region))})

    def undo(self, side: Side) -> None:
        """Take back the last edit of both grids, or what ``side``'s file remembers from before."""
        sides = self._done.pop() if self._done else (side,)
        histories = {each: self.sheet(each).codes.history for each in sides}
        if not all(history.past for history in histories.values()):
            raise DistillError("There is no edit to take back.")
        self._undone.append(sides)
        self._lay({each: history.undo() for each, history in histories.items()})

    def redo(self, side: Side) -> None:
        """Do again what was taken back last."""
        sides = self._undone.pop() if self._undone else (side,)
        histories = {each: self.sheet(each).codes.history for each in sides}
        if not all(history.future for history in histories.values()):
            raise DistillError("There is nothing to do again.")
        self._done.append(sides)
        self._lay({each: history.redo() for each, history in histories.items()})

    def sound(self, side: Side) -> Samples:
        """Samples [time, channel] of a grid, as long as the recording was."""
        codes = self.sheet(side).codes
        with single():
            return encode_decode.decode(self.tools.model.codec, codes.grid, codes.samples)

    def code(self, level: int, code: int) -> Samples:
        """Samples [time, channel] of one code, held for a moment."""
        with single():
            return atlas.sound(self.tools.model.codec, level, code)

    def blended(self, ratios: list[float]) -> Samples:
        """Samples [time, channel] between both grids: for each level, 0 is A and 1 is B."""
        one, two, ratio = self._blend(ratios)
        with single():
            return blend.decode(self.tools.model.codec, one.grid, two.grid, ratio, max(one.samples, two.samples))

    @property
    def blend_name(self) -> str:
        """What a blend is called."""
        return f"{self.sheet(Side.A).name} and {self.sheet(Side.B).name}"

    def keep_blend(self, ratios: list[float]) -> Path:
        """Write the codes nearest to what lies between both grids; return where."""
        one, two, ratio = self._blend(ratios)
        model = self.tools.model
        with single():
            grid = blend.grid(model.codec, one.grid, two.grid, ratio)
        path = self._free(self.blend_name)
        grid_file.write(GridFile.of(grid, model, max(one.samples, two.samples)), path)
        return path

    def _encoded(self, path: Path) -> Sheet:
        model = self.tools.model
        remarks: list[str] = []
        samples = encode_decode.read(path, model.codec.config.channels, remarks.append)
        with single():
            grid = encode_decode.encode(model.codec, samples)
        return Sheet(shown(path.stem), GridFile.of(grid, model, len(samples)), path, None, tuple(remarks))

    def _read(self, side: Side, path: Path) -> Sheet:
        codes = grid_file.read(path)
        if side.other not in self.sheets and (self._tools is None or codes.model != self._tools.model.fingerprint):
            its = library.with_fingerprint(codes.model, (bundle.STARTER, self._shelf, path.parent))
            if its:
                self._tools = Tools(its, bundle.load(its))
        grid_file.check_model(codes, self.tools.model, path)
        name = path.name.removesuffix(path.suffix).removesuffix(".codes")
        return Sheet(shown(name), codes, None, path if path.parent == self._folder else None)

    def _become(self, grids: dict[Side, CodeGrid]) -> None:
        changed = {side: grid for side, grid in grids.items() if grid != self.sheet(side).grid}
        if changed:
            self._done, self._undone = [*self._done, tuple(changed)], []
            self._lay({side: self.sheets[side].codes.history.then(grid) for side, grid in changed.items()})

    def _lay(self, histories: dict[Side, History]) -> None:
        """Have these on the desk, and in their files."""
        for side, history in histories.items():
            sheet = self.sheets[side]
            codes, file = replace(sheet.codes, history=history), sheet.file or self._free(sheet.name)
            grid_file.write(codes, file)
            self.sheets[side] = replace(sheet, codes=codes, file=file)

    def _both(self, side: Side, region: Region, frame: int) -> tuple[CodeGrid, CodeGrid, Region]:
        ours, theirs = self.sheet(side).grid, self.sheet(side.other).grid
        if frame + region.frames > theirs.frames:
            raise GridError(
                f"{region.frames} frames from {frame} on do not fit into {side.other.upper()}, which has "
                f"{theirs.frames}. Select fewer, or click there where they shall go."
            )
        return ours, theirs, replace(region, frame=frame)

    def _blend(self, ratios: list[float]) -> tuple[GridFile, GridFile, Tensor]:
        one, two = self.sheet(Side.A).codes, self.sheet(Side.B).codes
        frames = max(one.grid.frames, two.grid.frames)
        return one, two, torch.tensor(ratios)[:, None].expand(-1, frames).contiguous()

    def _free(self, name: str) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        names = (name, *(f"{name} {number}" for number in range(2, 10_000)))
        return next(path for each in names if not (path := self._folder / f"{each}.npz").exists())


@dataclass(frozen=True)
class Tools:
    """A model, and what is made of it."""

    path: Path
    model: Bundle

    @cached_property
    def order(self) -> Tensor:
        """Its codes in order of similarity: [level, place]."""
        return similarity.order(self.model.codec.quantizer.codebooks)

    @cached_property
    def looks(self) -> Looks:
        """How its codes are drawn."""
        books = self.model.codec.quantizer.codebooks
        return Looks(self.roles, similarity.places(self.order).numpy(), similarity.shares(books).numpy())

    @property
    def roles(self) -> tuple[str, ...]:
        """What the levels are called."""
        return tuple(level.role for level in self.model.card.health)
