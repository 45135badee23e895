"""Which sound card is meant, at first and when it comes back."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import pytest

from live.audio import devices
from live.audio.devices import AudioDevice, DeviceError

SYSTEMS = ("ALSA", "JACK Audio Connection Kit")


def device(name: str, system: int = 0, plays: int = 2, hears: int = 0) -> Mapping[str, Any]:
    return {
        "name": name, "hostapi": system, "max_output_channels": plays, "max_input_channels": hears,
        "default_samplerate": 48_000.0, "default_low_output_latency": 0.01,
    }  # fmt: skip


Plug = Callable[..., None]


@pytest.fixture
def plug(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """Has PortAudio list these cards, each a name or a device."""
    listed: list[Mapping[str, Any]] = []

    def query_hostapis(index: int) -> Mapping[str, str]:
        return {"name": SYSTEMS[index]}

    def stream(**said: Any) -> Any:
        return SimpleNamespace(**said | {"latency": 0.01})

    fake = SimpleNamespace(
        query_hostapis=query_hostapis,
        default=SimpleNamespace(device={"output": -1, "input": -1}),
        PortAudioError=OSError,
        Mixer=stream,
        InputStream=stream,
    )

    def query_devices(wanted: int | str | None = None, kind: str | None = None) -> Any:
        if wanted is None:
            return listed
        if isinstance(wanted, int):
            return listed[wanted]
        # As sounddevice does: a part of one name, or all of it.
        found = [i for i, d in enumerate(listed) if wanted.lower() in d["name"].lower() and d[f"max_{kind}_channels"]]
        if len(found) > 1:
            found = [i for i in found if listed[i]["name"].lower() == wanted.lower()]
        if len(found) != 1:
            raise ValueError(wanted)
        return {**listed[found[0]], "index": found[0]}

    fake.query_devices = query_devices

    def library(_: str) -> Any:
        return fake

    monkeypatch.setattr(devices, "library", library)

    def set_(*there: str | Mapping[str, Any]) -> None:
        listed[:] = [device(each) if isinstance(each, str) else each for each in there]

    return set_


def opened(index: int) -> AudioDevice:
    return devices.open_mixer(str(index), 48_000)[1]


def found(wanted: str) -> int:
    return devices.open_mixer(wanted, 48_000)[0].device


def found_again(card: AudioDevice) -> int:
    return devices.reopen_mixer(card, 48_000)[0].device


def test_a_card_is_chosen_by_its_number(plug: Plug) -> None:
    plug("HDMI", "USB Audio", device("Mic", plays=0, hears=1), "USB Audio")
    assert [d.number for d in devices.devices()] == [0, 1, 2, 3]
    assert found("3") == 3
    assert found(" 1 ") == 1
    assert devices.open_input("2", 48_000, print)[0].device == 2
    assert found("hdmi") == 0


def test_two_of_one_name_are_told_apart_by_the_numbers_that_are_said(plug: Plug) -> None:
    plug("HDMI", "USB Audio", "USB Audio")
    with pytest.raises(DeviceError, match="1 'USB Audio', 2 'USB Audio'"):
        found("USB")


@pytest.mark.parametrize("wanted", ["2", "7", "-1", "²", "1.0", "", "99999999999999999999"])
def test_a_number_that_no_such_card_has_is_refused_with_those_there_are(plug: Plug, wanted: str) -> None:
    plug("HDMI (hw:0,3)", "USB Audio (hw:1,0)", device("Mic", plays=0, hears=1))
    with pytest.raises(DeviceError, match=r"There are: 0 'HDMI.*1 'USB"):
        found(wanted)


def test_a_number_in_a_name_is_found_where_no_card_has_it(plug: Plug) -> None:
    plug("HDMI", "Scarlett 18i20")
    assert found("18") == 1


@pytest.mark.parametrize(
    ("before", "after", "back"),
    [
        (["PCH (hw:0,0)", "USB: - (hw:1,0)"], ["PCH (hw:0,0)", "USB: - (hw:2,0)"], 1),
        (["USB: - (hw:1,0)", "PCH (hw:0,0)"], ["PCH (hw:1,0)", "Other (hw:2,0)", "USB: - (hw:3,0)"], 2),
        (["Speakers (2- USB Audio)"], ["HDMI", "Speakers (USB Audio)"], 1),
        (["Speakers (USB Audio)"], ["Speakers (3- USB Audio)"], 0),
        (["system"], ["HDMI", "system"], 1),
    ],
)
def test_a_card_comes_back_under_another_number(plug: Plug, before: list[str], after: list[str], back: int) -> None:
    plug(*before)
    card = opened(max(range(len(before)), key=lambda index: "USB" in before[index]))
    plug(*after)
    assert found_again(card) == back


def test_its_twin_is_not_taken_for_it(plug: Plug) -> None:
    plug("USB (hw:1,0)", "USB (hw:2,0)")
    card = opened(0)
    plug("USB (hw:2,0)")
    with pytest.raises(DeviceError, match="not there"):
        found_again(card)
    plug("USB (hw:2,0)", "USB (hw:3,0)")
    assert found_again(card) == 1
    plug("USB (hw:2,0)", "USB (hw:1,0)")
    assert found_again(card) == 1


def test_of_two_that_are_called_the_same_it_is_the_one_in_the_same_place(plug: Plug) -> None:
    plug("USB Audio", "HDMI", "USB Audio")
    card = opened(2)
    plug("HDMI", "USB Audio", "USB Audio")
    assert found_again(card) == 2
    plug("HDMI", "USB Audio")
    assert found_again(card) == 1


@pytest.mark.parametrize(
    "after", [[], ["PCH (hw:0,0)"], [device("USB (hw:1,0)", plays=0, hears=2)], [device("USB (hw:1,0)", system=1)]]
)
def test_another_card_is_not_taken_for_it(plug: Plug, after: list[str | Mapping[str, Any]]) -> None:
    plug("USB (hw:1,0)")
    card = opened(0)
    plug(*after)
    with pytest.raises(DeviceError, match="not there"):
        found_again(card)
