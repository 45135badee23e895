"""``distill patches``."""

from pathlib import Path
from typing import Annotated

import typer

from distill.cli.say import say


def patches(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; made if it is not there.")] = Path("patches"),
) -> None:
    """Write the panels for Pure Data, Max and TouchOSC into a FOLDER.

    They show every control of the instrument, and talk to it over OSC: open distill.pd, distill.maxpat or distill.tosc.
    """
    from controllers.patches import panels

    for place in panels.write(folder):
        say(f"Wrote {place}.")
