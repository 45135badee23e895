from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distill import threads
from distill.bundle import Model
from live.controls import ControlEvent
from live.engine import Engine
from live.journal import Header, JournalError, JournalWriter, read
from live.render import render
from live.state import Block

FRAMES = 60

moves = st.lists(
    st.tuples(
        st.integers(0, FRAMES - 1),
        st.sampled_from(["temperature", "top_p", "level/2/mask", "level/1/gain", "loop/on", "loop/length", "hold",
                         "stop", "play", "seed"]),
        st.one_of(st.none(), st.floats(0, 8)),
    ),
    max_size=20,
)  # fmt: skip


def perform(model: Model, path: Path, said: list[tuple[int, str, float | None]], frames: int = FRAMES) -> list[Block]:
    """Play and record; what cannot be said that way is left out."""
    engine = Engine(model)
    state = engine.initial_state(3)
    blocks: list[Block] = []
    with threads.single(), JournalWriter(path, Header.of(model, Path("small.distill"), 3)) as journal:
        for frame in range(frames):
            events = [
                ControlEvent(name, None if value is None else engine.vocabulary.controls[name].clip(value))
                for at, name, value in said
                if at == frame
                and not (value is None and engine.vocabulary.controls[name].kind in ("continuous", "integer"))
            ]
            state, block = engine.step(state, events)
            journal.write(block)
            blocks.append(block)
    return blocks


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=moves)
def test_a_performance_renders_to_the_samples_that_were_played(
    model: Model, tmp_path: Path, said: list[tuple[int, str, float | None]]
) -> None:
    path = tmp_path / "performance.jsonl"
    played = perform(model, path, said)
    rendered = list(render(model, read(path)))
    assert torch.equal(torch.cat([b.samples for b in played]), torch.cat([b.samples for b in rendered]))
    assert [b.events for b in played] == [b.events for b in rendered]


def test_what_is_played_is_on_disk_at_once_and_survives_a_crash(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    engine = Engine(model)
    state = engine.initial_state(3)
    writer = JournalWriter(path, Header.of(model, Path("small.distill"), 3))
    for frame in range(130):
        state, block = engine.step(state, [ControlEvent("hold", None)] if frame == 20 else [])
        writer.write(block)
    cut = path.read_text() + '{"frame": 130, "na'
    (tmp_path / "cut.jsonl").write_text(cut)
    performance = read(tmp_path / "cut.jsonl")
    assert performance.frames > 130 - 51
    assert performance.events == {20: [ControlEvent("hold", 1.0)]}


def test_an_older_performance_is_kept(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    perform(model, path, [(0, "hold", 1.0)])
    older = path.read_text()
    with JournalWriter(path, Header.of(model, Path("small.distill"), 3)) as journal:
        assert journal.kept == tmp_path / "performance.1.jsonl"
    assert (tmp_path / "performance.1.jsonl").read_text() == older


def test_another_model_is_refused(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    perform(model, path, [])
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
def test_what_is_no_performance_is_refused_with_the_line(model: Model, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "performance.jsonl"
    path.write_text(text.replace("{header}", Header.of(model, Path("m.distill"), 0).model_dump_json()))
    with pytest.raises(JournalError, match=message):
        read(path)


def test_an_unknown_control_in_a_performance_is_refused(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    perform(model, path, [(5, "hold", 1.0)])
    path.write_text(path.read_text().replace('"hold"', '"holt"'))
    with pytest.raises(JournalError, match=r"Frame 5.*holt"):
        list(render(model, read(path)))


def test_the_model_is_found_beside_the_journal_when_both_have_moved(model: Model, tmp_path: Path) -> None:
    header = Header.of(model, Path("/gone/small.distill"), 0)
    assert header.find_model(tmp_path) == tmp_path / "small.distill"
