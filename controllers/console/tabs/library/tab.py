"""The tab Library: the models on this machine as cards, found, heard, and put on stage."""

import asyncio
from datetime import date
from pathlib import Path

from nicegui import ui

from controllers.console import ASSETS
from controllers.console.app_state import Studio
from controllers.console.tabs.library.card import Card
from controllers.console.tabs.library.dialogs import bring
from controllers.console.tabs.library.summary import Exhibit
from controllers.console.widgets.elements import tool
from controllers.console.widgets.player import Player
from controllers.console.widgets.toasts import told
from distill import bundle
from distill.errors import DistillError
from distill.evaluation import codebook_usage
from distill.library_entry import LibraryEntry, Search

LOOK_SECONDS = 2.0
"""How often the folder is looked at; reading it anew only where something changed."""
MOST_CARDS = 60
HEALTHS = {0.0: "Any health", codebook_usage.LOW_USE: "Yellow or green", codebook_usage.GOOD_USE: "Green"}
PRIORS = {"": "Any prior", "with": "With a prior", "without": "No prior"}


def build(studio: Studio) -> None:
    """Build the tab's content."""
    ui.add_css(ASSETS / "library.css")
    Library(studio)


class Library:
    """One browser's."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._entries: list[LibraryEntry] = []
        self._seen: object = None
        self._cards: dict[Exhibit, Card] = {}
        self._player = Player(studio, "library-audio", self._told)
        with ui.column().classes("w-full library").props('data-testid="library"'):
            self._build_head()
            with ui.row().classes("w-full items-center gap-3 no-wrap"):
                self._count = ui.label().classes("text-xs opacity-70").props('data-testid="library-count"')
                ui.space()
                tool("Import", "upload", lambda: bring(self._studio, self.look), "library-import")
            self._shelf = ui.element("div").classes("library-shelf").props('data-testid="library-shelf"')
        studio.changed.subscribe(self._told)
        ui.timer(LOOK_SECONDS, self.look)

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

    async def look(self) -> None:
        """Show what is in the folder by now."""
        seen = await asyncio.to_thread(_state, self._studio.library)
        if seen != self._seen:
            self._seen = seen
            self._entries = await asyncio.to_thread(self._studio.models)
            self._sort()

    def _sort(self) -> None:
        """Show the models that are looked for, the latest first."""
        with told():
            wanted = self._wanted()
            found = sorted(filter(wanted.finds, self._entries), key=_age)
            shown = [Exhibit.of(entry) for entry in found[:MOST_CARDS]]
            for exhibit in self._cards.keys() - set(shown):
                self._cards.pop(exhibit).delete()
            with self._shelf:
                for place, exhibit in enumerate(shown):
                    if exhibit not in self._cards:
                        self._cards[exhibit] = Card(self._studio, exhibit, self._player, self.look)
                    self._cards[exhibit].move(place)
            some = f"{len(found)} of {len(self._entries)}" if len(found) < len(self._entries) else f"{len(found)}"
            more = f" The latest {MOST_CARDS} are shown; search for others." if len(found) > MOST_CARDS else ""
            self._count.text = f"{some} models, in {self._studio.library}.{more}"

    def _wanted(self) -> Search:
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

    def _told(self) -> None:
        """The stage has changed, or a preview begun or ended."""
        for card in self._cards.values():
            card.refresh()


def _age(entry: LibraryEntry) -> tuple[bool, bool, float]:
    """The latest first, then the model that comes along, then what is damaged."""
    return entry.about is None, entry.path == bundle.STARTER, -entry.about.date.timestamp() if entry.about else 0.0


def _state(folder: Path) -> object:
    """Which files are in a folder, and when they changed."""
    files = (path for path in folder.glob("*") if path.is_file())
    return sorted((path.name, path.stat().st_mtime_ns) for path in files)
