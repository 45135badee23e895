"""What can be chosen before a command runs: a table, from which come a form, its checks and the command's options."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nicegui import ui

from distill.errors import DistillError

STYLE = Path(__file__).parent / "assets" / "training.css"
"""Of the tabs whose forms these are."""

Value = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Setting:
    """One choice: yes or no where ``default`` is, one of ``choices`` where there are any, else a number."""

    option: str
    label: str
    default: str | float | bool
    doc: str
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    step: float = 1
    """1 is for whole numbers."""
    slides: bool = False

    def argument(self, value: Value) -> str:
        """The option that says ``value``.

        Raises:
            DistillError: it cannot be that.
        """
        if isinstance(self.default, bool):
            return f"--{self.option}" if value else f"--no-{self.option}"
        if self.choices:
            if value not in self.choices:
                raise DistillError(f"{self.label} is {', '.join(self.choices)}, not {value}.")
            return f"--{self.option}={value}"
        number, whole = _number(value), self.step == 1
        if number is None or not self.low <= number <= self.high or (whole and number % 1):
            kind = "a whole number" if whole else "a number"
            said = "nothing" if value is None else value
            raise DistillError(f"{self.label} is {kind} from {self.low:g} to {self.high:g}, not {said}.")
        return f"--{self.option}={number:.0f}" if whole else f"--{self.option}={number:g}"


class Form:
    """Fields for some settings, in the current container; an element is known as ``<tab>-<option>``."""

    def __init__(self, tab: str, settings: Sequence[Setting]) -> None:
        self._fields = {setting: _field(tab, setting) for setting in settings}

    def __getitem__(self, option: str) -> Any:
        """The field of an option."""
        return next(field for setting, field in self._fields.items() if setting.option == option)

    def arguments(self) -> list[str]:
        """The options that say what has been chosen.

        Raises:
            DistillError: one of them cannot be.
        """
        return [setting.argument(field.value) for setting, field in self._fields.items()]


def _field(tab: str, setting: Setting) -> Any:
    with ui.column().classes("w-full gap-1"):
        if isinstance(setting.default, bool):
            field = ui.switch(setting.label, value=setting.default).props("dense")
        elif setting.slides:
            field = _slider(setting)
        elif setting.choices:
            field = _choices(setting)
        else:
            # Without its limits: it would put a number within them unasked, as soon as one looks away.
            field = ui.number(setting.label, value=float(setting.default), step=setting.step)
            field.props("dense outlined").classes("w-full")
        ui.label(setting.doc).classes("text-xs opacity-60 leading-snug")
    return field.props(f"data-testid={tab}-{setting.option}")


def _choices(setting: Setting) -> Any:
    if len(setting.choices) > 4:
        select = ui.select(list(setting.choices), label=setting.label, value=setting.default)
        return select.props("dense outlined").classes("w-full")
    with ui.row().classes("w-full items-center justify-between no-wrap"):
        ui.label(setting.label).classes("text-sm")
        return ui.toggle(list(setting.choices), value=setting.default).props(
            "dense no-caps unelevated padding='2px 10px' toggle-text-color=dark"
        )


def _slider(setting: Setting) -> Any:
    with ui.row().classes("w-full items-center justify-between no-wrap"):
        ui.label(setting.label).classes("text-sm")
        shown = ui.label().classes("text-sm tabular-nums")
    slider = ui.slider(min=setting.low, max=setting.high, step=setting.step, value=float(setting.default))
    shown.bind_text_from(slider, "value", lambda value: f"{value:g}")
    return slider.props(f'aria-label="{setting.label}"')


def _number(value: Value) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None
