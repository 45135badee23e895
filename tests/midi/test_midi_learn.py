"""MIDI learn: maps made by touching controls, for every kind of message."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from system import distill, fails_in_one_line

from controllers.midi import learn
from controllers.midi.learn import Learner
from controllers.midi.map_file import Key, load

Received = tuple[str, bytes, float] | None


def received(monkeypatch: pytest.MonkeyPatch, *gestures: list[bytes]) -> Iterator[Received]:
    """Gestures, a second apart by a clock of their own."""
    now = 0.0
    monkeypatch.setattr(learn.time, "monotonic", lambda: now)
    for gesture in gestures:
        now += 1
        for message in gesture:
            now += 0.001
            yield "Pads:sends", message, now
        now += 0.1
        yield None


def cc(*pairs: tuple[int, int]) -> list[bytes]:
    return [bytes((0xB0, number, value)) for number, value in pairs]


@pytest.mark.parametrize(
    ("gesture", "key"),
    [
        (cc((99, 2), (98, 44), (6, 1), (38, 5)), ("nrpn", 0, 300)),
        (cc((99, 2), (98, 44), (38, 5), (6, 1)), ("nrpn", 0, 300)),
        (cc((99, 2), (98, 44), (6, 1)), ("nrpn", 0, 300)),
        ([*cc((0, 1), (32, 2)), b"\xc0\x05"], ("program", 0, 0)),
        (cc((2, 1), (34, 5), (2, 1), (34, 9)), ("cc14", 0, 2)),
        (cc((34, 5), (2, 1), (34, 9), (2, 1)), ("cc14", 0, 2)),
        (cc((0, 1), (0, 2), (0, 3)), ("cc", 0, 0)),
        (cc((6, 1), (6, 2)), ("cc", 0, 6)),
        (cc((21, 7)), ("cc", 0, 21)),
        ([b"\x92\x24\x40", b"\x82\x24\x00"], ("note", 2, 36)),
        ([b"\xe0\x00\x41", b"\xe0\x00\x42"], ("pitch_bend", 0, 0)),
    ],
)
def test_a_gesture_is_learnt_whole(monkeypatch: pytest.MonkeyPatch, gesture: list[bytes], key: Key) -> None:
    assert Learner().next_touch(received(monkeypatch, gesture), 30) == ("Pads:sends", key)


@pytest.mark.parametrize(
    "chance",
    [
        *[cc((number, 0), (number, 127)) for number in (*range(96, 102), *range(120, 128))],
        *[cc((number, 0)) for number in (0, 6, 32, 38)],
        cc((0, 1), (32, 2)),
        cc((101, 0), (100, 0), (6, 2), (38, 0), (6, 12)),
        cc((99, 1)),
        [b"\xfe", b"\xf8", b"\xfa", b"\x80\x24\x00", b"\xd0\x40"],
    ],
)
def test_what_only_goes_with_something_else_is_not_learnt(monkeypatch: pytest.MonkeyPatch, chance: list[bytes]) -> None:
    assert Learner().next_touch(received(monkeypatch, chance, cc((21, 7))), 30)[1] == ("cc", 0, 21)


def test_the_rest_of_what_was_learnt_is_not_learnt_again(monkeypatch: pytest.MonkeyPatch) -> None:
    learner = Learner()
    fine, parameter = cc((2, 1), (34, 5)), cc((99, 2), (98, 44), (6, 1), (38, 5))
    moves = received(monkeypatch, fine, cc((34, 6), (34, 7)), parameter, cc((6, 2), (38, 1)), fine, cc((21, 7)))
    assert [learner.next_touch(moves, 30)[1][0] for _ in range(3)] == ["cc14", "nrpn", "cc"]


@pytest.mark.parametrize("kind", ["nrpn", "cc14", "program", "pitch_bend", "note", "cc"])
def test_what_was_learnt_is_a_map(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.toml"
    control = "snapshot/recall" if kind == "program" else "temperature"
    learn.write(path, "mine", [(control, "UM-1:UM-1 MIDI 1 20:0", (kind, 3, 0))])  # type: ignore[list-item]
    assert load(path).ports == ["UM-1:UM-1 MIDI 1"]
    assert tomllib.loads(path.read_text())["bind"][0]["channel"] == 4


def test_the_path_is_checked_before_anything_is_touched(home: Mapping[str, str], tmp_path: Path) -> None:
    done = distill(home, "midi", "learn", "nowhere/mine.toml", "temperature", "--seconds", 0.1, cwd=tmp_path)
    assert "nowhere/mine.toml" in fails_in_one_line(done)
    assert "Touch" not in done.stdout
    done = distill(home, "midi", "learn", "mine.toml", "temperature", "--seconds", 0.1, cwd=tmp_path)
    assert "Nothing was touched" in fails_in_one_line(done)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []
