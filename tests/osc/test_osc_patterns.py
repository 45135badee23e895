import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controllers.osc.patterns import Names, is_pattern
from live.controls import Vocabulary

NAMES = sorted(Vocabulary(levels=4).controls)
KNOWN = Names(NAMES)


def matches(pattern: str, name: str) -> bool:
    return name in (KNOWN if name in NAMES else Names([name])).matching(pattern)


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("level/?/mask", ["level/1/mask", "level/2/mask", "level/3/mask", "level/4/mask"]),
        ("level/[2-3]/gain", ["level/2/gain", "level/3/gain"]),
        ("level/[!1-3]/gain", ["level/4/gain"]),
        ("level/1/{mask,gain}", ["level/1/gain", "level/1/mask"]),
        ("loop/*", ["loop/beats", "loop/length", "loop/on", "loop/seconds", "loop/start"]),
        ("*", [name for name in NAMES if "/" not in name]),
        ("level//mask", ["level/1/mask", "level/2/mask", "level/3/mask", "level/4/mask"]),
        ("temp*e", ["temperature"]),
        ("level/[1", []),
        ("nothing*", []),
    ],
)
def test_patterns_mean_what_the_standard_says(pattern: str, found: list[str]) -> None:
    assert KNOWN.matching(pattern) == found


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.data())
def test_a_name_matches_itself_however_its_parts_are_veiled(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name)))
    end = data.draw(st.integers(start, len(name)))
    star = "*" if "/" not in name[start:end] else name[start:end]
    assert matches(name, name)
    assert matches(name[:start] + star + name[end:], name)
    assert matches(f"{name[:start]}{{x,{name[start:end]}}}{name[end:]}", name)


@settings(deadline=None)
@given(st.text("?*[]{}!-,/ab", max_size=200), st.text("ab/", max_size=40))
def test_no_pattern_takes_long_or_fails(pattern: str, name: str) -> None:
    assert matches(pattern, name) or is_pattern(pattern) or pattern != name


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/*/hold", ["/distill/hold"]),
        ("/distil?/hold", ["/distill/hold"]),
        ("/{other,distill}/ho[a-m]d", ["/distill/hold"]),
        ("//hold", ["/distill/hold", *(f"/distill/level/{n}/hold" for n in range(1, 5))]),
        ("//mask", [f"/distill/level/{n}/mask" for n in range(1, 5)]),
        ("//level//hold", [f"/distill/level/{n}/hold" for n in range(1, 5)]),
        (
            "/distill/level/[12]/{mask,gain}",
            [f"/distill/level/{n}/{what}" for n in (1, 2) for what in ("gain", "mask")],
        ),
        ("/distill/level/[!12]/solo", ["/distill/level/3/solo", "/distill/level/4/solo"]),
        ("/*", []),
        ("//", []),
        ("/distill/hold}", []),
        ("/distill/{hold", []),
        ("/distill/[]old", []),
        ("/distill/hold\n*", []),
        ("/distill/hol{d\n/distill/input/gain}", []),
    ],
)
def test_patterns_may_stand_in_any_part(pattern: str, found: list[str]) -> None:
    assert Names("/distill/" + name for name in NAMES).matching(pattern) == found


letters = st.sampled_from(["a", "b", "/", "ab", "?", "*", "[ab]", "[!a]", "{a,b/a}", "//", "[a-b]"])


@settings(deadline=None, max_examples=300)
@given(st.lists(letters, max_size=8), st.lists(st.text("ab/", max_size=8), min_size=1, max_size=5, unique=True))
def test_patterns_mean_what_a_regular_expression_means(parts: list[str], names: list[str]) -> None:
    meant = {"?": "[^/]", "*": "[^/]*", "[!a]": "[^a/]", "{a,b/a}": "(?:a|b/a)", "//": "/(?:.*/)?"}
    # Slashes that meet are a wildcard of their own.
    pattern = "".join(parts)
    if "///" in pattern or pattern.count("//") != parts.count("//"):
        return
    expression = re.compile("".join(meant.get(part, part) for part in parts))
    assert Names(names).matching(pattern) == [name for name in names if expression.fullmatch(name)]
