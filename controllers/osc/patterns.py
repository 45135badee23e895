"""OSC address patterns: ``?``, ``*``, ``[a-z]``, ``[!a-z]``, ``{mask,gain}``, and ``//`` across any depth.

A pattern is matched against all names at once by Shift-And (Baeza-Yates and Gonnet 1992): the names stand in one text,
and a whole number has a bit for every position in it that the pattern has reached. Each letter of the pattern takes a
few operations on that number, so that time is linear in the pattern's length, whatever it says.
"""

import re
from collections.abc import Iterable

END = "\n"
"""End marker of a name; no address contains it."""
PARTS = re.compile(
    r"(?P<across>//)|(?P<one>\?)|(?P<any>\*)|\[(?P<set>[^\[\]]*)\]|\{(?P<choice>[^{}\n]*)\}|(?P<text>[^?*\[\]{}\n])"
)


def is_pattern(address: str) -> bool:
    """True if ``address`` has wildcards."""
    return "//" in address or not frozenset("?*[]{}").isdisjoint(address)


class Names:
    """Set of addresses that patterns are matched against."""

    def __init__(self, names: Iterable[str]) -> None:
        self._positions: dict[str, int] = {}
        """Bit set of the positions of each letter."""
        self._ends: dict[int, str] = {}
        self._starts = position = 0
        for name in names:
            self._starts |= 1 << position
            for letter in name + END:
                self._positions[letter] = self._positions.get(letter, 0) | 1 << position
                position += 1
            self._ends[position - 1] = name
        self._letters = ((1 << position) - 1) & ~self._positions.get(END, 0)
        self._slashes = self._positions.get("/", 0)
        self._plain = self._letters & ~self._slashes

    def matching(self, pattern: str) -> list[str]:
        """Names that ``pattern`` matches, in order; none if the pattern is malformed."""
        positions, read = self._starts, 0
        while read < len(pattern) and positions:
            part = PARTS.match(pattern, read)
            if part is None:
                return []
            positions, read = self._after(part, positions), part.end()
        positions &= self._positions.get(END, 0)
        return [name for end, name in self._ends.items() if positions >> end & 1] if positions else []

    def _after(self, part: re.Match[str], positions: int) -> int:
        """Bit set of positions after one part of a pattern that begins at any of ``positions``."""
        match part.lastgroup:
            case "across":
                return _spread_right((positions & self._slashes) << 1, self._letters) & self._slashes << 1
            case "one":
                return (positions & self._plain) << 1
            case "any":
                return _spread_right(positions, self._plain)
            case "set":
                return (positions & self._in_set(part["set"])) << 1
            case "choice":
                ends = 0
                for text in part["choice"].split(","):
                    ends |= self._after_text(text, positions)
                return ends
            case _:
                return self._after_text(part[0], positions)

    def _after_text(self, text: str, positions: int) -> int:
        for letter in text:
            positions = (positions & self._positions.get(letter, 0)) << 1
        return positions

    def _in_set(self, inside: str) -> int:
        negated = inside.startswith("!")
        found = 0
        for low, high, one in re.findall(r"(.)-(.)|(.)", inside.removeprefix("!")):
            for letter in (one,) if one else (each for each in self._positions if low <= each <= high):
                found |= self._positions.get(letter, 0)
        return self._plain & (~found if negated else found)


def _spread_right(positions: int, allowed: int) -> int:
    """Positions reached from ``positions`` rightwards through ``allowed`` bits, themselves included, by one carry."""
    return positions | (((positions & allowed) + allowed) ^ allowed)
