"""Controller of one browser's Codes tab: runs edits one at a time in a thread, and shows errors as toasts."""

import asyncio
import random
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from nicegui import ui
from nicegui.binding import BindableProperty

from controllers.console.app_state import AppState
from controllers.console.tabs.codes.document import GridDocument, Side
from controllers.console.widgets.sound_player import SoundPlayer
from controllers.console.widgets.toasts import errors_as_toasts, show_info
from distill import audio
from distill.audio import Samples
from distill.grid.grid import CodeGrid, Region

STALE_SECONDS = 24 * 60 * 60
"""Age at which temporary sounds are those of a console that was killed."""

T = TypeVar("T")

Edit = Callable[[CodeGrid, Region], CodeGrid]
"""Returns the grid with a region changed."""


class GridController:
    """Document, selection and sounds of one browser.

    ``listeners`` are called after every change; ``keys`` maps names of keys to actions.
    """

    working = BindableProperty()
    """True while an edit or a sound is being computed."""

    def __init__(self, app: AppState) -> None:
        self.app = app
        self.document = GridDocument(app.folder / "codes", app.library)
        self.active = Side.A
        self.regions: dict[Side, Region | None] = dict.fromkeys(Side)
        self.working = False
        self.listeners: list[Callable[[], None]] = []
        self.keys: dict[str, Callable[[], Awaitable[None]]] = {
            "ctrl-z": self.undo,
            "ctrl-y": self.redo,
            "z": self.undo,
            "y": self.redo,
        }
        """Action of each key."""
        self._made: dict[str, object] = {}
        self._temporary = TemporaryDirectory(dir=_without_stale(app.folder / "heard"))
        ui.context.client.on_delete(self._temporary.cleanup)
        self._cell = SoundPlayer(app, "codes-cell-audio")
        self._lock = asyncio.Lock()

    @property
    def region(self) -> Region | None:
        """Selection of the active grid."""
        return self.regions[self.active]

    @property
    def target(self) -> int | None:
        """Frame of the other grid at which a copy of the selection would begin."""
        there = self.regions[self.active.other]
        return there.frame if there else self.region.frame if self.region else None

    def select(self, side: Side, region: Region | None) -> None:
        """Set the selection of a grid, or clear it, and make that grid active."""
        self.active, self.regions[side] = side, region
        self.notify()

    def notify(self) -> None:
        """Call the listeners."""
        for listener in self.listeners:
            listener()

    async def run(self, compute: Callable[[], T], then: Callable[[T], object] = lambda _: None) -> None:
        """Call ``compute`` in a thread, then ``then`` with its result, then the listeners.

        A ``DistillError`` is shown as a toast; ``then`` is not called.
        """
        async with self._lock:
            self.working = True
            try:
                with errors_as_toasts():
                    then(await asyncio.to_thread(compute))
            finally:
                self.working = False
            self.notify()

    async def use_model(self, model: Path) -> None:
        """Use another model for the document."""
        self.regions = dict.fromkeys(Side)
        await self.run(partial(self.document.use_model, model))

    async def open(self, side: Side, path: Path, model: Path) -> None:
        """Open a recording or a file of codes; ``model`` encodes recordings if no other grid is open."""

        def open_sheet() -> None:
            if not self.document.sheets:
                self.document.use_model(model)
            self.document.open(side, path)

        def opened(_: None) -> None:
            self.active, self.regions[side] = side, None
            for remark in self.document.sheet(side).remarks:
                show_info(f"{path.name}: {remark}")

        await self.run(open_sheet, opened)

    def close(self, side: Side) -> None:
        """Close a grid."""
        self.document.close(side)
        self.regions[side] = None
        self.notify()

    async def edit(self, change: Edit) -> None:
        """Edit the selection; play it if it is one cell."""
        side, region = self.active, self.region
        if region is None:
            return

        def edited() -> None:
            grid = self.document.sheet(side).grid
            checked = _checked(grid, region)
            self.document.edit(side, lambda grid: change(grid, checked))

        await self.run(edited)
        if (region.levels, region.frames) == (1, 1):
            await self.audition(side, region.level, region.frame)

    async def transpose(self, by: int) -> None:
        """Move the selected codes by ``by`` places in their level's order of similarity."""
        await self.edit(lambda grid, region: grid.transpose(region, by, self.document.loaded.order))

    async def vary(self, amount: float, reach: int) -> None:
        """Vary a random share ``amount`` (0 to 1) of the selection by up to ``reach`` places of similarity."""
        seed = random.randrange(1 << 31)
        await self.edit(lambda grid, region: grid.vary(region, amount, reach, self.document.loaded.order, seed))

    async def swap(self) -> None:
        """Swap the selection with a region of the same size in the other grid."""
        await self._with_other(self.document.swap)

    async def copy(self) -> None:
        """Copy the selection into the other grid."""
        await self._with_other(self.document.copy)

    async def undo(self) -> None:
        """Undo the last edit."""
        await self.run(partial(self.document.undo, self.active))

    async def redo(self) -> None:
        """Redo the edit that was undone last."""
        await self.run(partial(self.document.redo, self.active))

    async def audition(self, side: Side, level: int, frame: int) -> None:
        """Play the code of one cell; nothing if the cell is empty or outside of the grid."""
        sheet = self.document.sheets.get(side)
        if sheet is None or not (0 <= level < sheet.grid.levels and 0 <= frame < sheet.grid.frames):
            return
        code = int(sheet.grid.codes[level, frame])
        if code < 0:
            return
        fingerprint = self.document.loaded.model.fingerprint[:12]
        name = f"{fingerprint}-{level + 1}-{code}.wav"
        await self.with_file(
            name,
            name,
            lambda path: audio.write(path, self.document.decode_code(level, code), generated=True),
            self._cell.play,
        )

    async def with_file(
        self, name: str, source: object, make: Callable[[Path], object], then: Callable[[Path], object]
    ) -> None:
        """Write a temporary file, unless it is up to date, and call ``then`` with its path.

        Args:
            name: name of the file.
            source: value from which the file is made; an equal one as last time leaves the file as it is.
            make: writes the file, in a thread.
            then: called with its path.
        """
        path = Path(self._temporary.name, name)

        def made() -> Path:
            if self._made.get(name) != source:
                make(path)
                self._made[name] = source
            return path

        await self.run(made, then)

    async def on_key(self, key: str) -> None:
        """Run the action of a key, if it has one."""
        if key in self.keys:
            await self.keys[key]()

    async def with_sound(
        self, name: str, source: object, make: Callable[[], Samples], then: Callable[[Path], object]
    ) -> None:
        """Do the same with a sound file of the samples that ``make`` returns."""
        await self.with_file(name, source, lambda path: audio.write(path, make(), generated=True), then)

    async def blend(self, ratios: list[float], then: Callable[[Path], object]) -> None:
        """Render the blend of both grids, ``ratios`` [level] from 0 (A) to 1 (B), and call ``then`` with its file."""
        grids = tuple(sheet.grid for sheet in self.document.sheets.values())
        await self.with_sound("blend.wav", (grids, ratios), partial(self.document.decode_blend, ratios), then)

    async def save_blend(self, ratios: list[float]) -> None:
        """Save the codes nearest to the blend of both grids."""
        await self.run(
            partial(self.document.save_blend, ratios),
            lambda path: show_info(f"{path.stem} is among the codes to open."),
        )

    async def _with_other(self, edit: Callable[[Side, Region, int], None]) -> None:
        side, region, frame = self.active, self.region, self.target
        if region is None or frame is None:
            return
        await self.run(lambda: edit(side, _checked(self.document.sheet(side).grid, region), frame))


def _without_stale(folder: Path) -> Path:
    """Make a folder if needed, delete stale entries in it, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if time.time() - entry.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(entry, ignore_errors=True)
    return folder


def _checked(grid: CodeGrid, region: Region) -> Region:
    """Check a browser's region, cut at the end of the grid.

    Raises:
        GridError: the grid has no such region.
    """
    ends = replace(region, frames=min(region.frames, grid.frames - region.frame))
    return grid.region(level=ends.level, levels=ends.levels, frame=ends.frame, frames=ends.frames)
