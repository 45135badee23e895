"""Draws the tabs of the console for the README, each as it looks in use.

python tests/pictures/console_pictures.py [--size 1280x800] [--tabs play,codes] FOLDER
"""

import argparse
import os
import re
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from browser import chromium, console, data_folder, looking
from playwright.sync_api import Page, expect
from system import DISTILL, jack_server

from distill import audio
from distill.data import demo_sounds

PATIENCE = 120_000
LEARNING = 900_000
"""Milliseconds for half a codec, on a busy machine."""
HALF = re.compile(r"Codec\s*[5-9]\d%")
KINDS = ("pluck", "bell", "drum", "breath")
TABS = ("play", "codes", "generate", "library", "train")

expect.set_options(timeout=PATIENCE)


def sounds(home: Path) -> Path:
    """The built-in recordings, all in one folder and a folder a kind."""
    for name, samples in demo_sounds.recordings():
        for folder in ("studio evening", f"{name.partition('-')[0]}s"):
            (home / folder).mkdir(exist_ok=True)
            audio.write(home / folder / name, samples)
    return home / "studio evening"


def models(home: Path, environment: dict[str, str]) -> None:
    """A library of a model a kind."""
    for kind in KINDS[:2]:
        command = [DISTILL, "train", f"{kind}s", "-o", f"{kind}s", "--preset", "fast", "--minutes", "0.25"]
        subprocess.run(command, cwd=home, env=environment, check=True, capture_output=True)


def play(page: Page) -> None:
    """A loop with some cells locked, others selected, and a snapshot."""
    tick(page, 9)
    for slot in (1, 2, 5):
        page.get_by_test_id(f"play-slot-{slot}").click(modifiers=["Shift"])
    page.get_by_test_id("play-loop-length").locator("input").fill("130")
    page.get_by_test_id("play-loop-length").locator("input").press("Enter")
    page.keyboard.press("Tab")
    page.get_by_test_id("play-loop-on").click()
    tick(page, 1)
    box = page.get_by_test_id("play-grid").bounding_box()
    assert box
    for left, right, top, bottom, deed in ((300, 370, 0.2, 0.4, "lock"), (640, 800, 0.4, 0.75, "copy")):
        page.keyboard.down("Shift")
        page.mouse.move(box["x"] + left, box["y"] + top * box["height"])
        page.mouse.down()
        page.mouse.move(box["x"] + right, box["y"] + bottom * box["height"])
        page.mouse.up()
        page.keyboard.up("Shift")
        page.get_by_test_id(f"play-do-{deed}").click()
    page.get_by_test_id("play-temperature").locator("input").fill("0.42")
    page.get_by_test_id("play-level-4-mask").click()
    tick(page, 2)


def codes(page: Page, home: Path) -> None:
    """Two recordings side by side, a region of both exchanged."""
    for side, name in (("a", "bell-2"), ("b", "drum-2")):
        page.get_by_test_id(f"codes-{side}-first").click()
        page.get_by_test_id(f"codes-{side}-path").fill(str(home / "studio evening" / f"{name}.wav"))
        page.get_by_test_id(f"codes-{side}-path-open").click()
        expect(page.get_by_test_id(f"codes-{side}-name")).to_have_text(name)
        expect(page.get_by_test_id(f"codes-{side}-dialog")).to_be_hidden()
    canvas = page.get_by_test_id("codes-a-grid").locator("canvas")
    places = [
        canvas.evaluate("(it, cell) => getElement(it.parentElement.id.slice(1)).place(...cell)", cell)
        for cell in ([0, 12], [1, 41])
    ]
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + places[0]["x"], box["y"] + places[0]["y"])
    page.mouse.down()
    page.mouse.move(box["x"] + places[1]["x"], box["y"] + places[1]["y"])
    page.mouse.up()
    page.get_by_test_id("codes-swap").click()
    expect(page.get_by_test_id("codes-b-about")).to_contain_text("1 edit")


def generate(page: Page) -> None:
    """Some takes."""
    for seed in ("7", "21"):
        page.get_by_test_id("generate-seconds").fill("6")
        page.get_by_test_id("generate-seed").fill(seed)
        page.get_by_test_id("generate-go").click()
        expect(page.get_by_test_id("generate-new").get_by_text(f"starter {seed}.wav")).to_be_visible()
        expect(page.get_by_test_id("generate-go")).to_be_enabled()
    # Until what was told about them is gone again.
    tick(page, 6)


def train(page: Page, folder: Path) -> None:
    """A training with half of its codec behind it."""
    page.get_by_test_id("train-folder").fill(str(folder))
    page.get_by_test_id("train-look").click()
    expect(page.get_by_test_id("train-report")).to_contain_text("recordings")
    page.get_by_test_id("train-preset").get_by_text("fast").click()
    page.get_by_test_id("train-minutes").fill("2")
    page.get_by_test_id("train-start").click()
    expect(page.get_by_test_id("train-curves")).to_contain_text("Codec loss")
    expect(page.get_by_test_id("train-stages")).to_contain_text(HALF, timeout=LEARNING)


def library(page: Page) -> None:
    """The cards."""
    expect(page.get_by_test_id("library-card")).to_have_count(len(KINDS[:2]) + 1)


def tick(page: Page, seconds: float) -> None:
    """Let the page go on."""
    page.wait_for_timeout(1000 * seconds)


def draw(into: Path, size: tuple[int, int], tabs: Sequence[str]) -> None:
    """Write ``console-<tab>.png`` for each of ``tabs``."""
    with tempfile.TemporaryDirectory(prefix="distill-") as name, jack_server(f"distill-pictures-{os.getpid()}") as jack:
        home = Path(name)
        environment = data_folder(home) | {"JACK_DEFAULT_SERVER": jack["JACK_DEFAULT_SERVER"]}
        folder = sounds(home)
        (home / "library").mkdir()
        if "library" in tabs:
            models(home, environment)
        with (
            console(environment, home, "--buffer", "60") as running,
            chromium() as browser,
            looking(browser, running.url, size) as page,
        ):
            page.set_default_timeout(PATIENCE)
            expect(page.get_by_test_id("play-load")).to_be_visible()
            deeds = {
                "play": lambda: play(page),
                "codes": lambda: codes(page, home),
                "generate": lambda: generate(page),
                "library": lambda: library(page),
                "train": lambda: train(page, folder),
            }
            for tab in tabs:
                page.get_by_test_id(f"tab-{tab}").click()
                page.wait_for_url(f"**/?tab={tab}")
                deeds[tab]()
                page.mouse.move(2, size[1] - 2)
                tick(page, 1)
                page.screenshot(path=into / f"console-{tab}.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--tabs", default=",".join(TABS), help="which of them; the library takes longest")
    arguments = parser.parse_args()
    width, height = map(int, arguments.size.split("x"))
    draw(arguments.folder, (width, height), arguments.tabs.split(","))


if __name__ == "__main__":
    main()
