"""``distill library``: the models on this machine."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import AsJson, option
from distill.cli.say import say, say_json
from distill.settings import SEARCHING

if TYPE_CHECKING:
    from distill.library_entry import LibraryEntry

HEIGHTS = " ▁▂▃▄▅▆▇█"

app = typer.Typer(
    name="library",
    help="The models on this machine: a folder of .distill files. distill train FOLDER -o NAME saves there.",
    no_args_is_help=True,
)
Folder = Annotated[
    Path | None, typer.Option("--folder", help="Another folder than DISTILL_LIBRARY or the user's data folder.")
]
Name = Annotated[str, typer.Argument(help="Name of a model, or as much of its beginning as no other shares.")]
NameOrPath = Annotated[str, typer.Argument(help="A .distill file, a name from the library, or starter.")]


@app.command("list")
def list_models(folder: Folder = None, as_json: AsJson = False) -> None:
    """List all models, damaged files included."""
    from distill import library

    place = folder or library.folder()
    _print_models(place, _all(folder), as_json=as_json)


@app.command()
def search(
    text: Annotated[str | None, typer.Argument(help="In the name or the corpus.")] = None,
    corpus: Annotated[str | None, typer.Option(help="In the name of the folder it learnt from.")] = None,
    since: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Trained on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Trained on this day or before.")] = None,
    larger: Annotated[float | None, option(SEARCHING["larger"])] = None,
    smaller: Annotated[float | None, option(SEARCHING["smaller"])] = None,
    levels: Annotated[int | None, option(SEARCHING["levels"])] = None,
    health: Annotated[float | None, option(SEARCHING["health"])] = None,
    prior: Annotated[bool | None, typer.Option("--prior/--no-prior", help="With a trained prior, or without.")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Search models by name, corpus, date, size and codebook usage.

    For example: distill library search bells --since 2026-01-01 --health 0.5
    """
    from pydantic import ValidationError

    from distill import library
    from distill.library_entry import Search

    try:
        wanted = Search.model_validate(
            {
                "text": text,
                "corpus": corpus,
                "since": since,
                "until": until,
                "larger": larger,
                "smaller": smaller,
                "levels": levels,
                "health": health,
                "prior": prior,
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise library.LibraryError(f"--{first['loc'][0]} {first['input']!r}: {first['msg']}.") from error
    place = folder or library.folder()
    _print_models(place, [entry for entry in _all(folder) if wanted.finds(entry)], as_json=as_json)


@app.command()
def show(name: NameOrPath, folder: Folder = None, as_json: AsJson = False) -> None:
    """Show a model's corpus, size and codebook usage."""
    from distill import library

    entry = library.entry(_found(name, folder))
    if as_json:
        say_json(entry)
        return
    say(f"{entry.name}: {entry.path}, {entry.bytes / 1e6:.1f} MB")
    about = entry.about
    if about is None:
        say(f"Damaged: {entry.damage}")
        return
    say(f"Learnt {about.seconds:.1f} s of sound from {about.files} files in {about.corpus}, {about.date:%Y-%m-%d}.")
    sides = "stereo" if about.channels == 2 else "mono"
    typer.echo(f"{about.levels} levels of {about.codebook_size} codes, {sides}, {_prior(entry)}.")
    for level in about.health:
        typer.echo(f"  {level.role:<10} {level.used:4.0%} of codes used  {_usage_histogram(level.counts)}".rstrip())


@app.command()
def rename(
    name: Name,
    to: Annotated[str, typer.Argument(help="Its new name.")],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Rename a model."""
    from distill import library

    path = library.rename(_resident(name, folder), to)
    _print_paths([path], f"{name} is now {path.stem}.", as_json=as_json)


@app.command()
def delete(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Move a model to the library's trash folder, after asking; distill library import brings it back."""
    from distill import library

    path = _resident(name, folder)
    if not yes:
        typer.confirm(f"Move {path.stem} to the trash?", abort=True, err=True)
    gone = library.delete(path)
    _print_paths([gone], f"{path.stem} is in the trash: {gone}", as_json=as_json)


@app.command("import")
def import_models(
    files: Annotated[list[Path], typer.Argument(help="Files to copy into the library, each checked as a whole first.")],
    name: Annotated[str | None, typer.Option(help="Name in the library, for one file; by default its own.")] = None,
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Copy model files into the library. Damaged, newer and foreign ones are refused."""
    from distill import bundle, library

    if name is not None and len(files) > 1:
        raise library.LibraryError(f"--name {name} is for one file, not for {len(files)}.")
    place = folder or library.folder()
    paths = [bundle.adopt(file, name or file.stem, place) for file in files]
    _print_paths(paths, f"Imported {', '.join(path.stem for path in paths)}.", as_json=as_json)


@app.command()
def export(
    name: NameOrPath,
    to: Annotated[Path, typer.Argument(help="A folder, or the file to write.")],
    folder: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Copy a model out of the library."""
    from distill import library

    path = _found(name, folder)
    target = to / path.name if to.is_dir() else to
    if target.exists():
        raise library.LibraryError(f"{target} is there already. Name another place.")
    library.copy(path, target)
    _print_paths([target], f"Wrote {target}.", as_json=as_json)


def _all(folder: Path | None) -> "list[LibraryEntry]":
    """Models in ``folder``; by default the built-in one and those of the library."""
    from distill import library

    return library.entries(folder) if folder else [library.entry(library.STARTER), *library.entries(library.folder())]


def _found(name: str, folder: Path | None) -> Path:
    """Model file of a path or a name."""
    from distill import library

    return Path(name) if Path(name).is_file() else library.known(name, folder or library.folder())


def _resident(name: str, folder: Path | None) -> Path:
    """Model file of a path or a name in the library, which may be renamed and deleted.

    Raises:
        LibraryError: it is not in the library.
    """
    from distill import library

    path, place = _found(name, folder), folder or library.folder()
    if path.parent.resolve() != place.resolve():
        raise library.LibraryError(f"{path} is not in the library {place}, so it stays as it is.")
    return path


def _print_models(place: Path, found: "list[LibraryEntry]", *, as_json: bool) -> None:
    from distill.cli.results import Listing

    if as_json:
        say_json(Listing(folder=place, models=tuple(found)))
        return
    if not found:
        say(f"No such model in {place}.")
    for entry in found:
        about = entry.about
        if about is None:
            say(f"{entry.name:<24} damaged: {entry.damage}")
            continue
        used = min((level.used for level in about.health), default=0.0)
        say(
            f"{entry.name:<24} {about.date:%Y-%m-%d} {entry.bytes / 1e6:6.1f} MB  {about.levels} x "
            f"{about.codebook_size:<4} {used:4.0%} used  {_prior(entry):<12} "
            f"{about.files} files, {about.seconds:.0f} s of {about.corpus}"
        )


def _prior(entry: "LibraryEntry") -> str:
    return "with a prior" if entry.about and entry.about.prior else "no prior"


def _usage_histogram(counts: tuple[int, ...]) -> str:
    """Histogram of code counts in 32 columns of text, in descending order."""
    ordered = sorted(counts, reverse=True)
    parts = [ordered[len(ordered) * place // 32 :][: max(1, len(ordered) // 32)] for place in range(32)]
    means = [sum(part) / len(part) for part in parts if part]
    return "".join(HEIGHTS[math.ceil((len(HEIGHTS) - 1) * mean / means[0])] if mean else " " for mean in means)


def _print_paths(paths: list[Path], sentence: str, *, as_json: bool) -> None:
    from distill.cli.results import Kept

    if as_json:
        say_json(Kept(paths=tuple(paths)))
    else:
        say(sentence)
