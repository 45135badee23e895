"""What one browser does at its document: one thing at a time, computed in a thread, told in one line where it fails."""

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
"""Passing sounds that old are nobody's."""

T = TypeVar("T")

Edit = Callable[[CodeGrid, Region], CodeGrid]


class GridController:
    """A document, what is selected on it, and the players of its sounds; ``listeners`` hear of every change."""

    working = BindableProperty()
    """Whether something is being computed."""

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
        """What the keys do."""
        self._made: dict[str, object] = {}
        self._temporary = TemporaryDirectory(dir=_without_stale(app.folder / "heard"))
        ui.context.client.on_delete(self._temporary.cleanup)
        self._cell = SoundPlayer(app, "codes-cell-audio")
        self._lock = asyncio.Lock()

    @property
    def region(self) -> Region | None:
        """What is selected in the active grid."""
        return self.regions[self.active]

    @property
    def target(self) -> int | None:
        """The frame of the other grid at which a copy of the selection would begin."""
        there = self.regions[self.active.other]
        return there.frame if there else self.region.frame if self.region else None

    def select(self, side: Side, region: Region | None) -> None:
        """Select a region of a grid, or nothing."""
        self.active, self.regions[side] = side, region
        self.notify()

    def notify(self) -> None:
        """Tell the listeners."""
        for listener in self.listeners:
            listener()

    async def run(self, compute: Callable[[], T], then: Callable[[T], object] = lambda _: None) -> None:
        """Compute, then tell ``then`` and the listeners."""
        async with self._lock:
            self.working = True
            try:
                with errors_as_toasts():
                    then(await asyncio.to_thread(compute))
            finally:
                self.working = False
            self.notify()

    async def use_model(self, model: Path) -> None:
        """Take another model."""
        self.regions = dict.fromkeys(Side)
        await self.run(partial(self.document.use_model, model))

    async def open(self, side: Side, path: Path, model: Path) -> None:
        """Lay a recording or codes on the document; ``model`` is for recordings, where there is no other grid."""

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
        """Take a grid off the document."""
        self.document.close(side)
        self.regions[side] = None
        self.notify()

    async def edit(self, change: Edit) -> None:
        """Change what is selected; where that is one cell, it is heard."""
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
        """Go ``by`` codes on, from one to the next that sounds like it."""
        await self.edit(lambda grid, region: grid.transpose(region, by, self.document.loaded.order))

    async def vary(self, amount: float, reach: int) -> None:
        """Let chance change some cells, by up to so many steps."""
        seed = random.randrange(1 << 31)
        await self.edit(lambda grid, region: grid.vary(region, amount, reach, self.document.loaded.order, seed))

    async def swap(self) -> None:
        """Exchange what is selected with as much of the other grid."""
        await self._with_other(self.document.swap)

    async def copy(self) -> None:
        """Put what is selected into the other grid."""
        await self._with_other(self.document.copy)

    async def undo(self) -> None:
        """Take the last edit back."""
        await self.run(partial(self.document.undo, self.active))

    async def redo(self) -> None:
        """Do again what was taken back."""
        await self.run(partial(self.document.redo, self.active))

    async def audition(self, side: Side, level: int, frame: int) -> None:
        """Play the code of one cell."""
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
        """Have ``make`` write a passing file ``name``, unless it is that ``of`` the same; give it to ``then``."""
        path = Path(self._temporary.name, name)

        def made() -> Path:
            if self._made.get(name) != source:
                make(path)
                self._made[name] = source
            return path

        await self.run(made, then)

    async def on_key(self, key: str) -> None:
        """Do what a key stands for."""
        if key in self.keys:
            await self.keys[key]()

    async def with_sound(
        self, name: str, source: object, make: Callable[[], Samples], then: Callable[[Path], object]
    ) -> None:
        """The same with the sound that ``make`` gives."""
        await self.with_file(name, source, lambda path: audio.write(path, make(), generated=True), then)

    async def blend(self, ratios: list[float], then: Callable[[Path], object]) -> None:
        """Give what lies between both grids, as sound, to ``then``."""
        grids = tuple(sheet.grid for sheet in self.document.sheets.values())
        await self.with_sound("blend.wav", (grids, ratios), partial(self.document.decode_blend, ratios), then)

    async def save_blend(self, ratios: list[float]) -> None:
        """Write the codes between both grids."""
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
    """``folder``, made if it is not there, without what consoles that were killed left in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if time.time() - entry.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(entry, ignore_errors=True)
    return folder


def _checked(grid: CodeGrid, region: Region) -> Region:
    """``region``, if the grid has it: a browser may say anything."""
    ends = replace(region, frames=min(region.frames, grid.frames - region.frame))
    return grid.region(level=ends.level, levels=ends.levels, frame=ends.frame, frames=ends.frames)
