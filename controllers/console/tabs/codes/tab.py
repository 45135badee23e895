"""The tab Codes: recordings as grids, edited, exchanged and blended like beads, and heard."""

from pathlib import Path

from nicegui import events, ui

from controllers.console import ASSETS
from controllers.console.app_state import Studio
from controllers.console.tabs.codes.blend import Blend
from controllers.console.tabs.codes.controller import Bench
from controllers.console.tabs.codes.document import Side
from controllers.console.tabs.codes.edits import Edits
from controllers.console.tabs.codes.panel import Panel
from controllers.console.widgets.elements import tool
from distill import bundle


def build(studio: Studio) -> None:
    """Build the tab's content."""
    ui.add_css(ASSETS / "codes.css")
    Codes(studio)


class Codes:
    """One browser's."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._bench = Bench(studio)
        with ui.column().classes("w-full no-wrap codes").props('data-testid="codes"'):
            self._build_head()
            for side in Side:
                Panel(self._bench, side, lambda: Path(self._model.value))
            Edits(self._bench)
            Blend(self._bench)
        self._bench.listeners.append(self._refresh)
        self._bench.say()

    def _build_head(self) -> None:
        with ui.row().classes("w-full items-center gap-2 no-wrap"):
            self._model = ui.select(self._models(), label="Model", value=str(self._studio.playing or bundle.STARTER))
            self._model.props('dense outlined options-dense data-testid="codes-model"').classes("w-64")
            self._model.on("popup-show", lambda: self._model.set_options(self._models()), args=[])
            self._model.on_value_change(self._choose)
            ui.spinner(size="sm").bind_visibility_from(self._bench, "working").props('data-testid="codes-working"')
            ui.space()
            for name, icon, keys, act in (
                ("undo", "undo", "Ctrl+Z", self._bench.undo),
                ("redo", "redo", "Ctrl+Y", self._bench.redo),
            ):
                tool(name.capitalize(), icon, act, f"codes-{name}", f"{name.capitalize()} ({keys})")

    def _models(self) -> dict[str, str]:
        entries = {str(entry.path): entry.name for entry in self._studio.models() if entry.about}
        playing = self._studio.playing
        return entries | ({str(playing): playing.stem} if playing else {})

    async def _choose(self, event: events.ValueChangeEventArguments[str]) -> None:
        if self._bench.desk.sheets:
            await self._bench.use(Path(event.value))

    def _refresh(self) -> None:
        """The codes that were opened may have brought their model with them."""
        path = self._bench.desk.path
        if path and str(path) != self._model.value:
            self._model.set_options(self._models() | {str(path): path.stem}, value=str(path))
