"""Elements for the controls of the vocabulary, which follow the engine's state by scripts in the browser."""

from collections.abc import Callable, Sequence
from typing import Self

from nicegui import ui

from controllers.console import ASSETS
from live.controls import Control

FINE = 0.002
"""Step of a fader by arrow keys, of 0 to 1."""


class NamedElement(ui.element):
    """Element with a name by which tests find it."""

    def named(self, hook: str) -> Self:
        """Set the name, ``data-testid``, and return the element."""
        return self.props(f'data-testid="{hook}"')


class Knob(NamedElement, component=ASSETS / "play_knob.js"):
    """Fader from the lowest to the highest value of a control."""

    def __init__(self, control: Control, label: str = "") -> None:
        super().__init__()
        _describe(self, control, label)
        span = control.high - control.low
        self.props["usual"] = control.default
        self.props["step"] = max(FINE, 1 / span) if control.kind == "integer" else FINE


class Field(NamedElement, component=ASSETS / "play_field.js"):
    """Input field for a number."""

    def __init__(self, control: Control, label: str = "") -> None:
        super().__init__()
        _describe(self, control, label)
        self.props["low"], self.props["high"] = control.low, control.high


class Switch(NamedElement, component=ASSETS / "play_switch.js"):
    """Button for a toggle or a trigger.

    Args:
        control: the control that it switches.
        label: text of the button, if it has no icon.
        icon: name of its icon.
        other: name of its icon while the toggle is on.
        tone: CSS classes.
    """

    def __init__(self, control: Control, label: str = "", *, icon: str = "", other: str = "", tone: str = "") -> None:
        super().__init__()
        _describe(self, control, label)
        self.props["icon"], self.props["other"], self.props["tone"] = icon, other, tone


class EditForm(NamedElement, component=ASSETS / "play_edit.js"):
    """Form for a control that takes several numbers or a name."""

    def __init__(self, control: Control) -> None:
        super().__init__()
        _describe(self, control, control.name)
        self.props["usage"] = control.usage


class Choice(NamedElement, component=ASSETS / "play_choice.js"):
    """Selection of one of several names."""

    def __init__(self, control: Control, label: str, names: Sequence[str]) -> None:
        super().__init__()
        _describe(self, control, label)
        self.props["names"] = list(names)


class GridEditor(NamedElement, component=ASSETS / "play_grid.js"):
    """Grid of codes that is playing, with tools to audition, paint and select."""


class LevelMeter(NamedElement, component=ASSETS / "play_meter.js"):
    """Meter of one level, by its index from 0: norm of the current code times the level's gain."""

    def __init__(self, level: int) -> None:
        super().__init__()
        self.props["level"] = level


class SignalDisplay(NamedElement, component=ASSETS / "play_scope.js"):
    """Oscilloscope (``scope``) or spectrum analyser (``spectrum``) of the output."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.props["kind"] = kind


class SnapshotSlots(NamedElement, component=ASSETS / "play_slots.js"):
    """Slots of the snapshots: recall and save."""


class StatusReadings(NamedElement, component=ASSETS / "play_readings.js"):
    """Readings of the engine: load, underruns, latency, buffer."""


class EventLine(NamedElement, component=ASSETS / "play_news.js"):
    """Line with the latest event or remark."""


def element_for(control: Control) -> NamedElement:
    """Create the element for a control by its kind."""
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
    """Create a flat button.

    Args:
        text: its label; may be empty if it has an icon.
        icon: name of its icon.
        act: called on a click.
        hook: its ``data-testid``.
        hint: its tooltip and accessible name.
    """
    button = ui.button(text, icon=icon, on_click=act, color=None).props(f'flat no-caps data-testid="{hook}"')
    if hint:
        button.props(f'aria-label="{hint}"').tooltip(hint)
    return button.classes("switch")


def show_playing(button: ui.button, playing: bool) -> None:
    """Show on a play button if its sound plays."""
    button.set_icon("stop" if playing else "play_arrow")
    button.classes(add="lit") if playing else button.classes(remove="lit")
