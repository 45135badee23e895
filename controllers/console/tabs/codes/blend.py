"""The blend of the tab Codes: what lies between A and B, level by level, heard as it is or kept as codes."""

from functools import partial

from nicegui import events, ui

from controllers.console.tabs.codes.controller import Bench
from controllers.console.widgets.elements import tool, turn
from controllers.console.widgets.player import Player


class Blend:
    """A slider for all levels, and one for each."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._sliders: list[ui.slider] = []
        self._roles: tuple[str, ...] = ()
        self._player = Player(bench.studio, "codes-blend-audio", self._turn)
        with ui.column().classes("panel w-full gap-2").props('data-testid="codes-blend"') as self._card:
            with ui.row().classes("w-full items-center gap-x-5 gap-y-2"):
                ui.label("Blend").classes("panel-title")
                self._slider("A to B", 0.5, "all").on_value_change(self._all)
                ui.space()
                with ui.row().classes("items-center gap-1 no-wrap"):
                    self._play = tool("Listen", "play_arrow", self._listen, "codes-blend-listen")
                    tool("Sound", "download", self._save, "codes-blend-save", "Download it as a WAV")
                    tool("Keep as codes", "grid_on", self._keep, "codes-blend-keep", "Write the nearest codes")
            self._levels = ui.element("div").classes("codes-ratios")
        bench.listeners.append(self._refresh)

    @property
    def ratios(self) -> list[float]:
        """How much of B each level has."""
        return [slider.value or 0.0 for slider in self._sliders]

    def _slider(self, label: str, value: float, hook: str) -> ui.slider:
        with ui.row().classes("items-center gap-2 no-wrap grow basis-40"):
            text = ui.label().classes("text-xs opacity-80 w-28 tabular-nums whitespace-nowrap")
            slider = ui.slider(min=0, max=1, step=0.01, value=value)
            text.bind_text_from(slider, "value", lambda ratio: f"{label} {ratio:.0%}")
            return slider.props(f'dense data-testid="codes-blend-{hook}" aria-label="{label}"').classes("grow min-w-20")

    def _all(self, event: events.ValueChangeEventArguments[float | None]) -> None:
        for slider in self._sliders:
            slider.value = event.value

    def _refresh(self) -> None:
        both = len(self._bench.desk.sheets) == 2
        self._card.set_visibility(both)
        if both and self._bench.desk.tools.roles != self._roles:
            self._roles = self._bench.desk.tools.roles
            self._levels.clear()
            with self._levels:
                self._sliders = [self._slider(role, 0.5, str(level)) for level, role in enumerate(self._roles, start=1)]

    def _turn(self) -> None:
        turn(self._play, self._player.playing)

    async def _listen(self) -> None:
        if self._player.playing:
            self._player.stop()
        else:
            await self._bench.blend(self.ratios, self._player.play)

    async def _save(self) -> None:
        await self._bench.blend(self.ratios, partial(ui.download, filename=f"{self._bench.desk.blend_name}.wav"))

    async def _keep(self) -> None:
        await self._bench.keep_blend(self.ratios)
