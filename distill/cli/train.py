"""``distill train``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.errors import DistillError, TrainingError

if TYPE_CHECKING:
    from distill.bundle import Model
    from distill.corpus import Corpus
    from distill.training.run import Settings


def train(
    folder: Annotated[Path, typer.Argument(help="Folder of recordings: WAV, FLAC, OGG, MP3, AIFF, at any rate.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The model file; FOLDER.distill unless told otherwise."),
    ] = None,
    minutes: Annotated[float, typer.Option(min=0.01, help="At most this long. Ctrl-C ends sooner and saves.")] = 3.0,
    levels: Annotated[int, typer.Option("--rvq-levels", min=1, max=8, help="Codes per frame.")] = 4,
    codebook_size: Annotated[
        str, typer.Option(metavar="auto|N", help="Codes per level; auto: 64, 128 or 256 by number of files.")
    ] = "auto",
    seed: Annotated[int, typer.Option(min=0, help="The same seed learns the same from the same sounds.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")] = False,
) -> None:
    """Train an instrument on a FOLDER of sounds: a codec in seconds, then a prior for the minutes that are left.

    The model can be played as soon as the codec stands; it is saved again each time the prior gets better.
    """
    from distill.training.run import Settings

    output = output or Path(f"{folder.resolve().name}.distill")
    settings = Settings(levels=levels, codebook_size=_codebook_size(codebook_size), seed=seed)
    model, corpus = learn(folder, output, minutes, settings)
    if as_json:
        typer.echo(json.dumps({"model": str(output), "fingerprint": model.fingerprint, **model.card.model_dump()}))
        return
    summary = model.card.corpus
    for file in corpus.skipped:
        typer.echo(f"Not used: {file.path.relative_to(corpus.folder)}: {file.reason}")
    typer.echo(f"Learnt {summary.seconds:.1f} s of sound from {summary.files} files.")
    for level in model.card.health:
        typer.echo(f"  {level.role:<10} {level.used:4.0%} of codes used, perplexity {level.perplexity:.1f}")
    if model.card.held_out:
        figures = ", ".join(f"{perplexity:.1f}" for perplexity in model.card.held_out)
        typer.echo(f"The prior's perplexity on recordings it did not learn from: {figures}.")
    for level in model.card.health:
        if level.warning:
            typer.echo(level.warning)
    typer.echo(f"Saved {output}. Play it: distill live {output}")


def learn(folder: Path, output: Path, minutes: float, settings: "Settings") -> "tuple[Model, Corpus]":
    """Train on ``folder`` with progress bars, and keep the model at ``output``."""
    from distill import bundle, corpus
    from distill.cli.progress import Budget, bars
    from distill.training import Progress
    from distill.training.run import train

    if not output.parent.is_dir():
        raise DistillError(f"There is no folder {output.parent} to save {output.name} in. Make it first.")
    with Budget(minutes) as budget, bars() as report:

        def on_file(done: int, total: int) -> None:
            if budget.interrupted:
                raise TrainingError("Stopped before anything was learnt; nothing was saved.")
            report(Progress("reading", done / total))

        sounds = corpus.load(folder, on_file=on_file)
        return train(sounds, settings, budget, report, lambda model: bundle.save(model, output)), sounds


def _codebook_size(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or not 2 <= int(text) <= 1024:
        raise DistillError(f"--codebook-size is auto or a number from 2 to 1024, not {text}.")
    return int(text)
