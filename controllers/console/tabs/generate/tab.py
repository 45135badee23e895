"""Generate tab: render takes from a model by itself; play, keep, download or delete them."""

import asyncio
import html
import random
from pathlib import Path

from nicegui import ui

from controllers.console.app_state import AppState
from controllers.console.generation_job import Generating
from controllers.console.widgets import svg, takes
from controllers.console.widgets.settings_form import STYLE, FormField, SettingsForm
from controllers.console.widgets.toasts import errors_as_toasts, show_info
from distill import progress_protocol
from distill.errors import CorpusError
from distill.settings import GENERATING, LARGEST_SEED
from distill.text import shown

FIELDS = (
    FormField(GENERATING["temperature"], "Temperature", step=0.05, slides=True),
    FormField(GENERATING["top-p"], "Top-p", step=0.01, slides=True),
    FormField(GENERATING["top-k"], "Top-k"),
    FormField(GENERATING["max-quote"], "Max quote", step=0.1),
    FormField(GENERATING["recall"], "Recall", step=0.01, slides=True),
    FormField(GENERATING["seconds"], "Seconds", step=0.1, default=10.0),
    FormField(GENERATING["count"], "Takes"),
)
SEED_FIELD = FormField(GENERATING["seed"], "Seed")


def build(app: AppState) -> None:
    """Build the tab in the current container."""
    ui.add_css(STYLE)
    GenerateTab(app)


class GenerateTab:
    """Generate tab of one browser."""

    def __init__(self, app: AppState) -> None:
        self._app = app
        self._folder = app.folder / "takes"
        self._generating = Generating(app.jobs)
        with ui.grid().classes("w-full grid-cols-1 lg:grid-cols-[minmax(0,4fr)_minmax(0,8fr)] gap-[10px] items-start"):
            with ui.column().classes("panel w-full gap-3 min-w-0"):
                self._build_form()
            with ui.column().classes("panel w-full gap-3 min-w-0"):
                self._takes = _TakeList(app, self._folder)

    def _build_form(self) -> None:
        ui.label("Generate").classes("panel-title")
        models, playing = self._models(), str(self._app.loaded_model)
        self._model = ui.select(models, label="Model", value=playing if playing in models else next(iter(models)))
        self._model.props("dense outlined data-testid=generate-model").classes("w-full")
        self._model.on("popup-show", self._update_models, args=[])
        with ui.grid(columns=2).classes("w-full gap-x-4 gap-y-3 items-start"):
            self._form = SettingsForm("generate", FIELDS)
            with ui.row().classes("w-full no-wrap items-center gap-1"):
                self._seed = SettingsForm("generate", [SEED_FIELD])
                dice = ui.button(icon="casino", on_click=self._draw_seed).props(
                    "flat round dense data-testid=generate-dice"
                )
                dice.tooltip("Another seed").props('aria-label="Another seed"')
            self._format = ui.select(list(takes.FORMATS), label="Format", value=takes.FORMATS[0])
            self._format.props("dense outlined data-testid=generate-format").classes("w-full")
        with ui.row().classes("w-full no-wrap items-center gap-3"):
            self._go = ui.button("Generate", icon="graphic_eq", on_click=self._generate)
            self._go.props("unelevated no-caps text-color=dark data-testid=generate-go").classes("grow")
            self._cancel = ui.button("Cancel", on_click=self._generating.cancel)
            self._cancel.props("outline no-caps data-testid=generate-cancel")
            self._cancel.set_visibility(False)
        self._bar = ui.linear_progress(0, show_value=False, size="4px").props("instant-feedback")
        self._bar.props("data-testid=generate-progress").set_visibility(False)

    def _models(self) -> dict[str, str]:
        return {str(entry.path): entry.name for entry in self._app.models() if not entry.damage}

    def _update_models(self) -> None:
        """Update the list of models, which may have changed while the page was open."""
        models = self._models()
        value = self._model.value if self._model.value in models else next(iter(models))
        self._model.set_options(models, value=value)

    def _draw_seed(self) -> None:
        self._seed["seed"].set_value(random.randint(0, LARGEST_SEED - 16))

    async def _generate(self) -> None:
        with errors_as_toasts():
            options = [*self._form.arguments(), *self._seed.arguments()]
            model = Path(str(self._model.value))
            name = f"{shown(model.stem)} {self._seed['seed'].value:.0f}"
            output = takes.free_path(self._folder, name, str(self._format.value), int(self._form["count"].value))
            self._show_running(True)
            try:
                made = await self._generating.go(model, output, options, self._report)
            finally:
                self._show_running(False)
            await self._takes.refresh()
            show_info(
                f"{len(made)} {'takes' if len(made) > 1 else 'take'} made." if made else "Cancelled: no take was made."
            )

    def _report(self, progress: progress_protocol.StageProgress) -> None:
        self._bar.set_value(progress.done)

    def _show_running(self, running: bool) -> None:
        self._bar.set_value(0)
        self._bar.set_visibility(running)
        self._cancel.set_visibility(running)
        self._go.set_enabled(not running)


