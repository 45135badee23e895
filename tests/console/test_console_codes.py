"""Codes in the document and on the page: what is edited, exchanged and taken back is what is heard and kept."""

from collections.abc import Generator, Mapping
from pathlib import Path

import numpy as np
import pytest
from browser import chromium, console, data_folder, looking
from playwright.sync_api import Locator, Page, expect

from controllers.console.tabs.codes.document import GridDocument, Side
from distill import audio, bundle
from distill.audio import Samples
from distill.bundle import Bundle
from distill.errors import DistillError
from distill.grid import grid_file
from distill.grid.grid import Region
from distill.grid.grid_file import GridFile
from distill.offline import atlas, encode_decode

A, B = Side.A, Side.B


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, model_file: Path, sounds: Mapping[str, Samples]) -> Path:
    """A library of two models, and two recordings."""
    place = tmp_path_factory.mktemp("codes")
    (place / "library").mkdir()
    for name in ("small", "bells"):
        (place / "library" / f"{name}.distill").write_bytes(model_file.read_bytes())
    audio.write(place / "pluck.wav", sounds["pluck-3.wav"][:24_001])
    audio.write(place / "drum.wav", sounds["drum-1.wav"][:36_000])
    return place


@pytest.fixture
def document(place: Path, tmp_path: Path) -> GridDocument:
    """Both recordings on a document."""
    document = GridDocument(tmp_path / "codes", place / "library")
    document.use_model(place / "library" / "small.distill")
    document.open(A, place / "pluck.wav")
    document.open(B, place / "drum.wav")
    return document


def test_edits_of_both_grids_are_taken_back_in_turn_and_kept_in_their_files(
    document: GridDocument, place: Path, tmp_path: Path
) -> None:
    first = [document.sheet(side).grid for side in Side]
    assert not (tmp_path / "codes").exists()
    region = Region(0, 2, 10, 20)
    document.swap(A, region, 30)
    assert np.array_equal(document.sheet(B).grid.copy(Region(0, 2, 30, 20)), first[0].copy(region))
    document.edit(A, lambda grid: grid.clear(Region(3, 1, 0, 5)))
    document.copy(B, Region(1, 1, 0, 4), 6)
    last = [document.sheet(side).grid for side in Side]
    for _ in range(3):
        document.undo(B)
    assert [document.sheet(side).grid for side in Side] == first
    with pytest.raises(DistillError, match="no edit"):
        document.undo(A)
    for _ in range(3):
        document.redo(A)
    assert [document.sheet(side).grid for side in Side] == last
    assert grid_file.read(tmp_path / "codes" / "pluck.npz").grid == last[0]
    again = GridDocument(tmp_path / "codes", place / "library")
    again.open(A, tmp_path / "codes" / "pluck.npz")
    assert again.path == place / "library" / "bells.distill"
    for _ in range(3):
        again.undo(A)
    assert again.sheet(A).grid == first[0]


def test_what_is_heard_is_as_long_as_what_was_recorded(document: GridDocument, model: Bundle) -> None:
    assert [len(document.decode(side)) for side in Side] == [24_001, 36_000]
    assert len(document.decode_blend([0.5, 0, 1, 0.2])) == 36_000
    np.testing.assert_array_equal(
        document.decode_blend([1.0] * 4), encode_decode.decode(model.codec, document.sheet(B).grid, 36_000)
    )
    assert float(abs(document.decode_code(0, 3)).max()) == pytest.approx(0.5, abs=0.01)
    kept = grid_file.read(document.save_blend([0.0] * 4))
    assert np.array_equal(kept.grid.codes[:, :55], document.sheet(A).grid.codes)


