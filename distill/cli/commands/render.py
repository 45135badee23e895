"""``distill render``."""

import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import AsJson, option
from distill.cli.say import say, say_json
from distill.errors import DistillError
from distill.settings import PLAYING, quoted

if TYPE_CHECKING:
    from distill.hyperparameters import CodecConfig
    from live.session.journal import Performance
    from live.session.performance_header import PerformanceHeader


def render(
    journal: Annotated[
        Path, typer.Argument(metavar="JOURNAL", help="A performance that distill live --journal wrote; or see --midi.")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="WAV (32-bit float) or FLAC to write.")],
    model: Annotated[
        Path | None, typer.Option(help="The model it was played on, if it is not where it was then.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", metavar="MARK|SECONDS", help="Where to begin: mark 2 as 2, 12.5 seconds as 12.5s."),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="MARK|SECONDS", help="Where to end, in the same way.")
    ] = None,
    midi: Annotated[
        Path | None, typer.Option(help="A Standard MIDI File to play instead, on the model that stands for JOURNAL.")
    ] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="The MIDI map by which --midi is read.")] = None,
    seed: Annotated[int, option(PLAYING["seed"], "Seed of the piece that --midi plays on.")] = PLAYING["seed"].default,
    log: Annotated[Path | None, typer.Option("--journal", help="Log what --midi plays, as distill live does.")] = None,
    stems: Annotated[
        bool,
        typer.Option(
            "--stems",
            help="One file a level instead: the same codes, with the other levels masked. They need not add up to the "
            "whole, because each integrates phases of its own.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Render a performance to a sound file: the very samples that were played, faster than realtime.

    For example, from the first mark to the second: distill render take.jsonl --from 1 --to 2 -o middle.wav

    Or what a sequencer wrote: distill render mine.distill --midi song.mid --map mine.toml -o song.wav
    """
    from distill import audio, bundle
    from distill.cli.progress import bars
    from distill.training import Progress
    from live.session import journal as journals
    from live.session.performance_header import PerformanceHeader
    from live.session.render import render

    if midi:
        place = bundle.find(journal)
        loaded = bundle.load(place)
        performance = _score(midi, map_file, PerformanceHeader.of(loaded, place, seed), loaded.codec.config)
        if log:
            performance.save(log)
    else:
        performance = journals.read(journal)
        place = bundle.find(model) if model else performance.header.find_model(journal.parent)
        loaded = bundle.load(place)
    first = 0 if start is None else _frame(performance, "--from", start)
    last = performance.frames if end is None else min(_frame(performance, "--to", end), performance.frames)
    if first >= last:
        wanted = " ".join(f"--{name} {text}" for name, text in (("from", start), ("to", end)) if text is not None)
        raise DistillError(
            f"Nothing is between frame {first} and frame {last}, where {wanted or 'this performance'} begins and ends. "
            "Name the earlier one first."
        )
    files = _stems(output, performance, loaded.codec.config.levels) if stems else {output: performance}
    for path in files:
        audio.check_sound(path)
    began = time.perf_counter()
    with bars() as report:
        for number, (path, played) in enumerate(files.items()):
            with audio.writing(path, channels=loaded.codec.config.channels, generated=True) as write:
                for block in render(loaded, played, place):
                    if block.frame >= last:
                        break
                    if block.frame >= first:
                        write(block.samples)
                    report(Progress("rendering", (number + (block.frame + 1) / last) / len(files)))
    speed = len(files) * last / loaded.codec.config.frame_rate / (time.perf_counter() - began)
    seconds = (last - first) / loaded.codec.config.frame_rate
    if as_json:
        outputs = [str(path) for path in files]
        say_json({"outputs": outputs, "seconds": seconds, "frames": last - first, "speed": speed})
    else:
        say(f"Rendered {seconds:.1f} s to {', '.join(map(str, files))}, {speed:.1f} × realtime.")


def _stems(output: Path, performance: "Performance", levels: int) -> "dict[Path, Performance]":
    """Output path for each level, and the performance with all other levels masked."""
    from distill.hyperparameters import role
    from live.session.render import solo_level

    names = [role(level).lower().replace(" ", "-") for level in range(levels)]
    return {
        output.parent / f"{output.stem}-{name}{output.suffix}": solo_level(performance, level, levels)
        for level, name in enumerate(names)
    }


def _score(midi: Path, map_file: Path | None, header: "PerformanceHeader", config: "CodecConfig") -> "Performance":
    """Performance of a MIDI file read by a map, with frames for the last window to decay."""
    from controllers.midi.map_file import DEFAULT, load
    from controllers.midi.score import Score
    from live.session.journal import Performance

    score = Score(midi, load(map_file or DEFAULT), config.levels, config.frame_rate)
    if score.unbound:
        say(f"{midi}: {map_file or 'the default map'} has no use for {', '.join(score.unbound)}.", err=True)
    return Performance(header, score.frames + math.ceil(config.synthesis_length / config.hop), score.events)


def _frame(performance: "Performance", option: str, text: str) -> int:
    """Frame of ``2`` (a mark) or ``12.5s``.

    Raises:
        DistillError: it is neither, or there is no such mark.
    """
    header = performance.header
    try:
        if text.endswith("s"):
            return max(0, round(float(text[:-1]) * header.sample_rate / header.hop))
        number = int(text)
    except (ValueError, OverflowError) as error:
        raise DistillError(
            f"{option} takes the number of a mark, or seconds such as 12.5s, not {quoted(text)!r}."
        ) from error
    marks = performance.marks
    if not 1 <= number <= len(marks):
        raise DistillError(f"{option} {number}: this performance has {len(marks)} marks. Seconds end in s: {text}s.")
    return marks[number - 1]