class _TakeList:
    """List of new and kept takes, updated by a timer, as other browsers also add takes."""

    def __init__(self, app: AppState, folder: Path) -> None:
        self._app = app
        self._folder = folder
        self._shown: list[Path] | None = None
        ui.label("New takes").classes("panel-title")
        self._new = ui.column().classes("w-full gap-3").props("data-testid=generate-new")
        ui.label("Kept").classes("panel-title")
        self._kept = ui.column().classes("w-full gap-3").props("data-testid=generate-kept")
        ui.timer(2.0, self.refresh)

    async def refresh(self) -> None:
        """Show the current takes, if they have changed."""
        new, kept = takes.new(self._folder), takes.kept(self._folder)
        if [*new, *kept] == self._shown:
            return
        self._shown = [*new, *kept]
        pictures = {path: await asyncio.to_thread(_picture, path) for path in self._shown}
        for container, paths, empty in (
            (self._new, new, "What is generated appears here."),
            (self._kept, kept, "Takes that you keep stay here."),
        ):
            container.clear()
            with container:
                if not paths:
                    ui.label(empty).classes("text-sm opacity-60")
                for path in paths:
                    self._take(path, pictures[path], is_new=container is self._new)

    def _take(self, path: Path, picture: str, *, is_new: bool) -> None:
        with ui.column().classes("take w-full gap-1").props("data-testid=generate-take"):
            with ui.row().classes("w-full items-center no-wrap gap-2"):
                ui.label(shown(path.name)).classes("grow truncate text-sm font-medium")
                keeps = ui.button("Keep" if is_new else "Rename", on_click=lambda: self._keep(path))
                keeps.props("flat dense no-caps size=sm data-testid=generate-keep")
                address = self._app.url(path)
                down = ui.button(icon="download").props(f'flat dense round size=sm href="{html.escape(address)}"')
                down.props(
                    f'download="{html.escape(shown(path.name))}" data-testid=generate-download aria-label=Download'
                )
                gone = ui.button(icon="delete", on_click=lambda: self._delete(path))
                gone.props("flat dense round size=sm data-testid=generate-delete aria-label=Delete")
            ui.html(picture, sanitize=False).classes("w-full h-10")
            ui.audio(address).classes("w-full h-8").props("preload=metadata data-testid=generate-audio")

    async def _keep(self, path: Path) -> None:
        with ui.dialog() as dialog, ui.card():
            name = ui.input("Name", value=shown(path.stem)).props("autofocus data-testid=generate-name")
            ui.button("Keep", on_click=lambda: dialog.submit(name.value)).props(
                "unelevated no-caps text-color=dark data-testid=generate-named"
            )
        chosen = await dialog
        if chosen is not None:
            with errors_as_toasts():
                takes.keep(self._folder, path, str(chosen))
                await self.refresh()

    async def _delete(self, path: Path) -> None:
        takes.delete(path)
        await self.refresh()


def _picture(path: Path) -> str:
    """Waveform of a take as SVG; empty if it was moved or deleted meanwhile."""
    try:
        return svg.waveform(svg.peaks(path))
    except CorpusError:
        return ""
