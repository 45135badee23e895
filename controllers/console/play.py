"""The tab where one plays."""

from nicegui import ui

from controllers.console.studio import Studio


def build(studio: Studio) -> None:
    """Build the tab's content."""
    ui.label(f"{studio.playing}").props('data-testid="play-empty"')
