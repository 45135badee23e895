"""What is heard, in numbered files."""

from pathlib import Path

import numpy as np
import soundfile

from distill.audio import Samples
from distill.bundle import Bundle
from live.controls import ControlEvent
from live.engine.engine import Block, Engine
from live.session.recorder import Recorder


def play(model: Bundle, captures: Recorder, said: dict[int, float | None], frames: int = 60) -> Samples:
    engine = Engine(model)
    state = engine.initial_state(3)
    blocks: list[Block] = []
    with captures:
        for frame in range(frames):
            events = [ControlEvent("record", said[frame])] if frame in said else []
            state, block = engine.step(state, events)
            captures.on_block(block)
            blocks.append(block)
    return np.concatenate([block.samples for block in blocks])


def test_each_recording_is_a_file_of_its_own_with_what_was_heard(model: Bundle, tmp_path: Path) -> None:
    captures = Recorder(tmp_path / "new" / "folder", 1)
    heard = play(model, captures, {10: None, 20: None, 30: 1.0, 40: 1.0, 50: 0.0})
    for number, (first, last) in enumerate([(10, 20), (30, 40), (40, 50)], start=1):
        path = tmp_path / "new" / "folder" / f"take-{number}.wav"
        samples, _ = soundfile.read(path, always_2d=True)
        assert soundfile.info(path).subtype == "PCM_24"
        assert np.abs(samples - heard[first * 480 : last * 480]).max() < 2**-22
    assert "take-3.wav" in captures.news


def test_what_is_still_recorded_at_the_end_is_kept_and_older_takes_too(model: Bundle, tmp_path: Path) -> None:
    (tmp_path / "take-1.wav").write_text("mine")
    play(model, Recorder(tmp_path, 1), {50: 1.0})
    assert soundfile.info(tmp_path / "take-2.wav").frames == 10 * 480
    assert (tmp_path / "take-1.wav").read_text() == "mine"


def test_a_folder_that_cannot_be_written_ends_the_recording_not_the_performance(model: Bundle, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    captures = Recorder(tmp_path / "file" / "folder", 1)
    assert len(play(model, captures, {10: 1.0, 20: 0.0})) == 60 * 480
    assert "not recorded" in captures.news
