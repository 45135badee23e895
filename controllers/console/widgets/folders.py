"""Dialog to choose a folder of this machine; browsers do not give the paths of folders they upload."""

from functools import partial
from pathlib import Path

from nicegui import ui

from controllers.console import policy
from distill.io import audio_formats
from distill.text import shown


async def choose_folder(start: str) -> Path | None:
    """Ask for a folder.

    Args:
        start: path at which to begin; if it is no allowed folder, the nearest one above.

    Returns:
        The folder, or ``None`` if the dialog was cancelled.
    """
    with ui.dialog() as dialog, ui.card().classes("w-full max-w-lg gap-2"):
        _Chooser(dialog, start)
    folder = await dialog
    dialog.delete()
    return folder


class _Chooser:
    def __init__(self, dialog: ui.dialog, start: str) -> None:
        with ui.row().classes("w-full items-center no-wrap gap-2"):
            self._up = ui.button(icon="arrow_upward", on_click=lambda: self._enter(self._folder.parent))
            self._up.props('flat round dense aria-label="The folder above" data-testid=folders-up')
            self._title = ui.label().classes("grow text-sm truncate")
        with ui.row().classes("w-full gap-1"):
            for root in policy.roots():
                ui.button(shown(root.name), on_click=partial(self._enter, root)).props("flat dense no-caps size=sm")
        self._list = ui.list().props("dense separator").classes("w-full max-h-80 overflow-y-auto")
        with ui.row().classes("w-full items-center no-wrap justify-between"):
            self._sounds = ui.label().classes("text-xs opacity-60")
            with ui.row().classes("no-wrap gap-2"):
                ui.button("Cancel", on_click=lambda: dialog.submit(None)).props("flat no-caps")
                take = ui.button("Take this folder", on_click=lambda: dialog.submit(self._folder))
                take.props("unelevated no-caps text-color=dark data-testid=folders-take")
        self._enter(policy.nearest_folder(start))

    def _enter(self, folder: Path) -> None:
        folders, sounds = _inside(folder)
        self._folder = folder
        self._title.set_text(shown(folder))
        self._up.set_enabled(policy.allows(folder.parent))
        self._sounds.set_text(f"{sounds} recordings right here" if sounds else "No recordings right here")
        self._list.clear()
        with self._list:
            for one in folders:
                with ui.item(on_click=partial(self._enter, one)).props("data-testid=folders-folder"):
                    with ui.item_section().props("avatar"):
                        ui.icon("folder", color="primary", size="20px")
                    ui.item_section(shown(one.name)).classes("text-sm")
            if not folders:
                ui.label("No folders in here.").classes("text-sm opacity-60 p-3")


def _inside(folder: Path) -> tuple[list[Path], int]:
    """Subfolders of a folder and the number of its recordings; none if it cannot be read."""
    try:
        inside = [path for path in folder.iterdir() if not path.name.startswith(".")]
        # Only a link can lead out of the allowed folders.
        near = [path for path in inside if path.is_dir() and (not path.is_symlink() or policy.allows(path))]
        folders = sorted(near, key=lambda path: path.name.casefold())
    except OSError:
        return [], 0
    return folders, sum(path.suffix.lower() in audio_formats.SUFFIXES for path in inside)
