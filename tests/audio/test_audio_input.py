"""Sound in: what a card hears is played through the codes, looped, and gone on from."""

import multiprocessing
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from stage import Desk
from system import JackServer, Live, distill, jack_server

from distill import bundle
from distill.audio import Samples, read
from distill.bundle import STARTER, Bundle
from distill.kernels.runtime import CodecRuntime
from distill.offline import encode_decode
from live.audio.devices import DeviceError
from live.audio.input_process import AudioInput
from live.controls import ControlEvent
from live.engine.engine import Engine
from live.engine.state import EngineState
from live.session import journal

pytestmark = pytest.mark.realtime

HEARD = ((3, 4, 5, 6), (7, 8, 9, 10), (11, 12, 13, 14), (15, 16, 17, 18), (19, 20, 21, 22))
CALM_PERIOD = 1024
"""A JACK period that a busy machine keeps."""


def arrived(codes: Sequence[int]) -> ControlEvent:
    return ControlEvent("input/codes", arguments=tuple(map(float, codes)))


def played(engine: Engine, state: EngineState, *events: ControlEvent) -> tuple[EngineState, tuple[int, ...]]:
    state, block = engine.step(state, events)
    return state, tuple(block.codes.tolist())


def test_what_comes_in_sounds_once_in_order_and_the_last_stays(model: Bundle) -> None:
    engine = Engine(model)
    state, codes = played(engine, engine.initial_state(1), ControlEvent("input/on", 1.0), *map(arrived, HEARD[:2]))
    assert codes == HEARD[0]
    state, codes = played(engine, state)
    assert codes == HEARD[1]
    state, codes = played(engine, state)
    assert codes == HEARD[1]
    # What comes too fast is not played late: the oldest is left out.
    _, codes = played(engine, state, *map(arrived, HEARD))
    assert codes == HEARD[2]


def test_what_comes_in_is_not_heard_before_it_is_wanted(model: Bundle) -> None:
    engine = Engine(model)
    left, right = engine.initial_state(1), engine.initial_state(1)
    for codes in HEARD:
        left, one = played(engine, left, arrived(codes))
        right, other = played(engine, right)
        assert one == other
    _, codes = played(engine, left, ControlEvent("input/on", 1.0))
    assert codes not in HEARD


def test_capture_loops_it_and_locked_cells_stay(model: Bundle) -> None:
    engine = Engine(model)
    state, _ = played(engine, engine.initial_state(1), ControlEvent("input/on", 1.0))
    for codes in HEARD:
        state, _ = played(engine, state, arrived(codes))
    state, first = played(engine, state, ControlEvent("loop/length", len(HEARD)), ControlEvent("input/capture"))
    assert not state.controls["input/on"]
    turns = [first]
    for _ in range(2 * len(HEARD) - 1):
        state, codes = played(engine, state)
        turns.append(codes)
    assert turns == [*HEARD, *HEARD]
    # Once more with input on: it is written over the loop, but where cells are locked.
    state, _ = played(engine, state, ControlEvent("grid/lock", arguments=(1, 1, -1, 0)), ControlEvent("input/on", 1.0))
    for _ in HEARD:
        state, codes = played(engine, state, arrived((30, 31, 32, 33)))
        assert codes[1:] == (31, 32, 33)
        assert codes[0] in {heard[0] for heard in HEARD}


def test_the_prior_goes_on_from_what_came_in(model: Bundle) -> None:
    engine = Engine(model)

    def likeliest(heard: Sequence[Sequence[int]]) -> tuple[int, ...]:
        state = engine.initial_state(1)
        state, _ = played(engine, state, ControlEvent("input/on", 1.0), ControlEvent("temperature", 0.0))
        for codes in heard:
            state, _ = played(engine, state, arrived(codes))
        return played(engine, state, ControlEvent("input/on", 0.0))[1]

    assert likeliest(HEARD) == likeliest(HEARD)
    assert likeliest(HEARD) != likeliest(HEARD[::-1])


