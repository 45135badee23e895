"""Corpora: folders of recordings, and the built-in sounds."""
