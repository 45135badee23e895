"""The tab Play in a real browser, on a real sound server: what is done is heard, logged, and seen by everybody."""

import json
import os
import re
import subprocess
import time
from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
from browser import Cable, Console, chromium, console, data_folder, looking
from playwright.sync_api import Browser, Page, Position, expect
from system import JackServer, jack_server

from distill import audio

pytestmark = pytest.mark.realtime

SOON = 0.5
"""Seconds; a tenth of one is meant, and more is the machine's doing while others use it, too."""
PATIENCE = 20_000

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("play")


@pytest.fixture(scope="module")
def jack() -> Generator[str]:
    with jack_server(f"distill-console-{os.getpid()}") as environment:
        yield environment["JACK_DEFAULT_SERVER"]


@pytest.fixture(scope="module")
def running(jack: str, folder: Path, model_file: Path) -> Generator[Console]:
    environment = data_folder(folder) | {"JACK_DEFAULT_SERVER": jack}
    options = ("--journal", "p.jsonl", "--captures", "captures", "--seed", "3")
    with console(environment, folder, *options, model=model_file) as started:
        yield started


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, running: Console) -> Generator[Page]:
    with looking(browser, running.url) as opened:
        expect(opened.get_by_test_id("play-load")).to_be_visible()
        running.say("play", "i", "1")
        expect(opened.get_by_test_id("play-play")).to_have_class(re.compile("lit"))
        yield opened


def events(folder: Path, name: str, count: int) -> list[dict[str, object]]:
    """What the journal has of a control, once it is so much."""
    deadline = time.monotonic() + 20
    while True:
        lines = [json.loads(line) for line in (folder / "p.jsonl").read_text().splitlines(keepends=True)[1:-1]]
        found = [line for line in lines if line.get("name") == name]
        if len(found) >= count:
            return found
        assert time.monotonic() < deadline, f"only {found} of {name}"


def watched(page: Page, hook: str) -> None:
    """Have the page note when the text of an element changes next."""
    page.evaluate(
        """(hook) => {
            const seen = document.querySelector(`[data-testid="${hook}"] .knob-value`);
            window.moved = new Promise((done) => new MutationObserver(() => done(Date.now()))
                .observe(seen, { subtree: true, characterData: true, childList: true }));
        }""",
        hook,
    )


def pause(page: Page) -> None:
    if "lit" in (page.get_by_test_id("play-play").get_attribute("class") or ""):
        page.get_by_test_id("play-play").click()
    expect(page.get_by_test_id("play-play")).not_to_have_class(re.compile("lit"))


def test_a_painted_cell_is_in_the_journal_and_undone(page: Page, folder: Path) -> None:
    pause(page)
    before = len(events(folder, "grid/set", 0))
    grid = page.get_by_test_id("play-grid")
    box = grid.bounding_box()
    assert box
    middle: Position = {"x": box["width"] / 2, "y": 30}
    grid.hover(position=middle)
    was = page.get_by_test_id("play-where").inner_text()
    chosen = _another(page, was)
    page.get_by_test_id("play-tool-paint").click()
    grid.click(position=middle)
    (event,) = events(folder, "grid/set", before + 1)[before:]
    level, column, code = map(int, event["arguments"])  # pyright: ignore[reportArgumentType, reportUnknownVariableType]
    assert (level, code) == (1, chosen)
    grid.hover(position=middle)
    expect(page.get_by_test_id("play-where")).to_have_text(f"Structure {chosen} · {column}")
    page.keyboard.press("z")
    events(folder, "grid/undo", 1)
    expect(page.get_by_test_id("play-where")).to_have_text(was)


def _another(page: Page, was: str) -> int:
    """Choose a code from the palette that a cell does not have already."""
    for x in (300, 600):
        page.get_by_test_id("play-palette").click(position={"x": x, "y": 8})
        chosen = int(re.sub(r"\D", "", page.locator(".grid-foot span").last.inner_text()))
        if not was.startswith(f"Structure {chosen} "):
            return chosen
    raise AssertionError(was)


