"""Write the panels into the folder named: ``python -m controllers.patches patches``."""

import sys
import zlib
from contextlib import suppress
from pathlib import Path

from controllers.patches import maxmsp, puredata, touchosc
from controllers.patches.layout import LEVELS
from distill.files import Kind, make_folder, replacing
from live.controls import Vocabulary

LARGEST = 1 << 24
"""Bytes of a panel."""


def _is_own(path: Path) -> bool:
    """Whether a file speaks of Distill; TouchOSC's are compressed."""
    data = path.read_bytes()
    with suppress(zlib.error):
        data = zlib.decompressobj().decompress(data, LARGEST)
    return b"distill" in data


PANEL = Kind("a panel of Distill", _is_own)


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
        make_folder(place.parent)
        with replacing(place, PANEL) as temporary:
            temporary.write_bytes(data)
