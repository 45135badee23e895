"""The tab Generate, in a real browser: takes are made, heard, kept, downloaded, deleted, or never mind."""

from collections.abc import Generator
from pathlib import Path

import pytest
import soundfile
from browser import chromium, console, data_folder, looking
from playwright.sync_api import Page, expect

PATIENCE = 60_000
"""Milliseconds for a take; a busy machine takes them."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("console")


@pytest.fixture(scope="module")
def page(home: Path) -> Generator[Page]:
    with (
        console(data_folder(home), home) as running,
        chromium() as browser,
        looking(browser, f"{running.url}/?tab=generate") as page,
    ):
        yield page


@pytest.fixture
def takes(home: Path) -> Path:
    return home / "data" / "distill" / "console" / "takes"


def test_a_take_is_made_heard_kept_downloaded_and_deleted(page: Page, takes: Path, tmp_path: Path) -> None:
    page.get_by_test_id("generate-seconds").fill("1")
    page.get_by_test_id("generate-seed").fill("7")
    page.get_by_test_id("generate-dice").click()
    expect(page.get_by_test_id("generate-seed")).not_to_have_value("7")
    page.get_by_test_id("generate-seed").fill("7")
    page.get_by_test_id("generate-temperature").press("ArrowRight")
    page.get_by_test_id("generate-go").click()
    new = page.get_by_test_id("generate-new").get_by_test_id("generate-take")
    expect(new).to_have_count(1, timeout=PATIENCE)
    expect(new).to_contain_text("starter 7.wav")
    heard = page.get_by_test_id("generate-audio").evaluate_handle("e => new Promise(d => e.onloadedmetadata = d(e))")
    assert heard.evaluate("e => fetch(e.src, {headers: {Range: 'bytes=0-99'}}).then(r => r.status)") == 206
    with page.expect_download() as download:
        page.get_by_test_id("generate-download").click()
    download.value.save_as(tmp_path / "take.wav")
    assert soundfile.info(tmp_path / "take.wav").duration == pytest.approx(1)
    page.get_by_test_id("generate-keep").click()
    page.get_by_test_id("generate-name").fill("first light")
    page.get_by_test_id("generate-named").click()
    kept = page.get_by_test_id("generate-kept").get_by_test_id("generate-take")
    expect(kept).to_contain_text("first light.wav")
    expect(new).to_have_count(0)
    assert (takes / "first light.wav").read_bytes() == (tmp_path / "take.wav").read_bytes()
    kept.get_by_test_id("generate-delete").click()
    expect(kept).to_have_count(0)
    assert not list(takes.glob("**/*.wav"))


def test_what_is_cancelled_leaves_nothing(page: Page, takes: Path) -> None:
    page.get_by_test_id("generate-seconds").fill("3600")
    page.get_by_test_id("generate-go").click()
    expect(page.get_by_test_id("generate-go")).to_be_disabled()
    page.get_by_test_id("generate-cancel").click()
    expect(page.get_by_text("Cancelled: no take was made.")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_test_id("generate-go")).to_be_enabled()
    assert not [path for path in takes.glob("**/*") if path.is_file()]


def test_what_cannot_be_is_refused_in_a_line(page: Page) -> None:
    page.get_by_test_id("generate-seconds").fill("1")
    page.get_by_test_id("generate-top-k").fill("0.5")
    page.get_by_test_id("generate-go").click()
    expect(page.get_by_text("Top-k is a whole number from 0 to 1024, not 0.5.")).to_be_visible()
