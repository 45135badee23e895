"""Picture of the TouchOSC panel, drawn from its XML: ``python -m controllers.patches.picture TOSC PNG``."""

import sys
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

INCHES = 100
"""Points of the panel per inch."""


def draw(layout: bytes, place: Path) -> None:
    """Draw the nodes of a ``.tosc`` file into an image file.

    Args:
        layout: content of the ``.tosc`` file.
        place: image to write; its suffix gives the format.

    Raises:
        ValueError: the layout has no node.
    """
    root = ET.fromstring(zlib.decompress(layout)).find("node")  # noqa: S314 - our own file
    if root is None:
        raise ValueError("a layout without a node")
    width, height = _frame(root)[2:]
    figure = Figure(figsize=(width / INCHES, height / INCHES), facecolor="#1a1a1a")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    for node in root.iterfind("children/node"):
        _draw(axes, node)
    figure.savefig(place, dpi=INCHES)


def _draw(axes: Axes, node: ET.Element) -> None:
    x, y, width, height = _frame(node)
    values = {v.findtext("key"): v.findtext("default", "") for v in node.iterfind("values/value")}
    if node.get("type") == "LABEL":
        axes.text(x, y + height / 2, values["text"], color="white", va="center", fontsize=8)
        return
    colour = _numbers(node, "color", "rgb")
    axes.add_patch(Rectangle((x, y), width, height, fill=True, alpha=0.25, facecolor=colour))
    across, up = float(values.get("x", 0)), float(values.get("y", 0))
    match node.get("type"):
        case "XY":
            axes.plot(x + across * width, y + (1 - up) * height, "o", color=colour, markersize=14)
            axes.text(x, y + height + 14, _text(node, "name"), color="white", va="top", fontsize=8)
        case "FADER":
            axes.add_patch(Rectangle((x, y), max(across * width, 4), height, facecolor=colour))
        case _ if across:
            axes.add_patch(Rectangle((x, y), width, height, facecolor=colour))
        case _:
            pass
    axes.add_patch(Rectangle((x, y), width, height, fill=False, edgecolor=colour))


def _property(node: ET.Element, key: str) -> ET.Element:
    return next(p for p in node.iterfind("properties/property") if p.findtext("key") == key)


def _text(node: ET.Element, key: str) -> str:
    return _property(node, key).findtext("value", "")


def _numbers(node: ET.Element, key: str, parts: str) -> tuple[float, ...]:
    return tuple(float(_property(node, key).findtext(f"value/{part}", "0")) for part in parts)


def _frame(node: ET.Element) -> tuple[float, ...]:
    return _numbers(node, "frame", "xywh")


if __name__ == "__main__":
    draw(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]))
