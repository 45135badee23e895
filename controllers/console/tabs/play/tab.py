"""Play tab: the grid, levels, controls, signal displays and readings of the loaded model."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from nicegui import ui

from controllers.console.app_state import AppState
from controllers.console.widgets import elements
from controllers.console.widgets.elements import (
    Choice,
    EventLine,
    Field,
    GridEditor,
    Knob,
    LevelMeter,
    SignalDisplay,
    SnapshotSlots,
    StatusReadings,
    Switch,
)
from controllers.console.widgets.toasts import errors_as_toasts
from live.controls import Control

Controls = dict[str, Control]


def build(app: AppState) -> None:
    """Build the tab in the current container, and again whenever a model with other levels is loaded."""
    content = ui.element("div").classes("play")
    shown: list[tuple[str, ...] | None] = []

    def show() -> None:
        info = app.cache.info
        roles = info.roles if info else None
        # A model with the same levels needs no new content; without a model, the reason may have changed.
        if shown == [roles] and roles:
            return
        shown[:] = [roles]
        content.clear()
        with content:
            if info:
                _instrument(app, info.roles)
            else:
                _nothing(app)

    app.model_changed.subscribe(show)
    show()


def _nothing(app: AppState) -> None:
    """Build the reason why no model is loaded, and a button to try again."""

    async def again() -> None:
        button.disable()
        with errors_as_toasts():
            await app.load(app.cache.requested or app.models()[0].path)
        button.enable()

    trouble = app.cache.trouble
    with ui.element("div").classes("panel empty"):
        ui.label("No model is loaded" if trouble else "The model is being loaded…").classes("empty-title")
        ui.label(trouble).props('data-testid="play-trouble"')
        button = ui.button("Try again", on_click=again).props('data-testid="play-again" no-caps unelevated')
        button.set_visibility(bool(trouble))


def _instrument(app: AppState, roles: tuple[str, ...]) -> None:
    controls = app.cache.vocabulary.controls
    _transport(controls)
    with ui.element("div").classes("panel"):
        GridEditor()
    with ui.element("div").classes("play-below"):
        with _panel("Levels", "levels"):
            for level, role in enumerate(roles):
                _strip(controls, level, role)
        with _panel("Chance and time", "knobs"):
            _knobs(controls, [entry.name for entry in app.models()])
        with ui.element("div").classes("panel sound"):
            SignalDisplay("scope").named("play-scope")
            SignalDisplay("spectrum").named("play-spectrum")
            SnapshotSlots()
    with ui.expansion("All controls").classes("panel all").props('data-testid="play-all" dense') as all_controls:
        place = ui.element("div").classes("all-controls")

    def fill() -> None:
        if not place.default_slot.children:
            with place:
                for control in controls.values():
                    elements.element_for(control).named(f"all-{control.name}")

    all_controls.on_value_change(fill)


def _transport(controls: Controls) -> None:
    with ui.element("div").classes("panel transport"):
        with ui.element("div").classes("segments"):
            _switch(controls, "play", icon="play_arrow", other="pause", tone="large")
            _switch(controls, "stop", icon="stop", tone="large")
            _switch(controls, "record", icon="fiber_manual_record", tone="large record")
        with ui.element("div").classes("segments"):
            for name, label in (("hold", "Hold"), ("loop/on", "Loop"), ("resample/go", "Resample")):
                _switch(controls, name, label)
        with ui.element("div").classes("segments"):
            _switch(controls, "grid/undo", icon="undo")
            _switch(controls, "grid/redo", icon="redo")
        Field(controls["tempo"], "tempo").named("play-tempo")
        Field(controls["seed"], "seed").named("play-seed")
        EventLine()
        StatusReadings()


def _strip(controls: Controls, level: int, role: str) -> None:
    """Build the row of one level, by its index from 0."""
    own = f"level/{level + 1}"
    with ui.element("div").classes("strip"):
        ui.label(role).classes("strip-name")
        LevelMeter(level).named(f"play-meter-{level + 1}")
        with ui.element("div").classes("segments"):
            for part, label, tone in (("mask", "On", "cool"), ("solo", "Solo", ""), ("hold", "Hold", "")):
                _switch(controls, f"{own}/{part}", label, tone=tone)
        _knob(controls, f"{own}/gain", "gain")
        _knob(controls, f"temperature/{level + 1}", "temperature")
        _knob(controls, f"morph/{level + 1}", "morph")


def _knobs(controls: Controls, models: Sequence[str]) -> None:
    for name, label in (
        ("temperature", ""), ("top_k", ""), ("top_p", ""), ("recall", ""), ("max_quote", ""),
        ("resample/amount", "resample"), ("morph", ""), ("snapshot/glide", "glide"), ("output/gain", "volume"),
    ):  # fmt: skip
        _knob(controls, name, label)
    with ui.element("div").classes("fields"):
        for name, label in (
            ("loop/start", "loop from"), ("loop/length", "length"), ("loop/seconds", "or seconds"),
            ("loop/beats", "or beats"), ("grid/quantize", "edits wait"),
        ):  # fmt: skip
            Field(controls[name], label).named(f"play-{name.replace('/', '-')}")
        Choice(controls["deck/load"], "second deck", models).named("play-deck-load")
    with ui.element("div").classes("segments"):
        _switch(controls, "deck/copy", "Copy to second deck")
        _switch(controls, "mark", "Mark")


def _knob(controls: Controls, name: str, label: str = "") -> None:
    Knob(controls[name], label).named(f"play-{name.replace('/', '-')}")


def _switch(controls: Controls, name: str, label: str = "", *, icon: str = "", other: str = "", tone: str = "") -> None:
    switch = Switch(controls[name], label or name.rpartition("/")[2], icon=icon, other=other, tone=tone)
    switch.named(f"play-{name.replace('/', '-')}")


@contextmanager
def _panel(title: str, kind: str) -> Generator[None]:
    with ui.element("div").classes("panel"):
        ui.label(title).classes("panel-title")
        with ui.element("div").classes(kind):
            yield
