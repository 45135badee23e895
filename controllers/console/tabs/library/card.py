"""Card of one model in the library."""

from collections.abc import Callable

from nicegui import ui

from controllers.console.app_state import AppState
from controllers.console.tabs.library import dialogs
from controllers.console.tabs.library.summary import LibrarySummary
from controllers.console.widgets import usage_strip
from controllers.console.widgets.elements import show_playing, tool_button
from controllers.console.widgets.sound_player import SoundPlayer
from controllers.console.widgets.toasts import errors_as_toasts


class ModelCardView:
    """Card in the current container.

    Args:
        app: shared state.
        summary: the model.
        player: player of previews, shared by all cards.
        reload: called after a change of the library.
    """

    def __init__(self, app: AppState, summary: LibrarySummary, player: SoundPlayer, reload: dialogs.Reload) -> None:
        self._app = app
        self._summary = summary
        self._player = player
        self._reload = reload
        self._parts: list[Callable[[], object]] = []
        with ui.column().classes("panel library-card").props('data-testid="library-card"') as self._card:
            self._card.props["data-name"] = summary.entry.name
            self._build_title()
            ui.label(summary.origin).classes("text-xs opacity-70")
            if summary.entry.about:
                self._build_about()
            else:
                self._build_damage()
        self.refresh()

    def move(self, place: int) -> None:
        """Move the card to index ``place`` in its container."""
        self._card.move(target_index=place)

    def delete(self) -> None:
        """Remove the card from the page."""
        self._card.delete()

    def refresh(self) -> None:
        """Show if the model is loaded, and if its preview plays."""
        for part in self._parts:
            part()

    def _build_title(self) -> None:
        entry = self._summary.entry
        with ui.row().classes("w-full items-center gap-2 no-wrap"):
            ui.label(entry.name).classes("text-base font-medium ellipsis min-w-0").props('data-testid="library-name"')
            loaded = ui.label("loaded").classes("library-stage").props('data-testid="library-on-stage"')
            ui.space()
            if self._summary.own:
                with tool_button("", "more_vert", None, "library-more", "More"):
                    self._build_menu()

        def mark() -> None:
            playing = self._app.loaded_model == entry.path
            loaded.set_visibility(playing)
            self._card.classes(add="library-playing") if playing else self._card.classes(remove="library-playing")

        self._parts.append(mark)

    def _build_menu(self) -> None:
        app, entry = self._app, self._summary.entry
        with ui.menu():
            if entry.about:
                item = ui.menu_item("Download", lambda: ui.download(entry.path, entry.path.name))
                item.props('data-testid="library-export"')
            item = ui.menu_item("Rename", lambda: dialogs.rename(entry, self._reload))
            item.props('data-testid="library-rename"')
            item = ui.menu_item("Delete", lambda: dialogs.delete(app, entry, self._reload))
            item.props('data-testid="library-delete"')

    def _build_about(self) -> None:
        summary, about = self._summary, self._summary.entry.about
        with ui.row().classes("gap-1"):
            for text in summary.shape:
                ui.label(text).classes("library-chip")
        with ui.column().classes("w-full gap-1 pt-1").props('data-testid="library-levels"'):
            for level in about.health if about else ():
                usage_strip.level_row(level.role, level.used, level.counts, height=10)
        ui.label(summary.advice[0]).classes("text-xs opacity-80 leading-snug").props('data-testid="library-advice"')
        ui.space()
        with ui.row().classes("w-full items-center gap-1 no-wrap"):
            self._load = tool_button("Load for play", "music_note", self._load_model, "library-load")
            if summary.preview:
                self._build_preview()
            ui.space()
            tool_button("Details", None, lambda: dialogs.details(self._app, summary), "library-details")

    def _build_preview(self) -> None:
        hint = "Recordings it learnt from, each followed by what the model makes of it"
        button = tool_button("Preview", "play_arrow", self._toggle_preview, "library-preview", hint)
        self._parts.append(lambda: show_playing(button, self._is_playing))

    def _build_damage(self) -> None:
        with ui.row().classes("w-full items-start gap-2 no-wrap").props('data-testid="library-damage"'):
            ui.icon("warning", size="xs", color="negative").classes("mt-px")
            ui.label(f"This file {self._summary.entry.damage}").classes("text-sm leading-snug min-w-0 break-words")

    @property
    def _is_playing(self) -> bool:
        preview = self._summary.preview
        return bool(preview) and self._player.plays(preview[0])

    def _toggle_preview(self) -> None:
        if self._is_playing:
            self._player.stop()
        elif self._summary.preview:
            self._player.play(self._summary.preview[0])

    async def _load_model(self) -> None:
        self._load.props("loading")
        with errors_as_toasts():
            await self._app.load(self._summary.entry.path)
        self._load.props(remove="loading")
        self.refresh()
