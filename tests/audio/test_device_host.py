"""The instrument on a real sound server, played by a real controller, heard by a real ear."""

import json
import multiprocessing
import os
import re
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from rich.console import Console
from system import JackServer, Live, distill, fails_in_one_line, fill, jack_server, small_disk

from controllers.osc.packets import packet
from distill.audio import Samples, read
from distill.bundle import STARTER, Bundle
from distill.cli.live_view import _panel
from distill.errors import DistillError
from live.audio.devices import DeviceError
from live.audio.output import Output
from live.controls import ControlEvent
from live.engine.state import Block
from live.session import journal
from live.session.session import Session, SessionOptions

pytestmark = pytest.mark.realtime

LOOP_FRAMES = 50
SETTLED = 0.4
"""Seconds after which what was said is heard, and what sounded before has rung out."""


@pytest.fixture(scope="module")
def jack() -> Iterator[Mapping[str, str]]:
    with jack_server(f"distill-{os.getpid()}") as environment:
        yield environment


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.square(samples).mean()))


def powers(samples: Samples) -> Samples:
    """Power in 24 bands [step, band], ten steps a second."""
    steps = samples[: len(samples) // 4800 * 4800].reshape(-1, 4800)
    power = np.abs(np.fft.rfft(steps * np.hanning(4800))) ** 2
    edges = np.geomspace(4, power.shape[1], 25).astype(int)
    return np.stack([power[:, a:b].mean(1) for a, b in pairwise(edges)], axis=1)


def difference(a: Samples, b: Samples) -> float:
    """Mean difference of powers in bels; what is softer than about -50 dB counts as silence."""
    return float(np.abs(np.log10(a + 1) - np.log10(b + 1)).mean())


def test_an_ear_hears_gain_mask_loop_stop_and_play(jack: Mapping[str, str], model_file: Path, tmp_path: Path) -> None:
    live = Live(jack, model_file, tmp_path, "--seed", "3", "--journal", "p.jsonl", "--capture", "live.wav")
    assert "Playing small.distill on system" in live.greeting
    # A loop makes what follows comparable: half a second repeats, whatever the seed.
    live.hear(1)
    live.say("loop/length", "i", str(LOOP_FRAMES))
    live.say("loop/on", "i", "1")
    live.hear(1)
    looped = live.hear(2)
    heard = powers(looped)
    assert difference(heard[:5], heard[5:10]) < 0.5 * difference(heard[:5], heard[2:7]) + 0.1

    live.say("output/gain", "f", "0.25")
    time.sleep(SETTLED)
    assert rms(live.hear(1)) / rms(looped[:48_000]) == pytest.approx(0.25, rel=0.2)
    live.say("output/gain", "f", "1")

    live.say("level/1/mask", "i", "0")
    time.sleep(SETTLED)
    # A second is two turns of the loop: their mean is the same wherever they are cut.
    masked, open_, again = powers(live.hear(1)).mean(0), heard[:10].mean(0), heard[10:20].mean(0)
    assert difference(masked, open_) > 3 * difference(open_, again) + 0.1
    live.say("level/1/mask")

    live.say("stop")
    time.sleep(SETTLED)
    assert np.abs(live.hear(1)).max() == 0
    live.say("play")
    time.sleep(SETTLED)
    assert rms(live.hear(1)) > 0.001

    live.process.send_signal(signal.SIGINT)
    result = json.loads(live.process.communicate(timeout=20)[0])
    assert result["seconds"] > 10
    names = [json.loads(line).get("name") for line in (tmp_path / "p.jsonl").read_text().splitlines()]
    assert [name for name in names if name] == [
        "loop/length", "loop/on", "output/gain", "output/gain", "level/1/mask", "level/1/mask", "stop", "play", "stop",
    ]  # fmt: skip
    assert_replay_equals_live(tmp_path)


def test_a_dated_bundle_sounds_when_it_is_due_and_a_killed_performance_is_on_disk_but_for_the_last_second(
    jack: Mapping[str, str], model_file: Path, tmp_path: Path
) -> None:
    live = Live(jack, model_file, tmp_path, "--journal", "p.jsonl")
    began = time.monotonic()
    live.hear(1)
    now = time.time()
    for seconds, value in ((1.0, 0), (0.0, 1)):
        date = round((now + seconds + 2_208_988_800) * 2**32).to_bytes(8)
        said = packet("/distill/hold", value)
        live.throw(b"#bundle\0" + date + len(said).to_bytes(4) + said)
    live.hear(2)
    lasted = time.monotonic() - began
    live.process.kill()
    live.process.communicate()
    performance = journal.read(tmp_path / "p.jsonl")
    assert lasted - 1 < performance.seconds < lasted + 1
    events = [event for events in performance.events.values() for event in events]
    assert events == [ControlEvent("hold", 1.0), ControlEvent("hold", 0.0)]
    on, off = performance.events
    # The late one is obeyed at once and sounds after what is rendered ahead; the other waits for its moment.
    assert 85 <= off - on <= 101
    assert distill(jack, "render", "p.jsonl", "-o", "replay.wav", cwd=tmp_path).returncode == 0
    assert soundfile.info(tmp_path / "replay.wav").duration == pytest.approx(performance.seconds)


def test_another_model_is_read_while_it_plays_and_the_log_replays_it(
    jack: Mapping[str, str], model: Bundle, model_file: Path, tmp_path: Path
) -> None:
    library = tmp_path / "library"
    library.mkdir()
    shutil.copy(model_file, library / "small.distill")
    home = {**jack, "DISTILL_LIBRARY": str(library)}
    live = Live(home, STARTER, tmp_path, "--journal", "p.jsonl", "--capture", "live.wav", "--deck", "starter")
    live.say("morph", "f", "0.5")
    live.hear(1)
    live.say("deck/load", "s", "small")
    live.say("deck/load", "s", "piano")
    live.say("deck/load", "s", "small")
    live.hear(2)
    live.process.send_signal(signal.SIGINT)
    _, said = live.process.communicate(timeout=20)
    assert "The second deck plays small." in said
    events = [event for events in journal.read(tmp_path / "p.jsonl").events.values() for event in events]
    assert [event.text for event in events if event.name == "deck/model"][-1] == model.fingerprint
    assert_replay_equals_live(tmp_path, home)


def assert_replay_equals_live(folder: Path, environment: Mapping[str, str] | None = None) -> None:
    done = distill(environment or os.environ, "render", "p.jsonl", "-o", "replay.wav", cwd=folder)
    assert done.returncode == 0, done.stderr
    live, _ = soundfile.read(folder / "live.wav", dtype="float32")
    replay, _ = soundfile.read(folder / "replay.wav", dtype="float32")
    assert len(live) > 48_000
    assert np.array_equal(live, replay)


def test_the_sound_card_is_listed_chosen_by_name_and_played_for_so_many_seconds(
    jack: Mapping[str, str], model_file: Path, tmp_path: Path
) -> None:
    listed = distill(jack, "devices", "--json", cwd=tmp_path)
    assert "system" in [device["name"] for device in json.loads(listed.stdout)]
    live = Live(jack, model_file, tmp_path, "--seconds", "1", "--device", "system")
    assert "on system" in live.greeting
    result = json.loads(live.process.communicate(timeout=20)[0])
    assert 1 <= result["seconds"] < 1.5
    assert live.process.returncode == 0
    lost = distill(jack, "live", model_file, "--seconds", 0.5, "--osc-port", 0, "--device", "piano", cwd=tmp_path)
    said = fails_in_one_line(lost)
    assert "'piano'" in said
    assert "'system'" in said


def likeness(sound: Samples, piece: Samples) -> float:
    """Correlation of ``piece`` with where it fits best in ``sound``."""
    size = 1 << (len(sound) + len(piece)).bit_length()
    match = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(piece, size).conj())[: len(sound) - len(piece)]
    at = int(match.argmax())
    return float(np.corrcoef(sound[at : at + len(piece)], piece)[0, 1])


