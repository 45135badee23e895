"""Names of version 0.1 that have changed; the old ones are accepted in this version, with a warning.

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
"""Controls and readings, and ``mutate``, the container of two of them in OSCQuery: old name to new."""
OLD_COMMANDS: Mapping[str, str] = MappingProxyType({"codes mask": "codes clear", "codes mutate": "codes vary"})
"""Commands in a group: old name to new."""
_PLAYING = {"--record": "--journal", "--ahead": "--buffer"}
OLD_OPTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "live": _PLAYING,
        "console": _PLAYING,
        "render": {"--record": "--journal"},
        "generate": {"--novelty": "--max-quote"},
    }
)
"""Options of each command: old name to new."""

_FORMER = {new: old for old, new in OLD_NAMES.items()}
_warned: set[str] = set()


def renamed(name: str) -> str:
    """Present name of a control or reading; ``name`` itself if it has not changed."""
    return OLD_NAMES.get(name, name)


def current(name: str) -> str:
    """``renamed``, for a name that a person has written: logs a warning for an old one, once."""
    new = renamed(name)
    if new != name:
        warn(name, new)
    return new


def former(name: str) -> str | None:
    """Name of a control or reading in version 0.1; ``None`` if it has not changed."""
    return _FORMER.get(name)


def command_line(arguments: Sequence[str]) -> list[str]:
    """Arguments of ``distill`` with present names of commands and options; logs a warning for old ones."""
    present = list(arguments)
    if new := OLD_COMMANDS.get(old := " ".join(present[:2])):
        warn(old, new)
        present[:2] = new.split()
    for place, argument in enumerate(present):
        option, equals, value = argument.partition("=")
        if new := OLD_OPTIONS.get(present[0], {}).get(option):
            warn(option, new)
            present[place] = new + equals + value
    return present


def warn(old: str, new: str) -> None:
    """Log, once a process, that ``old`` is ``new`` now."""
    if old not in _warned:
        _warned.add(old)
        LOG.warning("%s is called %s now; the old name works in this version only.", old, new)
