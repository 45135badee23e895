import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from controllers.oscpatterns import Names, is_pattern
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
