import hashlib
import json
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distill.bundle import Bundle
from live.controls import ControlEvent, Vocabulary
from live.engine.engine import Engine
from live.engine.state import Block
from live.session.journal import JournalError, JournalWriter, Performance, read
from live.session.performance_header import PerformanceHeader
from live.session.render import render

FRAMES = 60
HELD = {0: [ControlEvent("hold", 1.0)]}

Score = Mapping[int, Sequence[ControlEvent]]


def at_random(chance: random.Random, frames: int, count: int, names: Sequence[str] = ()) -> Score:
    """So many things, of all that can be said to an instrument of four levels, each in some frame."""
    controls = list(Vocabulary(4).controls.values())
    score: dict[int, list[ControlEvent]] = {}
    for _ in range(count):
        control = chance.choice(controls)
        arguments = tuple(float(chance.randint(a.low, a.high)) for a in control.arguments)
        turned = control.has_value and control.kind != "trigger" and (control.kind != "toggle" or chance.random() < 0.5)
        text = chance.choice(["", *names]) if control.kind == "name" else ""
        # Where sound is computed, numbers too small to hear are zero, in the log, too.
        value = control.from_unit(round(chance.random(), 9)) if turned else None
        event = ControlEvent(control.name, value, arguments, text)
        score.setdefault(chance.randrange(frames), []).append(event)
    return score


def perform(
    model: Bundle, path: Path, score: Score, frames: int = FRAMES, others: Sequence[Bundle] = ()
) -> Iterator[Block]:
    """Play and record, with ``others`` at hand for the second deck."""
    engine = Engine(model)
    for other in others:
        engine.add_model(other)
    state = engine.initial_state(3)
    with (
        JournalWriter(path, PerformanceHeader.of(model, path.with_name("small.distill"), 3)) as journal,
    ):
        for frame in range(frames):
            state, block = engine.step(state, score.get(frame, ()))
            journal.write(block)
            yield block


def digest(blocks: Iterator[Block]) -> str:
    """Of every sample and event."""
    whole = hashlib.sha256()
    for block in blocks:
        whole.update(block.samples.tobytes())
        whole.update(repr(block.events).encode())
    return whole.hexdigest()


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False), count=st.integers(0, 20))
def test_a_performance_renders_to_the_samples_that_were_played(
    model: Bundle, tmp_path: Path, chance: random.Random, count: int
) -> None:
    path = tmp_path / "performance.jsonl"
    played = digest(perform(model, path, at_random(chance, FRAMES, count)))
    assert digest(render(model, read(path))) == played


