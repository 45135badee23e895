"""The tab of that name."""

from nicegui import ui

from controllers.console.studio import Studio


def build(studio: Studio) -> None:
    """Build the tab's content."""
    ui.label(f"{studio.folder}").props('data-testid="library-empty"')
