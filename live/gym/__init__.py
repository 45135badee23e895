"""Gymnasium environments in which a program plays the engine."""

from distill.system import extras

if absent := extras.missing("gym"):
    raise absent
