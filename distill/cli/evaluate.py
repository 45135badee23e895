"""``distill evaluate``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from distill.evaluation import Evaluation


def evaluate(
    model: Annotated[Path, typer.Argument(help="A .distill file, a name from the library, or starter.")],
    folder: Annotated[Path, typer.Argument(help="Recordings to judge it by; best some that it was not trained on.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")] = False,
) -> None:
    """Measure a model's codec on a FOLDER: how near it comes with each level, and how it uses its codes.

    Recordings that the model was trained on are told apart from those that it never heard. STFT and mel are distances
    of log spectra: about 0.3 is a good small codec. Tonality tells whether partials stay partials, pre-echo (in dB)
    whether attacks stay attacks. What training found out about the prior is told again.
    """
    from distill import bundle, corpus
    from distill.cli.progress import bars
    from distill.cli.train import tell_prior
    from distill.evaluation import evaluate
    from distill.training import Progress

    loaded = bundle.load(bundle.find(model))
    recordings = corpus.load(folder, channels=loaded.codec.config.channels).recordings
    known = set(loaded.card.corpus.recordings)
    seen = [r for r in recordings if r.identity in known]
    held_out = [r for r in recordings if r.identity not in known]
    results: dict[str, Evaluation | None] = {}
    with bars() as report:
        begun = 0.0
        for name, part in (("seen", seen), ("held out", held_out)):
            share = len(part) / len(recordings)

            def on_part(done: float, begun: float = begun, share: float = share) -> None:
                report(Progress("evaluating", begun + share * done))

            results[name] = evaluate(loaded.codec, part, on_part) if part else None
            begun += share
    if as_json:
        told = {name: result and result.model_dump() for name, result in results.items()}
        prior = loaded.card.model_dump(include={"perplexity", "memorization"})
        typer.echo(json.dumps({**told, "prior": prior}))
        return
    for name, result in results.items():
        if result:
            _tell(name, result)
    tell_prior(loaded.card)


def _tell(name: str, result: "Evaluation") -> None:
    typer.echo(f"{name.capitalize()}: {result.files} files, {result.seconds:.1f} s")
    typer.echo("levels   STFT    mel")
    for prefix in result.prefixes:
        typer.echo(f"{prefix.levels:>6}  {prefix.stft_distance:.3f}  {prefix.mel_distance:.3f}")
    typer.echo(f"tonality error {result.tonality_error:.3f}   pre-echo {result.pre_echo:.1f} dB")
    for level in result.health:
        typer.echo(f"{level.role:<10} {level.used:4.0%} used, {level.dead} dead, perplexity {level.perplexity:.1f}")
    for level in result.health:
        if level.warning:
            typer.echo(level.warning)
