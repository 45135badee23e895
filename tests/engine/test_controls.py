import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.controls import ControlError, ControlEvent, Vocabulary
from live.gym.actions import Faders

vocabulary = Vocabulary(levels=4)


def test_levels_are_counted_from_one() -> None:
    assert "level/1/mask" in vocabulary.controls
    assert "level/4/gain" in vocabulary.controls
    assert "level/5/gain" not in vocabulary.controls


said = st.sampled_from(sorted(name for name, c in vocabulary.controls.items() if c.has_value))


@given(said, st.floats(allow_nan=False, allow_infinity=False))
def test_whatever_is_said_stays_in_range_and_is_remarked_on(name: str, value: float) -> None:
    control = vocabulary.controls[name]
    event, remark = vocabulary.event(name, [value])
    if control.kind != "trigger":
        assert event is not None
        assert event.value is not None
        assert control.low <= event.value <= control.high
        assert bool(remark) == (not control.low <= value <= control.high)


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=4))
def test_an_edit_takes_its_numbers_and_those_left_out_are_filled_in(numbers: list[int]) -> None:
    event, remark = vocabulary.event("grid/shift", numbers)
    assert event is not None
    bounds = vocabulary.controls["grid/shift"].arguments
    assert len(event.arguments) == len(bounds)
    assert all(a.low <= value <= a.high for a, value in zip(bounds, event.arguments, strict=True))
    assert event.arguments[len(numbers) :] == tuple(a.default for a in bounds[len(numbers) :])
    inside = all(a.low <= value <= a.high for a, value in zip(bounds, numbers, strict=False))
    assert bool(remark) == (not inside)


@pytest.mark.parametrize(
    ("name", "said", "answer"),
    [
        ("grid/set", [1, 2], "grid/set takes level column code, not 2 arguments"),
        ("grid/fill", [], "takes code [level] [column] [columns], not 0"),
        ("grid/fill", ["x"], "a whole number from -1 to 32767 for code, not 'x'"),
        ("grid/shift", [math.nan], "for by, not nan"),
    ],
)
def test_an_edit_that_is_not_understood_says_what_it_takes(name: str, said: list[object], answer: str) -> None:
    with pytest.raises(ControlError) as error:
        vocabulary.event(name, said)
    assert answer in str(error.value)


units = st.floats(0, 1)
names = st.sampled_from(sorted(name for name, c in vocabulary.controls.items() if c.has_value and c.kind != "trigger"))


@given(names, st.floats(0, 1e9))
def test_a_value_survives_the_way_to_a_fader_and_back(name: str, value: float) -> None:
    control = vocabulary.controls[name]
    value = control.clip(value)
    assert control.from_unit(control.to_unit(value)) == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(names, units, units)
def test_a_fader_goes_from_low_to_high_and_never_back(name: str, one: float, other: float) -> None:
    control = vocabulary.controls[name]
    assert (control.from_unit(0), control.from_unit(1)) == (control.low, control.high)
    assert control.from_unit(min(one, other)) <= control.from_unit(max(one, other))


@given(names, units)
def test_a_continuous_fader_stays_where_it_was_put(name: str, unit: float) -> None:
    control = vocabulary.controls[name]
    if control.kind == "continuous":
        assert control.to_unit(control.from_unit(unit)) == pytest.approx(unit, abs=1e-9)


@given(units)
def test_faders_together_say_what_each_says(unit: float) -> None:
    knobs = vocabulary.knobs([name for name in vocabulary.defaults() if vocabulary.controls[name].kind != "trigger"])
    faders = Faders(knobs)
    values = faders.values(np.full(len(knobs), unit))
    assert values == pytest.approx([knob.from_unit(unit) for knob in knobs])
    moments = [dict(zip((knob.name for knob in knobs), values, strict=True)), vocabulary.defaults()]
    for moment, positions in zip(moments, faders.positions(moments), strict=True):
        assert positions.tolist() == pytest.approx([knob.to_unit(moment[knob.name]) for knob in knobs], abs=1e-6)


def test_an_exponential_fader_is_finer_where_values_are_small() -> None:
    length = vocabulary.controls["loop/length"]
    assert length.from_unit(0.5) == pytest.approx(2048**0.5, abs=1)


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


BUTTONS = [
    *(name for name, control in vocabulary.controls.items() if control.kind == "trigger"),
    "snapshot/save", "snapshot/recall", "grid/clear",
]  # fmt: skip


@pytest.mark.parametrize("name", BUTTONS)
def test_a_button_acts_when_it_is_pressed_and_never_when_it_is_let_go(name: str) -> None:
    for pressed in (1, 1.0, True):
        event, remark = vocabulary.event(name, [pressed])
        assert event is not None
        assert event.arguments[:1] in ((), (1.0,))
        assert not remark
    for released in (0, 0.0, -0.0, False):
        assert vocabulary.event(name, [released]) == (None, "")


@pytest.mark.parametrize(
    ("name", "said", "means"),
    [
        ("grid/shift", [0.0], (0, 0, -1, 0)),
        ("grid/transpose", [0], (0, 0, -1, 0)),
        ("grid/fill", [0.0], (0, 0, -1, 0)),
        ("grid/lock", [0.0], (0, 0, -1, 0)),
        ("grid/key", [0, 4, 0], (0, 4, 0)),
        ("grid/key", [0.0, 0.0], (0, 0, 1)),
        ("grid/set", [1, 0, 0], (1, 0, 0)),
        ("grid/copy", [0, 0], (0, 0, 1, 0)),
        ("grid/clear", [], (0, -1, 0)),
        ("grid/clear", [0, -1], (0, -1, 0)),
        ("snapshot/save", [128.0], (128,)),
    ],
)
def test_zero_is_a_number_where_an_edit_takes_one(name: str, said: list[object], means: tuple[float, ...]) -> None:
    event, remark = vocabulary.event(name, said)
    assert event is not None
    assert event.arguments == means
    assert not remark


def test_fader_controls_take_zero() -> None:
    for name, control in vocabulary.controls.items():
        if control.kind in ("continuous", "toggle", "integer") and control.low == 0:
            assert vocabulary.event(name, [0.0]) == (ControlEvent(name, 0.0), "")
