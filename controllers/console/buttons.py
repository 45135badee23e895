"""Buttons that look alike in the tabs."""

from collections.abc import Callable

from nicegui import ui


def tool(text: str, icon: str | None, act: Callable[[], object] | None, hook: str, hint: str = "") -> ui.button:
    """A button for one thing to do; ``hint`` says more than its text, or stands for it."""
    button = ui.button(text, icon=icon, on_click=act, color=None).props(f'flat no-caps data-testid="{hook}"')
    if hint:
        button.props(f'aria-label="{hint}"').tooltip(hint)
    return button.classes("switch")


def turn(button: ui.button, playing: bool) -> None:
    """Have a button that lets one listen say what it would do now."""
    button.set_icon("stop" if playing else "play_arrow")
    button.classes(add="lit") if playing else button.classes(remove="lit")