def test_a_click_hears_a_code_in_the_browser(page: Page) -> None:
    expect(page.get_by_test_id("play-grid")).to_be_visible()
    with page.expect_response(re.compile("/hear/0/")) as heard:
        page.get_by_test_id("play-palette").click(position={"x": 100, "y": 8})
    sound = heard.value
    assert sound.ok
    assert sound.headers["content-type"] == "audio/x-wav"


def test_what_is_selected_is_looped_locked_and_copied(page: Page, folder: Path) -> None:
    pause(page)
    grid = page.get_by_test_id("play-grid")
    box = grid.bounding_box()
    assert box
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + 100, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 170, box["y"] + box["height"] - 8)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.get_by_test_id("play-where")).to_have_text(re.compile("× 4 from"))
    for name in ("loop", "lock", "unlock", "copy"):
        page.get_by_test_id(f"play-do-{name}").click()
    page.keyboard.press("ArrowRight")
    page.get_by_test_id("play-do-paste").click()
    start = events(folder, "loop/start", 1)[-1]["value"]
    length = events(folder, "loop/length", 1)[-1]["value"]
    assert events(folder, "grid/lock", 2)[-1]["arguments"] == [0, 0, start, length]
    assert events(folder, "grid/copy", 1)[-1]["arguments"] == [start, start + 1, length, 0]  # pyright: ignore[reportOperatorIssue]
    expect(page.get_by_test_id("play-loop-on")).to_have_class(re.compile("lit"))
    page.get_by_test_id("play-loop-on").click()


def test_masked_levels_are_not_heard(page: Page, jack: str, folder: Path) -> None:
    assert hear(jack, folder).any()
    for key in "1234":
        page.keyboard.press(key)
    for level in range(1, 5):
        expect(page.get_by_test_id(f"play-level-{level}-mask")).not_to_have_class(re.compile("lit"))
    # What was rendered before is played by then, and the last window has rung out.
    assert not hear(jack, folder)[-24_000:].any()
    for level in range(1, 5):
        page.get_by_test_id(f"play-level-{level}-mask").click()
    assert hear(jack, folder)[-24_000:].any()


def hear(jack: str, folder: Path) -> np.ndarray:
    """A second of what goes to the sound card."""
    environment = {**os.environ, "JACK_DEFAULT_SERVER": jack}
    listed = subprocess.run(["jack_lsp"], env=environment, check=True, capture_output=True, text=True).stdout
    port = next(line for line in listed.splitlines() if line.endswith("out_0"))
    path = folder / "heard.wav"
    command = ["jack_rec", "-f", str(path), "-d", "1", "-b", "32", port]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return audio.read(path)


def test_two_browsers_and_osc_stay_in_step(page: Page, browser: Browser, running: Console, folder: Path) -> None:
    with looking(browser, running.url) as other:
        expect(other.get_by_test_id("play-load")).to_be_visible()
        watched(page, "play-temperature")
        watched(other, "play-temperature")
        said = time.time()
        running.throw("temperature", 1.4)
        moments = [one.evaluate("window.moved") / 1000 for one in (page, other)]
        assert max(moments) - said < SOON
        for one in (page, other):
            expect(one.get_by_test_id("play-temperature").locator(".knob-value")).to_have_text("1.40")
        page.get_by_test_id("play-top_p").locator("input").fill("0.5")
        expect(other.get_by_test_id("play-top_p").locator("input")).to_have_value("0.5")
        assert events(folder, "top_p", 1)[-1]["value"] == 0.5
        page.get_by_test_id("play-top_p").locator("input").dblclick()
        other.get_by_test_id("play-slot-2").click(modifiers=["Shift"])
        expect(page.get_by_test_id("play-slot-2")).to_have_class(re.compile("filled"))


