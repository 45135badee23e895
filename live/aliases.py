"""Names of version 0.1 that have changed: the one table of them. They are answered for one version.

Standard library only.
"""

import logging
from collections.abc import Mapping, Sequence
from types import MappingProxyType

LOG = logging.getLogger("distill")

OLD_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "novelty": "max_quote",
        "mutate": "resample",
        "mutate/amount": "resample/amount",
        "mutate/go": "resample/go",
        "status/level": "status/peak",
    }
)
"""Of controls and readings, and of the container that OSCQuery shows two of them in."""
OLD_COMMANDS: Mapping[str, str] = MappingProxyType({"codes mask": "codes clear", "codes mutate": "codes vary"})
"""Of commands in a group."""
_PLAYING = {"--record": "--journal", "--ahead": "--buffer"}
OLD_OPTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "live": _PLAYING,
        "console": _PLAYING,
        "render": {"--record": "--journal"},
        "generate": {"--novelty": "--max-quote"},
    }
)
"""Of the options of commands."""

_FORMER = {new: old for old, new in OLD_NAMES.items()}
_warned: set[str] = set()


def renamed(name: str) -> str:
    """The name that a control or reading has now; ``name`` itself where it has not changed."""
    return OLD_NAMES.get(name, name)


def current(name: str) -> str:
    """``renamed``, for what a person wrote: an old name is warned of once."""
    new = renamed(name)
    if new != name:
        warn(name, new)
    return new


def former(name: str) -> str | None:
    """The name that a control or reading had in version 0.1, where that was another."""
    return _FORMER.get(name)


def command_line(arguments: Sequence[str]) -> list[str]:
    """The arguments of ``distill`` with the commands and options of now; old ones are warned of."""
    said = list(arguments)
    if new := OLD_COMMANDS.get(old := " ".join(said[:2])):
        warn(old, new)
        said[:2] = new.split()
    for place, argument in enumerate(said):
        option, equals, value = argument.partition("=")
        if new := OLD_OPTIONS.get(said[0], {}).get(option):
            warn(option, new)
            said[place] = new + equals + value
    return said


def warn(old: str, new: str) -> None:
    """Log, once a process, that ``old`` is ``new`` now."""
    if old not in _warned:
        _warned.add(old)
        LOG.warning("%s is called %s now; the old name works in this version only.", old, new)
