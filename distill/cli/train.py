"""``distill train``."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from distill.cli.options import Shown
from distill.cli.say import say, say_json
from distill.errors import DistillError, TrainingError
from distill.formats import KINDS

if TYPE_CHECKING:
    from distill.bundle import Card, Model
    from distill.cli.progress import Budget
    from distill.corpus import Corpus
    from distill.training import Report
    from distill.training.run import Preset, Settings


def _place(text: str) -> Path:
    """The file that ``-o`` names; a path would forget that it ends like a folder's."""
    if text.endswith(("/", os.sep)):
        raise DistillError(f"{text} is a folder. Name the file to write.")
    return Path(text)


def train(
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
    minutes: Annotated[float, typer.Option(min=0.01, help="At most this long. Ctrl-C ends sooner and saves.")] = 3.0,
    preset: Annotated[
        str, typer.Option(metavar="fast|base|large", help="Size of the codec's networks, and so cost of a frame.")
    ] = "base",
    channels: Annotated[int, typer.Option(min=1, max=2, help="1 learns mono, 2 stereo.")] = 1,
    levels: Annotated[int, typer.Option("--rvq-levels", min=1, max=8, help="Codes per frame.")] = 4,
    codebook_size: Annotated[
        str, typer.Option(metavar="auto|N", help="Codes per level; auto: 64, 128 or 256 by number of files.")
    ] = "auto",
    codebook_dim: Annotated[int, typer.Option(min=2, max=512, help="Length of a codebook vector.")] = 64,
    commitment_weight: Annotated[
        float, typer.Option(min=0, help="How strongly the encoder is held to its codes.")
    ] = 2.0,
    prior: Annotated[
        bool, typer.Option("--prior/--no-prior", help="Train a prior, too, or spend all the time on the codec.")
    ] = True,
    polish: Annotated[
        bool,
        typer.Option(
            "--polish/--no-polish", help="Let discriminators sharpen the decoder, too: for a GPU, or for patience."
        ),
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="The same seed learns the same from the same sounds.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:N or mps.")] = "auto",
    resume: Annotated[
        bool, typer.Option(help="Go on with a training that was broken off; it keeps the settings it began with.")
    ] = False,
    progress: Shown = "bars",
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON for scripts.")] = False,
) -> None:
    """Train an instrument on a FOLDER of sounds: a codec that can be played in seconds and gets better, then a prior.

    Beside the model it writes learning curves (.curves.png) and a preview (.preview.wav): some recordings, each
    followed by what the codec makes of it. A training that is killed goes on with --resume. On several devices:
    torchrun --nproc-per-node 2 -m distill train FOLDER

    With --progress lines, standard error has a line of JSON for what became of every file, and one for every report:
    stage, share of it that is done, seconds left, losses, and how each level uses its codes.
    """
    from distill import library
    from distill.text import LONGEST_PLAIN, shortened
    from distill.training import checkpoint, ranks
    from distill.training.run import Settings

    output = output or Path(f"{shortened(folder.resolve().name, LONGEST_PLAIN)}{library.SUFFIX}")
    if not output.suffix and len(output.parts) == 1:
        output = library.named(output.name, library.folder())
    check_outputs(output, resume=resume)
    resumed: dict[str, Any] = {}
    if resume:
        resumed = checkpoint.read(checkpoint.beside(output))
        settings = Settings.model_validate(resumed["settings"])
    else:
        settings = Settings(
            minutes=minutes,
            channels=channels,
            levels=levels,
            codebook_size=_codebook_size(codebook_size),
            codebook_dim=codebook_dim,
            commitment_weight=commitment_weight,
            preset=_preset(preset),
            prior=prior,
            polish=polish,
            seed=seed,
        )
    device = usable(device)
    with ranks.joined(device):
        model, corpus = learn(folder, output, settings, resumed=resumed, device=device, progress=progress)
        if not ranks.number():
            _tell(model, corpus, output, as_json=as_json)


