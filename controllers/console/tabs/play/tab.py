"""The tab where one plays: the grid, the levels, the knobs, and how it sounds and does."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager

from nicegui import ui

from controllers.console.app_state import Studio
from controllers.console.widgets import elements
from controllers.console.widgets.elements import (
    Choice,
    Field,
    Grid,
    Knob,
    Meter,
    News,
    Picture,
    Readings,
    Slots,
    Switch,
)
from controllers.console.widgets.toasts import told
from live.controls import Control

Controls = dict[str, Control]


def build(studio: Studio) -> None:
    """Build the tab's content, anew whenever another model is on stage."""
    content = ui.element("div").classes("play")
    shown: list[tuple[str, ...] | None] = []

    def show() -> None:
        backdrop = studio.mirror.backdrop
        wanted = backdrop.roles if backdrop else None
        # The same levels are the same page; without any model, what is said about it may have changed.
        if shown == [wanted] and wanted:
            return
        shown[:] = [wanted]
        content.clear()
        with content:
            if backdrop:
                _stage(studio, backdrop.roles)
            else:
                _nothing(studio)

    studio.changed.subscribe(show)
    show()


def _nothing(studio: Studio) -> None:
    """What is missing, and a way to try again."""

    async def again() -> None:
        button.disable()
        with told():
            await studio.load(studio.mirror.wanted or studio.models()[0].path)
        button.enable()

    trouble = studio.mirror.trouble
    with ui.element("div").classes("panel empty"):
        ui.label("Nothing is on stage" if trouble else "The model is coming on stage…").classes("empty-title")
        ui.label(trouble).props('data-testid="play-trouble"')
        button = ui.button("Try again", on_click=again).props('data-testid="play-again" no-caps unelevated')
        button.set_visibility(bool(trouble))


def _stage(studio: Studio, roles: tuple[str, ...]) -> None:
    controls = studio.mirror.vocabulary.controls
    _transport(controls)
    with ui.element("div").classes("panel"):
        Grid()
    with ui.element("div").classes("play-below"):
        with _panel("Levels", "levels"):
            for level, role in enumerate(roles):
                _strip(controls, level, role)
        with _panel("Chance and time", "knobs"):
            _knobs(controls, [entry.name for entry in studio.models()])
        with ui.element("div").classes("panel sound"):
            Picture("scope").known("play-scope")
            Picture("spectrum").known("play-spectrum")
            Slots()
    with ui.expansion("All controls").classes("panel all").props('data-testid="play-all" dense') as all_controls:
        place = ui.element("div").classes("all-controls")

    def fill() -> None:
        if not place.default_slot.children:
            with place:
                for control in controls.values():
                    elements.any_of(control).known(f"all-{control.name}")

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
        Field(controls["tempo"], "tempo").known("play-tempo")
        Field(controls["seed"], "seed").known("play-seed")
        News()
        Readings()


def _strip(controls: Controls, level: int, role: str) -> None:
    """One level."""
    own = f"level/{level + 1}"
    with ui.element("div").classes("strip"):
        ui.label(role).classes("strip-name")
        Meter(level).known(f"play-meter-{level + 1}")
        with ui.element("div").classes("segments"):
            for part, label, tone in (("mask", "On", "cool"), ("solo", "Solo", ""), ("hold", "Hold", "")):
                _switch(controls, f"{own}/{part}", label, tone=tone)
        _knob(controls, f"{own}/gain", "gain")
        _knob(controls, f"temperature/{level + 1}", "temperature")
        _knob(controls, f"morph/{level + 1}", "morph")


def _knobs(controls: Controls, models: Sequence[str]) -> None:
    for name, label in (
        ("temperature", ""), ("top_k", ""), ("top_p", ""), ("max_quote", ""), ("resample/amount", "resample"),
        ("morph", ""), ("snapshot/glide", "glide"), ("output/gain", "volume"),
    ):  # fmt: skip
        _knob(controls, name, label)
    with ui.element("div").classes("fields"):
        for name, label in (
            ("loop/start", "loop from"), ("loop/length", "length"), ("loop/seconds", "or seconds"),
            ("loop/beats", "or beats"), ("grid/quantize", "edits wait"),
        ):  # fmt: skip
            Field(controls[name], label).known(f"play-{name.replace('/', '-')}")
        Choice(controls["deck/load"], "second deck", models).known("play-deck-load")
    with ui.element("div").classes("segments"):
        _switch(controls, "deck/copy", "Copy to second deck")
        _switch(controls, "mark", "Mark")


def _knob(controls: Controls, name: str, label: str = "") -> None:
    Knob(controls[name], label).known(f"play-{name.replace('/', '-')}")


def _switch(controls: Controls, name: str, label: str = "", *, icon: str = "", other: str = "", tone: str = "") -> None:
    switch = Switch(controls[name], label or name.rpartition("/")[2], icon=icon, other=other, tone=tone)
    switch.known(f"play-{name.replace('/', '-')}")


@contextmanager
def _panel(title: str, kind: str) -> Generator[None]:
    with ui.element("div").classes("panel"):
        ui.label(title).classes("panel-title")
        with ui.element("div").classes(kind):
            yield
