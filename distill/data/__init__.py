"""Recordings: the corpus of a training, and the built-in one."""
