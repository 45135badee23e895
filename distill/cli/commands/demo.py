"""``distill demo``."""

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import option
from distill.cli.say import say
from distill.settings import TRAINING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from distill.bundle import Bundle
    from live.engine.state import Block
    from live.session.journal import Performance

SEED = 7
"""Seed of training and performance, so that the demo is the same each time but for the machine's speed."""
SECONDS = 24.0
"""Length of the performance."""
SCORE: tuple[tuple[float, str, float], ...] = (
    (6.0, "loop/length", 130),
    (6.0, "loop/on", 1),
    (8.0, "level/4/mask", 0),
    (8.6, "level/3/mask", 0),
    (9.3, "level/2/mask", 0),
    (10.6, "level/2/mask", 1),
    (11.2, "level/3/mask", 1),
    (11.9, "level/4/mask", 1),
    (12.6, "loop/on", 0),
    (12.6, "temperature", 1.5),
    (16.0, "hold", 1),
    (16.4, "hold", 0),
    (16.4, "temperature", 1.0),
    (18.0, "top_k", 24),
    (18.0, "level/1/gain", 0.8),
    (20.0, "top_k", 0),
    (20.0, "level/1/gain", 1),
    (22.0, "output/gain", 0.7),
    (22.7, "output/gain", 0.5),
    (23.4, "output/gain", 0.3),
)
"""The scripted performance: second, control, value."""


def demo(
    folder: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to.")] = Path(),
    minutes: Annotated[float, option(TRAINING["minutes"])] = 1.5,
) -> None:
    """Train on the built-in sounds, then play a short performance on the sound card, if there is one.

    Writes demo-sounds/, demo.distill, demo.wav, demo.jsonl (its journal) and demo.png (what was played); and, from
    training, demo.curves.png and demo.preview.wav.
    """
    from distill import audio, bundle, plotting
    from distill.cli.commands.train import check_outputs, learn
    from distill.data.demo_sounds import write_recordings
    from distill.io.files import make_folder
    from distill.training.run import Settings
    from live.session.journal import JournalWriter, check_journal

    make_folder(folder)
    sounds, place = folder / "demo-sounds", folder / "demo.distill"
    log, sound, picture = (folder / f"demo.{suffix}" for suffix in ("jsonl", "wav", "png"))
    check_outputs(place)
    check_journal(log)
    audio.check_sound(sound)
    plotting.check_picture(picture)
    write_recordings(sounds)
    learn(sounds, place, Settings(minutes=minutes, seed=SEED))
    model = bundle.load(place)
    performance = _performance(model, place)
    log.unlink(missing_ok=True)
    blocks: list[Block] = []
    with ExitStack() as stack:
        write = stack.enter_context(audio.writing(sound, generated=True))
        journal = stack.enter_context(JournalWriter(log, performance.header))
        for block in _play(model, performance):
            write(block.samples)
            journal.write(block)
            blocks.append(block)
    _draw(picture, model, blocks)
    say(f"Wrote demo.wav ({performance.seconds:.0f} s), demo.jsonl, demo.png and {place.name}.")
    say(f"Now play it yourself: distill live {place}")


def _performance(model: "Bundle", place: Path) -> "Performance":
    from live.controls import ControlEvent
    from live.session.journal import Performance
    from live.session.performance_header import PerformanceHeader

    rate = model.codec.config.frame_rate
    events: dict[int, list[ControlEvent]] = {}
    for second, name, value in SCORE:
        events.setdefault(round(second * rate), []).append(ControlEvent(name, float(value)))
    return Performance(PerformanceHeader.of(model, place, SEED), round(SECONDS * rate), events)


def _play(model: "Bundle", performance: "Performance") -> "Iterable[Block]":
    """Blocks of the performance: played on the audio device if there is one, else rendered offline."""
    from live.audio.device_host import DeviceHost
    from live.audio.devices import DeviceError
    from live.engine.engine import Engine
    from live.session.render import render

    blocks: list[Block] = []
    try:
        host = DeviceHost(Engine(model), seed=SEED, score=performance.events)
        host.listeners.append(blocks.append)
        with host:
            say(f"Playing on {host.card}.")
            host.wait(performance.frames)
    except DeviceError as error:
        typer.echo(f"Not played aloud: {error}")
        return render(model, performance)
    typer.echo(f"Played with {host.status.underruns} underruns.")
    return blocks


def _draw(path: Path, model: "Bundle", blocks: "list[Block]") -> None:
    import numpy as np

    from distill import plotting

    plotting.performance(
        path,
        np.concatenate([block.samples for block in blocks]).mean(axis=1),
        np.stack([block.codes for block in blocks], axis=1),
        model.codec.codebooks,
        _tracks(model, blocks),
        model.codec.config.sample_rate,
    )


def _tracks(model: "Bundle", blocks: "list[Block]") -> "dict[str, NDArray[np.float64]]":
    """Values [frame] of every control that the score changes, by name."""
    import numpy as np

    from live.controls import Vocabulary

    values = Vocabulary(model.codec.config.levels).defaults()
    tracks = {name: np.zeros(len(blocks)) for _, name, _ in SCORE}
    for number, block in enumerate(blocks):
        values |= {event.name: event.value for event in block.events if event.value is not None}
        for name, track in tracks.items():
            track[number] = values[name]
    return tracks
