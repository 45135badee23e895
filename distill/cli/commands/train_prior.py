"""``distill train-prior``."""

from pathlib import Path
from typing import Annotated

import typer

from distill.cli.options import AsJson, ModelName, Shown, option
from distill.cli.say import say, say_json
from distill.io.audio_formats import KINDS
from distill.settings import TRAINING


def train_prior(
    model: ModelName,
    folder: Annotated[Path, typer.Argument(help=f"Folder of recordings: {KINDS}, at any rate.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to save; unless told otherwise the same file.")
    ] = None,
    minutes: Annotated[float, option(TRAINING["minutes"])] = 2.0,
    seed: Annotated[int, option(TRAINING["seed"])] = TRAINING["seed"].default,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")] = "auto",
    progress: Shown = "bars",
    as_json: AsJson = False,
) -> None:
    """Teach a model to go on as a FOLDER of sounds does: a new prior for the codec it has.

    The codec still sounds like what it was trained on; how it plays is the folder's. It ends by itself when it would
    only learn by heart (with ten files or more). Performances that were logged with the old prior need it to be
    rendered again: keep it with -o.
    """
    from distill import bundle, library
    from distill.cli.commands.train import read, tell_odd, tell_prior
    from distill.cli.progress import Budget, shown, tell_files, warn
    from distill.errors import DistillError
    from distill.training.devices import usable
    from distill.training.run import Keeping, train_prior

    place = bundle.find(model)
    output = output or place
    if output == bundle.STARTER:
        raise DistillError(f"The model that comes along stays as it is. Save elsewhere: -o {folder.name}.distill")
    library.check_model(output)
    device = usable(device, warn)
    loaded = bundle.load(place)
    with Budget(minutes) as budget, shown(progress, budget) as report:
        sounds = read(folder, loaded.codec.config.channels, budget, report)
        if progress == "lines":
            tell_files(sounds, budget)
        keeping = Keeping(learning=budget.learning)
        renewed = train_prior(loaded, sounds, budget, report, keeping, seed=seed, device=device)
        bundle.save(renewed, output)
    if as_json:
        say_json({"model": str(output), "fingerprint": renewed.fingerprint, **renewed.card.model_dump()})
        return
    tell_odd(sounds)
    typer.echo(f"Learnt how {sounds.seconds:.1f} s of sound from {len(sounds.recordings)} files go on.")
    tell_prior(renewed.card)
    say(f"Saved {output}. Play it: distill live {output}")
