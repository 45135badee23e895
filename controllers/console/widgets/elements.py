"""Parts of the page that follow the stage by themselves, in the browser; what they are for is in the vocabulary."""

from collections.abc import Callable, Sequence
from typing import Self

from nicegui import ui

from controllers.console import ASSETS
from live.controls import Control

FINE = 0.002
"""How far an arrow key moves a fader, of 0 to 1."""


class NamedElement(ui.element):
    """An element that tests and users know by a name."""

    def named(self, hook: str) -> Self:
        """Give it its name."""
        return self.props(f'data-testid="{hook}"')


class Knob(NamedElement, component=ASSETS / "play_knob.js"):
    """A fader."""

    def __init__(self, control: Control, label: str = "") -> None:
        super().__init__()
        _describe(self, control, label)
        span = control.high - control.low
        self.props["usual"] = control.default
        self.props["step"] = max(FINE, 1 / span) if control.kind == "integer" else FINE


class Field(NamedElement, component=ASSETS / "play_field.js"):
    """A number that is typed."""

    def __init__(self, control: Control, label: str = "") -> None:
        super().__init__()
        _describe(self, control, label)
        self.props["low"], self.props["high"] = control.low, control.high


class Switch(NamedElement, component=ASSETS / "play_switch.js"):
    """A toggle or a trigger; ``other`` is its icon while it is on, ``tone`` how it looks then."""

    def __init__(self, control: Control, label: str = "", *, icon: str = "", other: str = "", tone: str = "") -> None:
        super().__init__()
        _describe(self, control, label)
        self.props["icon"], self.props["other"], self.props["tone"] = icon, other, tone


class EditForm(NamedElement, component=ASSETS / "play_edit.js"):
    """An edit whose numbers are typed, or what takes a name."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        _describe(self, control, control.name)
        self.props["usage"] = control.usage


class Choice(NamedElement, component=ASSETS / "play_choice.js"):
    """What takes one of some names."""

    def __init__(self, control: Control, label: str, names: Sequence[str]) -> None:
        super().__init__()
        _describe(self, control, label)
        self.props["names"] = list(names)


class GridEditor(NamedElement, component=ASSETS / "play_grid.js"):
    """The grid of codes, to be seen, heard and changed."""


class LevelMeter(NamedElement, component=ASSETS / "play_meter.js"):
    """How much a level adds, counted from 0."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self.props["level"] = level


class SignalDisplay(NamedElement, component=ASSETS / "play_scope.js"):
    """The sound as a ``scope`` or a ``spectrum``."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.props["kind"] = kind


class SnapshotSlots(NamedElement, component=ASSETS / "play_slots.js"):
    """The snapshots."""


class StatusReadings(NamedElement, component=ASSETS / "play_readings.js"):
    """How the stage does."""


class EventLine(NamedElement, component=ASSETS / "play_news.js"):
    """What has happened."""


def element_for(control: Control) -> NamedElement:
    """What goes with a control, whatever it is."""
    match control.kind:
        case "continuous":
            return Knob(control, control.name)
        case "integer":
            return Field(control, control.name)
        case "toggle" | "trigger":
            return Switch(control, control.name)
        case _:
            return EditForm(control)


def _describe(element: NamedElement, control: Control, label: str) -> None:
    props = element.props
    props["name"], props["label"] = control.name, label or control.name.rpartition("/")[2].replace("_", "-")
    props["doc"], props["unit"], props["kind"] = control.doc, control.unit, control.kind


def tool_button(text: str, icon: str | None, act: Callable[[], object] | None, hook: str, hint: str = "") -> ui.button:
    """A button for one thing to do; ``hint`` says more than its text, or stands for it."""
    button = ui.button(text, icon=icon, on_click=act, color=None).props(f'flat no-caps data-testid="{hook}"')
    if hint:
        button.props(f'aria-label="{hint}"').tooltip(hint)
    return button.classes("switch")


def show_playing(button: ui.button, playing: bool) -> None:
    """Have a button that lets one listen say what it would do now."""
    button.set_icon("stop" if playing else "play_arrow")
    button.classes(add="lit") if playing else button.classes(remove="lit")
