"""Blend of grids A and B in the Codes tab: a ratio for each level, rendered as sound or saved as codes."""

from functools import partial

from nicegui import events, ui

from controllers.console.tabs.codes.controller import GridController
from controllers.console.widgets.elements import show_playing, tool_button
from controllers.console.widgets.sound_player import SoundPlayer


class BlendPanel:
    """Panel with one ratio for all levels and one for each; shown while two grids are open."""

    def __init__(self, controller: GridController) -> None:
        self._controller = controller
        self._sliders: list[ui.slider] = []
        self._roles: tuple[str, ...] = ()
        self._player = SoundPlayer(controller.app, "codes-blend-audio", self._on_player_change)
        with ui.column().classes("panel w-full gap-2").props('data-testid="codes-blend"') as self._card:
            with ui.row().classes("w-full items-center gap-x-5 gap-y-2"):
                ui.label("Blend").classes("panel-title")
                self._slider("A to B", 0.5, "all").on_value_change(self._all)
                ui.space()
                with ui.row().classes("items-center gap-1 no-wrap"):
                    self._play = tool_button("Listen", "play_arrow", self._listen, "codes-blend-listen")
                    tool_button("Sound", "download", self._save, "codes-blend-save", "Download it as a WAV")
                    tool_button("Keep as codes", "grid_on", self._keep, "codes-blend-keep", "Write the nearest codes")
            self._levels = ui.element("div").classes("codes-ratios")
        controller.listeners.append(self._refresh)

    @property
    def ratios(self) -> list[float]:
        """[level], 0 to 1: share of grid B."""
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
        both = len(self._controller.document.sheets) == 2
        self._card.set_visibility(both)
        if both and self._controller.document.loaded.roles != self._roles:
            self._roles = self._controller.document.loaded.roles
            self._levels.clear()
            with self._levels:
                self._sliders = [self._slider(role, 0.5, str(level)) for level, role in enumerate(self._roles, start=1)]

    def _on_player_change(self) -> None:
        show_playing(self._play, self._player.playing)

    async def _listen(self) -> None:
        if self._player.playing:
            self._player.stop()
        else:
            await self._controller.blend(self.ratios, self._player.play)

    async def _save(self) -> None:
        await self._controller.blend(
            self.ratios, partial(ui.download, filename=f"{self._controller.document.blend_name}.wav")
        )

    async def _keep(self) -> None:
        await self._controller.save_blend(self.ratios)
