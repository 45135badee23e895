import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.controls import ControlError, ControlEvent, Vocabulary

vocabulary = Vocabulary(levels=4)


def test_levels_are_counted_from_one() -> None:
    assert "level/1/mask" in vocabulary.controls
    assert "level/4/gain" in vocabulary.controls
    assert "level/5/gain" not in vocabulary.controls


@given(st.sampled_from(sorted(vocabulary.controls)), st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_is_said_stays_in_range_and_is_remarked_on(name: str, value: float) -> None:
    control = vocabulary.controls[name]
    event, remark = vocabulary.event(name, [value])
    if control.kind != "trigger":
        assert event is not None
        assert event.value is not None
        assert control.low <= event.value <= control.high
        assert bool(remark) == (not control.low <= value <= control.high)


def test_defaults_are_values_the_controls_can_take() -> None:
    for name, default in vocabulary.defaults().items():
        assert vocabulary.controls[name].clip(default) == default


def test_toggles_flip_and_triggers_fire_without_an_argument() -> None:
    assert vocabulary.event("hold", []) == (ControlEvent("hold", None), "")
    assert vocabulary.event("stop", []) == (ControlEvent("stop", None), "")
    assert vocabulary.event("stop", [1]) == (ControlEvent("stop", None), "")
    assert vocabulary.event("stop", [0.2]) == (None, "")


@pytest.mark.parametrize("arguments", [[], [1, 2], ["loud"], [math.nan], [math.inf], [None]])
def test_what_is_no_number_is_refused_with_the_range(arguments: list[object]) -> None:
    with pytest.raises(ControlError, match="temperature takes one number from 0 to 4"):
        vocabulary.event("temperature", arguments)


def test_an_unknown_control_is_answered_with_its_neighbours() -> None:
    with pytest.raises(ControlError, match="temperature"):
        vocabulary.event("temprature", [1])
