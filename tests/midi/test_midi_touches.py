"""Switches, lamps and 14-bit values, as controllers of all makes send them."""

import itertools
from pathlib import Path

import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage import Desk

from controllers.midi.bindings import bindings
from controllers.midi.device_binding import DeviceBinding
from controllers.midi.map_file import DEFAULT, Map, load, maps
from controllers.midi.messages import PAIR_SECONDS, Decoder
from live.controls import Vocabulary

FACTORY = [*maps(), load(DEFAULT)]


def bound(folder: Path, text: str) -> DeviceBinding:
    path = folder / "mine.toml"
    path.write_text(f'name = "mine"\n{text}')
    return DeviceBinding(load(path), Desk())


def moved(device: DeviceBinding, *messages: bytes) -> list[list[str]]:
    """The names of the controls that each message moves."""
    return [[event.name for event in device.on_message(message, second)] for second, message in enumerate(messages)]


@pytest.mark.parametrize("control", ["loop/on", "mark", "grid/clear"])
def test_a_switch_that_only_sends_127_acts_each_time(tmp_path: Path, control: str) -> None:
    device = bound(tmp_path, f"[[bind]]\ncc = [20]\ncontrol = {control!r}\n[[bind]]\nnote = 9\ncontrol = {control!r}")
    assert moved(device, *[b"\xb0\x14\x7f"] * 3) == [[control]] * 3
    assert moved(device, *[b"\x90\x09\x7f"] * 3) == [[control]] * 3
    assert moved(device, b"\xb0\x14\x00", b"\xb0\x14\x7f", b"\xb0\x14\x00") == [[], [control], []]


@pytest.mark.parametrize("control", ["loop/on", "mark", "grid/clear"])
def test_a_latching_button_acts_each_time(tmp_path: Path, control: str) -> None:
    device = bound(tmp_path, f"[[bind]]\ncc = 20\ncontrol = {control!r}\npress = 'latch'")
    assert moved(device, *[b"\xb0\x14\x7f", b"\xb0\x14\x00"] * 2) == [[control]] * 4
    device = bound(tmp_path, f"[[bind]]\ncc = 20\ncontrol = {control!r}\npress = 'latch'")
    assert moved(device, *[b"\xb0\x14\x00", b"\xb0\x14\x7f"] * 2) == [[control]] * 4


def test_a_knob_or_pedal_on_a_button_presses_it_once_on_its_way_up(tmp_path: Path) -> None:
    device = bound(tmp_path, "[[bind]]\ncc = 20\ncontrol = 'mark'\n[[bind]]\ncc = 64\ncontrol = 'hold'\npress = 'hold'")
    up = [bytes((0xB0, 20, value)) for value in range(128)]
    assert list(itertools.chain(*moved(device, *up, *reversed(up[:-1]), *up))) == ["mark", "mark"]
    half = [bytes((0xB0, 64, value)) for value in (*range(0, 128, 3), *range(127, -1, -3))]
    assert list(itertools.chain(*moved(device, *half))) == ["hold"] * 3


@pytest.mark.parametrize("source", FACTORY, ids=lambda source: source.name)
def test_what_a_map_says_of_a_lamp_goes_before_what_a_knob_makes_of_it(source: Map) -> None:
    bound = bindings(source, Vocabulary(4))
    shown = {key for show in source.show for key in show.keys(source.channel)}
    lamps = [b.lamp.key for b in bound if b.lamp]
    assert len(lamps) == len(set(lamps))
    assert not shown & set(lamps)
    explicit = {}
    for bind in source.bind:
        if bind.light and bind.light is not True:
            keys = zip(bind.keys(source.channel), bind.light.keys(source.channel), strict=False)
            explicit |= {lamp: key for key, lamp in keys}
    assert {b.lamp.key: b.key for b in bound if b.lamp and b.lamp.key in explicit} == explicit


def test_the_rings_and_lights_of_an_x_touch_mini_show_what_is_beside_them() -> None:
    desk = Desk()
    lit = {
        tuple(message[:2]): message[2] for message in DeviceBinding(maps_named("Behringer X-Touch Mini"), desk).lights()
    }
    assert [lit[0xBA, ring] for ring in range(9, 13)] == [127] * 4
    assert [lit[0x9A, note] for note in range(4)] == [127] * 4
    assert all(note < 16 for status, note in lit if status == 0x9A)
    assert all(9 <= ring <= 16 for status, ring in lit if status == 0xBA)


def maps_named(name: str) -> Map:
    return next(source for source in FACTORY if source.name == name)


def numbers(*messages: tuple[float, int, int], fine: tuple[int, ...] = (2,)) -> list[int]:
    """Decoded 14-bit values of CCs, each given as time in seconds, number and value."""
    decoder = Decoder(frozenset(("cc14", 0, number) for number in fine))
    touched = [
        touch
        for seconds, number, value in messages
        for touch in decoder.touches(mido.Message("control_change", control=number, value=value), seconds)
    ]
    touched += decoder.flush(float("inf"))
    assert all(touch.key[0] in ("cc14", "nrpn") for touch in touched if touch.key[2] not in (98, 99))
    return [touch.raw for touch in touched if touch.key[0] in ("cc14", "nrpn")]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 16_383), min_size=1, max_size=30), st.booleans(), st.sampled_from([0.001, 0.01, 0.2]))
def test_halves_wait_for_each_other_in_either_order(values: list[int], fine_first: bool, apart: float) -> None:
    messages: list[tuple[float, int, int]] = []
    for place, value in enumerate(values):
        halves = [(2, value >> 7), (34, value & 127)]
        for number, half in reversed(halves) if fine_first else halves:
            messages.append((place * apart + 0.0001 * (len(messages) % 2), number, half))
    assert numbers(*messages) == values


def test_one_half_alone_is_a_number_too() -> None:
    slow = 2 * PAIR_SECONDS
    assert numbers((0, 2, 64)) == [64 << 7]
    assert numbers((0, 2, 64), (0.001, 34, 5), (slow, 34, 6), (2 * slow, 34, 7)) == [
        64 << 7 | 5, 64 << 7 | 6, 64 << 7 | 7
    ]  # fmt: skip
    assert numbers((0, 2, 64), (0.001, 2, 65), (0.002, 2, 66)) == [64 << 7, 65 << 7, 66 << 7]
    quick = [(0.0, 2, 64), (0.001, 34, 100), (0.1, 34, 110), (0.101, 34, 120), (0.102, 2, 65), (0.103, 34, 2)]
    assert numbers(*quick)[-1] == 65 << 7 | 2
    assert numbers(*quick) == sorted(numbers(*quick))


@pytest.mark.parametrize("order", [(6, 38), (38, 6)])
def test_an_nrpn_waits_for_both_halves_and_a_registered_parameter_is_none(order: tuple[int, int]) -> None:
    halves = {6: 100, 38: 3}
    chosen = [(0.0, 99, 2), (0.0001, 98, 44)]
    data = [(0.001 * place, number, halves[number]) for place, number in enumerate(order, 1)]
    assert numbers(*chosen, *data) == [100 << 7 | 3]
    decoder = Decoder()
    messages = [(99, 2), (98, 44), (101, 0), (100, 0), *((number, halves[number]) for number in order)]
    touched = [
        touch.key[0]
        for number, value in messages
        for touch in decoder.touches(mido.Message("control_change", control=number, value=value), 0.0)
    ]
    assert set(touched) == {"cc"}
