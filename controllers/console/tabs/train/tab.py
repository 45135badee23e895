"""The tab Train: sounds, settings, and the training that runs."""

from pathlib import Path

from nicegui import ui

from controllers.console.app_state import Studio
from controllers.console.tabs.train.progress import View
from controllers.console.tabs.train.sounds import Sounds
from controllers.console.widgets.settings_form import STYLE, Entry, Form
from controllers.console.widgets.toasts import tell, told
from distill import library
from distill.errors import DistillError
from distill.settings import TRAINING
from distill.text import shown

MAIN = (
    Entry(TRAINING["preset"], "Size", choices=TRAINING["preset"].choices),
    Entry(TRAINING["minutes"], "Minutes", step=0.01),
    Entry(TRAINING["channels"], "Channels", choices=("1", "2")),
    Entry(TRAINING["prior"], "Learn to play"),
)
MORE = (
    Entry(TRAINING["rvq-levels"], "Levels"),
    Entry(
        TRAINING["codebook-size"],
        "Codebook size",
        choices=("auto", "16", "32", "64", "128", "256", "512", "1024"),
    ),
    Entry(TRAINING["codebook-dim"], "Codebook dimension"),
    Entry(TRAINING["commitment-weight"], "Commitment weight", step=0.1),
    Entry(TRAINING["seed"], "Seed"),
    Entry(TRAINING["polish"], "Polish"),
)


def build(studio: Studio) -> None:
    """The tab, in the current container."""
    ui.add_css(STYLE)
    Page(studio)


class Page:
    """One browser's."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        with ui.grid().classes("w-full grid-cols-1 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)] gap-[10px] items-start"):
            with ui.column().classes("gap-[10px] min-w-0"):
                with ui.column().classes("panel w-full gap-3"):
                    ui.label("Sounds").classes("panel-title")
                    self._sounds = Sounds(studio, self._channels, self._name_after)
                with ui.column().classes("panel w-full gap-3"):
                    self._choose()
            with ui.column().classes("panel w-full gap-3 min-w-0") as self._view:
                View(studio, self._load, lambda: ui.navigate.to("/?tab=library"))
        ui.timer(0.5, self._see)

    def _choose(self) -> None:
        ui.label("Settings").classes("panel-title")
        with ui.row().classes("w-full no-wrap items-center gap-2"):
            self._name = ui.input("Name of the model", value=self._free("my-sounds"))
            self._name.props("dense outlined data-testid=train-name").classes("grow")
            self._start = ui.button("Train", icon="model_training", on_click=self._train)
            self._start.props("unelevated no-caps text-color=dark data-testid=train-start")
        with ui.grid(columns=2).classes("w-full gap-x-4 gap-y-3 items-start"):
            self._main = Form("train", MAIN)
        more = ui.expansion("More settings").props("dense header-class=px-0 data-testid=train-more").classes("w-full")
        with more, ui.grid(columns=2).classes("w-full gap-x-4 gap-y-3 pt-3 items-start"):
            self._more = Form("train", MORE)

    def _see(self) -> None:
        """One training at a time; where there is one, a narrow screen has it first."""
        self._start.set_enabled(not self._studio.training.runs)
        if self._studio.training.run:
            self._view.classes("max-lg:order-first")

    def _channels(self) -> int:
        return int(self._main["channels"].value)

    def _name_after(self, folder: Path) -> None:
        """Call the model as its folder is called, unless that is taken."""
        self._name.set_value(self._free(shown(folder.resolve().name)))

    def _free(self, name: str) -> str:
        names = [name, *(f"{name} {number}" for number in range(2, 10_000))]
        return next(one for one in names if not (self._studio.library / f"{one}{library.SUFFIX}").exists())

    def _train(self) -> None:
        with told():
            if self._sounds.folder is None:
                raise DistillError("There are no sounds to learn from yet. Name a folder or drop recordings, above.")
            model = library.free(str(self._name.value or ""), self._studio.library)
            options = self._main.arguments() + self._more.arguments()
            self._studio.training.start(self._sounds.folder, model, options)

    async def _load(self, model: Path) -> None:
        with told():
            await self._studio.load(model)
            tell(f"{model.stem} is on stage.")
