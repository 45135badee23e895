"""``distill encode`` and ``distill decode``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.options import AsJson, ModelName
from distill.cli.say import say, say_json
from distill.io.audio_formats import KINDS

if TYPE_CHECKING:
    from distill.bundle import Bundle
    from distill.grid.grid_file import GridFile


def encode(
    model: ModelName,
    recording: Annotated[Path, typer.Argument(help=f"{KINDS}, at any rate.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="X.codes.json to read and edit by hand, or X.npz, which is smaller.")
    ],
    as_json: AsJson = False,
) -> None:
    """Turn a recording into its grid of codes.

    For example: distill encode mine.distill hum.wav -o hum.codes.json
    """
    from distill import bundle
    from distill.cli.progress import bars
    from distill.cli.results import Written, remarks_on
    from distill.grid import grid_file
    from distill.offline import encode_decode
    from distill.training import Progress

    grid_file.check_codes(output)
    loaded = bundle.load(bundle.find(model))
    samples = encode_decode.read(recording, loaded.codec.config.channels, remarks_on(recording))
    with bars() as report:
        grid = encode_decode.encode(loaded.codec, samples, lambda done: report(Progress("encoding", done)))
    grid_file.write(grid_file.GridFile.of(grid, loaded, len(samples)), output)
    seconds = len(samples) / loaded.codec.config.sample_rate
    written = Written(
        output=output, model=loaded.fingerprint, frames=grid.frames, samples=len(samples), seconds=seconds
    )
    if as_json:
        say_json(written)
    else:
        say(f"Wrote {output}: {seconds:.2f} s in {grid.frames} frames of {grid.levels} codes.")


def decode(
    model: ModelName,
    codes: Annotated[Path, typer.Argument(help="A file of codes, from distill encode.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="WAV, FLAC, OGG or MP3 to write.")],
    as_json: AsJson = False,
) -> None:
    """Turn a grid of codes into sound, as long as the recording was to the sample.

    For example: distill decode mine.distill hum.codes.json -o hum-again.wav
    """
    from distill import audio
    from distill.cli.results import Written
    from distill.grid import grid_file
    from distill.offline import encode_decode

    audio.check_sound(output)
    read = grid_file.read(codes)
    loaded = its_model(codes, read, model)
    samples = encode_decode.decode(loaded.codec, read.grid, read.samples)
    audio.write(output, samples, generated=True)
    seconds = read.samples / loaded.codec.config.sample_rate
    written = Written(
        output=output, model=loaded.fingerprint, frames=read.grid.frames, samples=read.samples, seconds=seconds
    )
    if as_json:
        say_json(written)
    else:
        say(f"Wrote {output} ({seconds:.2f} s).")


def its_model(path: Path, codes: "GridFile", named: Path | None) -> "Bundle":
    """Load the model of ``codes`` from ``path``: ``named``, else by fingerprint from the library or beside the file.

    Raises:
        CodesError: it is not found, or ``named`` is another model.
    """
    from distill import bundle, library
    from distill.grid import grid_file

    places = (library.folder(), path.parent, Path())
    if named:
        place = library.starter_of(codes.model, bundle.find(named))
    else:
        place = library.with_fingerprint(codes.model, places)
    if place is None:
        raise grid_file.CodesError(
            f"The model of {path} ({codes.model[:12]}) is neither in the library nor beside it. Name it with --model."
        )
    model = bundle.load(place)
    grid_file.check_model(codes, model, path)
    return model
