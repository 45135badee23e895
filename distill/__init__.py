"""An instrument made from your own sounds.

    import distill
    model = distill.load("starter")
    samples = model.generate(seconds=10, temperature=0.9)

What is named here is public; it is imported when it is first used.
"""

import importlib
import warnings
from typing import TYPE_CHECKING, Any

from distill.errors import DistillError

if TYPE_CHECKING:
    from distill.api import Model, load
    from distill.grid.grid import CodeGrid

    __version__: str

__all__ = ["CodeGrid", "DistillError", "Model", "__version__", "load"]

_PLACES = {"CodeGrid": "distill.grid.grid", "Model": "distill.api", "load": "distill.api"}
_MOVED = {
    "coding": "distill.offline.encode_decode",
    "generation": "distill.offline.generation",
    "similarity": "distill.grid.similarity",
}
"""Modules that were named in the documentation of 0.1, and where they are now."""


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: ``import distill`` alone loads no large library."""
    if name in _MOVED:
        warnings.warn(f"distill.{name} has moved to {_MOVED[name]}.", FutureWarning, stacklevel=2)
        return importlib.import_module(_MOVED[name])
    if name == "__version__":
        # Every process of an instrument begins here, and what reads versions takes as long as all else.
        return importlib.import_module("importlib.metadata").version("distill")
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_PLACES[name]), name)
