"""Dialogs of the library: details, rename, delete, import."""

import asyncio
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from nicegui import ui

from controllers.console.app_state import AppState
from controllers.console.tabs.library.summary import LibrarySummary
from controllers.console.widgets import uploads, usage_strip
from controllers.console.widgets.toasts import errors_as_toasts, show_info
from distill import bundle, card, library
from distill.library_entry import LibraryEntry

Reload = Callable[[], Awaitable[None]]
"""Shows the library's models again, after a change."""


def details(app: AppState, summary: LibrarySummary) -> None:
    """Show a model's heatmaps of codes, codebook usage in words, preview and learning curves."""
    about = summary.entry.about
    if about is None:
        return
    with _dialog(summary.entry.name, "library-details-dialog", "w-[52rem]") as dialog:
        ui.label(f"{summary.origin}. {', '.join(summary.shape)}.").classes("text-sm opacity-70")
        ui.label("Use of the codes").classes("font-medium pt-2")
        for level in about.health:
            usage_strip.level_row(level.role, level.used, level.counts, height=22)
        if all(level.counts for level in about.health):
            with ui.row().classes("w-full justify-between pl-36 text-xs opacity-60 no-wrap"):
                for text in ("most used", "a stripe is a code, bright where it is used often", "never used"):
                    ui.label(text)
        else:
            ui.label(usage_strip.NOT_KEPT).classes("text-sm opacity-70").props('data-testid="library-no-heat"')
        ui.label("Health").classes("font-medium pt-2")
        for level in about.health:
            with ui.row().classes("items-start gap-2 no-wrap"):
                usage_strip.light(level.used).classes("mt-1")
                ui.label(card.meaning(level.role, level.used)).classes("text-sm leading-snug")
        if summary.preview:
            ui.label("Preview: each recording, then what the model makes of it").classes("font-medium pt-2")
            sound = ui.audio(app.url(summary.preview[0])).classes("w-full shrink-0")
            sound.props('data-testid="library-details-audio"')
        if summary.curves:
            ui.label("Learning curves").classes("font-medium pt-2")
            picture = ui.element("img").classes("w-full rounded shrink-0")
            picture.props(f'src="{app.url(summary.curves[0])}" alt="Learning curves" data-testid="library-curves"')
        with ui.row().classes("w-full justify-end"):
            ui.button("Close", on_click=dialog.close).props('flat no-caps data-testid="library-details-close"')


def rename(entry: LibraryEntry, reload: Reload) -> None:
    """Ask for a new name and rename the model file; ``reload`` is called afterwards."""
    with _dialog(f"Rename {entry.name}", "library-rename-dialog") as dialog:
        name = ui.input("Name", value=entry.name).props('dense outlined autofocus data-testid="library-new-name"')

        async def submit() -> None:
            with errors_as_toasts():
                library.rename(entry.path, str(name.value or ""))
                dialog.close()
                await reload()

        name.classes("w-full").on("keydown.enter", submit, args=[])
        _answers(dialog, "Rename", submit, "library-rename-yes")


def delete(app: AppState, entry: LibraryEntry, reload: Reload) -> None:
    """Ask for confirmation and move the model file to the trash; ``reload`` is called afterwards."""
    with _dialog(f"Delete {entry.name}?", "library-delete-dialog") as dialog:
        playing = " It goes on playing until another is loaded." if app.loaded_model == entry.path else ""
        where = f"It moves to the folder {library.TRASH} of the library, with what belongs to it."
        ui.label(where + playing).classes("text-sm opacity-80")

        async def submit() -> None:
            with errors_as_toasts():
                gone = library.delete(entry.path)
                dialog.close()
                show_info(f"{entry.name} is in the trash: {gone}")
                await reload()

        _answers(dialog, "Delete", submit, "library-delete-yes", colour="negative")


def import_model(app: AppState, reload: Reload) -> None:
    """Upload a model file into the library; ``reload`` is called afterwards."""
    with _dialog("Import a model", "library-import-dialog") as dialog:
        ui.label("It is checked as a whole before it is let in.").classes("text-sm opacity-80")

        async def take(path: Path) -> None:
            with errors_as_toasts():
                taken = await asyncio.to_thread(_adopt, path, app.library)
                dialog.close()
                show_info(f"{taken.stem} is in the library.")
                await reload()

        drop = uploads.drop_zone(
            app, "Drop a .distill file here", "models", take, hook="library-upload", suffixes=uploads.MODELS
        )
        drop.classes("w-full")
        with ui.row().classes("w-full justify-end"):
            ui.button("Close", on_click=dialog.close).props("flat no-caps")


def _adopt(upload: Path, folder: Path) -> Path:
    try:
        return bundle.adopt(upload, upload.stem, folder)
    finally:
        upload.unlink()


@contextmanager
def _dialog(title: str, hook: str, width: str = "w-[30rem]") -> Generator[ui.dialog]:
    """Context in which the content of a dialog is built; it opens afterwards, and is deleted once closed."""
    with ui.dialog() as dialog, ui.card().classes(f"{width} max-w-full gap-2 no-wrap").props(f'data-testid="{hook}"'):
        ui.label(title).classes("text-base font-medium")
        yield dialog
    dialog.on("hide", dialog.delete, args=[])
    dialog.open()


def _answers(
    dialog: ui.dialog, text: str, submit: Callable[[], Awaitable[None]], hook: str, colour: str = "primary"
) -> None:
    with ui.row().classes("w-full justify-end gap-2 pt-2"):
        ui.button("Cancel", on_click=dialog.close).props("flat no-caps")
        ui.button(text, on_click=submit, color=colour).props(f'unelevated no-caps data-testid="{hook}"')
