"""``distill evaluate`` and ``distill atlas``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import AsJson, ModelName
from distill.cli.say import say, say_json

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from distill.evaluation.report import Evaluation


def evaluate(
    model: ModelName,
    folder: Annotated[Path, typer.Argument(help="Folder of recordings, best some that it was not trained on.")],
    as_json: AsJson = False,
) -> None:
    """Measure a model's codec on a FOLDER: reconstruction with each level, and codebook usage.

    Recordings that the model was trained on (seen) and others (held out) are measured apart. STFT and mel are distances
    of log spectra: about 0.3 is a good small codec. The tonality error shows if partials stay partials, pre-echo (in
    dB) if attacks stay attacks, roughness (in dB) how noisy steady partials are, in the recordings and decoded. The
    figures of the prior are those that training found.
    """
    from distill import bundle
    from distill.cli.commands.train import print_prior
    from distill.cli.progress import bars
    from distill.data import corpus
    from distill.evaluation.report import evaluate
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
        measured = {name: result and result.model_dump() for name, result in results.items()}
        prior = loaded.card.model_dump(include={"perplexity", "memorization"})
        typer.echo(json.dumps({**measured, "prior": prior}))
        return
    for name, result in results.items():
        if result:
            _print_evaluation(name, result)
    print_prior(loaded.card)


def _print_evaluation(name: str, result: "Evaluation") -> None:
    typer.echo(f"{name.capitalize()}: {result.files} files, {result.seconds:.1f} s")
    typer.echo("levels   STFT    mel")
    for prefix in result.prefixes:
        typer.echo(f"{prefix.levels:>6}  {prefix.stft_distance:.3f}  {prefix.mel_distance:.3f}")
    typer.echo(f"tonality error {result.tonality_error:.3f}   pre-echo {result.pre_echo:.1f} dB")
    if rough := result.roughness:
        typer.echo(f"roughness {rough.decoded:.1f} dB, recorded {rough.recorded:.1f} ({rough.partials} partials)")
    for level in result.health:
        typer.echo(f"{level.role:<10} {level.used:4.0%} used, {level.dead} dead, perplexity {level.perplexity:.1f}")
    for level in result.health:
        if level.warning:
            typer.echo(level.warning)


def atlas(
    model: ModelName,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to; it is made.")],
    as_json: AsJson = False,
) -> None:
    """Write a picture and a WAV of every code of every level, laid out by similarity.

    Sounds are numbered by their place in the picture: 1-structure/012-code-87.wav is code 87 of level 1, the twelfth
    from the left. For example: distill atlas mine.distill -o mine-atlas
    """
    from distill import audio, bundle, plotting
    from distill.cli.progress import bars
    from distill.cli.results import Atlas, Tile
    from distill.grid import similarity
    from distill.hyperparameters import role
    from distill.io.files import make_folder
    from distill.offline import atlas as atlases
    from distill.training import Progress

    picture = output / "atlas.png"
    make_folder(output)
    plotting.check_picture(picture)
    loaded = bundle.load(bundle.find(model))
    order = similarity.order(loaded.codec.codebooks)
    tiles: list[Tile] = []
    spectra: list[NDArray[np.float32]] = []
    with bars() as report:
        for level, row in enumerate(order.tolist()):
            sounds = atlases.sounds(loaded.codec, level)
            spectra.append(atlases.mean_spectra(sounds))
            name = role(level).lower().replace(" ", "-")
            folder = output / f"{level + 1}-{name}"
            make_folder(folder)
            for place, code in enumerate(row):
                sound = folder / f"{place + 1:03}-code-{code}.wav"
                audio.write(sound, sounds[code], subtype="PCM_16", generated=True)
                tiles.append(Tile(level=role(level), place=place + 1, code=code, sound=sound))
            report(Progress("atlas", (level + 1) / len(order)))
    plotting.atlas(picture, spectra, order)
    if as_json:
        say_json(Atlas(picture=picture, tiles=tuple(tiles)))
    else:
        say(f"Wrote {picture} and {len(tiles)} sounds.")
