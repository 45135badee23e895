"""One of the two grids of the Codes tab: canvas, player, open and save."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from nicegui import events, ui

from controllers.console.tabs.codes.controller import GridController
from controllers.console.tabs.codes.document import Sheet, Side
from controllers.console.tabs.codes.open import SUFFIXES, choose_file
from controllers.console.widgets.cells import Cells
from controllers.console.widgets.elements import show_playing, tool_button
from controllers.console.widgets.sound_player import SoundPlayer
from controllers.console.widgets.uploads import drop_zone
from distill.grid import grid_file
from distill.grid.grid import Region

SAVED = {".wav": "Sound, .wav", ".codes.json": "Codes, .codes.json", ".npz": "Codes, .npz, smaller"}


class GridPanel:
    """Panel of grid A or B.

    Args:
        controller: document and selection.
        side: the grid that it shows.
        model: returns the file of the model with which recordings are encoded.
    """

    def __init__(self, controller: GridController, side: Side, model: Callable[[], Path]) -> None:
        self._controller = controller
        self._side = side
        self._model = model
        self._shown: tuple[Sheet, object] | None = None
        self._selected: Region | None = None
        self._player = SoundPlayer(controller.app, f"codes-{side}-audio", self._on_player_change)
        with ui.column().classes("panel w-full gap-2").props(f'data-testid="codes-{side}"'):
            self._build_head()
            self._cells = Cells(f"Grid {side.upper()}", f"codes-{side}-grid", self._player.id)
            with ui.row().classes("w-full items-center gap-3 no-wrap") as self._nothing:
                label, hook = "Drop a recording or codes here", f"codes-{side}-drop"
                drop_zone(controller.app, label, "codes", self._opened, hook=hook, suffixes=SUFFIXES)
                tool_button("Or a take, codes, a path …", "folder_open", self._open, f"codes-{side}-first")
        self._cells.on(
            "active", lambda: controller.active == side or controller.select(side, controller.regions[side]), args=[]
        )
        self._cells.on("audition", self._audition)
        self._cells.on("seek", self._seek)
        self._cells.on("key", self._key)
        self._cells.on_region(self._select)
        controller.listeners.append(self._refresh)

    def _build_head(self) -> None:
        side = self._side
        with ui.row().classes("w-full items-center gap-2 no-wrap"):
            self._badge = ui.label(side.upper()).classes("codes-badge")
            self._name = ui.label().classes("font-medium ellipsis min-w-0").props(f'data-testid="codes-{side}-name"')
            self._about = ui.label().classes("text-xs opacity-70 ellipsis min-w-0 tabular-nums")
            self._about.props(f'data-testid="codes-{side}-about"')
            ui.space()
            with ui.row().classes("items-center gap-2 no-wrap") as self._tools:
                with ui.element("div").classes("segments"):
                    for icon, hint, act in (
                        ("zoom_out", "See more (Ctrl and wheel)", lambda: self._cells.zoom(0.5)),
                        ("zoom_in", "See it larger (Ctrl and wheel)", lambda: self._cells.zoom(2)),
                        ("fit_screen", "See all of it (F)", self._fit),
                    ):
                        tool_button("", icon, act, f"codes-{side}-{icon}", hint)
                self._play = tool_button("Listen", "play_arrow", self._listen, f"codes-{side}-listen", "Listen (Enter)")
                with tool_button("Save", "download", None, f"codes-{side}-save"), ui.menu():
                    for suffix, text in SAVED.items():
                        item = ui.menu_item(text, partial(self._save, suffix))
                        item.props(f'data-testid="codes-{side}-save-{suffix[1:].replace(".", "-")}"')
                tool_button("Open", "folder_open", self._open, f"codes-{side}-open")
                tool_button("", "close", lambda: self._controller.close(side), f"codes-{side}-close", "Close this grid")

    def _fit(self) -> None:
        self._cells.fit()

    def _refresh(self) -> None:
        controller, side = self._controller, self._side
        sheet, active = controller.document.sheets.get(side), controller.active == side
        self._badge.classes(toggle="", add="codes-active" if active else "", remove="" if active else "codes-active")
        for part, seen in ((self._tools, sheet), (self._cells, sheet), (self._nothing, not sheet)):
            part.set_visibility(bool(seen))
        self._cells.activate(active)
        if sheet is None:
            self._name.text = self._about.text = ""
            if self._shown:
                self._cells.hide()
                self._player.stop()
            self._shown = self._selected = None
            return
        self._show(sheet)
        if controller.regions[side] != self._selected:
            # A selection made on this canvas is not sent back: the pointer may have moved on.
            self._selected = controller.regions[side]
            self._cells.select(self._selected)
        mine, target = controller.regions[side.other], controller.target
        self._cells.mark_target(
            None if active or not mine or target is None else Region(mine.level, mine.levels, target, mine.frames)
        )

    def _show(self, sheet: Sheet) -> None:
        loaded = self._controller.document.loaded
        history, grid = sheet.codes.history, sheet.grid
        before = self._shown
        if before is None or before[1] is not loaded or before[0].grid is not grid:
            fresh = before is None or before[1] is not loaded or before[0].grid.frames != grid.frames
            self._selected = None if fresh else self._selected
            self._cells.show(grid, sheet.codes.frame_rate, loaded.appearance, fresh=fresh)
        self._shown = sheet, loaded
        self._name.text = sheet.name
        edits = f"{len(history.past)} edits" if len(history.past) != 1 else "1 edit"
        locked = f", {int(grid.locked.sum())} cells locked" if grid.locked.any() else ""
        self._about.text = f"{grid.frames / sheet.codes.frame_rate:.2f} s, {grid.frames} frames, {edits}{locked}"

    def _select(self, region: Region | None) -> None:
        self._selected = region
        self._controller.select(self._side, region)

    def _on_player_change(self) -> None:
        """Update the button and the playhead after the player began or stopped."""
        show_playing(self._play, self._player.playing)
        self._cells.follow()

    async def _listen(self) -> None:
        if self._player.playing:
            self._player.stop()
        else:
            await self._sound(0.0)

    async def _seek(self, event: events.GenericEventArguments) -> None:
        if isinstance(event.args, int | float):
            await self._sound(float(event.args))

    async def _sound(self, at: float) -> None:
        sheet = self._controller.document.sheets.get(self._side)
        if sheet is None:
            return
        make = partial(self._controller.document.decode, self._side)
        await self._controller.with_sound(
            f"{self._side}.wav", sheet.grid, make, lambda path: self._player.play(path, at)
        )

    async def _audition(self, event: events.GenericEventArguments) -> None:
        match event.args:
            case {"level": int(level), "frame": int(frame)}:
                await self._controller.audition(self._side, level, frame)
            case _:
                pass

    async def _key(self, event: events.GenericEventArguments) -> None:
        if event.args == "Enter":
            await self._listen()
        else:
            await self._controller.on_key(str(event.args))

    async def _open(self) -> None:
        path = await choose_file(self._controller.app, f"Open in {self._side.upper()}", f"codes-{self._side}")
        if path:
            await self._opened(path)

    async def _opened(self, path: Path) -> None:
        await self._controller.open(self._side, path, self._model())

    async def _save(self, suffix: str) -> None:
        sheet = self._controller.document.sheets[self._side]
        name = f"{sheet.name}{suffix}"
        if suffix == ".wav":
            make = partial(self._controller.document.decode, self._side)
            await self._controller.with_sound(
                f"{self._side}.wav", sheet.grid, make, lambda path: ui.download(path, name)
            )
        else:
            make = partial(grid_file.write, sheet.codes)
            await self._controller.with_file(
                f"{self._side}{suffix}", sheet.codes, make, lambda path: ui.download(path, name)
            )
