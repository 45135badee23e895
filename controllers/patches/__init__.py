"""Panels for other programs, written from the vocabulary: ``python -m controllers.patches patches``."""
