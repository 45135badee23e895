"""Names of version 0.1: answered wherever names are said, warned of once, and shown nowhere."""

import json
import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import gymnasium
import numpy as np
import pytest
import typer
from osc_patch import Patch, bundle
from panels import TouchOsc
from pythonosc.osc_message_builder import build_msg
from stage import Desk
from system import distill, fails_in_one_line
from test_docs import PAGES, ROOT

from controllers.midi import bindings, map_file
from controllers.midi.map_file import Bind, Map
from controllers.osc import addresses
from controllers.osc.query import QueryServer
from controllers.patches.panels import panels
from distill.cli import app
from live import aliases
from live.aliases import OLD_COMMANDS, OLD_OPTIONS
from live.controls import ControlEvent, Vocabulary
from live.gym.env import LiveEnv
from live.session import journal
from live.session.journal import Performance
from live.session.performance_header import PerformanceHeader

SAID = {
    "novelty": ControlEvent("max_quote", 0.5),
    "mutate/amount": ControlEvent("resample/amount", 0.25),
    "mutate/go": ControlEvent("resample/go"),
}
"""What each control that has another name now means, with what the tests say to it."""
OLDER = Path(__file__).parents[1] / "data" / "version-0.1"


def numbers(event: ControlEvent) -> list[float]:
    return [] if event.value is None else [event.value]


@pytest.fixture(autouse=True)
def _nobody_was_warned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aliases, "_warned", set())


@pytest.fixture
def patch() -> Iterator[Patch]:
    patch = Patch()
    with patch.server, patch.socket:
        yield patch


def test_only_controls_that_there_are_have_an_old_name() -> None:
    controls = Vocabulary(4).controls
    assert {aliases.renamed(name) for name in SAID} == {name for name in controls if aliases.former(name)}
    for old, event in SAID.items():
        assert old not in controls
        assert (aliases.renamed(old), aliases.former(event.name)) == (event.name, old)


@pytest.mark.parametrize("old", SAID)
def test_osc_obeys_an_old_name_and_warns_once(patch: Patch, caplog: pytest.LogCaptureFixture, old: str) -> None:
    for _ in range(3):
        patch.say(f"/distill/{old}", *numbers(SAID[old]))
    assert patch.answers_until_pong() == []
    assert patch.events == [SAID[old]] * 3
    (told,) = caplog.records
    assert told.levelno == logging.WARNING
    assert told.message.startswith(f"{old} is called {SAID[old].name} now")


def test_what_only_looks_like_an_old_name_is_unknown_and_not_warned_of(
    patch: Patch, caplog: pytest.LogCaptureFixture
) -> None:
    for address in ("mutate/\x1b[2J", "mutate/amount/1", "novelty/x"):
        patch.say(f"/distill/{address}", 1.0)
    assert all("no control" in answer.params[0] for answer in patch.answers_until_pong())
    assert not caplog.records
    assert not patch.events


def test_patterns_mean_each_control_once_by_either_name(patch: Patch) -> None:
    patch.say("/distill/mutate/*", 0.5)
    patch.say("//go")
    patch.say("/distill/{novelty,max_quote}", 2.0)
    assert patch.answers_until_pong() == []
    assert [event.name for event in patch.events] == ["resample/amount", "resample/go", "resample/go", "max_quote"]


def test_a_pattern_that_has_the_new_name_is_nothing_to_warn_of(patch: Patch, caplog: pytest.LogCaptureFixture) -> None:
    patch.say("/distill/*/amount", 0.5)
    patch.answers_until_pong()
    assert not caplog.records


def test_questions_are_answered_where_they_are_asked(patch: Patch) -> None:
    patch.say("/distill/get", "novelty")
    patch.say("/distill/get", "max_quote")
    assert [answer.address for answer in patch.answers_until_pong()] == ["/distill/novelty", "/distill/max_quote"]
    patch.say("/distill/refresh")
    told = {answer.address for answer in patch.answers_until_pong()}
    assert told >= {"/distill/max_quote", "/distill/novelty", "/distill/resample/amount", "/distill/mutate/amount"}
    assert told.isdisjoint({"/distill/resample/go", "/distill/mutate/go"})


