"""Spectra of frames: analysis, partials and synthesis."""
