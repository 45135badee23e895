"""Hands on the instrument. They know the vocabulary, not the engine."""
