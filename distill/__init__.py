"""An instrument made from your own sounds.

    import distill
    model = distill.load("starter")
    samples = model.generate(seconds=10, temperature=0.9)

What is named here is public; it is imported when it is first used.
"""

import importlib
from importlib import metadata
from typing import TYPE_CHECKING, Any

from distill.errors import DistillError

if TYPE_CHECKING:
    from distill.api import Model, load
    from distill.grid import CodeGrid

__all__ = ["CodeGrid", "DistillError", "Model", "__version__", "load"]
__version__ = metadata.version("distill")

_PLACES = {"CodeGrid": "distill.grid", "Model": "distill.api", "load": "distill.api"}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: ``import distill`` alone loads no large library."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_PLACES[name]), name)
