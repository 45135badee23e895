"""The blend of the tab Codes: what lies between A and B, level by level, heard as it is or kept as codes."""

from functools import partial

from nicegui import events, ui

from controllers.console.bench import Bench
from controllers.console.player import Player


class Blend:
    """A slider for all levels, and one for each."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._sliders: list[ui.slider] = []
        self._roles: tuple[str, ...] = ()
        self._player = Player(bench.studio, "codes-blend-audio", self._turn)
        with ui.card().classes("w-full gap-2 p-3").props('data-testid="codes-blend"') as self._card:
            with ui.row().classes("w-full items-center gap-x-5 gap-y-2"):
                ui.label("Blend").classes("font-medium")
                self._slider("A to B", 0.5, "all").on_value_change(self._all)
                ui.space()
                with ui.row().classes("items-center gap-1 no-wrap"):
                    self._play = ui.button("Listen", icon="play_arrow", on_click=self._listen)
                    self._play.props('unelevated dense no-caps data-testid="codes-blend-listen"').classes("px-2")
                    for text, icon, act, hook in (
                        ("Sound", "download", self._save, "save"),
                        ("Keep as codes", "grid_on", self._keep, "keep"),
                    ):
                        button = ui.button(text, icon=icon, on_click=act)
                        button.props(f'flat dense no-caps data-testid="codes-blend-{hook}"').classes("px-2")
            self._levels = ui.row().classes("w-full items-center gap-x-5 gap-y-1")
        bench.listeners.append(self._refresh)

    @property
    def ratios(self) -> list[float]:
        """How much of B each level has."""
        return [slider.value or 0.0 for slider in self._sliders]

    def _slider(self, label: str, value: float, hook: str) -> ui.slider:
        with ui.row().classes("items-center gap-2 no-wrap grow basis-40"):
            text = ui.label().classes("text-xs opacity-80 w-28 tabular-nums")
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
        self._play.set_text("Stop" if self._player.playing else "Listen")
        self._play.set_icon("stop" if self._player.playing else "play_arrow")

    async def _listen(self) -> None:
        if self._player.playing:
            self._player.stop()
        else:
            await self._bench.blend(self.ratios, self._player.play)

    async def _save(self) -> None:
        await self._bench.blend(self.ratios, partial(ui.download, filename=f"{self._bench.desk.blend_name}.wav"))

    async def _keep(self) -> None:
        await self._bench.keep_blend(self.ratios)
