"""``distill render``."""

import json
from pathlib import Path
from typing import Annotated

import typer


def render(
    journal: Annotated[Path, typer.Argument(help="A performance that distill live --record wrote.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="WAV (32-bit float) or FLAC to write.")],
    model: Annotated[
        Path | None, typer.Option(help="The model it was played on, if it is not where it was then.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")] = False,
) -> None:
    """Render a performance to a sound file: the very samples that were played, faster than realtime."""
    from distill import audio, bundle
    from distill.cli.progress import bars
    from distill.training import Progress
    from live import journal as journals
    from live.render import render

    performance = journals.read(journal)
    place = bundle.find(model) if model else performance.header.find_model(journal.parent)
    loaded = bundle.load(place)
    blocks = render(loaded, performance)
    with bars() as report, audio.writing(output, channels=loaded.codec.config.channels) as write:
        for block in blocks:
            write(block.samples.numpy())
            report(Progress("rendering", (block.frame + 1) / performance.frames))
    seconds = performance.seconds
    if as_json:
        typer.echo(json.dumps({"output": str(output), "seconds": seconds, "frames": performance.frames}))
    else:
        typer.echo(f"Rendered {seconds:.1f} s to {output}.")
