"""Every panel that comes along, as files: what ``distill patches`` writes."""

from controllers.patches import maxmsp, puredata, touchosc
from controllers.patches.layout import LEVELS
from live.controls import Vocabulary


def panels() -> dict[str, bytes]:
    """Content of every panel's file, by its path in the folder ``patches``."""
    vocabulary = Vocabulary(LEVELS)
    return {
        **{f"puredata/{name}": text.encode() for name, text in puredata.files(vocabulary).items()},
        "max/distill.maxpat": maxmsp.patcher(vocabulary).encode(),
        "touchosc/distill.tosc": touchosc.layout(vocabulary),
    }
