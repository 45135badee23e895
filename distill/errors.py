"""Errors that Distill raises on purpose: one line with the fault, the value, and what to do."""

from distill.text import shown


class DistillError(Exception):
    """Base class. The command line prints its message and exits 1; any other error keeps its traceback.

    Its text is one printable line, whatever names are in it.
    """

    def __str__(self) -> str:
        return shown(super().__str__())


class CorpusError(DistillError):
    """A folder, or a recording in it, cannot be used for training."""


class BundleError(DistillError):
    """A ``.distill`` file is missing, damaged, newer than this program, or something else altogether."""


class TrainingError(DistillError):
    """A training is impossible as configured, or was stopped before its first update."""
