"""Measures of a model: reconstruction, codebook use, memorization."""
