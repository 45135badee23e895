"""Files of all panels, as ``distill patches`` writes them."""

import zlib
from contextlib import suppress
from pathlib import Path

from controllers.patches import maxmsp, puredata, touchosc
from controllers.patches.layout import LEVELS
from distill.io.files import FileKind, make_folder, replacing
from live.controls import Vocabulary

LARGEST = 1 << 24
"""Size limit of a panel, in bytes."""


def _is_own(path: Path) -> bool:
    """True if a file contains the word distill; those of TouchOSC are compressed."""
    data = path.read_bytes()
    with suppress(zlib.error):
        data = zlib.decompressobj().decompress(data, LARGEST)
    return b"distill" in data


PANEL = FileKind("a panel of Distill", _is_own)


def panels() -> dict[str, bytes]:
    """Content of each file, by its path below the folder ``patches``."""
    vocabulary = Vocabulary(LEVELS)
    return {
        **{f"puredata/{name}": text.encode() for name, text in puredata.files(vocabulary).items()},
        "max/distill.maxpat": maxmsp.patcher(vocabulary).encode(),
        "touchosc/distill.tosc": touchosc.layout(vocabulary),
    }


def write(folder: Path) -> list[Path]:
    """Write all panels below ``folder``, which is created if missing, and return their paths.

    Raises:
        DistillError: a file cannot be written, or another file is in its place.
    """
    written: list[Path] = []
    for path, data in panels().items():
        place = folder / path
        make_folder(place.parent)
        with replacing(place, PANEL) as temporary:
            temporary.write_bytes(data)
        written.append(place)
    return written