class Metronome:
    """A client of JACK that can be heard: pips of 880 Hz, five a second."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        command = [
            "jack_metro",
            "--bpm",
            "300",
            "--frequency",
            "880",
            "--duration",
            "120",
            "--attack",
            "5",
            "--decay",
            "5",
        ]
        self._environment = environment
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def heard(self, folder: Path) -> Samples:
        """Two seconds of it."""
        path = folder / "pips.wav"
        command = ["jack_rec", "-f", str(path), "-d", "2", "-b", "32", "metro:300_bpm"]
        subprocess.run(command, env=self._environment, check=True, capture_output=True)
        return read(path)

    def end(self) -> None:
        self._process.kill()
        self._process.wait()


def bands(samples: Samples) -> NDArray[np.float64]:
    """Mean power in octaves from 55 Hz, in bels."""
    power = np.square(np.abs(np.fft.rfft(samples[:86_400, 0])))
    edges = (55 * 2.0 ** np.arange(9) * 86_400 / 48_000).astype(int)
    return np.log10(np.add.reduceat(power, edges)[:-1] + 1e-3)


def distance(one: Samples, other: Samples) -> float:
    return float(np.abs(bands(one) - bands(other)).mean())


def heard_as(codec: CodecRuntime, samples: Samples) -> set[int]:
    """The Structure codes of what repeats every fifth of a second, wherever frames begin in it."""
    turns = (np.roll(samples, -shift, axis=0) for shift in range(0, codec.config.hop, codec.config.hop // 20))
    return {code for turn in turns for code in encode_decode.encode(codec, turn).codes[0].tolist()}


def beating(samples: Samples) -> float:
    """How alike loudness is a fifth of a second later: 1 where it repeats."""
    loudness = np.sqrt(np.square(samples[:86_400, 0]).reshape(-1, 480).mean(1))
    return float(np.corrcoef(loudness[:-20], loudness[20:])[0, 1])


def test_a_microphone_is_played_through_the_codes_and_the_log_replays_it(tmp_path: Path) -> None:
    server = JackServer(f"distill-ear-{os.getpid()}", period=CALM_PERIOD)
    server.start()
    with ExitStack() as stack:
        stack.callback(server.end)
        metronome = Metronome(server.environment)
        stack.callback(metronome.end)
        options = ("--input", "metro", "--journal", "p.jsonl", "--capture", "live.wav")
        live = Live(server.environment, STARTER, tmp_path, *options)
        assert live.process.stderr
        assert "Recording from metro" in live.process.stderr.readline()
        dreamt = live.hear(2)
        live.say("input/on", "i", "1")
        live.hear(1)
        through = live.hear(2)
        pips = metronome.heard(tmp_path)
        live.say("loop/length", "i", "20")
        live.say("input/capture")
        live.hear(1)
        looped = live.hear(2)
        live.process.send_signal(signal.SIGINT)
        live.process.communicate(timeout=20)
    assert beating(dreamt) < 0.7
    assert beating(through) > 0.7
    assert beating(looped) > 0.7
    codec = bundle.load(STARTER).codec
    performance = journal.read(tmp_path / "p.jsonl")
    events = [event for said in performance.events.values() for event in said]
    came = np.array([event.arguments for event in events if event.name == "input/codes"], np.int64)
    assert len(came) > 200
    known = heard_as(codec, pips[:28_800])
    assert len(known) < 20
    assert np.mean([code in known for code in came[:, 0].tolist()]) > 0.9
    # From the hundredth frame on, when the metronome's first pip has long gone by.
    whole = codec.decode(came[100:300].T[None])[0].T
    far = distance(dreamt, whole)
    assert distance(through, whole) < 0.25 * far
    assert distance(looped, whole) < 0.25 * far
    assert distill(os.environ, "render", "p.jsonl", "-o", "replay.wav", cwd=tmp_path).returncode == 0
    assert np.array_equal(read(tmp_path / "live.wav"), read(tmp_path / "replay.wav"))


def test_an_ear_that_dies_as_it_begins_is_said(model_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.audio.input_process.serve", print)
    with pytest.raises(DeviceError, match="ended at its start"):
        AudioInput(Desk(), model_file, None)
    assert "distill input" not in [child.name for child in multiprocessing.active_children()]


def test_an_ear_that_stands_still_is_begun_anew(model_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("live.audio.input_process.MUTE_SECONDS", 0.5)
    with jack_server(f"distill-still-{os.getpid()}", period=CALM_PERIOD) as environment:
        monkeypatch.setenv("JACK_DEFAULT_SERVER", environment["JACK_DEFAULT_SERVER"])
        desk = Desk()
        with AudioInput(desk, model_file, None) as ear:
            (process,) = (child for child in multiprocessing.active_children() if child.name == "distill input")
            desk.send(ControlEvent("input/on", 1.0))
            desk.heard(20)
            os.kill(process.pid or 0, signal.SIGSTOP)
            deadline = time.monotonic() + 20
            while "is back" not in ear.news and time.monotonic() < deadline:
                time.sleep(0.01)
            assert "is back" in ear.news
            assert not desk.controls["input/on"]
            desk.send(ControlEvent("input/on", 1.0))
            count = len(desk.events)
            desk.heard(count + 20)
