"""The console: one page to play, edit, train, generate and keep, served by a process of its own."""

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
"""Styles and scripts of the page."""
