"""What goes wrong on purpose is told on the page in one line."""

from collections.abc import Generator
from contextlib import contextmanager

from nicegui import ui

from distill.errors import DistillError
from distill.text import shown

SHOWN_MILLISECONDS = 8000


def show_info(text: str) -> None:
    """Say something that went well."""
    ui.notify(shown(text), position="bottom", color="grey-9", textColor="grey-3")


def show_error(text: str) -> None:
    """Say something that went wrong."""
    ui.notify(
        shown(text),
        position="bottom",
        color="negative",
        textColor="black",
        multiLine=True,
        timeout=SHOWN_MILLISECONDS,
        closeBtn="Close",
    )


@contextmanager
def errors_as_toasts() -> Generator[None]:
    """Show a ``DistillError`` of the block in one line; whatever comes after the block goes on."""
    try:
        yield
    except DistillError as error:
        show_error(str(error))
