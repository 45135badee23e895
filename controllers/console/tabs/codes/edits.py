"""Edits of the selection in the Codes tab, as buttons and keys."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import Any

from nicegui import ui

from controllers.console.tabs.codes.controller import GridController
from controllers.console.widgets.elements import tool_button
from distill.settings import EDITING

Act = Callable[[], Awaitable[None]]

NOTHING = "Click a cell to hear it, drag to select. Arrows move the selection, with Shift they size it."


class EditPanel:
    """Panel with the selection in words and the buttons that edit it."""

    def __init__(self, controller: GridController) -> None:
        self._controller = controller
        self._buttons: list[ui.button] = []
        self._across: list[ui.button] = []
        with ui.column().classes("panel w-full gap-2").props('data-testid="codes-edits"') as self._panel:
            self._about = ui.label().classes("tabular-nums").props('data-testid="codes-selection"')
            with ui.row().classes("w-full items-center gap-x-5 gap-y-2"):
                self._build()
        controller.listeners.append(self._refresh)

    def _build(self) -> None:
        with self._group():
            self._code = self._number("Code", 0, "code", EDITING["code"].low, EDITING["code"].high)
            self._button("Set", "set", self._set, "Put this code into the selection")
        with self._group():
            self._by = self._number("By", 1, "by", 1, EDITING["transpose"].high)
            with self._segments("similar"):
                self._icon("remove", "similar-before", lambda: self._similar(-1), "Codes that sound alike (-)", "-")
                self._icon("add", "similar-after", lambda: self._similar(1), "Codes that sound alike (+)", "+")
            with self._segments("shift"):
                self._icon("west", "earlier", lambda: self._shift(-1), "Earlier, around within the selection")
                self._icon("east", "later", lambda: self._shift(1), "Later, around within the selection")
        with self._group():
            self._amount = self._number("Share, %", 20, "amount", 1, 100)
            self._button(
                "Vary", "vary", self._vary, "Have chance change so many cells to codes that sound alike (M)", "m"
            )
        with self._group():
            self._button("Clear", "clear", self._clear, "Nothing sounds there any more (Delete)", "Delete")
            self._controller.keys["Backspace"] = self._clear
            self._button("Lock", "lock", lambda: self._lock(True), "Keep it from edits (K)", "k")
            self._button("Unlock", "unlock", lambda: self._lock(False), "Let it be edited again (U)", "u")
        with self._group():
            copy = self._button(
                "Copy to B", "copy", self._controller.copy, "To where the other grid is marked (C)", "c"
            )
            swap = self._button(
                "Swap with B", "swap", self._controller.swap, "With what the other grid has marked (S)", "s"
            )
            self._across = [copy, swap]

    def _group(self) -> AbstractContextManager[Any]:
        return ui.row().classes("items-center gap-1 no-wrap")

    def _segments(self, label: str) -> AbstractContextManager[Any]:
        ui.label(label).classes("text-xs opacity-70 pl-2 pr-1")
        return ui.element("div").classes("segments")

    def _number(self, label: str, value: float, hook: str, low: float, high: float) -> ui.number:
        number = ui.number(label, value=value, min=low, max=high, precision=0)
        return number.props(f'dense outlined hide-bottom-space data-testid="codes-{hook}"').classes("w-20")

    def _button(self, text: str, hook: str, act: Act, hint: str, key: str = "") -> ui.button:
        return self._kept(tool_button(text, None, act, f"codes-{hook}", hint), act, key)

    def _icon(self, icon: str, hook: str, act: Act, hint: str, key: str = "") -> None:
        self._kept(tool_button("", icon, act, f"codes-{hook}", hint), act, key)

    def _kept(self, button: ui.button, act: Act, key: str) -> ui.button:
        self._buttons.append(button)
        if key:
            self._controller.keys[key] = act
        return button

    async def _set(self) -> None:
        code = round(self._code.value or 0)
        await self._controller.edit(lambda grid, region: grid.set(region, code))

    async def _similar(self, way: int) -> None:
        await self._controller.transpose(way * self._steps)

    async def _shift(self, way: int) -> None:
        by = way * self._steps
        await self._controller.edit(lambda grid, region: grid.shift(region, by))

    async def _vary(self) -> None:
        await self._controller.vary((self._amount.value or 0) / 100, EDITING["reach"].default)

    async def _clear(self) -> None:
        await self._controller.edit(lambda grid, region: grid.clear(region))

    async def _lock(self, on: bool) -> None:
        await self._controller.edit(lambda grid, region: grid.lock(region, on))

    @property
    def _steps(self) -> int:
        return round(self._by.value or 1)

    def _refresh(self) -> None:
        controller, region = self._controller, self._controller.region
        self._panel.set_visibility(bool(controller.document.sheets))
        sheet, there = controller.document.sheets.get(controller.active), controller.active.other
        for button in self._buttons:
            button.set_enabled(bool(sheet and region))
        for button, text in zip(self._across, ("Copy to", "Swap with"), strict=True):
            button.set_text(f"{text} {there.upper()}")
            button.set_enabled(bool(sheet and region and there in controller.document.sheets))
        if not sheet or not region:
            self._about.text = NOTHING
            return
        roles = controller.document.loaded.roles[region.level : region.level + region.levels]
        rate = sheet.codes.frame_rate
        start, end = region.frame / rate, (region.frame + region.frames) / rate
        what = f"{controller.active.upper()}, {roles[0]}" + (f" to {roles[-1]}" if len(roles) > 1 else "")
        if (region.levels, region.frames) == (1, 1):
            code = int(sheet.grid.codes[region.level, region.frame])
            self._about.text = f"{what}, {start:.2f} s: " + ("empty" if code < 0 else f"code {code}")
            if code >= 0:
                self._code.value = code
        else:
            self._about.text = f"{what}, {start:.2f} to {end:.2f} s, {region.frames} frames"