@pytest.mark.slow
@settings(deadline=None, max_examples=1, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_ten_minutes_of_anything_render_to_the_samples_that_were_played(
    model: Bundle, tmp_path: Path, chance: random.Random
) -> None:
    path = tmp_path / "performance.jsonl"
    played = digest(perform(model, path, at_random(chance, 60_000, 6_000), 60_000))
    assert digest(render(model, read(path))) == played


def test_what_is_played_is_on_disk_at_once_and_survives_a_crash(model: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    engine = Engine(model)
    state = engine.initial_state(3)
    writer = JournalWriter(path, PerformanceHeader.of(model, Path("small.distill"), 3))
    for frame in range(130):
        state, block = engine.step(state, [ControlEvent("hold", None)] if frame == 20 else [])
        writer.write(block)
    cut = path.read_text() + '{"frame": 130, "na'
    (tmp_path / "cut.jsonl").write_text(cut)
    performance = read(tmp_path / "cut.jsonl")
    assert performance.frames > 130 - 51
    assert performance.events == {20: [ControlEvent("hold", 1.0)]}


def test_an_older_performance_is_kept(model: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    list(perform(model, path, HELD))
    older = path.read_text()
    with JournalWriter(path, PerformanceHeader.of(model, Path("small.distill"), 3)) as journal:
        assert journal.kept == tmp_path / "performance.1.jsonl"
    assert (tmp_path / "performance.1.jsonl").read_text() == older


def test_another_model_is_refused(model: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    list(perform(model, path, {}))
    path.write_text(path.read_text().replace(model.fingerprint, "0" * 64))
    with pytest.raises(JournalError, match="another model"):
        next(render(model, read(path)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1"),
        ("hello\n", "line 1"),
        ('{"format": "score"}\n', "line 1"),
        ("{header}\n{}\n", "line 2"),
        ('{header}\n{"frame": 3, "name": "hold", "value": 1, "colour": 2}\n', "line 2"),
    ],
)
def test_what_is_no_performance_is_refused_with_the_line(
    model: Bundle, tmp_path: Path, text: str, message: str
) -> None:
    path = tmp_path / "performance.jsonl"
    path.write_text(text.replace("{header}", PerformanceHeader.of(model, Path("m.distill"), 0).model_dump_json()))
    with pytest.raises(JournalError, match=message):
        read(path)


def test_an_unknown_control_in_a_performance_is_refused(model: Bundle, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    list(perform(model, path, HELD))
    path.write_text(path.read_text().replace('"hold"', '"holt"'))
    with pytest.raises(JournalError, match=r"Frame 0.*holt"):
        list(render(model, read(path)))


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"frame": 0, "name": "output/gain", "value": NaN, "arguments": [1.0]}', "line 2"),
        ('{"frame": 0, "name": "output/gain", "value": 1e999}', "line 2"),
        ('{"frame": 0, "name": "output/gain", "value": 1, "arguments": [1]}', "takes one number"),
        ('{"frame": 0, "name": "grid/set", "arguments": [1]}', "takes level column code"),
        ('{"frame": 0, "name": "grid/shift"}', "takes by"),
        ('{"frame": 0, "name": "snapshot/save"}', "takes slot"),
        ('{"frame": 0, "name": "seed"}', "takes one number"),
        ('{"frame": 0, "name": "deck/load", "text": "../x"}', "takes a name"),
        ('{"frame": 0, "name": "hold", "text": "on"}', "takes one number"),
        ('{"frame": 1000000000000000000, "name": "mark"}', "line 2"),
        ('{"frame": 1000000000000000000}', "line 2"),
        ('{"frame": -1, "name": "mark"}', "line 2"),
        ("[" * 50_000, "line 2"),
        ("x" * 100_000, "line 1"),
    ],
)
def test_what_cannot_be_played_is_refused_in_a_line_before_anything_is(
    model: Bundle, tmp_path: Path, line: str, message: str
) -> None:
    path = tmp_path / "performance.jsonl"
    list(perform(model, path, HELD))
    header, *rest = path.read_text().splitlines()
    path.write_text("\n".join([header, line, *rest, ""]))
    with pytest.raises(JournalError, match=message) as error:
        next(render(model, read(path)))
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("said", "played"),
    [
        ({"name": "output/gain", "value": 1e30}, ControlEvent("output/gain", 2.0)),
        ({"name": "output/gain", "arguments": [-1.0]}, ControlEvent("output/gain", 0.0)),
        ({"name": "max_quote", "value": -1}, ControlEvent("max_quote", 0.0)),
        ({"name": "hold", "value": 9}, ControlEvent("hold", 1.0)),
        ({"name": "seed", "value": 2**63}, ControlEvent("seed", 2**31 - 1)),
        ({"name": "grid/shift", "arguments": [1e30]}, ControlEvent("grid/shift", arguments=(2048, 0, -1, 0))),
        (
            {"name": "grid/transpose", "arguments": [-1e30, 9, -9, 1e18]},
            ControlEvent("grid/transpose", arguments=(-32_767, 4, -1, 2048)),
        ),
        ({"name": "grid/set", "arguments": [0, 2**63, 2**63]}, ControlEvent("grid/set", arguments=(1, 2047, 32_767))),
        (
            {"name": "input/codes", "arguments": [-1, 1e30, 0.4, 2]},
            ControlEvent("input/codes", arguments=(0, 32_767, 0, 2)),
        ),
        ({"name": "snapshot/recall", "arguments": [-1]}, ControlEvent("snapshot/recall", arguments=(1,))),
    ],
)
def test_what_was_checked_is_what_is_played(
    model: Bundle, tmp_path: Path, said: dict[str, object], played: ControlEvent
) -> None:
    path = tmp_path / "performance.jsonl"
    list(perform(model, path, {}, 3))
    header, *rest = path.read_text().splitlines()
    path.write_text("\n".join([header, json.dumps({"frame": 1, **said}), *rest, ""]))
    blocks = list(render(model, read(path)))
    assert blocks[1].events == (played,)
    assert all(np.isfinite(block.samples).all() for block in blocks)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seed", -1), ("seed", 10**100), ("sample_rate", 0), ("hop", 10**100), ("hop", -1), ("model", "\0"),
        ("snapshots", {"1": "../../secret"}), ("snapshots", {"1": "x" * 300}),
    ],
)  # fmt: skip
def test_a_header_that_cannot_be_is_refused(model: Bundle, tmp_path: Path, name: str, value: object) -> None:
    path = tmp_path / "performance.jsonl"
    path.write_text(json.dumps(PerformanceHeader.of(model, Path("m.distill"), 0).model_dump() | {name: value}) + "\n")
    with pytest.raises(JournalError, match="line 1"):
        read(path)


def test_names_that_are_too_long_for_files_are_names_of_none(model: Bundle, tmp_path: Path) -> None:
    header = PerformanceHeader.of(model, Path("m.distill"), 0).model_copy(
        update={"model": "A" * 4_000, "deck": "B" * 4_000}
    )
    assert not header.find_model(tmp_path).parent.samefile("/")
    performance = Performance(header, 2, {0: [ControlEvent("deck/model", text="f" * 64)]})
    with pytest.raises(JournalError, match="neither in"):
        next(render(model, performance, tmp_path / "m.distill"))


def test_a_pipe_is_no_performance(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(JournalError, match="not a file"):
        read(tmp_path / "pipe.jsonl")


def test_the_model_is_found_beside_the_journal_when_both_have_moved(model: Bundle, tmp_path: Path) -> None:
    header = PerformanceHeader.of(model, Path("/gone/small.distill"), 0)
    assert header.find_model(tmp_path) == tmp_path / "small.distill"