def _tell(model: "Model", corpus: "Corpus", output: Path, *, as_json: bool) -> None:
    from distill import library
    from distill.training import checkpoint

    if as_json:
        say_json({"model": str(output), "fingerprint": model.fingerprint, **model.card.model_dump()})
        return
    summary = model.card.corpus
    tell_odd(corpus)
    typer.echo(f"Learnt {summary.seconds:.1f} s of sound from {summary.files} files.")
    for level in model.card.health:
        typer.echo(f"  {level.role:<10} {level.used:4.0%} of codes used, perplexity {level.perplexity:.1f}")
    tell_prior(model.card)
    for level in model.card.health:
        if level.warning:
            typer.echo(level.warning)
    name = output.stem if output.parent == library.folder() else output
    say(f"Saved {output}. Play it: distill live {name}")
    if checkpoint.beside(output).exists():
        typer.echo("Stopped early; --resume goes on from here.")


def tell_odd(corpus: "Corpus") -> None:
    """Say which files are not used, and what is odd about others."""
    for file in corpus.files:
        if file.reason or file.remark:
            name = file.name(corpus.folder)
            say(f"{'Remark' if file.used else 'Not used'}: {name}: {file.reason or file.remark}")


def tell_prior(card: "Card") -> None:
    """Say how well a prior knows what comes next, and how much of it it only remembers."""
    typer.echo("The prior's perplexity:  learnt  held out  unigram")
    for level in card.perplexity:
        unknown = "-" if level.held_out is None else f"{level.held_out:.1f}"
        typer.echo(f"  {level.role:<20} {level.learnt:8.1f}  {unknown:>8}  {level.unigram:7.1f}")
    if card.memorization:
        typer.echo(card.memorization.verdict)


def check_outputs(output: Path, *, resume: bool = False) -> None:
    """See that a model, and what a training leaves beside it, may be written to ``output``, before any time is spent.

    Where one is to ``resume``, the checkpoint says itself whether it is one.

    Raises:
        DistillError: they may not.
    """
    from distill import library, previews
    from distill.files import check_writable
    from distill.training import checkpoint

    library.check_model(output)
    previews.check_previews(output)
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
) -> "tuple[Model, Corpus]":
    """Train on ``folder`` with progress shown, and keep the model, its curves and a preview at ``output``."""
    from distill import bundle, previews
    from distill.cli.progress import Budget, shown, tell_files
    from distill.training import checkpoint, ranks
    from distill.training.run import Keeping, train

    resumed = resumed or {}
    place = checkpoint.beside(output)
    speaks = not ranks.number()
    with (
        Budget(settings.minutes, spent=resumed.get("spent", 0.0)) as budget,
        shown(progress, budget, speaks=speaks) as report,
    ):

        def save(model: "Model") -> None:
            if speaks:
                bundle.save(model, output)
                if model.card.curves:
                    previews.write(model, sounds.recordings, output)

        def keep(state: dict[str, Any]) -> None:
            if speaks:
                checkpoint.write(place, state)

        sounds = read(folder, settings.channels, budget, report)
        if progress == "lines" and speaks:
            tell_files(sounds, budget)
        model = train(sounds, settings, budget, report, Keeping(save, keep, resumed), device)
    if speaks and not budget.interrupted:
        place.unlink(missing_ok=True)
    return model, sounds


def read(folder: Path, channels: int, budget: "Budget", report: "Report") -> "Corpus":
    """Read the sounds of ``folder``; stop where the budget is interrupted."""
    from distill import corpus
    from distill.training import Progress

    def on_file(done: int, total: int) -> None:
        if budget.interrupted:
            raise TrainingError("Stopped before anything was learnt; nothing was saved.")
        report(Progress("reading", done / total))

    return corpus.load(folder, channels=channels, on_file=on_file)


def usable(text: str) -> str:
    """The device to train on, checked."""
    import torch

    if text == "auto":
        if torch.cuda.is_available():
            return f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
        return "cpu"
    try:
        torch.zeros(1, device=text)
    except (RuntimeError, AssertionError) as error:
        raise DistillError(f"--device {text} cannot be used here. Take auto or cpu.") from error
    return text


def _preset(text: str) -> "Preset":
    from distill.training.run import PRESETS

    for preset in PRESETS:
        if text == preset:
            return preset
    raise DistillError(f"--preset is {', '.join(PRESETS)}, not {text}.")


def _codebook_size(text: str) -> int | None:
    if text == "auto":
        return None
    if not text.isdecimal() or not 2 <= int(text) <= 1024:
        raise DistillError(f"--codebook-size is auto or a number from 2 to 1024, not {text}.")
    return int(text)
