"""``distill codes``: show, blend and preview grids, and the edits."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from distill.cli.commands import codes_edits
from distill.cli.commands.codes_edits import ItsModel
from distill.cli.options import AsJson, ModelName, argument
from distill.cli.say import say, say_json
from distill.settings import EDITING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rich.text import Text

    from distill.grid.grid import CodeGrid

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"

app = typer.Typer(
    name="codes",
    help="Codes as material: see, edit and blend grids that distill encode made. Rows are Structure, Timbre, Detail.",
    no_args_is_help=True,
)
app.command("set")(codes_edits.set_cells)
for command in (
    codes_edits.clear,
    codes_edits.shift,
    codes_edits.transpose,
    codes_edits.vary,
    codes_edits.copy,
    codes_edits.swap,
    codes_edits.lock,
    codes_edits.unlock,
    codes_edits.undo,
    codes_edits.redo,
):
    app.command()(command)


@app.command()
def show(
    file: Annotated[Path, typer.Argument(help="A file of codes.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Draw a picture, PNG or SVG, too.")] = None,
    model: ItsModel = None,
    as_json: AsJson = False,
) -> None:
    """Show a grid: a row a level, a column a frame; near colours are codes that sound alike.

    For example: distill codes show hum.codes.json -o hum.png
    """
    from rich.console import Console

    from distill import plotting
    from distill.cli.commands.encode_decode import its_model
    from distill.cli.results import GridContent
    from distill.grid import grid_file, similarity
    from distill.hyperparameters import role
    from distill.offline import encode_decode

    if output:
        plotting.check_picture(output)
    codes = grid_file.read(file)
    loaded = its_model(file, codes, model)
    codebooks, grid, history = loaded.codec.codebooks, codes.grid, codes.history
    if output:
        samples = encode_decode.decode(loaded.codec, grid, codes.samples)
        plotting.codes(output, samples.mean(1), grid, codebooks, loaded.codec.config.hop)
    if as_json:
        shown = GridContent(
            codes=file,
            model=codes.model,
            levels=tuple(role(level) for level in range(grid.levels)),
            frames=grid.frames,
            seconds=grid.frames / codes.frame_rate,
            locked=int(grid.locked.sum()),
            undo=len(history.past),
            redo=len(history.future),
            grid=tuple(tuple(row) for row in grid.codes.tolist()),
        )
        say_json(shown)
        return
    console = Console()
    places = similarity.places(similarity.order(codebooks))
    coloured = console.color_system is not None
    for row in _rows(grid, places, codes.frame_rate, console.width, coloured=coloured):
        console.print(row, overflow="crop", no_wrap=True)
    locked = f", {int(grid.locked.sum())} cells locked" if grid.locked.any() else ""
    console.print(f"{grid.frames} frames, {len(history.past)} edits to undo, {len(history.future)} to redo{locked}.")
    if output:
        say(f"Wrote {output}.")


@app.command()
def blend(
    first: Annotated[Path, typer.Argument(help="A file of codes.")],
    second: Annotated[Path, typer.Argument(help="Another one, of the same model.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="WAV, FLAC, OGG or MP3 to hear it; .codes.json or .npz to go on.")
    ],
    ratio: Annotated[
        list[str] | None,
        typer.Option(
            metavar="R|R,R,…|N=R,…",
            help="0 is the first, 1 the second; 0,1 goes from one to the other; 1=0,1 for level 1 alone. Repeatable.",
        ),
    ] = None,
    model: ItsModel = None,
    as_json: AsJson = False,
) -> None:
    """Blend two grids in embedding space: sounds that lie between their codes.

    As sound, the vectors in between are decoded as they are. As codes, they are quantized anew, which is coarser; cells
    with a ratio of 0 or 1 keep their code. For example:

    distill codes blend hum.codes.json drum.codes.json --ratio 0.3 --ratio 1=0,1 -o both.wav
    """
    from distill import audio
    from distill.cli.commands.encode_decode import its_model
    from distill.cli.results import Written
    from distill.grid import grid_file
    from distill.offline import blend as blending

    as_codes = output.suffix in grid_file.SUFFIXES
    (grid_file.check_codes if as_codes else audio.check_sound)(output)
    one, two = grid_file.read(first), grid_file.read(second)
    loaded = its_model(first, one, model)
    grid_file.check_model(two, loaded, second)
    samples = max(one.samples, two.samples)
    share = _ratio(ratio or ["0.5"], one.grid.levels, max(one.grid.frames, two.grid.frames))
    if as_codes:
        grid = blending.grid(loaded.codec, one.grid, two.grid, share)
        grid_file.write(grid_file.GridFile.of(grid, loaded, samples), output)
    else:
        audio.write(output, blending.decode(loaded.codec, one.grid, two.grid, share, samples), generated=True)
    seconds = samples / loaded.codec.config.sample_rate
    written = Written(output=output, model=one.model, frames=share.shape[1], samples=samples, seconds=seconds)
    if as_json:
        say_json(written)
    else:
        say(f"Wrote {output} ({seconds:.2f} s).")


@app.command()
def preview(
    model: ModelName,
    level: Annotated[int, argument(EDITING["level"])],
    index: Annotated[int, argument(EDITING["code"])],
    output: Annotated[Path, typer.Option("-o", "--output", help="WAV, FLAC, OGG or MP3 to write.")],
    as_json: AsJson = False,
) -> None:
    """Write the sound of one code, held for a moment, with the other levels muted.

    For example: distill codes preview mine.distill 1 17 -o code.wav
    """
    from distill import audio, bundle
    from distill.cli.results import Written
    from distill.grid.grid import CodeGrid
    from distill.offline import atlas

    audio.check_sound(output)
    loaded = bundle.load(bundle.find(model))
    config = loaded.codec.config
    # The grid knows what is out of range, and says so.
    grid = CodeGrid.empty(config.levels, 1, config.codebook_size)
    grid.set(grid.region(level=level - 1), index)
    samples = atlas.sound(loaded.codec, level - 1, index)
    audio.write(output, samples, generated=True)
    seconds = len(samples) / config.sample_rate
    written = Written(
        output=output, model=loaded.fingerprint, frames=atlas.FRAMES, samples=len(samples), seconds=seconds
    )
    if as_json:
        say_json(written)
    else:
        say(f"Wrote {output} ({seconds:.2f} s).")


def _ratio(texts: list[str], levels: int, frames: int) -> "NDArray[np.float32]":
    """Ratio [level, frame], 0 to 1, of the ``--ratio`` options; later ones override.

    Raises:
        DistillError: one cannot be parsed, or its level is out of range.
    """
    import numpy as np

    from distill.errors import DistillError
    from distill.offline.blend import curve

    ratio = np.zeros((levels, frames), dtype=np.float32)
    for text in texts:
        level, _, points = text.rpartition("=")
        line = curve([EDITING["ratio"].checked(point) for point in points.split(",")], frames)
        number = EDITING["levels"].checked(level, "The level of --ratio") if level else 0
        if number > levels:
            raise DistillError(f"--ratio names levels 1 to {levels}, not {number}.")
        ratio[number - 1 if level else slice(None)] = line
    return ratio


def _rows(
    grid: "CodeGrid", places: "NDArray[np.float32]", frame_rate: float, width: int, *, coloured: bool
) -> "list[Text]":
    """Lines of a grid, and one of seconds; a grid that is too wide is subsampled.

    In colour a letter is two columns; else it is one, a digit or letter that is near where codes sound alike.
    """
    import numpy as np
    from matplotlib import colormaps
    from matplotlib.colors import to_hex
    from rich.text import Text

    from distill.grid.grid import EMPTY
    from distill.hyperparameters import role

    each = 2 if coloured else 1
    columns = min(grid.frames, each * max(10, width - 12))
    # A column stands for the frame in the middle of what it covers.
    chosen = ((np.arange(columns) + 0.5) * grid.frames / columns).astype(np.int64)
    codes = grid.codes[:, chosen]
    place = np.where(codes == EMPTY, -1, np.take_along_axis(places, codes.clip(min=0), axis=1)).tolist()
    rows: list[Text] = []
    for level, row in enumerate(place):
        text = Text(f"{role(level):<10} ")
        if coloured:
            colours = ["default" if p < 0 else to_hex(colormaps["turbo"](p)) for p in [*row, *[-1] * (columns % 2)]]
            for left, right in zip(colours[::2], colours[1::2], strict=True):
                text.append(" " if left == right == "default" else "▌", f"{left} on {right}")
        else:
            text.append("".join("." if p < 0 else LETTERS[round(p * (len(LETTERS) - 1))] for p in row))
        rows.append(text)
    seconds = grid.frames / columns / frame_rate
    ticks = "".join(f"{letter * each * seconds:<10.2f}" for letter in range(0, columns // each, 10))
    rows.append(Text(f"{'seconds':<10} {ticks}", "dim"))
    return rows
