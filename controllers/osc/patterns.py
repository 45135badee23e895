"""OSC address patterns: ``?``, ``*``, ``[a-z]``, ``[!a-z]``, ``{mask,gain}``, and ``//`` across any depth.

A pattern is matched against all names at once by Shift-And (Baeza-Yates and Gonnet 1992): the names stand in one text,
and a whole number has a bit for every place in it up to which the pattern has come. Each letter of the pattern takes a
few operations on that number, so that time is linear in the pattern's length, whatever it says.
"""

import re
from collections.abc import Iterable

END = "\n"
"""Ends every name; no address has it."""
PARTS = re.compile(
    r"(?P<across>//)|(?P<one>\?)|(?P<any>\*)|\[(?P<set>[^\[\]]*)\]|\{(?P<choice>[^{}\n]*)\}|(?P<text>[^?*\[\]{}\n])"
)


def is_pattern(address: str) -> bool:
    """Whether ``address`` may mean several."""
    return "//" in address or not frozenset("?*[]{}").isdisjoint(address)


class Names:
    """Addresses that patterns can mean."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places: dict[str, int] = {}
        """Bits of the places where each letter stands."""
        self._ends: dict[int, str] = {}
        self._starts = place = 0
        for name in names:
            self._starts |= 1 << place
            for letter in name + END:
                self._places[letter] = self._places.get(letter, 0) | 1 << place
                place += 1
            self._ends[place - 1] = name
        self._inside = ((1 << place) - 1) & ~self._places.get(END, 0)
        self._slashes = self._places.get("/", 0)
        self._plain = self._inside & ~self._slashes

    def matching(self, pattern: str) -> list[str]:
        """The names that ``pattern`` means, in their order; one that is not well formed means none."""
        places, read = self._starts, 0
        while read < len(pattern) and places:
            part = PARTS.match(pattern, read)
            if part is None:
                return []
            places, read = self._after(part, places), part.end()
        places &= self._places.get(END, 0)
        return [name for end, name in self._ends.items() if places >> end & 1] if places else []

    def _after(self, part: re.Match[str], places: int) -> int:
        """Where a part of a pattern may end that begins at any of ``places``."""
        match part.lastgroup:
            case "across":
                return _flooded((places & self._slashes) << 1, self._inside) & self._slashes << 1
            case "one":
                return (places & self._plain) << 1
            case "any":
                return _flooded(places, self._plain)
            case "set":
                return (places & self._in_set(part["set"])) << 1
            case "choice":
                ends = 0
                for text in part["choice"].split(","):
                    ends |= self._spelt(text, places)
                return ends
            case _:
                return self._spelt(part[0], places)

    def _spelt(self, text: str, places: int) -> int:
        for letter in text:
            places = (places & self._places.get(letter, 0)) << 1
        return places

    def _in_set(self, inside: str) -> int:
        negated = inside.startswith("!")
        found = 0
        for low, high, one in re.findall(r"(.)-(.)|(.)", inside.removeprefix("!")):
            for letter in (one,) if one else (each for each in self._places if low <= each <= high):
                found |= self._places.get(letter, 0)
        return self._plain & (~found if negated else found)


def _flooded(places: int, ground: int) -> int:
    """``places`` and all that are reached from them rightwards through ``ground``: a carry runs through each field."""
    return places | (((places & ground) + ground) ^ ground)
