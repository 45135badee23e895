"""The environment of Gymnasium: the engine as something that learns to be played."""

from distill import extras

if absent := extras.missing("gym"):
    raise absent
