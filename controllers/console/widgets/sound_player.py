"""Sound that a browser plays: one element, one sound at a time."""

from collections.abc import Callable
from pathlib import Path

from nicegui import ui

from controllers.console.app_state import AppState


class SoundPlayer:
    """An unseen player; ``changed`` hears whether it plays."""

    def __init__(self, app: AppState, hook: str, changed: Callable[[], None] = lambda: None) -> None:
        self.playing = False
        self._app = app
        self._changed = changed
        self._audio = ui.audio("", controls=False, autoplay=True).classes("hidden").props(f'data-testid="{hook}"')
        self._audio.on("play", lambda: self._set(True), args=[])
        for name in ("pause", "ended"):
            self._audio.on(name, lambda: self._set(False), args=[])

    @property
    def id(self) -> str:
        """By which scripts on the page find the element."""
        return self._audio.html_id

    def plays(self, path: Path) -> bool:
        """Whether this file is what plays now."""
        return self.playing and self._audio.source.partition("#")[0] == self._app.url(path)

    def play(self, path: Path, at: float = 0.0) -> None:
        """Play a sound file of the app from ``at`` seconds on."""
        url = self._app.url(path)
        if url == self._audio.source:
            self._audio.seek(at)
            self._audio.play()
        else:
            # It starts by itself, from where the fragment says.
            self._audio.set_source(f"{url}#t={at:.3f}" if at else url)

    def stop(self) -> None:
        """Be silent."""
        self._audio.pause()

    def _set(self, playing: bool) -> None:
        self.playing = playing
        self._changed()
