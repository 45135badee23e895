"""``distill train-prior``."""

from pathlib import Path
from typing import Annotated

import typer

from distill.cli.options import AsJson, ModelName, ProgressForm, option
from distill.cli.say import say, say_json
from distill.io.audio_formats import KINDS
from distill.settings import TRAINING


def train_prior(
    model: ModelName,
    folder: Annotated[Path, typer.Argument(help=f"Folder of recordings: {KINDS}, at any rate.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where to save; the same file by default.")
    ] = None,
    minutes: Annotated[float, option(TRAINING["minutes"])] = 2.0,
    seed: Annotated[int, option(TRAINING["seed"])] = TRAINING["seed"].default,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")] = "auto",
    progress: ProgressForm = "bars",
    as_json: AsJson = False,
) -> None:
    """Train a new prior for a model on a FOLDER of sounds; its codec stays.

    The model then sounds like what its codec was trained on, and plays as the folder does. With ten files or more
    training ends by itself before it memorizes them. Performances that were logged with the old prior need it to be
    rendered again: keep it with -o.
    """
    from distill import bundle, library
    from distill.cli.commands.train import print_odd_files, print_prior, read
    from distill.cli.progress import TimeBudget, say_stopping, shown, warn, write_files
    from distill.errors import DistillError
    from distill.training.devices import usable
    from distill.training.run import TrainingCallbacks, train_prior

    place = bundle.find(model)
    output = output or place
    if output == bundle.STARTER:
        raise DistillError(f"The model that comes along stays as it is. Save elsewhere: -o {folder.name}.distill")
    library.check_model(output)
    device = usable(device, warn)
    loaded = bundle.load(place)
    on_interrupt = say_stopping if progress == "bars" else lambda: None
    with TimeBudget(minutes, on_interrupt=on_interrupt) as budget, shown(progress, budget) as report:
        sounds = read(folder, loaded.codec.config.channels, budget, report)
        if progress == "lines":
            write_files(sounds, budget)
        callbacks = TrainingCallbacks(learning=budget.learning)
        renewed = train_prior(loaded, sounds, budget, report, callbacks, seed=seed, device=device)
        bundle.save(renewed, output)
    if as_json:
        say_json({"model": str(output), "fingerprint": renewed.fingerprint, **renewed.card.model_dump()})
        return
    print_odd_files(sounds)
    typer.echo(f"Learnt how {sounds.seconds:.1f} s of sound from {len(sounds.recordings)} files go on.")
    print_prior(renewed.card)
    say(f"Saved {output}. Play it: distill live {output}")