def test_another_model_encodes_the_recordings_anew(document: GridDocument, place: Path, tmp_path: Path) -> None:
    document.use_model(bundle.STARTER)
    assert document.sheet(A).codes.model == bundle.load(bundle.STARTER).fingerprint
    assert not document.sheet(A).codes.history.past
    alien = GridFile.of(document.sheet(A).grid, bundle.load(place / "library" / "small.distill"), 10)
    grid_file.write(alien, tmp_path / "alien.npz")
    with pytest.raises(DistillError, match="another model"):
        document.open(B, tmp_path / "alien.npz")
    with pytest.raises(DistillError, match="do not fit into A"):
        document.copy(B, Region(0, 1, 0, 50), 20)
    document.close(B)
    with pytest.raises(DistillError, match="nothing in B"):
        document.swap(A, Region(0, 1, 0, 4), 0)


@pytest.fixture(scope="module")
def tab(place: Path) -> Generator[Page]:
    """The tab, in a browser."""
    with (
        console(data_folder(place), place, "--device", "none") as running,
        chromium() as browser,
        looking(browser, f"{running.url}/?tab=codes") as page,
    ):
        page.get_by_test_id("codes-model").click()
        page.get_by_role("option", name="small").click()
        yield page


def opened(page: Page, side: Side, path: Path) -> None:
    """Open a file by its path."""
    button = page.get_by_test_id(f"codes-{side}-first")
    (button if button.is_visible() else page.get_by_test_id(f"codes-{side}-open")).click()
    page.get_by_test_id(f"codes-{side}-path").fill(str(path))
    page.get_by_test_id(f"codes-{side}-path-open").click()
    expect(page.get_by_test_id(f"codes-{side}-name")).to_have_text(path.stem)
    expect(page.get_by_test_id(f"codes-{side}-dialog")).to_be_hidden()


def canvas(page: Page, side: Side) -> Locator:
    return page.get_by_test_id(f"codes-{side}-grid").locator("canvas")


def picture(page: Page, side: Side) -> str:
    """What is drawn."""
    return str(canvas(page, side).evaluate("(canvas) => canvas.toDataURL()"))


def draws(page: Page, side: Side, seen: str, same: bool) -> None:
    """Wait until what was ``seen`` is drawn again, or no more."""
    page.wait_for_function(
        """([hook, seen, same]) =>
          (document.querySelector(`[data-testid=${hook}] canvas`).toDataURL() === seen) === same""",
        arg=[f"codes-{side}-grid", seen, same],
        timeout=5_000,
    )


def point(page: Page, side: Side, level: int, frame: int) -> tuple[float, float]:
    """Where a cell is on the page."""
    canvas(page, side).scroll_into_view_if_needed()
    box = canvas(page, side).bounding_box()
    assert box
    there = canvas(page, side).evaluate(
        "(canvas, cell) => getElement(canvas.parentElement.id.slice(1)).place(...cell)", [level, frame]
    )
    return box["x"] + there["x"], box["y"] + there["y"]


def drag(page: Page, side: Side, start: tuple[int, int], end: tuple[int, int]) -> None:
    """Select the cells from one to another, each a level and a frame."""
    page.mouse.move(*point(page, side, *start))
    page.mouse.down()
    page.mouse.move(*point(page, side, *end))
    page.mouse.up()


def plays(page: Page, hook: str, seconds: float) -> None:
    """Wait until a player has a sound of that length."""
    page.wait_for_function(
        """([hook, seconds]) => {
          const sound = document.querySelector(`[data-testid=${hook}]`);
          return sound && sound.src && Math.abs(sound.duration - seconds) < 0.001 && sound.played.length;
        }""",
        arg=[hook, seconds],
        timeout=10_000,
    )


