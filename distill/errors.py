"""Every error that Distill raises on purpose: one line that says what is wrong, with what value, what to do."""

from distill.text import shown


class DistillError(Exception):
    """The family. The command line prints its message and exits 1; anything else keeps its traceback.

    Its text is one printable line, whatever names are in it.
    """

    def __str__(self) -> str:
        return shown(super().__str__())


class CorpusError(DistillError):
    """A folder, or a recording in it, cannot be learnt from."""


class BundleError(DistillError):
    """A ``.distill`` file is missing, damaged, newer than this program, or something else altogether."""


class TrainingError(DistillError):
    """Training was asked for what cannot be done, or was stopped before anything was learnt."""
