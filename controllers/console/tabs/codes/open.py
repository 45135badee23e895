"""Dialog to choose a recording or a file of codes: an upload, an earlier result, or a path on this machine."""

from datetime import datetime
from functools import partial
from pathlib import Path

from nicegui import ui

from controllers.console import policy
from controllers.console.app_state import AppState
from controllers.console.widgets import uploads
from controllers.console.widgets.toasts import errors_as_toasts
from distill.errors import DistillError
from distill.grid import grid_file
from distill.io import audio_formats
from distill.text import shown

SUFFIXES = audio_formats.SUFFIXES | grid_file.SUFFIXES
"""Suffixes of recordings and files of codes."""
MAX_LISTED = 40
"""Files of each folder that are listed."""
FOLDERS = {"Codes": "codes", "Takes": "takes", "Uploads": "uploads"}
"""Titles of the lists, and the subfolders of the console's folder that they show."""


async def choose_file(app: AppState, title: str, hook: str) -> Path | None:
    """Ask for a file.

    Args:
        app: shared state.
        title: title of the dialog.
        hook: prefix of the ``data-testid`` of its elements.

    Returns:
        The path of the file, or ``None`` if the dialog was cancelled.
    """
    with ui.dialog() as dialog, ui.card().classes("w-[34rem] max-w-full gap-3").props(f'data-testid="{hook}-dialog"'):
        ui.label(title).classes("text-base font-medium")
        drop = uploads.drop_zone(
            app, "Drop a file here", "codes", dialog.submit, hook=f"{hook}-upload", suffixes=SUFFIXES
        )
        drop.classes("w-full")
        with ui.row().classes("w-full items-center gap-2 no-wrap"):
            path = ui.input("Or a file of this machine", placeholder="/home/me/hum.wav").classes("grow")
            path.props(f'dense outlined data-testid="{hook}-path"')

            def submit() -> None:
                with errors_as_toasts():
                    path_given = policy.parse(path.value or "")
                    if not path_given.is_file():
                        raise DistillError(
                            f"There is no file {path_given}. Give the whole path of a recording or a file of codes."
                        )
                    dialog.submit(path_given)

            path.on("keydown.enter", submit, args=[])
            ui.button("Open", on_click=submit).props(f'outline no-caps data-testid="{hook}-path-open"')
        _list(app, dialog, hook)
    chosen = await dialog
    dialog.delete()
    return chosen


def _list(app: AppState, dialog: ui.dialog, hook: str) -> None:
    found = {title: _files(app.folder / folder) for title, folder in FOLDERS.items()}
    listed = {title: files for title, files in found.items() if files}
    if not listed:
        return
    with ui.element("div").classes("w-full codes-files"):
        for title, files in listed.items():
            ui.label(title).classes("text-xs opacity-60 pt-1")
            with ui.list().props("dense").classes("w-full"):
                for file in files:
                    item = ui.item(on_click=partial(dialog.submit, file)).props(f'data-testid="{hook}-file"')
                    with item.classes("px-2 rounded"):
                        with ui.item_section():
                            ui.item_label(shown(file.name)).classes("ellipsis")
                        with ui.item_section().props("side"):
                            ui.item_label(
                                f"{datetime.fromtimestamp(file.stat().st_mtime).astimezone():%Y-%m-%d %H:%M}"
                            ).classes("text-xs tabular-nums")


def _files(folder: Path) -> list[Path]:
    """Recordings and files of codes in a folder and its subfolders, latest first."""
    files = [path for path in folder.rglob("*") if _is_listed(path)]
    return sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)[:MAX_LISTED]


def _is_listed(path: Path) -> bool:
    return not path.name.startswith(".") and path.suffix.lower() in SUFFIXES and path.is_file()
