"""Toasts: short messages at the bottom of the page of the browser that caused them."""

from collections.abc import Generator
from contextlib import contextmanager

from nicegui import ui

from distill.errors import DistillError
from distill.text import shown

SHOWN_MILLISECONDS = 8000
"""Duration of an error's toast."""


def show_info(text: str) -> None:
    """Show that something went well."""
    ui.notify(shown(text), position="bottom", color="grey-9", textColor="grey-3")


def show_error(text: str) -> None:
    """Show an error, in one line, until it is closed or times out."""
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
    """Context manager that shows a ``DistillError`` of its block as a toast; other errors pass.

    The code after the block runs in either case.
    """
    try:
        yield
    except DistillError as error:
        show_error(str(error))
