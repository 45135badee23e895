"""``distill evaluate``."""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    model: Annotated[Path, typer.Argument(help="A .distill file.")],
    folder: Annotated[Path, typer.Argument(help="Recordings to judge it by; best some that it was not trained on.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")] = False,
) -> None:
    """Measure a model's codec on a FOLDER: how near it comes with each level, and how it uses its codes.

    STFT and mel are distances of log spectra: about 0.3 is a good small codec. Tonality tells whether partials stay
    partials, pre-echo (in dB) whether attacks stay attacks.
    """
    from distill import bundle, corpus
    from distill.cli.progress import bars
    from distill.evaluation import evaluate
    from distill.training import Progress

    codec = bundle.load(model).codec
    recordings = corpus.load(folder).recordings
    with bars() as report:
        result = evaluate(codec, recordings, lambda done: report(Progress("evaluating", done)))
    if as_json:
        typer.echo(result.model_dump_json())
        return
    typer.echo(f"{result.files} files, {result.seconds:.1f} s")
    typer.echo("levels   STFT    mel")
    for prefix in result.prefixes:
        typer.echo(f"{prefix.levels:>6}  {prefix.stft_distance:.3f}  {prefix.mel_distance:.3f}")
    typer.echo(f"tonality error {result.tonality_error:.3f}   pre-echo {result.pre_echo:.1f} dB")
    for level in result.health:
        typer.echo(f"{level.role:<10} {level.used:4.0%} used, {level.dead} dead, perplexity {level.perplexity:.1f}")
    for level in result.health:
        if level.warning:
            typer.echo(level.warning)
