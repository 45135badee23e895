"""``distill patches``."""

from pathlib import Path
from typing import Annotated

import typer

from distill.errors import DistillError


def patches(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; made if it is not there.")] = Path(
        "patches"
    ),
) -> None:
    """Write the panels for Pure Data, Max and TouchOSC into a FOLDER.

    They show every control of the instrument, and talk to it over OSC: open distill.pd, distill.maxpat or distill.tosc.
    """
    from controllers.patches.panels import panels
    from distill.files import replacing

    for path, data in panels().items():
        place = folder / path
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DistillError(f"Cannot make {place.parent}: {error.strerror}. Choose another folder.") from error
        with replacing(place) as temporary:
            temporary.write_bytes(data)
        typer.echo(f"Wrote {place}.")
