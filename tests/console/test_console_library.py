"""The library on the page: models are found, heard, put on stage, renamed, thrown away and taken in."""

import dataclasses
from collections.abc import Generator, Mapping
from pathlib import Path

import pytest
from browser import chromium, console, data_folder, looking
from playwright.sync_api import Locator, Page, expect
from system import jack_server

from controllers.console.tabs.library.summary import LibrarySummary
from distill import audio, bundle, library
from distill.audio import Samples
from distill.bundle import Bundle
from distill.card import LevelUsage


def level(role: str, used: float, counts: tuple[int, ...]) -> LevelUsage:
    return LevelUsage(role=role, used=used, dead=0, perplexity=1.0, counts=counts)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, model: Bundle, sounds: Mapping[str, Samples]) -> Path:
    """A folder whose library has a good model, a poor one from before counts were kept, and a damaged file."""
    place = tmp_path_factory.mktemp("library")
    shelf = place / "library"
    bundle.save(model, library.free("bells", shelf))
    audio.write(shelf / "bells.preview.wav", sounds["bell-1.wav"][:24_000])
    poor = (level("Structure", 0.9, ()), level("Timbre", 0.5, ()), level("Detail", 0.1, ()))
    summary = model.card.corpus.model_copy(update={"folder": "foghorns"})
    card = model.card.model_copy(update={"health": poor, "corpus": summary, "curves": ()})
    bundle.save(dataclasses.replace(model, card=card), shelf / "horn.distill")
    (shelf / "broken.distill").write_bytes((shelf / "horn.distill").read_bytes()[:-9])
    return place


@pytest.fixture(scope="module")
def tab(place: Path) -> Generator[Page]:
    """The tab, in a browser; the stage is on a JACK server."""
    with (
        jack_server("distill-library") as sound,
        console({**sound, **data_folder(place), "JACK_DEFAULT_SERVER": "distill-library"}, place) as running,
        chromium() as browser,
        looking(browser, f"{running.url}/?tab=library") as page,
    ):
        yield page


def card(page: Page, name: str) -> Locator:
    return page.locator(f'[data-testid=library-card][data-name="{name}"]')


def names(page: Page) -> list[str]:
    return page.get_by_test_id("library-name").all_inner_texts()


def test_health_is_said_in_plain_words(place: Path) -> None:
    bells, horn = (
        LibrarySummary.of(library.entry(place / "library" / f"{name}.distill")) for name in ("bells", "horn")
    )
    assert bells.preview
    assert bells.curves is None
    assert "with a prior" in bells.shape
    assert "no prior" in horn.shape
    assert "6 files of foghorns" in horn.origin
    assert [words.split()[0] for words in horn.advice] == ["Timbre", "Detail"]


def test_cards_show_health_use_and_damage(tab: Page) -> None:
    expect(tab.get_by_test_id("library-card")).to_have_count(4)
    assert set(names(tab)[:2]) == {"bells", "horn"}
    assert names(tab)[2:] == ["starter", "broken"]
    lights = card(tab, "horn").locator("[data-health]")
    assert [lights.nth(number).get_attribute("data-health") for number in range(3)] == ["green", "yellow", "red"]
    expect(card(tab, "bells").get_by_test_id("heat")).to_have_count(4)
    heat = card(tab, "bells").get_by_test_id("heat").first
    assert heat.evaluate("(picture) => [picture.naturalWidth, picture.naturalHeight]") == [64, 1]
    expect(card(tab, "horn").get_by_test_id("heat")).to_have_count(0)
    expect(card(tab, "broken").get_by_test_id("library-damage")).to_contain_text("damaged")
    card(tab, "horn").get_by_test_id("library-details").click()
    expect(tab.get_by_test_id("library-no-heat")).to_be_visible()
    expect(tab.get_by_text("Detail uses only 10% of its codes")).to_be_visible()
    tab.get_by_test_id("library-details-close").click()
    expect(tab.get_by_test_id("library-details-dialog")).to_have_count(0)


def test_models_are_found_by_what_they_are(tab: Page) -> None:
    tab.get_by_test_id("library-search").fill("fog")
    expect(tab.get_by_test_id("library-count")).to_contain_text("1 of 4 models")
    assert names(tab) == ["horn"]
    tab.get_by_test_id("library-search").fill("")
    tab.get_by_test_id("library-health").click()
    tab.get_by_role("option", name="Green", exact=True).click()
    expect(card(tab, "horn")).to_have_count(0)
    expect(card(tab, "starter")).to_be_visible()
    tab.get_by_test_id("library-health").click()
    tab.get_by_role("option", name="Any health").click()
    expect(tab.get_by_test_id("library-card")).to_have_count(4)


def test_a_model_is_heard_and_put_on_stage(tab: Page) -> None:
    card(tab, "bells").get_by_test_id("library-preview").click()
    tab.wait_for_function(
        "document.querySelector('[data-testid=library-audio]').duration === 0.5",
        timeout=10_000,
    )
    card(tab, "bells").get_by_test_id("library-load").click()
    expect(tab.get_by_test_id("stage-model")).to_have_text("bells", timeout=20_000)
    expect(card(tab, "bells").get_by_test_id("library-on-stage")).to_be_visible()
    expect(card(tab, "starter").get_by_test_id("library-on-stage")).to_be_hidden()


def test_models_come_go_and_change_their_names(tab: Page, place: Path) -> None:
    shelf = place / "library"
    library.copy(shelf / "horn.distill", shelf / "late.distill")
    expect(card(tab, "late")).to_be_visible(timeout=8_000)

    def menu(name: str, what: str) -> None:
        card(tab, name).get_by_test_id("library-more").click()
        tab.get_by_test_id(f"library-{what}").click()

    menu("late", "rename")
    tab.get_by_test_id("library-new-name").fill("../up")
    tab.get_by_test_id("library-rename-yes").click()
    expect(tab.get_by_text("'../up' cannot be a model's name.")).to_be_visible()
    tab.get_by_test_id("library-new-name").fill("tuba")
    tab.get_by_test_id("library-rename-yes").click()
    expect(card(tab, "tuba")).to_be_visible()
    menu("tuba", "delete")
    tab.get_by_test_id("library-delete-yes").click()
    expect(card(tab, "tuba")).to_have_count(0)
    assert (shelf / library.TRASH / "tuba.distill").exists()
    assert not (shelf / "tuba.distill").exists()


def test_only_good_models_are_taken_in(tab: Page, place: Path) -> None:
    shelf = place / "library"
    (place / "bad.distill").write_bytes((shelf / "bells.distill").read_bytes()[:-1] + b"x")
    (place / "friend.distill").write_bytes((shelf / "bells.distill").read_bytes())
    tab.get_by_test_id("library-import").click()
    upload = tab.get_by_test_id("library-upload").locator("input[type=file]")
    upload.set_input_files(place / "bad.distill")
    expect(tab.get_by_text("its weights are not those that were saved")).to_be_visible()
    upload.set_input_files(place / "friend.distill")
    expect(card(tab, "friend")).to_be_visible()
    assert bundle.load(shelf / "friend.distill").fingerprint == bundle.load(shelf / "bells.distill").fingerprint
    assert not (shelf / "bad.distill").exists()
    assert not list((place / "data" / "distill" / "console" / "uploads").rglob("*.distill"))
    with tab.expect_download() as download:
        card(tab, "friend").get_by_test_id("library-more").click()
        tab.get_by_test_id("library-export").click()
    assert Path(download.value.path()).read_bytes() == (shelf / "friend.distill").read_bytes()
