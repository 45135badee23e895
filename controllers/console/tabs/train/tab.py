"""Train tab: sounds, settings, and the progress of the training."""

from pathlib import Path

from nicegui import ui

from controllers.console.app_state import AppState
from controllers.console.tabs.train.progress import TrainingView
from controllers.console.tabs.train.sounds import SoundChooser
from controllers.console.widgets.settings_form import STYLE, FormField, SettingsForm
from controllers.console.widgets.toasts import errors_as_toasts, show_info
from distill import library
from distill.errors import DistillError
from distill.settings import TRAINING
from distill.text import shown

MAIN_FIELDS = (
    FormField(TRAINING["preset"], "Size", choices=TRAINING["preset"].choices),
    FormField(TRAINING["minutes"], "Minutes", step=0.01),
    FormField(TRAINING["channels"], "Channels", choices=("1", "2")),
    FormField(TRAINING["prior"], "Learn to play"),
)
MORE_FIELDS = (
    FormField(TRAINING["rvq-levels"], "Levels"),
    FormField(
        TRAINING["codebook-size"],
        "Codebook size",
        choices=("auto", "16", "32", "64", "128", "256", "512", "1024"),
    ),
    FormField(TRAINING["codebook-dim"], "Codebook dimension"),
    FormField(TRAINING["commitment-weight"], "Commitment weight", step=0.1),
    FormField(TRAINING["seed"], "Seed"),
    FormField(TRAINING["polish"], "Polish"),
)


def build(app: AppState) -> None:
    """Build the tab in the current container."""
    ui.add_css(STYLE)
    TrainTab(app)


class TrainTab:
    """Train tab of one browser."""

    def __init__(self, app: AppState) -> None:
        self._app = app
        with ui.grid().classes("w-full grid-cols-1 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] gap-[10px] items-start"):
            with ui.column().classes("gap-[10px] min-w-0"):
                with ui.column().classes("panel w-full gap-3"):
                    ui.label("Sounds").classes("panel-title")
                    self._sounds = SoundChooser(app, self._channels, self._propose_name)
                with ui.column().classes("panel w-full gap-3"):
                    self._build_settings()
            with ui.column().classes("panel w-full gap-3 min-w-0") as self._view:
                TrainingView(app, self._load, lambda: ui.navigate.to("/?tab=library"))
        ui.timer(0.5, self._refresh)

    def _build_settings(self) -> None:
        ui.label("Settings").classes("panel-title")
        with ui.row().classes("w-full no-wrap items-center gap-2"):
            self._name = ui.input("Name of the model", value=self._unused_name("my-sounds"))
            self._name.props("dense outlined data-testid=train-name").classes("grow")
            self._start = ui.button("Train", icon="model_training", on_click=self._train)
            self._start.props("unelevated no-caps text-color=dark data-testid=train-start")
        with ui.grid(columns=2).classes("w-full gap-x-4 gap-y-3 items-start"):
            self._main = SettingsForm("train", MAIN_FIELDS)
        more = ui.expansion("More settings").props("dense header-class=px-0 data-testid=train-more").classes("w-full")
        with more, ui.grid(columns=2).classes("w-full gap-x-4 gap-y-3 pt-3 items-start"):
            self._more = SettingsForm("train", MORE_FIELDS)

    def _refresh(self) -> None:
        """Disable the start while a training runs; on a narrow screen, show its progress first."""
        self._start.set_enabled(not self._app.training.runs)
        if self._app.training.run:
            self._view.classes("max-lg:order-first")

    def _channels(self) -> int:
        return int(self._main["channels"].value)

    def _propose_name(self, folder: Path) -> None:
        """Propose the folder's name for the model, with a number if it is in use."""
        self._name.set_value(self._unused_name(shown(folder.resolve().name)))

    def _unused_name(self, name: str) -> str:
        names = [name, *(f"{name} {number}" for number in range(2, 10_000))]
        return next(one for one in names if not (self._app.library / f"{one}{library.SUFFIX}").exists())

    def _train(self) -> None:
        with errors_as_toasts():
            if self._sounds.folder is None:
                raise DistillError("There are no sounds to learn from yet. Name a folder or drop recordings, above.")
            model = library.free(str(self._name.value or ""), self._app.library)
            options = self._main.arguments() + self._more.arguments()
            self._app.training.start(self._sounds.folder, model, options)

    async def _load(self, model: Path) -> None:
        with errors_as_toasts():
            await self._app.load(model)
            show_info(f"{model.stem} is loaded.")