def test_a_card_at_another_rate_plays_the_same_pitch(model_file: Path, tmp_path: Path) -> None:
    with jack_server(f"distill-slow-{os.getpid()}", rate=44_100) as environment:
        live = Live(environment, model_file, tmp_path, "--seed", "3", "--capture", "live.wav")
        assert "resampled to 44100 Hz" in live.greeting
        heard = live.hear(3)
        live.process.send_signal(signal.SIGINT)
        live.process.communicate(timeout=20)
    played = read(tmp_path / "live.wav")[:, 0]
    # The ear may miss a period on a busy machine: one stretch that it heard whole is enough.
    assert max(likeness(played, piece) for piece in heard[:, 0].reshape(-1, 9600)[5:]) > 0.9


def processes() -> set[int]:
    return {child.pid or 0 for child in multiprocessing.active_children()}


def assert_none_is_left_but(before: set[int]) -> None:
    deadline = time.monotonic() + 10
    while processes() - before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not processes() - before


def test_whatever_fails_before_the_sound_begins_lets_the_card_go(
    jack: Mapping[str, str], model_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", jack["JACK_DEFAULT_SERVER"])
    folder = tmp_path / "gone"
    folder.mkdir()
    with Session(SessionOptions(journal=folder / "p.jsonl")) as session:
        folder.rmdir()
        before = processes()
        for _ in range(3):
            with pytest.raises(DistillError, match=r"no folder .*gone"):
                session.load(model_file)
            assert_none_is_left_but(before)
        assert "gone" in session.trouble
        folder.mkdir()
        session.load(model_file)
        assert session.played(0.1, 20)


def test_a_stopped_sound_server_is_said_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distill.system.child_process.START_SECONDS", 1.0)
    server = JackServer(f"distill-stopped-{os.getpid()}")
    server.start()
    monkeypatch.setenv("JACK_DEFAULT_SERVER", server.environment["JACK_DEFAULT_SERVER"])
    server.send(signal.SIGSTOP)
    before = processes()
    with pytest.raises(DeviceError, match="has not answered"):
        Output(None, 48_000, 4800)
    assert_none_is_left_but(before)
    server.send(signal.SIGCONT)
    server.end()


def test_a_card_is_played_by_its_number(
    jack: Mapping[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = distill(jack, "devices", "--json", cwd=tmp_path).stdout
    (number,) = (card["number"] for card in json.loads(listed) if card["name"] == "system")
    monkeypatch.setenv("JACK_DEFAULT_SERVER", jack["JACK_DEFAULT_SERVER"])
    output = Output(str(number), 48_000, 4800)
    assert output.card.name == "system"
    output.close()
    with pytest.raises(DeviceError, match=f"'77'.*{number} 'system'"):
        Output("77", 48_000, 4800)


def fails(_: Block) -> None:
    raise ZeroDivisionError


def test_a_full_disk_is_said_on_every_surface_and_the_music_goes_on(
    jack: Mapping[str, str], model_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JACK_DEFAULT_SERVER", jack["JACK_DEFAULT_SERVER"])
    with small_disk(tmp_path / "disk", 1000) as disk, Session(SessionOptions(journal=disk / "p.jsonl")) as session:
        session.load(model_file)
        performance = session.performance
        assert performance
        fill(disk)
        performance.host.listeners.append(fails)
        for _ in range(300):
            performance.host.send(ControlEvent("temperature", 0.5))
        deadline = time.monotonic() + 10
        while len(performance.news) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        wrong = "the log p.jsonl waits in memory: No space left on device"
        failed = next(news for news in performance.news if "ZeroDivisionError" in news)
        assert set(performance.news) == {wrong, failed}
        assert set(performance.telemetry.changes().get("news", ())) == {wrong, failed}
        assert set(session.slot.troubles()) == {wrong, failed}
        console = Console(width=200)
        with console.capture() as shown:
            console.print(_panel(performance))
        assert "No space left" in shown.get()
        frame = performance.host.state.frame
        assert performance.host.wait(frame + 20, 5)
    assert re.search(r"ends at .* s: No space left", next(news for news in performance.news if "p.jsonl" in news))