def test_a_page_that_lost_its_sockets_finds_them_again(browser: Browser, running: Console) -> None:
    cable = Cable(running.url)
    with looking(browser, cable.url) as page:
        expect(page.get_by_test_id("play-load")).to_be_visible()
        page.evaluate("window.same = true")
        cable.pull()
        expect(page.get_by_test_id("play-news")).to_contain_text("does not answer")
        running.say("temperature", "f", "0.8")
        cable.put()
        expect(page.get_by_test_id("play-temperature").locator(".knob-value")).to_have_text("0.80")
        page.get_by_test_id("tab-library").click()
        page.wait_for_url("**/?tab=library")
        assert page.evaluate("window.same"), "the page was loaded anew, and what was on it is lost"
        # A socket that was open at the end is no error of the page's.
        cable.close()


def test_every_control_of_the_vocabulary_is_on_the_page(page: Page, folder: Path) -> None:
    page.get_by_test_id("play-all").click()
    page.get_by_test_id("all-input/gain").locator("input").fill("0.25")
    assert events(folder, "input/gain", 1)[-1]["value"] == 1
    page.get_by_test_id("all-grid/shift").locator("input").fill("3 1")
    page.get_by_test_id("all-grid/shift").get_by_role("button").click()
    assert events(folder, "grid/shift", 1)[-1]["arguments"] == [3, 1, -1, 0]
    page.get_by_test_id("all-grid/shift").locator("input").fill("3 99")
    page.get_by_test_id("all-grid/shift").get_by_role("button").click()
    expect(page.get_by_test_id("play-news")).to_contain_text("outside")


def test_what_is_recorded_is_said(page: Page, folder: Path) -> None:
    page.keyboard.press("r")
    expect(page.get_by_test_id("play-news")).to_contain_text("recording take-1.wav")
    page.keyboard.press("r")
    expect(page.get_by_test_id("play-news")).to_contain_text("recorded captures/take-1.wav")
    assert len(audio.read(folder / "captures" / "take-1.wav")) > 0
    page.keyboard.press("?")
    expect(page.get_by_test_id("keys")).to_be_visible()


def test_a_sound_card_comes_then_another_model_and_the_log_of_each_is_whole(
    browser: Browser, folder: Path, model_file: Path
) -> None:
    library = folder / "library"
    library.mkdir()
    (library / "other.distill").write_bytes(model_file.read_bytes())
    server = JackServer(f"distill-later-{os.getpid()}")
    environment = data_folder(folder) | {"JACK_DEFAULT_SERVER": server.environment["JACK_DEFAULT_SERVER"]}
    with (
        console(environment, folder, "--journal", "two.jsonl", model=model_file) as running,
        looking(browser, running.url) as page,
    ):
        expect(page.get_by_test_id("play-trouble")).to_contain_text("No sound card found")
        server.start()
        page.get_by_test_id("play-again").click()
        knob = page.get_by_test_id("play-temperature").locator(".knob-value")
        expect(knob).to_have_text("1.00")
        expect(page.get_by_test_id("stage-model")).to_have_text("small")
        running.throw("temperature", 1.5)
        expect(knob).to_have_text("1.50")
        page.get_by_test_id("tab-library").click()
        page.get_by_test_id("library-card").filter(has_text="other").get_by_test_id("library-load").click()
        expect(page.get_by_test_id("stage-model")).to_have_text("other")
        running.throw("temperature", 0.5)
        page.get_by_test_id("tab-play").click()
        expect(knob).to_have_text("0.50")
    server.end()
    logs = sorted(folder.glob("two*.jsonl"))
    assert [log.name for log in logs] == ["two.1.jsonl", "two.jsonl"]
    for log, temperature, model in zip(logs, (1.5, 0.5), ("small", "other"), strict=True):
        header, *lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert Path(header["model"]).stem == model
        said = [(line["name"], line.get("value")) for line in lines if "name" in line and "level" not in line["name"]]
        assert said == [("temperature", temperature), ("stop", None)]
        assert lines[-1].keys() == {"frame"}
