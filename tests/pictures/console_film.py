"""Films the page while the instrument is played, for the README: an animated WebP.

python tests/pictures/console_film.py FILE.webp
"""

import argparse
import base64
import io
import os
import tempfile
import time
from bisect import bisect_right
from pathlib import Path
from typing import Any

from browser import Console, chromium, console, data_folder, looking
from PIL import Image
from playwright.sync_api import Page, expect
from system import jack_server

SIZE = (1280, 752)
SHOWN = (960, 564)
SECONDS = 6.0
RATE = 12
"""Frames a second."""
HANDS_RATE = 30
"""How often a control that is turned is told, a second."""
BEFORE_SECONDS = 7
"""What has been played when the film begins: the grid is full."""
QUALITY = 60

Turn = tuple[float, float, str, float, float]
"""From one second to another, a control, its value at first and at last."""

TURNS: tuple[Turn, ...] = (
    (0.2, 1.2, "temperature", 1.0, 2.2),
    (0.8, 1.6, "level/3/gain", 1.0, 0.25),
    (3.0, 3.6, "resample/amount", 0.0, 0.5),
    (3.2, 4.2, "level/3/gain", 0.25, 1.0),
    (4.0, 4.6, "output/gain", 1.0, 1.4),
    (4.6, 5.4, "temperature", 2.2, 1.0),
    (4.8, 5.4, "resample/amount", 0.5, 0.0),
    (5.0, 5.6, "output/gain", 1.4, 1.0),
)
PRESSES: tuple[tuple[float, str, float], ...] = (
    (1.5, "level/4/mask", 0.0),
    (1.8, "loop/on", 1.0),
    (2.3, "level/2/solo", 1.0),
    (3.0, "level/2/solo", 0.0),
    (3.5, "resample/go", 1.0),
    (4.0, "resample/go", 1.0),
    (4.5, "resample/go", 1.0),
    (4.9, "loop/on", 0.0),
    (5.2, "level/4/mask", 1.0),
)


def play(page: Page, running: Console) -> None:
    """Turn and press what there is to turn and to press."""
    began, then = time.monotonic(), 0.0
    while then < SECONDS:
        now, then = then, time.monotonic() - began
        for begin, end, name, first, last in TURNS:
            if begin < then and now < end:
                running.throw(name, first + (last - first) * min(1.0, (then - begin) / (end - begin)))
        for moment, name, value in PRESSES:
            if now <= moment < then:
                running.throw(name, value)
        page.wait_for_timeout(1000 / HANDS_RATE)


def film(page: Page, running: Console) -> list[Image.Image]:
    """The page while it is played: pictures at ``RATE``, each the last that the browser drew by then."""
    seen: list[tuple[float, bytes]] = []
    session = page.context.new_cdp_session(page)

    def look(said: dict[str, Any]) -> None:
        seen.append((said["metadata"]["timestamp"], base64.b64decode(said["data"])))
        session.send("Page.screencastFrameAck", {"sessionId": said["sessionId"]})

    session.on("Page.screencastFrame", look)
    session.send("Page.startScreencast", {"format": "jpeg", "quality": 95})
    play(page, running)
    session.send("Page.stopScreencast")
    times = [moment for moment, _ in seen]
    print(f"{len(seen)} pictures in {times[-1] - times[0]:.1f} s")
    wanted = (times[0] + number / RATE for number in range(round(SECONDS * RATE)))
    pictures = (seen[bisect_right(times, moment) - 1][1] for moment in wanted)
    return [Image.open(io.BytesIO(data)).resize(SHOWN, Image.Resampling.LANCZOS) for data in pictures]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="distill-") as name,
        jack_server(f"distill-film-{os.getpid()}", period=256) as jack,
    ):
        home = Path(name)
        environment = data_folder(home) | {"JACK_DEFAULT_SERVER": jack["JACK_DEFAULT_SERVER"]}
        with (
            console(environment, home, "--buffer", "30") as running,
            chromium() as browser,
            looking(browser, running.url, SIZE) as page,
        ):
            expect(page.get_by_test_id("play-load")).to_be_visible(timeout=60_000)
            for slot in (1, 2, 5):
                page.get_by_test_id(f"play-slot-{slot}").click(modifiers=["Shift"])
            page.mouse.move(2, SIZE[1] - 2)
            page.wait_for_timeout(1000 * BEFORE_SECONDS)
            first, *others = film(page, running)
    first.save(
        arguments.file, save_all=True, append_images=others, duration=1000 // RATE, loop=0, quality=QUALITY, method=6
    )
    print(f"{arguments.file}: {arguments.file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
