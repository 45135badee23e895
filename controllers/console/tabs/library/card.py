"""A model of the library as a card."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from controllers.console.app_state import Studio
from controllers.console.tabs.library import dialogs
from controllers.console.tabs.library.summary import Exhibit
from controllers.console.widgets import usage_strip
from controllers.console.widgets.elements import tool, turn
from controllers.console.widgets.player import Player
from controllers.console.widgets.toasts import told

Look = Callable[[], Awaitable[None]]


class Card:
    """A card; ``look`` is called when something was done to the library."""

    def __init__(self, studio: Studio, exhibit: Exhibit, player: Player, look: Look) -> None:
        self._studio = studio
        self._exhibit = exhibit
        self._player = player
        self._look = look
        self._parts: list[Callable[[], object]] = []
        with ui.column().classes("panel library-card").props('data-testid="library-card"') as self._card:
            self._card.props["data-name"] = exhibit.entry.name
            self._build_title()
            ui.label(exhibit.origin).classes("text-xs opacity-70")
            if exhibit.entry.about:
                self._build_about()
            else:
                self._build_damage()
        self.refresh()

    def move(self, place: int) -> None:
        """Be the card at ``place``."""
        self._card.move(target_index=place)

    def delete(self) -> None:
        """Be gone."""
        self._card.delete()

    def refresh(self) -> None:
        """Say whether it is on stage, and whether its preview plays."""
        for part in self._parts:
            part()

    def _build_title(self) -> None:
        entry = self._exhibit.entry
        with ui.row().classes("w-full items-center gap-2 no-wrap"):
            ui.label(entry.name).classes("text-base font-medium ellipsis min-w-0").props('data-testid="library-name"')
            stage = ui.label("on stage").classes("library-stage").props('data-testid="library-on-stage"')
            ui.space()
            if self._exhibit.own:
                with tool("", "more_vert", None, "library-more", "More"):
                    self._build_menu()

        def mark() -> None:
            playing = self._studio.playing == entry.path
            stage.set_visibility(playing)
            self._card.classes(add="library-playing") if playing else self._card.classes(remove="library-playing")

        self._parts.append(mark)

    def _build_menu(self) -> None:
        studio, entry = self._studio, self._exhibit.entry
        with ui.menu():
            if entry.about:
                item = ui.menu_item("Download", lambda: ui.download(entry.path, entry.path.name))
                item.props('data-testid="library-export"')
            item = ui.menu_item("Rename", lambda: dialogs.rename(entry, self._look))
            item.props('data-testid="library-rename"')
            item = ui.menu_item("Delete", lambda: dialogs.delete(studio, entry, self._look))
            item.props('data-testid="library-delete"')

    def _build_about(self) -> None:
        exhibit, about = self._exhibit, self._exhibit.entry.about
        with ui.row().classes("gap-1"):
            for text in exhibit.shape:
                ui.label(text).classes("library-chip")
        with ui.column().classes("w-full gap-1 pt-1").props('data-testid="library-levels"'):
            for level in about.health if about else ():
                usage_strip.level(level.role, level.used, level.counts, height=10)
        ui.label(exhibit.advice[0]).classes("text-xs opacity-80 leading-snug").props('data-testid="library-advice"')
        ui.space()
        with ui.row().classes("w-full items-center gap-1 no-wrap"):
            self._load = tool("Load for play", "music_note", self._put_on_stage, "library-load")
            if exhibit.preview:
                self._build_preview()
            ui.space()
            tool("Details", None, lambda: dialogs.details(self._studio, exhibit), "library-details")

    def _build_preview(self) -> None:
        hint = "Recordings it learnt from, each followed by what the model makes of it"
        button = tool("Preview", "play_arrow", self._hear, "library-preview", hint)
        self._parts.append(lambda: turn(button, self._heard))

    def _build_damage(self) -> None:
        with ui.row().classes("w-full items-start gap-2 no-wrap").props('data-testid="library-damage"'):
            ui.icon("warning", size="xs", color="negative").classes("mt-px")
            ui.label(f"This file {self._exhibit.entry.damage}").classes("text-sm leading-snug min-w-0 break-words")

    @property
    def _heard(self) -> bool:
        preview = self._exhibit.preview
        return bool(preview) and self._player.plays(preview[0])

    def _hear(self) -> None:
        if self._heard:
            self._player.stop()
        elif self._exhibit.preview:
            self._player.play(self._exhibit.preview[0])

    async def _put_on_stage(self) -> None:
        self._load.props("loading")
        with told():
            await self._studio.load(self._exhibit.entry.path)
        self._load.props(remove="loading")
        self.refresh()
