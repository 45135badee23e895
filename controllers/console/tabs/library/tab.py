"""Library tab: search, preview, load and manage the models on this machine."""

import asyncio
from datetime import date
from pathlib import Path

from nicegui import ui

from controllers.console import ASSETS
from controllers.console.app_state import AppState
from controllers.console.tabs.library.card import ModelCardView
from controllers.console.tabs.library.dialogs import import_model
from controllers.console.tabs.library.summary import LibrarySummary
from controllers.console.widgets.elements import tool_button
from controllers.console.widgets.sound_player import SoundPlayer
from controllers.console.widgets.toasts import errors_as_toasts
from distill import bundle
from distill.card import GOOD_USE, LOW_USE
from distill.errors import DistillError
from distill.library_entry import LibraryEntry, Search

RELOAD_SECONDS = 2.0
"""Interval at which the library's folder is checked; its models are read again only after a change."""
MAX_CARDS = 60
"""Models shown at once, which bound what a browser has to draw."""
HEALTHS = {0.0: "Any health", LOW_USE: "Yellow or green", GOOD_USE: "Green"}
PRIORS = {"": "Any prior", "with": "With a prior", "without": "No prior"}


def build(app: AppState) -> None:
    """Build the tab in the current container."""
    ui.add_css(ASSETS / "library.css")
    LibraryTab(app)


class LibraryTab:
    """Library tab of one browser."""

    def __init__(self, app: AppState) -> None:
        self._app = app
        self._entries: list[LibraryEntry] = []
        self._seen: object = None
        self._cards: dict[LibrarySummary, ModelCardView] = {}
        self._player = SoundPlayer(app, "library-audio", self._refresh_cards)
        with ui.column().classes("w-full library").props('data-testid="library"'):
            self._build_head()
            with ui.row().classes("w-full items-center gap-3 no-wrap"):
                self._count = ui.label().classes("text-xs opacity-70").props('data-testid="library-count"')
                ui.space()
                tool_button("Import", "upload", lambda: import_model(self._app, self.reload), "library-import")
            self._shelf = ui.element("div").classes("library-shelf").props('data-testid="library-shelf"')
        app.model_changed.subscribe(self._refresh_cards)
        ui.timer(RELOAD_SECONDS, self.reload)

    def _build_head(self) -> None:
        with ui.row().classes("w-full items-center gap-3"):
            self._text = ui.input(placeholder="Search names and corpora", on_change=self._sort)
            self._text.props('dense outlined clearable debounce=150 data-testid="library-search"').classes(
                "grow max-w-md min-w-44"
            )
            with self._text.add_slot("prepend"):
                ui.icon("search", size="xs")
            self._prior = ui.select(PRIORS, value="", on_change=self._sort)
            self._health = ui.select(HEALTHS, value=0.0, on_change=self._sort)
            for field, hook in ((self._prior, "prior"), (self._health, "health")):
                field.props(f'dense outlined options-dense data-testid="library-{hook}"').classes("w-36")
            self._since = ui.input("Since", on_change=self._sort).classes("w-36")
            self._since.props('dense outlined type=date stack-label data-testid="library-since"')

    async def reload(self) -> None:
        """Show the current models of the folder."""
        seen = await asyncio.to_thread(_state, self._app.library)
        if seen != self._seen:
            self._seen = seen
            self._entries = await asyncio.to_thread(self._app.models)
            self._sort()

    def _sort(self) -> None:
        """Show the models that match the search, the latest first."""
        with errors_as_toasts():
            search = self._search()
            found = sorted(filter(search.finds, self._entries), key=_age)
            shown = [LibrarySummary.of(entry) for entry in found[:MAX_CARDS]]
            for summary in self._cards.keys() - set(shown):
                self._cards.pop(summary).delete()
            with self._shelf:
                for place, summary in enumerate(shown):
                    if summary not in self._cards:
                        self._cards[summary] = ModelCardView(self._app, summary, self._player, self.reload)
                    self._cards[summary].move(place)
            some = f"{len(found)} of {len(self._entries)}" if len(found) < len(self._entries) else f"{len(found)}"
            more = f" The latest {MAX_CARDS} are shown; search for others." if len(found) > MAX_CARDS else ""
            self._count.text = f"{some} models, in {self._app.library}.{more}"

    def _search(self) -> Search:
        since = self._since.value or ""
        try:
            day = date.fromisoformat(since) if since else None
        except ValueError as error:
            raise DistillError(f"{since} is no day. Give one as 2026-01-31.") from error
        return Search(
            text=self._text.value or None,
            prior={"with": True, "without": False}.get(self._prior.value),
            health=self._health.value or None,
            since=day,
        )

    def _refresh_cards(self) -> None:
        """Update all cards after another model was loaded, or a preview began or ended."""
        for card in self._cards.values():
            card.refresh()


def _age(entry: LibraryEntry) -> tuple[bool, bool, float]:
    """Sort key: latest first, then the model shipped with Distill, then damaged files."""
    return entry.about is None, entry.path == bundle.STARTER, -entry.about.date.timestamp() if entry.about else 0.0


def _state(folder: Path) -> object:
    """Names and times of change of all files in a folder."""
    files = (path for path in folder.glob("*") if path.is_file())
    return sorted((path.name, path.stat().st_mtime_ns) for path in files)
