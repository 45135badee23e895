"""A sound server that dies under a performance, and comes back."""

import json
import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest
from system import JackServer, Live, distill

from distill import audio
from live.session import journal

pytestmark = pytest.mark.realtime


def survive(model_file: Path, folder: Path, deaths: list[signal.Signals]) -> None:
    """Sound must be back within 2 s of every death of the server, and the performance whole."""
    server = JackServer(f"distill-lost-{os.getpid()}")
    server.start()
    live = Live(server.environment, model_file, folder, "--journal", "p.jsonl", "--capture", "live.wav")
    began = time.monotonic()
    live.hear(1)
    for how in deaths:
        server.end(how)
        server.start()
        there = time.monotonic()
        heard = live.hear(1)
        sounding = np.flatnonzero(heard)
        assert len(sounding)
        assert time.monotonic() - (len(heard) - sounding[0]) / 48_000 - there < 2
    lasted = time.monotonic() - began
    live.process.send_signal(signal.SIGINT)
    output, errors = live.process.communicate(timeout=20)
    server.end()
    assert "Traceback" not in errors
    assert json.loads(output)["card"] == "back"
    # The performance went on by the clock while there was nobody to hear it.
    assert journal.read(folder / "p.jsonl").seconds == pytest.approx(lasted, abs=1)
    assert distill(os.environ, "render", "p.jsonl", "-o", "replay.wav", cwd=folder).returncode == 0
    assert np.array_equal(audio.read(folder / "live.wav"), audio.read(folder / "replay.wav"))


def test_sound_returns_when_the_server_does(model_file: Path, tmp_path: Path) -> None:
    survive(model_file, tmp_path, [signal.SIGTERM, signal.SIGKILL])


@pytest.mark.slow
def test_sound_returns_ten_times(model_file: Path, tmp_path: Path) -> None:
    survive(model_file, tmp_path, [signal.SIGTERM, signal.SIGKILL] * 5)
