"""``distill train``."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from distill.card import ModelCard
from distill.cli.options import AsJson, ProgressForm, option, switch
from distill.cli.say import say, say_json
from distill.errors import DistillError, TrainingError
from distill.io.audio_formats import KINDS
from distill.settings import TRAINING

if TYPE_CHECKING:
    from distill.bundle import Bundle
    from distill.cli.progress import TimeBudget
    from distill.data.corpus import Corpus
    from distill.training import Report
    from distill.training.run import Settings


def _place(text: str) -> Path:
    """Parse ``-o``; a ``Path`` alone would drop the trailing slash of a folder."""
    if text.endswith(("/", os.sep)):
        raise DistillError(f"{text} is a folder. Name the file to write.")
    return Path(text)


def train(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help=f"Folder of recordings: {KINDS}, at any rate.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="PATH",
            parser=_place,
            help="The model file, or a bare NAME to save in the library; else FOLDER.distill.",
        ),
    ] = None,
    minutes: Annotated[float, option(TRAINING["minutes"])] = TRAINING["minutes"].default,
    preset: Annotated[str, option(TRAINING["preset"])] = TRAINING["preset"].default,
    channels: Annotated[int, option(TRAINING["channels"])] = TRAINING["channels"].default,
    rvq_levels: Annotated[int, option(TRAINING["rvq-levels"])] = TRAINING["rvq-levels"].default,
    codebook_size: Annotated[str, option(TRAINING["codebook-size"])] = TRAINING["codebook-size"].default,
    codebook_dim: Annotated[int, option(TRAINING["codebook-dim"])] = TRAINING["codebook-dim"].default,
    commitment_weight: Annotated[float, option(TRAINING["commitment-weight"])] = TRAINING["commitment-weight"].default,
    prior: Annotated[bool, switch(TRAINING["prior"])] = TRAINING["prior"].default,
    polish: Annotated[bool, switch(TRAINING["polish"])] = TRAINING["polish"].default,
    seed: Annotated[int, option(TRAINING["seed"])] = TRAINING["seed"].default,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")] = "auto",
    resume: Annotated[
        bool, typer.Option(help="Go on with a training that was broken off; it keeps the settings it began with.")
    ] = False,
    progress: ProgressForm = "bars",
    as_json: AsJson = False,
) -> None:
    """Train an instrument on a FOLDER of sounds: a codec that can be played in seconds and gets better, then a prior.

    For example: distill train my-sounds -o mine.distill --minutes 3

    Beside the model it writes learning curves (.curves.png) and a preview (.preview.wav): some recordings, each
    followed by what the codec makes of it. A training that is killed goes on with --resume. On several devices:
    torchrun --nproc-per-node 2 -m distill train FOLDER

    With --progress lines, standard error has a line of JSON for what became of every file, and one for every report:
    stage, share of it that is done, seconds left, losses, and how each level uses its codes.
    """
    from distill import library
    from distill.cli.progress import warn
    from distill.text import LONGEST_PLAIN, shortened
    from distill.training import checkpoint, distributed
    from distill.training.devices import usable
    from distill.training.run import Settings

    output = output or Path(f"{shortened(folder.resolve().name, LONGEST_PLAIN)}{library.SUFFIX}")
    if not output.suffix and len(output.parts) == 1:
        output = library.named(output.name, library.folder())
    check_outputs(output, resume=resume)
    settings = Settings(
        minutes=minutes,
        channels=channels,
        levels=rvq_levels,
        codebook_size=None if codebook_size == "auto" else int(codebook_size),
        codebook_dim=codebook_dim,
        commitment_weight=commitment_weight,
        preset=preset,  # pyright: ignore[reportArgumentType] - one of the table's choices, which are the presets
        prior=prior,
        polish=polish,
        seed=seed,
    )
    resumed: dict[str, Any] = {}
    if resume:
        resumed = checkpoint.read(checkpoint.beside(output))
        begun = Settings.of(resumed)
        _check_settings(settings, begun, _given(context))
        settings = begun
    device = usable(device, warn)
    with distributed.process_group(device):
        model, corpus = learn(folder, output, settings, resumed=resumed, device=device, progress=progress)
        if not distributed.rank():
            _print_result(model, corpus, output, as_json=as_json)


def _given(context: typer.Context) -> dict[str, str]:
    """Options given on the command line, by the names of their settings."""
    sources = {option: context.get_parameter_source(option.replace("-", "_")) for option in TRAINING}
    names = {"rvq-levels": "levels"}
    given = [option for option, source in sources.items() if source and source.name == "COMMANDLINE"]
    return {names.get(option, option.replace("-", "_")): option for option in given}


def _check_settings(chosen: "Settings", begun: "Settings", given: Mapping[str, str]) -> None:
    """Check that no option that is ``given`` differs from the training ``begun``.

    Raises:
        TrainingError: some do; the message names them.
    """
    others = [
        f"--{option} was {_word(getattr(begun, name))}, not {_word(getattr(chosen, name))}"
        for name, option in given.items()
        if getattr(begun, name) != getattr(chosen, name)
    ]
    if others:
        raise TrainingError(f"--resume keeps the settings: {'; '.join(others)}. Leave them out, or train anew.")


def _word(value: str | float | None) -> str:
    return {"None": "auto", "True": "on", "False": "off"}.get(str(value), str(value))


def _print_result(model: "Bundle", corpus: "Corpus", output: Path, *, as_json: bool) -> None:
    from distill import library
    from distill.training import checkpoint

    if as_json:
        say_json({"model": str(output), "fingerprint": model.fingerprint, **model.card.model_dump()})
        return
    summary = model.card.corpus
    print_odd_files(corpus)
    sound = f"{summary.seconds:.1f} s of sound from {summary.files} files"
    if any(moment.stage == "codec" for moment in model.card.curves):
        typer.echo(f"Learnt {sound}.")
    else:
        typer.echo(f"Read {sound}, and learnt nothing of it: the codec is as it starts. Allow more minutes.")
    for level in model.card.health:
        typer.echo(f"  {level.role:<10} {level.used:4.0%} of codes used, perplexity {level.perplexity:.1f}")
    print_prior(model.card)
    for level in model.card.health:
        if level.warning:
            typer.echo(level.warning)
    name = output.stem if output.parent == library.folder() else output
    say(f"Saved {output}. Play it: distill live {name}")
    if checkpoint.beside(output).exists():
        typer.echo("Stopped early; --resume goes on from here.")


def print_odd_files(corpus: "Corpus") -> None:
    """Print the files that are not used, and remarks about others."""
    for file in corpus.files:
        if file.reason or file.remark:
            name = file.name(corpus.folder)
            say(f"{'Remark' if file.used else 'Not used'}: {name}: {file.reason or file.remark}")


def print_prior(card: "ModelCard") -> None:
    """Print the perplexities of a prior, and the verdict on memorization."""
    if not card.prior_trained:
        typer.echo(card.prior_verdict)
        return
    typer.echo("The prior's perplexity:  learnt  held out  unigram")
    for level in card.perplexity:
        unknown = "-" if level.held_out is None else f"{level.held_out:.1f}"
        typer.echo(f"  {level.role:<20} {level.learnt:8.1f}  {unknown:>8}  {level.unigram:7.1f}")
    typer.echo(card.prior_verdict)


def check_outputs(output: Path, *, resume: bool = False) -> None:
    """Check that a model, its previews and its checkpoint may be written to ``output``, before the training.

    With ``resume``, the checkpoint is checked when it is read.

    Raises:
        DistillError: one of them may not.
    """
    from distill import library
    from distill.io.files import check_writable
    from distill.training import artifacts, checkpoint

    library.check_model(output)
    artifacts.check_previews(output)
    if not resume:
        check_writable(checkpoint.beside(output), checkpoint.CHECKPOINT)


def learn(
    folder: Path,
    output: Path,
    settings: "Settings",
    *,
    resumed: Mapping[str, Any] | None = None,
    device: str = "cpu",
    progress: str = "bars",
) -> "tuple[Bundle, Corpus]":
    """Train on ``folder``, showing progress, and save the model with curves and preview at ``output``."""
    from distill.cli.progress import TimeBudget, say_stopping, shown, write_files
    from distill.cli.saver import Saver
    from distill.training import checkpoint, distributed
    from distill.training.run import TrainingCallbacks, train

    resumed = resumed or {}
    speaks = not distributed.rank()
    on_interrupt = say_stopping if speaks and progress == "bars" else lambda: None
    with (
        TimeBudget(settings.minutes, spent=resumed.get("spent", 0.0), on_interrupt=on_interrupt) as budget,
        shown(progress, budget, speaks=speaks) as report,
    ):
        sounds = read(folder, settings.channels, budget, report)
        if progress == "lines" and speaks:
            write_files(sounds, budget)
        _check_same(sounds, resumed, checkpoint.beside(output))
        saver = Saver(output, sounds, writes=speaks)
        callbacks = TrainingCallbacks(saver.save, saver.keep, resumed, budget.learning)
        model = train(sounds, settings, budget, report, callbacks, device)
    saver.finish(whole=not budget.interrupted)
    return model, sounds


def read(folder: Path, channels: int, budget: "TimeBudget", report: "Report") -> "Corpus":
    """Read the recordings of ``folder``.

    Raises:
        TrainingError: the budget was interrupted.
    """
    from distill.data import corpus
    from distill.training import Progress

    def on_file(done: int, total: int) -> None:
        if budget.interrupted:
            raise TrainingError("Stopped before anything was learnt; nothing was saved.")
        report(Progress("reading", done / total))

    return corpus.load(folder, channels=channels, on_file=on_file)


def _check_same(sounds: "Corpus", resumed: Mapping[str, Any], place: Path) -> None:
    """Check that a resumed training has some of its recordings still; others may be new or missing.

    Raises:
        TrainingError: there is none of them.
    """
    begun = set(resumed.get("recordings", ()))
    if begun and begun.isdisjoint(recording.identity for recording in sounds.recordings):
        raise TrainingError(
            f"{place} learnt from other recordings than {sounds.folder} has. Name their folder, or train "
            "without --resume."
        )
