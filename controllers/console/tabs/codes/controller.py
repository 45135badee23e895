"""What one browser does at its desk: one thing at a time, computed in a thread, told in one line where it fails."""

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

from controllers.console.app_state import Studio
from controllers.console.tabs.codes.document import Desk, Side
from controllers.console.widgets.player import Player
from controllers.console.widgets.toasts import tell, told
from distill import audio
from distill.audio import Samples
from distill.grid.grid import CodeGrid, Region

LEFT_SECONDS = 24 * 60 * 60
"""Passing sounds that old are nobody's."""

T = TypeVar("T")

Edit = Callable[[CodeGrid, Region], CodeGrid]


class Bench:
    """A desk, what is selected on it, and the players of its sounds; ``listeners`` hear of every change."""

    working = BindableProperty()
    """Whether something is being computed."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.desk = Desk(studio.folder / "codes", studio.library)
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
        self._heard = TemporaryDirectory(dir=_swept(studio.folder / "heard"))
        ui.context.client.on_delete(self._heard.cleanup)
        self._cell = Player(studio, "codes-cell-audio")
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
        self.say()

    def say(self) -> None:
        """Tell the listeners."""
        for listener in self.listeners:
            listener()

    async def work(self, what: Callable[[], T], then: Callable[[T], object] = lambda _: None) -> None:
        """Compute, then tell ``then`` and the listeners."""
        async with self._lock:
            self.working = True
            try:
                with told():
                    then(await asyncio.to_thread(what))
            finally:
                self.working = False
            self.say()

    async def use(self, model: Path) -> None:
        """Take another model."""
        self.regions = dict.fromkeys(Side)
        await self.work(partial(self.desk.use, model))

    async def open(self, side: Side, path: Path, model: Path) -> None:
        """Lay a recording or codes on the desk; ``model`` is for recordings, where there is no other grid."""

        def lay() -> None:
            if not self.desk.sheets:
                self.desk.use(model)
            self.desk.open(side, path)

        def laid(_: None) -> None:
            self.active, self.regions[side] = side, None
            for remark in self.desk.sheet(side).remarks:
                tell(f"{path.name}: {remark}")

        await self.work(lay, laid)

    def close(self, side: Side) -> None:
        """Take a grid off the desk."""
        self.desk.close(side)
        self.regions[side] = None
        self.say()

    async def edit(self, change: Edit) -> None:
        """Change what is selected; where that is one cell, it is heard."""
        side, region = self.active, self.region
        if region is None:
            return

        def edited() -> None:
            grid = self.desk.sheet(side).grid
            checked = _checked(grid, region)
            self.desk.edit(side, lambda grid: change(grid, checked))

        await self.work(edited)
        if (region.levels, region.frames) == (1, 1):
            await self.hear(side, region.level, region.frame)

    async def similar(self, by: int) -> None:
        """Go ``by`` codes on, from one to the next that sounds like it."""
        await self.edit(lambda grid, region: grid.transpose(region, by, self.desk.tools.order))

    async def vary(self, amount: float, reach: int) -> None:
        """Let chance change some cells, by up to so many steps."""
        seed = random.randrange(1 << 31)
        await self.edit(lambda grid, region: grid.vary(region, amount, reach, self.desk.tools.order, seed))

    async def swap(self) -> None:
        """Exchange what is selected with as much of the other grid."""
        await self._across(self.desk.swap)

    async def copy(self) -> None:
        """Put what is selected into the other grid."""
        await self._across(self.desk.copy)

    async def undo(self) -> None:
        """Take the last edit back."""
        await self.work(partial(self.desk.undo, self.active))

    async def redo(self) -> None:
        """Do again what was taken back."""
        await self.work(partial(self.desk.redo, self.active))

    async def hear(self, side: Side, level: int, frame: int) -> None:
        """Play the code of one cell."""
        sheet = self.desk.sheets.get(side)
        if sheet is None or not (0 <= level < sheet.grid.levels and 0 <= frame < sheet.grid.frames):
            return
        code = int(sheet.grid.codes[level, frame])
        if code < 0:
            return
        fingerprint = self.desk.tools.model.fingerprint[:12]
        name = f"{fingerprint}-{level + 1}-{code}.wav"
        await self.file(
            name, name, lambda path: audio.write(path, self.desk.code(level, code), generated=True), self._cell.play
        )

    async def file(self, name: str, of: object, make: Callable[[Path], object], then: Callable[[Path], object]) -> None:
        """Have ``make`` write a passing file ``name``, unless it is that ``of`` the same; give it to ``then``."""
        path = Path(self._heard.name, name)

        def made() -> Path:
            if self._made.get(name) != of:
                make(path)
                self._made[name] = of
            return path

        await self.work(made, then)

    async def press(self, key: str) -> None:
        """Do what a key stands for."""
        if key in self.keys:
            await self.keys[key]()

    async def sound(self, name: str, of: object, make: Callable[[], Samples], then: Callable[[Path], object]) -> None:
        """The same with the sound that ``make`` gives."""
        await self.file(name, of, lambda path: audio.write(path, make(), generated=True), then)

    async def blend(self, ratios: list[float], then: Callable[[Path], object]) -> None:
        """Give what lies between both grids, as sound, to ``then``."""
        grids = tuple(sheet.grid for sheet in self.desk.sheets.values())
        await self.sound("blend.wav", (grids, ratios), partial(self.desk.blended, ratios), then)

    async def keep_blend(self, ratios: list[float]) -> None:
        """Write the codes between both grids."""
        await self.work(
            partial(self.desk.keep_blend, ratios), lambda path: tell(f"{path.stem} is among the codes to open.")
        )

    async def _across(self, what: Callable[[Side, Region, int], None]) -> None:
        side, region, frame = self.active, self.region, self.target
        if region is None or frame is None:
            return
        await self.work(lambda: what(side, _checked(self.desk.sheet(side).grid, region), frame))


def _swept(folder: Path) -> Path:
    """``folder``, made if it is not there, without what consoles that were killed left in it."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.iterdir():
        if time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return folder


def _checked(grid: CodeGrid, region: Region) -> Region:
    """``region``, if the grid has it: a browser may say anything."""
    ends = replace(region, frames=min(region.frames, grid.frames - region.frame))
    return grid.region(level=ends.level, levels=ends.levels, frame=ends.frame, frames=ends.frames)