def test_subscribers_are_told_at_both_addresses_and_movers_at_none(patch: Patch) -> None:
    patch.desk.controls = {**patch.desk.controls, "max_quote": 3.0}
    patch.say("/distill/subscribe")
    told: dict[str, object] = {}
    while {"/distill/novelty", "/distill/max_quote", "/distill/status/peak", "/distill/status/level"} - told.keys():
        answer = patch.answer()
        told[answer.address] = answer.params[0]
    assert told["/distill/novelty"] == told["/distill/max_quote"] == 3.0
    assert told["/distill/status/level"] == told["/distill/status/peak"] == 0.0
    patch.say("/distill/novelty", 4.0)
    moved = [patch.answer().address for _ in range(60)]
    assert {"/distill/novelty", "/distill/max_quote"}.isdisjoint(moved)
    assert patch.desk.controls["max_quote"] == 4.0


def test_echoes_of_an_old_reading_are_not_answered(patch: Patch, caplog: pytest.LogCaptureFixture) -> None:
    patch.say("/distill/status/level", 0.5)
    assert patch.answers_until_pong() == []
    assert not caplog.records


def test_oscquery_lists_new_names_only_and_answers_old_ones() -> None:
    desk = Desk()
    desk.controls = {**desk.controls, "max_quote": 3.0}
    with QueryServer(desk, ("127.0.0.1", 9000)) as server:
        listed = json.dumps(server.answer("/", "127.0.0.1")[1])
        for old in (*SAID, "status/level"):
            assert f'"/distill/{old}"' not in listed
            status, node = server.answer(f"/distill/{old}", "127.0.0.1")
            assert status == 200
            assert node
            assert node["FULL_PATH"] == f"/distill/{aliases.renamed(old)}"
        assert server.answer("/distill/novelty?VALUE", "127.0.0.1")[1] == {"VALUE": [3.0]}
        node = server.answer("/distill/mutate", "127.0.0.1")[1]
        assert node
        assert node["CONTENTS"].keys() == {"amount", "go"}


@pytest.mark.parametrize("old", SAID)
def test_a_map_may_name_old_controls(caplog: pytest.LogCaptureFixture, old: str) -> None:
    source = Map(name="mine", bind=[Bind(control=["nothing", old], cc=20)], free=[], never_free=[old])
    for _ in range(2):
        (binding,) = bindings.bindings(source, Vocabulary(4))
        assert binding.control.name == SAID[old].name
    assert len(caplog.records) == 1
    assert source.never_free == [SAID[old].name]


