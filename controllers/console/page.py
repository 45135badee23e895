"""The page: a header with five tabs, whose contents are built when they are first opened."""

from collections.abc import Callable

from nicegui import ui

from controllers.console.app_state import AppState
from controllers.console.tabs.codes import tab as codes
from controllers.console.tabs.generate import tab as generate
from controllers.console.tabs.library import tab as library
from controllers.console.tabs.play import tab as play
from controllers.console.tabs.train import tab as train

TABS: dict[str, Callable[[AppState], None]] = {
    "play": play.build,
    "codes": codes.build,
    "train": train.build,
    "generate": generate.build,
    "library": library.build,
}
COLOURS = {"primary": "#ffb454", "secondary": "#5ccfe6", "accent": "#ffb454", "dark": "#171b24", "dark_page": "#10131a"}
STATES = {"positive": "#7fd88f", "negative": "#ff6b6b", "warning": "#ffd166", "info": "#5ccfe6"}


def declare(app: AppState) -> None:
    """Register the page at ``/``; ``/?tab=codes`` opens it with that tab."""

    @ui.page("/")
    def index(tab: str = "play") -> None:
        _head()
        built: set[str] = set()

        def show_tab(name: str) -> None:
            ui.navigate.history.replace(f"/?tab={name}")
            if name not in built:
                built.add(name)
                with panels[name]:
                    TABS[name](app)

        first = tab if tab in TABS else "play"
        with ui.header().classes("console-header"):
            ui.label("Distill").classes("console-name")
            with ui.tabs() as tabs:
                for name in TABS:
                    ui.tab(name, name.capitalize()).props(f'data-testid="tab-{name}" no-caps')
            ui.space()
            _loaded_model(app)
            ui.html(
                '<button class="console-help" data-explains aria-label="keys" title="Keys">?</button>', sanitize=False
            )
        with ui.tab_panels(
            tabs, value=first, on_change=lambda event: show_tab(str(event.value)), animated=False
        ) as shown:
            panels = {name: ui.tab_panel(name).classes("console-panel") for name in TABS}
        shown.classes("console-panels")
        show_tab(first)


def _head() -> None:
    ui.colors(**COLOURS, **STATES)
    ui.add_head_html('<link rel="stylesheet" href="/assets/console.css">')
    ui.add_body_html('<script type="module" src="/assets/keys.js"></script>')


def _loaded_model(app: AppState) -> None:
    """Label with the name of the loaded model, seen in every tab."""
    label = ui.label().classes("console-stage").props('data-testid="stage-model"')

    def refresh() -> None:
        label.text = app.loaded_model.stem if app.loaded_model else "no model loaded"

    app.model_changed.subscribe(refresh)
    refresh()