def test_regions_are_swapped_taken_back_blended_and_heard(tab: Page, place: Path, model: Bundle) -> None:
    for side, name in ((A, "pluck"), (B, "drum")):
        opened(tab, side, place / f"{name}.wav")
    tab.mouse.click(*point(tab, A, 1, 5))
    selection = tab.get_by_test_id("codes-selection")
    expect(selection).to_contain_text("A, Timbre, 0.05 s: code ")
    plays(tab, "codes-cell-audio", len(atlas.sound(model.codec, 1, 0)) / 48_000)

    drag(tab, A, (0, 10), (1, 29))
    expect(selection).to_have_text("A, Structure to Timbre, 0.10 to 0.30 s, 20 frames")
    tab.mouse.move(2, 2)
    before = [picture(tab, side) for side in Side]
    tab.get_by_test_id("codes-swap").click()
    for side, was in zip(Side, before, strict=True):
        expect(tab.get_by_test_id(f"codes-{side}-about")).to_contain_text("1 edit")
        draws(tab, side, was, False)
    kept = place / "data" / "distill" / "console" / "codes"
    first = [encode_decode.encode(model.codec, audio.read(place / f"{name}.wav")) for name in ("pluck", "drum")]
    one, two = (grid_file.read(kept / f"{name}.npz").grid for name in ("pluck", "drum"))
    region = Region(0, 2, 10, 20)
    assert (one, two) == first[0].swap_with(region, first[1], region)

    tab.keyboard.press("Control+z")
    for side, name, grid, was in zip(Side, ("pluck", "drum"), first, before, strict=True):
        expect(tab.get_by_test_id(f"codes-{side}-about")).to_contain_text("0 edits")
        draws(tab, side, was, True)
        assert grid_file.read(kept / f"{name}.npz").grid == grid

    tab.get_by_test_id("codes-a-listen").click()
    plays(tab, "codes-a-audio", 24_001 / 48_000)
    tab.get_by_test_id("codes-blend-listen").click()
    plays(tab, "codes-blend-audio", 36_000 / 48_000)


def test_keys_move_the_selection_and_edit_it_and_the_codes_are_saved(tab: Page, place: Path, tmp_path: Path) -> None:
    opened(tab, A, place / "drum.wav")
    tab.mouse.click(*point(tab, A, 0, 3))
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Shift+ArrowRight")
    expect(tab.get_by_test_id("codes-selection")).to_have_text("A, Timbre, 0.04 to 0.06 s, 2 frames")
    tab.keyboard.press("Delete")
    about = tab.get_by_test_id("codes-a-about")
    expect(about).to_contain_text("1 edit")
    tab.keyboard.press("k")
    expect(about).to_contain_text("2 edits, 2 cells locked")
    tab.get_by_test_id("codes-code").fill("7")
    tab.get_by_test_id("codes-set").click()
    tab.keyboard.press("Escape")
    with tab.expect_download() as download:
        tab.get_by_test_id("codes-a-save").click()
        tab.get_by_test_id("codes-a-save-codes-json").click()
    download.value.save_as(tmp_path / "drum.codes.json")
    codes = grid_file.read(tmp_path / "drum.codes.json")
    assert codes.grid.locked[1, 4:6].all()
    assert codes.grid.codes[1, 4:6].tolist() == [-1, -1]
    assert len(codes.history.past) == 2


def test_what_is_no_recording_is_refused_in_one_line(tab: Page, place: Path) -> None:
    (place / "notes.txt").write_text("no sound")
    (place / "notes.wav").write_text("no sound")
    opened(tab, B, place / "drum.wav")
    tab.get_by_test_id("codes-b-open").click()
    tab.get_by_test_id("codes-b-upload").locator("input[type=file]").set_input_files(place / "notes.txt")
    expect(tab.get_by_text("notes.txt is refused")).to_be_visible()
    for path, line in (
        (place / "none.wav", "none.wav. Give the whole path"),
        ("/etc/passwd", "/etc/passwd is outside"),
    ):
        tab.get_by_test_id("codes-b-path").fill(str(path))
        tab.get_by_test_id("codes-b-path-open").click()
        expect(tab.get_by_text(line)).to_be_visible()
    tab.get_by_test_id("codes-b-upload").locator("input[type=file]").set_input_files(place / "notes.wav")
    expect(tab.get_by_text("notes.wav cannot be encoded: not an audio file.")).to_be_visible()
    expect(tab.get_by_test_id("codes-b-name")).to_have_text("drum")
