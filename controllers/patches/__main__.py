"""Write the panels into the folder named: ``python -m controllers.patches patches``."""

import sys
from pathlib import Path

from controllers.patches import maxmsp, puredata, touchosc
from controllers.patches.layout import LEVELS
from live.controls import Vocabulary


def files() -> dict[str, bytes]:
    """Every file below ``patches``, by its path."""
    vocabulary = Vocabulary(LEVELS)
    return {
        **{f"puredata/{name}": text.encode() for name, text in puredata.files(vocabulary).items()},
        "max/distill.maxpat": maxmsp.patcher(vocabulary).encode(),
        "touchosc/distill.tosc": touchosc.layout(vocabulary),
    }


if __name__ == "__main__":
    for path, data in files().items():
        place = Path(sys.argv[1]) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
