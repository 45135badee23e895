"""Every panel that comes along, as files: what ``distill patches`` writes."""

import zlib
from contextlib import suppress
from pathlib import Path

from controllers.patches import maxmsp, puredata, touchosc
from controllers.patches.layout import LEVELS
from distill.io.files import Kind, make_folder, replacing
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


def panels() -> dict[str, bytes]:
    """Content of every panel's file, by its path in the folder ``patches``."""
    vocabulary = Vocabulary(LEVELS)
    return {
        **{f"puredata/{name}": text.encode() for name, text in puredata.files(vocabulary).items()},
        "max/distill.maxpat": maxmsp.patcher(vocabulary).encode(),
        "touchosc/distill.tosc": touchosc.layout(vocabulary),
    }


def write(folder: Path) -> list[Path]:
    """Write every panel below ``folder``, which is made where it is missing; return where they are.

    Raises:
        DistillError: one cannot be written, or something else is in its place.
    """
    written: list[Path] = []
    for path, data in panels().items():
        place = folder / path
        make_folder(place.parent)
        with replacing(place, PANEL) as temporary:
            temporary.write_bytes(data)
        written.append(place)
    return written
