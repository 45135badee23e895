"""The tab Train, in a real browser: sounds are chosen, refused or dropped, learnt, watched and kept."""

import time
from collections.abc import Generator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
from browser import chromium, console, data_folder, looking
from playwright.sync_api import Browser, Page, expect

from controllers.console.jobs import Jobs
from controllers.console.training_job import Training
from distill import audio, bundle
from distill.audio import Samples
from distill.errors import DistillError

PATIENCE = 180_000
"""Milliseconds for a training; a busy machine takes them."""
HUMAN = 300
"""Milliseconds that a hand holds a button; the field before it has long been left by then."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console")


@pytest.fixture(scope="module")
def browser() -> Generator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def url(home: Path) -> Generator[str]:
    with console(data_folder(home), home) as running:
        yield f"{running.url}/?tab=train"


@pytest.fixture(scope="module")
def folder(home: Path, sounds: Mapping[str, Samples]) -> Path:
    """Five short recordings, one of another scale, and a picture."""
    place = home / "mine"
    place.mkdir()
    for name, samples in list(sounds.items())[:5]:
        audio.write(place / name, samples[:24_000] * (2**15 if name == "bell-1.wav" else 1))
    (place / "cover.jpg").write_text("picture")
    return place


def look(page: Page, path: Path) -> None:
    page.get_by_test_id("train-folder").fill(str(path))
    page.get_by_test_id("train-look").click()


def start(page: Page, name: str, minutes: float) -> None:
    page.get_by_test_id("train-name").fill(name)
    page.get_by_test_id("train-preset").get_by_text("fast").click()
    page.get_by_test_id("train-minutes").fill(str(minutes))
    page.get_by_test_id("train-start").click()
    expect(page.get_by_test_id("train-title")).to_have_text(name)


def test_what_cannot_be_learnt_from_is_refused_in_a_line(browser: Browser, url: str, home: Path) -> None:
    (home / "empty").mkdir()
    (home / "diary.txt").write_text("hello")
    (home / "way-out").symlink_to("/etc")
    with looking(browser, url) as page:
        page.get_by_test_id("train-start").click()
        expect(page.get_by_text("There are no sounds to learn from yet.")).to_be_visible()
        for name, line in (
            ("nowhere", "nowhere does not exist. Name a folder of recordings."),
            ("empty", "empty is empty. Put recordings there"),
            ("diary.txt", "diary.txt is a file, not a folder."),
            ("/etc", "/etc is outside of your folders."),
            ("way-out", "way-out is outside of your folders."),
        ):
            look(page, home / name)
            expect(page.get_by_text(line)).to_be_visible()
        expect(page.get_by_test_id("train-title")).to_have_text("Nothing is being trained")


def test_a_setting_that_cannot_be_is_refused_in_a_line(browser: Browser, url: str, folder: Path) -> None:
    with looking(browser, url) as page:
        look(page, folder)
        expect(page.get_by_test_id("train-report")).to_contain_text("5 recordings, 2.5 s of sound, 1 not used")
        expect(page.get_by_test_id("train-report")).to_contain_text("not an audio file (.jpg)")
        expect(page.get_by_test_id("train-report")).to_contain_text("0.5 s, scaled by 1/32768")
        expect(page.get_by_test_id("train-name")).to_have_value("mine")
        page.get_by_test_id("train-minutes").fill("-1")
        page.get_by_test_id("train-start").click(delay=HUMAN)
        expect(page.get_by_text("Minutes is a number from 0.01 to 10000, not ")).to_be_visible()
        page.get_by_test_id("train-minutes").fill("1")
        page.get_by_test_id("train-name").fill("a/b")
        page.get_by_test_id("train-start").click()
        expect(page.get_by_text("'a/b' cannot be a model's name.")).to_be_visible()
        expect(page.get_by_test_id("train-title")).to_have_text("Nothing is being trained")


def test_dropped_recordings_are_learnt_while_nobody_looks(browser: Browser, url: str, home: Path, folder: Path) -> None:
    with looking(browser, url) as page:
        files = [*sorted(folder.glob("*.wav")), folder / "cover.jpg"]
        page.get_by_test_id("train-upload").locator("input[type=file]").set_input_files(files)
        expect(page.get_by_test_id("train-report")).to_contain_text("5 recordings")
        expect(page.get_by_test_id("train-report")).to_contain_text("cover.jpg")
        start(page, "dropped", 0.1)
    with looking(browser, url) as page:
        expect(page.get_by_test_id("train-title")).to_have_text("dropped")
        expect(page.get_by_test_id("train-verdict")).to_contain_text("2.5 s of sound from 5 files", timeout=PATIENCE)
        expect(page.get_by_test_id("train-verdict")).to_contain_text("bell-1.wav: scaled by 1/32768")
        expect(page.get_by_test_id("train-load")).to_be_visible()
        expect(page.get_by_test_id("train-stages")).to_contain_text("Prior")
        expect(page.get_by_test_id("train-level")).to_have_count(4)
        expect(page.get_by_test_id("train-level").first).to_contain_text("perplexity")
        assert page.get_by_test_id("train-preview").evaluate("e => fetch(e.src).then(r => r.ok)")
        page.get_by_test_id("train-start").click()
        expect(page.get_by_text("There are no sounds to learn from yet.")).to_be_visible()
    assert bundle.load(home / "library" / "dropped.distill").card.corpus.files == 5


def test_stopping_keeps_what_was_learnt(browser: Browser, url: str, home: Path, folder: Path) -> None:
    with looking(browser, url) as page:
        look(page, folder)
        expect(page.get_by_test_id("train-name")).to_have_value("mine")
        page.get_by_test_id("train-prior").click()
        start(page, "stopped", 30)
        expect(page.get_by_test_id("train-curves")).to_contain_text("Codec loss", timeout=PATIENCE)
        expect(page.get_by_test_id("train-start")).to_be_disabled()
        page.get_by_test_id("train-stop").click()
        expect(page.get_by_test_id("train-verdict")).to_contain_text("Stopped early", timeout=PATIENCE)
    assert bundle.load(home / "library" / "stopped.distill").card.curves


def test_a_console_that_ends_has_its_training_keep_what_it_learnt(
    browser: Browser, tmp_path: Path, folder: Path
) -> None:
    with (
        console(data_folder(tmp_path), folder.parent) as running,
        looking(browser, f"{running.url}/?tab=train") as page,
    ):
        look(page, folder)
        expect(page.get_by_test_id("train-name")).to_have_value("mine")
        page.get_by_test_id("train-prior").click()
        start(page, "left", 30)
        expect(page.get_by_test_id("train-curves")).to_contain_text("Codec loss", timeout=PATIENCE)
        (training,) = processes(str(tmp_path / "library" / "left.distill"))
    while training in processes(str(tmp_path / "library" / "left.distill")):
        time.sleep(0.05)
    assert bundle.load(tmp_path / "library" / "left.distill").card.curves


def test_a_training_that_fails_says_why_and_there_is_but_one(tmp_path: Path) -> None:
    training = Training(Jobs())
    training.start(tmp_path / "nowhere", tmp_path / "m.distill", ["--minutes=1"])
    assert training.run
    with pytest.raises(DistillError, match="m is being trained"):
        training.start(tmp_path, tmp_path / "other.distill", [])
    while training.runs:
        time.sleep(0.05)
    assert training.run.error == f"{tmp_path / 'nowhere'} does not exist. Name a folder of recordings."
    assert training.run.card is None


def processes(argument: str) -> list[int]:
    """Those that were started with ``argument``."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        # Some end while they are looked at.
        with suppress(OSError):
            if argument.encode() in path.read_bytes():
                found.append(int(path.parent.name))
    return found
