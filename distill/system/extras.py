"""Extras: the parts of Distill whose packages are installed only where they are wanted."""

import importlib.util
from typing import Literal

from distill.errors import DistillError

Extra = Literal["console", "gym", "announce"]
EXTRAS: dict[Extra, tuple[str, str]] = {
    "console": ("The page", "nicegui"),
    "gym": ("The environment", "gymnasium"),
    "announce": ("--announce", "zeroconf"),
}
"""The part of the program that needs an extra of ``pyproject.toml``, and the package that it imports."""


class MissingExtraError(DistillError, ImportError):
    """A part of Distill was asked for whose packages are not installed; the message is the command that does it."""


def missing(extra: Extra) -> MissingExtraError | None:
    """Return the error to raise where ``extra`` is not installed. Its package is looked for, not imported."""
    part, package = EXTRAS[extra]
    if importlib.util.find_spec(package):
        return None
    return MissingExtraError(f'{part} needs more: pip install "distill[{extra}]"')
