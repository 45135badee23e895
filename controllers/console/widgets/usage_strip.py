"""Codebook usage of a level: a traffic light, the share of codes in use, and a heatmap of the codes."""

import base64
from collections.abc import Sequence

from nicegui import ui

from distill import card, plotting

NOT_KEPT = "Trained before the use of single codes was kept: no heatmap. Train again to see one."


def light(used: float) -> ui.element:
    """Create a green, yellow or red light, graded by ``card.grade``.

    Args:
        used: share of the codebook that is in use, 0 to 1.
    """
    colour = card.grade(used)
    return ui.element("span").classes(f"health-light health-{colour}").props(f'title="{colour}" data-health="{colour}"')


def level_row(role: str, used: float, counts: Sequence[int], *, height: int) -> None:
    """Create a row for one level.

    Args:
        role: name of the level.
        used: share of its codebook that is in use, 0 to 1.
        counts: uses of each code in the corpus; drawn as a heatmap, the most used first. Empty: a plain bar.
        height: height of the heatmap in pixels.
    """
    with ui.row().classes("w-full items-center gap-2 no-wrap"):
        light(used)
        ui.label(role).classes("text-xs w-16 ellipsis")
        ui.label(f"{used:.0%}").classes("text-xs w-9 text-right tabular-nums")
        if not counts:
            with ui.element("div").classes("heat-strip heat-plain").style(f"height: {height}px"):
                ui.element("div").style(f"width: {used:.1%}")
        else:
            picture = base64.b64encode(plotting.use(counts)).decode()
            strip = ui.element("img").classes("heat-strip").style(f"height: {height}px")
            strip.props(f'src="data:image/png;base64,{picture}" alt="Use of the codes of {role}" data-testid="heat"')
