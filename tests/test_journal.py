import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from distill import threads
from distill.bundle import Model
from live.controls import ControlEvent, Vocabulary
from live.engine import Engine
from live.journal import Header, JournalError, JournalWriter, read
from live.render import render
from live.state import Block

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
        turned = control.stands and control.kind != "trigger" and (control.kind != "toggle" or chance.random() < 0.5)
        text = chance.choice(["", *names]) if control.kind == "name" else ""
        # Where sound is computed, numbers too small to hear are zero, in the log, too.
        value = control.from_unit(round(chance.random(), 9)) if turned else None
        event = ControlEvent(control.name, value, arguments, text)
        score.setdefault(chance.randrange(frames), []).append(event)
    return score


def perform(
    model: Model, path: Path, score: Score, frames: int = FRAMES, others: Sequence[Model] = ()
) -> Iterator[Block]:
    """Play and record, with ``others`` at hand for the second deck."""
    engine = Engine(model)
    for other in others:
        engine.bring(other)
    state = engine.initial_state(3)
    with threads.single(), JournalWriter(path, Header.of(model, path.with_name("small.distill"), 3)) as journal:
        for frame in range(frames):
            state, block = engine.step(state, score.get(frame, ()))
            journal.write(block)
            yield block


def digest(blocks: Iterator[Block]) -> str:
    """Of every sample and event."""
    whole = hashlib.sha256()
    for block in blocks:
        whole.update(block.samples.numpy().tobytes())
        whole.update(repr(block.events).encode())
    return whole.hexdigest()


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=False), count=st.integers(0, 20))
def test_a_performance_renders_to_the_samples_that_were_played(
    model: Model, tmp_path: Path, chance: random.Random, count: int
) -> None:
    path = tmp_path / "performance.jsonl"
    played = digest(perform(model, path, at_random(chance, FRAMES, count)))
    assert digest(render(model, read(path))) == played


@pytest.mark.slow
@settings(deadline=None, max_examples=1, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chance=st.randoms(use_true_random=True))
def test_ten_minutes_of_anything_render_to_the_samples_that_were_played(
    model: Model, tmp_path: Path, chance: random.Random
) -> None:
    path = tmp_path / "performance.jsonl"
    played = digest(perform(model, path, at_random(chance, 60_000, 6_000), 60_000))
    assert digest(render(model, read(path))) == played


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
    list(perform(model, path, HELD))
    older = path.read_text()
    with JournalWriter(path, Header.of(model, Path("small.distill"), 3)) as journal:
        assert journal.kept == tmp_path / "performance.1.jsonl"
    assert (tmp_path / "performance.1.jsonl").read_text() == older


def test_another_model_is_refused(model: Model, tmp_path: Path) -> None:
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
def test_what_is_no_performance_is_refused_with_the_line(model: Model, tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "performance.jsonl"
    path.write_text(text.replace("{header}", Header.of(model, Path("m.distill"), 0).model_dump_json()))
    with pytest.raises(JournalError, match=message):
        read(path)


def test_an_unknown_control_in_a_performance_is_refused(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "performance.jsonl"
    list(perform(model, path, HELD))
    path.write_text(path.read_text().replace('"hold"', '"holt"'))
    with pytest.raises(JournalError, match=r"Frame 0.*holt"):
        list(render(model, read(path)))


def test_the_model_is_found_beside_the_journal_when_both_have_moved(model: Model, tmp_path: Path) -> None:
    header = Header.of(model, Path("/gone/small.distill"), 0)
    assert header.find_model(tmp_path) == tmp_path / "small.distill"
