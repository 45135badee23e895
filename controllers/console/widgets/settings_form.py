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
class FormField:
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


class SettingsForm:
    """Fields for some entries, in the current container; an element is known as ``<tab>-<option>``."""

    def __init__(self, tab: str, fields: Sequence[FormField]) -> None:
        self._elements = {field: _element(tab, field) for field in fields}

    def __getitem__(self, option: str) -> Any:
        """The field of an option."""
        return next(element for field, element in self._elements.items() if field.option == option)

    def arguments(self) -> list[str]:
        """The options that say what has been chosen.

        Raises:
            DistillError: one of them cannot be.
        """
        return [field.argument(element.value) for field, element in self._elements.items()]


def _element(tab: str, field: FormField) -> Any:
    with ui.column().classes("w-full gap-1"):
        if isinstance(field.start, bool):
            element = ui.switch(field.label, value=field.start).props("dense")
        elif field.slides:
            element = _slider(field)
        elif field.choices:
            element = _choices(field)
        else:
            # Without its limits: it would put a number within them unasked, as soon as one looks away.
            element = ui.number(field.label, value=float(field.start), step=field.step)
            element.props("dense outlined").classes("w-full")
        ui.label(field.setting.doc).classes("text-xs opacity-60 leading-snug")
    return element.props(f"data-testid={tab}-{field.option}")


def _choices(field: FormField) -> Any:
    if len(field.choices) > 4:
        select = ui.select(list(field.choices), label=field.label, value=field.start)
        return select.props("dense outlined").classes("w-full")
    with ui.row().classes("w-full items-center justify-between no-wrap"):
        ui.label(field.label).classes("text-sm")
        return ui.toggle(list(field.choices), value=field.start).props(
            "dense no-caps unelevated padding='2px 10px' toggle-text-color=dark"
        )


def _slider(field: FormField) -> Any:
    with ui.row().classes("w-full items-center justify-between no-wrap"):
        ui.label(field.label).classes("text-sm")
        shown = ui.label().classes("text-sm tabular-nums")
    slider = ui.slider(min=field.setting.low, max=field.setting.high, step=field.step, value=float(field.start))
    shown.bind_text_from(slider, "value", lambda value: f"{value:g}")
    return slider.props(f'aria-label="{field.label}"')
