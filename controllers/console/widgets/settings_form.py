"""Forms for the settings of a command, and their values as command-line options."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from controllers.console import ASSETS
from distill.settings import Setting

STYLE = ASSETS / "training.css"
"""Style sheet of the tabs with such forms."""

Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class FormField:
    """Field for one setting of a command, whose range and default are those of the setting."""

    setting: Setting
    label: str
    step: float = 1
    slides: bool = False
    choices: tuple[str, ...] = ()
    """Choices that are offered; without any, the field takes a number."""
    default: Value = None
    """First value, if it differs from the command's default."""

    @property
    def option(self) -> str:
        """Name of the command-line option, without dashes."""
        return self.setting.option

    @property
    def start(self) -> Any:
        """First value of the field."""
        default = self.setting.default if self.default is None else self.default
        return str(default) if self.choices else default

    def argument(self, value: Value) -> str:
        """Convert a value of the field to a command-line option.

        Raises:
            DistillError: the value is out of the setting's range.
        """
        if isinstance(self.setting.default, bool):
            return f"--{self.option}" if value else f"--no-{self.option}"
        return f"--{self.option}={self.setting.checked(value, self.label)}"


class SettingsForm:
    """Fields in the current container; the ``data-testid`` of each is ``<tab>-<option>``."""

    def __init__(self, tab: str, fields: Sequence[FormField]) -> None:
        self._elements = {field: _element(tab, field) for field in fields}

    def __getitem__(self, option: str) -> Any:
        """Element of the field of an option."""
        return next(element for field, element in self._elements.items() if field.option == option)

    def arguments(self) -> list[str]:
        """Convert all values to command-line options.

        Raises:
            DistillError: a value is out of its setting's range.
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
            # Without limits: the element would silently clip a number when it loses the focus.
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
