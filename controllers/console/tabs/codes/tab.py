"""Codes tab: edit, swap and blend the codes of recordings, and listen to the result."""

from pathlib import Path

from nicegui import events, ui

from controllers.console import ASSETS
from controllers.console.app_state import AppState
from controllers.console.tabs.codes.blend import BlendPanel
from controllers.console.tabs.codes.controller import GridController
from controllers.console.tabs.codes.document import Side
from controllers.console.tabs.codes.edits import EditPanel
from controllers.console.tabs.codes.panel import GridPanel
from controllers.console.widgets.elements import tool_button
from distill import bundle


def build(app: AppState) -> None:
    """Build the tab in the current container."""
    ui.add_css(ASSETS / "codes.css")
    CodesTab(app)


class CodesTab:
    """Codes tab of one browser."""

    def __init__(self, app: AppState) -> None:
        self._app = app
        self._controller = GridController(app)
        with ui.column().classes("w-full no-wrap codes").props('data-testid="codes"'):
            self._build_head()
            for side in Side:
                GridPanel(self._controller, side, lambda: Path(self._model.value))
            EditPanel(self._controller)
            BlendPanel(self._controller)
        self._controller.listeners.append(self._refresh)
        self._controller.notify()

    def _build_head(self) -> None:
        with ui.row().classes("w-full items-center gap-2 no-wrap"):
            self._model = ui.select(self._models(), label="Model", value=str(self._app.loaded_model or bundle.STARTER))
            self._model.props('dense outlined options-dense data-testid="codes-model"').classes("w-64")
            self._model.on("popup-show", lambda: self._model.set_options(self._models()), args=[])
            self._model.on_value_change(self._choose)
            ui.spinner(size="sm").bind_visibility_from(self._controller, "working").props('data-testid="codes-working"')
            ui.space()
            for name, icon, keys, act in (
                ("undo", "undo", "Ctrl+Z", self._controller.undo),
                ("redo", "redo", "Ctrl+Y", self._controller.redo),
            ):
                tool_button(name.capitalize(), icon, act, f"codes-{name}", f"{name.capitalize()} ({keys})")

    def _models(self) -> dict[str, str]:
        entries = {str(entry.path): entry.name for entry in self._app.models() if entry.about}
        playing = self._app.loaded_model
        return entries | ({str(playing): playing.stem} if playing else {})

    async def _choose(self, event: events.ValueChangeEventArguments[str]) -> None:
        if self._controller.document.sheets:
            await self._controller.use_model(Path(event.value))

    def _refresh(self) -> None:
        """Show the model of the document, which opened codes may have changed."""
        path = self._controller.document.path
        if path and str(path) != self._model.value:
            self._model.set_options(self._models() | {str(path): path.stem}, value=str(path))
