"""Invisible audio element of a browser, which plays one sound file at a time."""

from collections.abc import Callable
from pathlib import Path

from nicegui import ui

from controllers.console.app_state import AppState


class SoundPlayer:
    """Player of sound files.

    Args:
        app: state with the folders of the files.
        hook: the ``data-testid`` of the audio element.
        changed: called when it begins or stops to play.
    """

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
        """HTML id of the audio element, for scripts on the page."""
        return self._audio.html_id

    def plays(self, path: Path) -> bool:
        """True if this file is playing."""
        return self.playing and self._audio.source.partition("#")[0] == self._app.url(path)

    def play(self, path: Path, at: float = 0.0) -> None:
        """Play a file of the console's folder or the library from ``at`` seconds on."""
        url = self._app.url(path)
        if url == self._audio.source:
            self._audio.seek(at)
            self._audio.play()
        else:
            # A new source starts by itself, at the time in the fragment (W3C Media Fragments).
            self._audio.set_source(f"{url}#t={at:.3f}" if at else url)

    def stop(self) -> None:
        """Stop to play."""
        self._audio.pause()

    def _set(self, playing: bool) -> None:
        self.playing = playing
        self._changed()
