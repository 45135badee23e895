"""Forms for what can be chosen before a command runs, and the options that say what was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from controllers.console import ASSETS
from distill.settings import Setting

STYLE = ASSETS / "training.css"
"""Of the tabs whose forms these are."""

Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A setting of a command as the page offers it; what it may be is the setting's to say."""

    setting: Setting
    label: str
    step: float = 1
    slides: bool = False
    choices: tuple[str, ...] = ()
    """What is offered of what may be chosen; without, a number."""
    default: Value = None
    """Where it is another than the command's."""

    @property
    def option(self) -> str:
        """The setting's name, by which its element is known."""
        return self.setting.option

    @property
    def start(self) -> Any:
        """What is chosen at first."""
        default = self.setting.default if self.default is None else self.default
        return str(default) if self.choices else default

    def argument(self, value: Value) -> str:
        """The option that says ``value``.

        Raises:
            DistillError: it cannot be that.
        """
        if isinstance(self.setting.default, bool):
            return f"--{self.option}" if value else f"--no-{self.option}"
        return f"--{self.option}={self.setting.checked(value, self.label)}"


class Form:
    """Fields for some entries, in the current container; an element is known as ``<tab>-<option>``."""

    def __init__(self, tab: str, entries: Sequence[Entry]) -> None:
        self._fields = {entry: _field(tab, entry) for entry in entries}

    def __getitem__(self, option: str) -> Any:
        """The field of an option."""
        return next(field for entry, field in self._fields.items() if entry.option == option)

    def arguments(self) -> list[str]:
        """The options that say what has been chosen.

        Raises:
            DistillError: one of them cannot be.
        """
        return [entry.argument(field.value) for entry, field in self._fields.items()]


def _field(tab: str, entry: Entry) -> Any:
    with ui.column().classes("w-full gap-1"):
        if isinstance(entry.start, bool):
            field = ui.switch(entry.label, value=entry.start).props("dense")
        elif entry.slides:
            field = _slider(entry)
        elif entry.choices:
            field = _choices(entry)
        else:
            # Without its limits: it would put a number within them unasked, as soon as one looks away.
            field = ui.number(entry.label, value=float(entry.start), step=entry.step)
            field.props("dense outlined").classes("w-full")
        ui.label(entry.setting.doc).classes("text-xs opacity-60 leading-snug")
    return field.props(f"data-testid={tab}-{entry.option}")


def _choices(entry: Entry) -> Any:
    if len(entry.choices) > 4:
        select = ui.select(list(entry.choices), label=entry.label, value=entry.start)
        return select.props("dense outlined").classes("w-full")
    with ui.row().classes("w-full items-center justify-between no-wrap"):
        ui.label(entry.label).classes("text-sm")
        return ui.toggle(list(entry.choices), value=entry.start).props(
            "dense no-caps unelevated padding='2px 10px' toggle-text-color=dark"
        )


def _slider(entry: Entry) -> Any:
    with ui.row().classes("w-full items-center justify-between no-wrap"):
        ui.label(entry.label).classes("text-sm")
        shown = ui.label().classes("text-sm tabular-nums")
    slider = ui.slider(min=entry.setting.low, max=entry.setting.high, step=entry.step, value=float(entry.start))
    shown.bind_text_from(slider, "value", lambda value: f"{value:g}")
    return slider.props(f'aria-label="{entry.label}"')
