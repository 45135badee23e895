"""Table of every OSC address: arguments and effect, derived from the vocabulary."""

from dataclasses import dataclass

from controllers.osc.answers import PREFIX
from controllers.osc.dispatcher import COMMANDS
from live.controls import CONTROLS, READINGS, Control


@dataclass(frozen=True, slots=True)
class Row:
    """One address, with the arguments it takes and its effect in a sentence."""

    address: str
    takes: str
    doc: str


def rows() -> list[Row]:
    """Rows of all addresses: controls, commands, readings; ``{n}`` stands for each level, counted from 1."""
    return [
        *(Row(PREFIX + control.name, _takes(control), control.doc) for control in CONTROLS),
        *(Row(PREFIX + command.name, command.takes, command.doc) for command in COMMANDS),
        *(
            Row(PREFIX + reading.name, "sent only", f"{reading.doc} {_unit(reading.unit)}".strip())
            for reading in READINGS
        ),
        Row(f"{PREFIX}error", "sent only", "error in a message, or in the performance, as a sentence"),
    ]


def markdown() -> str:
    """Table of all addresses in Markdown, where brackets would be links."""
    cells = ((row.address, row.takes.replace("[", r"\["), row.doc) for row in rows())
    lines = [f"| `{address}` | {takes} | {doc} |" for address, takes, doc in cells]
    return "\n".join(["| address | takes | does |", "|---|---|---|", *lines])


def _takes(control: Control) -> str:
    match control.kind:
        case "toggle":
            return "0 or 1"
        case "trigger":
            return "nothing"
        case "edit":
            return control.usage
        case "name":
            return "[name]"
        case _:
            return f"{control.low:g} to {control.high:g} {control.unit}".strip()


def _unit(unit: str) -> str:
    return f"({unit})" if unit else ""