def test_a_map_may_not_name_what_never_was(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('name = "mine"\n[[bind]]\ncontrol = "mutate/other"\ncc = 20\n')
    with pytest.raises(map_file.MapError, match="line 3"):
        map_file.load(tmp_path / "mine.toml")


@pytest.mark.parametrize("old", SAID)
def test_a_journal_is_read_with_the_names_of_now(tmp_path: Path, old: str) -> None:
    header = PerformanceHeader(model="m.distill", fingerprint="f", seed=1, sample_rate=48_000, hop=480, versions={})
    event = SAID[old]
    Performance(header, 3, {1: [ControlEvent(old, event.value)]}).save(tmp_path / "old.jsonl")
    assert journal.read(tmp_path / "old.jsonl").events == {1: [event]}


def test_an_environment_may_be_made_with_old_names() -> None:
    events: list[object] = []
    for names in (["mutate/amount", "novelty"], ["max_quote", "resample/amount"]):
        env = gymnasium.make("live.gym.env:distill/Live-v0", model="starter", controls=names)
        env.reset(seed=1)
        env.step(np.array([1.0, 0.0]))
        events.append(cast(LiveEnv, env.unwrapped).journal.events)
    assert events[0] == events[1]
    assert events[0] == {0: (ControlEvent("max_quote", 60.0), ControlEvent("resample/amount", 0.5))}


def test_every_touch_on_a_panel_of_then_is_understood(patch: Patch) -> None:
    panel = TouchOsc(OLDER / "distill.tosc")
    panel.touch(1.0)
    panel.touch(0.0)
    assert {f"/distill/{old}" for old in SAID} <= {address for address, _ in panel.sent}
    for address, said in panel.sent:
        patch.say(address, *said)
    assert [answer.params for answer in patch.answers_until_pong()] == []
    assert {event.name for event in SAID.values()} <= {event.name for event in patch.events}


def test_a_bundle_of_old_names_keeps_its_date(patch: Patch) -> None:
    inside = [build_msg("/distill/novelty", [0.5]).dgram]
    patch.send(bundle((1).to_bytes(8), inside))
    patch.answers_until_pong()
    assert patch.events == [SAID["novelty"]]


@pytest.mark.parametrize("old", OLD_COMMANDS)
def test_old_commands_do_what_they_did(home: Mapping[str, str], tmp_path: Path, old: str) -> None:
    files = [tmp_path / f"{name}.codes.json" for name in ("old", "new")]
    options = ["--amount", 0.5, "--model", "starter"] if "mutate" in old else ["--level", 2]
    for file, command in zip(files, (old, OLD_COMMANDS[old]), strict=True):
        file.write_bytes((OLDER / "codes.codes.json").read_bytes())
        done = distill(home, *command.split(), file.name, *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert (f"{old} is called {OLD_COMMANDS[old]} now" in done.stderr) == (command == old)
    assert files[0].read_bytes() == files[1].read_bytes() != (OLDER / "codes.codes.json").read_bytes()


def test_old_options_are_read_as_new_ones(caplog: pytest.LogCaptureFixture) -> None:
    for command, options in OLD_OPTIONS.items():
        for old, new in options.items():
            assert aliases.command_line([command, "m", old, "1"]) == [command, "m", new, "1"]
            assert aliases.command_line([command, "m", f"{old}=1"]) == [command, "m", f"{new}=1"]
    assert sorted(record.message.split()[0] for record in caplog.records) == ["--ahead", "--novelty", "--record"]
    others = (["train", "--record", "x"], ["codes"], [], ["live", "record"], ["library", "mask"])
    for said in others:
        assert aliases.command_line(said) == said


def test_old_options_do_what_they_did(home: Mapping[str, str], tmp_path: Path) -> None:
    done = distill(home, "generate", "starter", "--seconds", 0.1, "--novelty", 0.2, "-o", "a.wav", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (told,) = (line for line in done.stderr.splitlines() if "is called" in line)
    assert told == "--novelty is called --max-quote now; the old name works in this version only."
    said = fails_in_one_line(distill(home, "live", "none", "--record", "p.jsonl", "--ahead=900", cwd=tmp_path))
    assert "--buffer" in said


def test_commands_list_new_names_only() -> None:
    commands: dict[str, Any] = cast(Any, typer.main.get_command(app)).commands
    for command, options in OLD_OPTIONS.items():
        listed = {option for parameter in commands[command].params for option in parameter.opts}
        assert listed >= set(options.values())
        assert listed.isdisjoint(options)
    for old, new in OLD_COMMANDS.items():
        (group, gone), (_, there) = old.split(), new.split()
        assert there in commands[group].commands
        assert gone not in commands[group].commands


def shown() -> dict[str, str]:
    """Every text that shows names: by its place."""
    texts = {str(page): page.read_text(encoding="utf-8") for page in PAGES}
    for pattern in ("examples/*", "controllers/midi/maps/*.toml", "controllers/console/assets/*.js", "patches/*/*"):
        places = list(ROOT.glob(pattern))
        assert places, pattern
        for path in places:
            if path.is_file():
                data = path.read_bytes()
                data = zlib.decompress(data) if path.suffix == ".tosc" else data
                texts[str(path)] = data.decode(errors="replace")
    texts |= {name: data.decode(errors="replace") for name, data in panels().items() if not name.endswith(".tosc")}
    return {**texts, "addresses": addresses.markdown()}


def test_no_old_name_is_shown_anywhere() -> None:
    options = {option for each in OLD_OPTIONS.values() for option in each}
    olds = {*aliases.OLD_NAMES, *options, *OLD_COMMANDS}
    any_old = re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, olds)) + r")(?![\w-])", re.IGNORECASE)
    texts = shown()
    assert len(texts) > 40
    found = {place: any_old.findall(text) for place, text in texts.items()}
    # The reward is another thing than the control was, and keeps its name.
    found[str(ROOT / "docs/how-to/environment.md")].remove("Novelty")
    assert not {place: words for place, words in found.items() if words}
