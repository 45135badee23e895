"""OSC address patterns: ``?``, ``*``, ``[a-z]``, ``[!a-z]``, ``{mask,gain}``, and ``//`` across any depth.

A pattern is matched from all places at once, so that none takes longer than its length times the name's.
"""

import re
from collections.abc import Callable, Iterator

Step = Callable[[str, int], Iterator[int]]
"""Where one part of a pattern may end in a name, if it begins at a place."""

PARTS = re.compile(r"//|\?|\*|\[(?P<set>[^\]]*)\]|\{(?P<choice>[^}]*)\}|[^?*\[\]{}/]+|/")


def is_pattern(address: str) -> bool:
    """Whether ``address`` may mean several."""
    return "//" in address or not frozenset("?*[]{}").isdisjoint(address)


def matches(pattern: str, name: str) -> bool:
    """Whether ``pattern`` means ``name``; what is not well formed means nothing."""
    places, read = {0}, 0
    while read < len(pattern) and places:
        part = PARTS.match(pattern, read)
        if part is None:
            return False
        read, step = part.end(), _step(part)
        places = {end for place in places for end in step(name, place)}
    return len(name) in places


def _step(part: re.Match[str]) -> Step:
    text = part[0]
    match text[0]:
        case "?":
            return _one_of(lambda _: True)
        case "*":
            return _within
        case "[":
            inside = part["set"]
            return _one_of(lambda c: _in_set(c, inside))
        case "{":
            return _any_of(part["choice"].split(","))
        case _:
            return _across if text == "//" else _any_of([text])


def _one_of(fits: Callable[[str], bool]) -> Step:
    def step(name: str, place: int) -> Iterator[int]:
        if place < len(name) and name[place] != "/" and fits(name[place]):
            yield place + 1

    return step


def _any_of(texts: list[str]) -> Step:
    def step(name: str, place: int) -> Iterator[int]:
        return (place + len(text) for text in texts if name.startswith(text, place))

    return step


def _within(name: str, place: int) -> Iterator[int]:
    """Any part of what is between two slashes."""
    end = name.find("/", place)
    return iter(range(place, (len(name) if end < 0 else end) + 1))


def _across(name: str, place: int) -> Iterator[int]:
    """A slash, or several and whatever is between them."""
    if name.startswith("/", place):
        yield from (end + 1 for end in range(place, len(name)) if name[end] == "/")


def _in_set(character: str, inside: str) -> bool:
    negated = inside.startswith("!")
    ranges = re.findall(r"(.)-(.)|(.)", inside.removeprefix("!"))
    return negated != any(low <= character <= high if low else character == one for low, high, one in ranges)
