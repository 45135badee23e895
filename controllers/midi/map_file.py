"""MIDI maps: TOML files that say which knob is which control, and which lights show it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from distill.errors import DistillError
from distill.io import reading
from distill.text import shown
from live.aliases import current
from live.controls import Control, Vocabulary

MAPS = Path(__file__).parent / "maps"
DEFAULT = MAPS / "default.toml"
MOST_LEVELS = 64
LARGEST = 1 << 16
"""Bytes of a map."""

Kind = Literal["cc", "cc14", "nrpn", "note", "pitch_bend", "program"]
KINDS: tuple[Kind, ...] = ("cc", "cc14", "nrpn", "note", "pitch_bend", "program")
Relative = Literal["signed_bit", "signed_bit_2", "binary_offset", "twos_complement"]
ANY = -1
"""The channel of a key that means all of them."""
Press = Literal["flip", "hold", "switch", "latch"]
Channel = Annotated[int, Field(ge=1, le=16)] | Literal["all"]
Byte = Annotated[int, Field(ge=0, le=127)]
Number = Annotated[int, Field(ge=0, le=16_383)]
Bytes = Byte | list[Byte]
Key = tuple[Kind, int, int]
"""What a message is about: kind, channel counted from 0 or ``ANY``, number."""


class MapError(DistillError):
    """A map cannot be used; the message names file, line and key."""


class Entry(BaseModel):
    """Anything in a map."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Source(Entry):
    """Where something comes from: one of the kinds, on a channel."""

    channel: Channel | None = None
    """Counted from 1, or all of them; without it, the map's."""
    cc: Bytes | None = None
    cc14: Bytes | None = None
    nrpn: Number | list[Number] | None = None
    note: Bytes | None = None
    pitch_bend: Literal[True] | None = None
    program: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join(KINDS)}; given: {', '.join(given) or 'none'}")
        return self

    def keys(self, channel: Channel) -> list[Key]:
        """What it means, on ``channel`` unless it says another."""
        kind: Kind | None = next((kind for kind in KINDS if getattr(self, kind) is not None), None)
        if kind is None:
            return []
        value = getattr(self, kind)
        numbers: list[int] = [0] if value is True else value if isinstance(value, list) else [value]
        own = self.channel or channel
        return [(kind, ANY if own == "all" else own - 1, number) for number in numbers]


class Light(Source):
    """What shows where a control stands: what the controller takes, or without it what it sends."""

    on: Byte = 127
    off: Byte = 0

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        return self


class Bind(Source):
    """What moves a control. With ``{n}`` in its name, the first moves level 1, the second level 2, and so on."""

    control: str | list[str]
    """Its name in the vocabulary; of several, the first that the instrument has."""
    low: float | None = None
    high: float | None = None
    """The part of its range that is used, in its own unit."""
    values: list[float] | None = None
    """What each press sets it to, or the number that an edit takes."""
    relative: Relative | None = None
    """How an endless encoder counts."""
    press: Press = "flip"
    """A toggle flips with each press, is on while held, or is where the button says. A latching button, which sends
    127 and 0 in turn, is pressed with each of them."""
    spring: bool = False
    """Whether the middle leaves the control where it stood, and the ends are those of its range."""
    pickup: bool = True
    """Whether a fader does nothing until it has come to where the control stands."""
    light: Light | bool = False
    """Where it shows; true: where it comes from."""

    @property
    def alternatives(self) -> list[str]:
        """Names of the control, the first that the instrument has."""
        return [current(name) for name in (self.control if isinstance(self.control, list) else [self.control])]


class Free(Source):
    """Knobs or buttons for whatever is not bound, in order."""

    light: Light | bool = True
    """Where they show; true: where they come from, unless that shows something else."""


class Show(Source):
    """A row of lights for the whole grid: where the playhead is, and the loop."""

    playhead: Byte = 127
    loop: Byte = 0
    off: Byte = 0


class Map(Entry):
    """A controller."""

    name: str
    ports: list[str] = []
    """Parts of the port's name that give it away."""
    channel: Channel = 1
    setup: list[str] = []
    """Messages in hexadecimal that are sent when it is plugged in."""
    bind: list[Bind] = []
    show: list[Show] = []
    free: list[Free] = []
    """Knobs and faders handed out, in order, to what is not bound."""
    free_buttons: list[Free] = []
    """The same for buttons."""
    never_free: list[Annotated[str, AfterValidator(current)]] = []
    """What is not handed out."""

    @model_validator(mode="after")
    def _setup_is_midi(self) -> Self:
        for message in self.setup:
            if not re.fullmatch(r"(?i)F0( [0-7][0-9A-F])* F7", message):
                raise ValueError(f"setup takes messages such as 'F0 7E 7F 06 01 F7', not {message!r}")
        return self


def load(path: Path) -> Map:
    """Read a map.

    Raises:
        MapError: it cannot be read, or something in it is not understood.
    """
    try:
        text = reading.content(path, LARGEST, "text").decode()
    except (OSError, ValueError) as error:
        why = reading.reason(error)
        raise MapError(f"Cannot read the map {path}: {why}. distill midi list names those that come along.") from error
    try:
        document = reading.parsed_toml(text)
    except ValueError as error:
        raise MapError(f"{path} is not TOML: {reading.reason(error).rstrip('.')}.") from error
    try:
        read = Map.model_validate(document)
        _check(read)
    except ValidationError as error:
        first = error.errors()[0]
        raise MapError(_located(path, text, first["loc"], first["msg"].removeprefix("Value error, "))) from error
    except BindError as error:
        raise MapError(_located(path, text, ("bind", error.index, "control"), str(error))) from error
    return read


def maps() -> list[Map]:
    """Those that come along, without the default."""
    return [load(path) for path in sorted(MAPS.glob("*.toml")) if path != DEFAULT]


def chosen(port: str, known: Sequence[Map]) -> Map | None:
    """The map whose controller gives itself away by the name of its port."""
    fitting = [(len(part), m) for m in known for part in m.ports if part.lower() in port.lower()]
    return max(fitting, key=lambda fit: fit[0], default=(0, None))[1]


class BindError(Exception):
    """A map binds what cannot be bound."""

    def __init__(self, index: int, why: str) -> None:
        super().__init__(why)
        self.index = index


def _check(source: Map) -> None:
    known = Vocabulary(MOST_LEVELS).controls
    for index, bind in enumerate(source.bind):
        names = [name.replace("{n}", "1") for name in bind.alternatives]
        controls = [known[name] for name in names if name in known]
        if not controls:
            raise BindError(index, f"no control {' or '.join(bind.alternatives)}; distill osc addresses lists them")
        for control in controls:
            if control.kind == "edit" and not _says_all(bind, control):
                raise BindError(index, f"{control.name} takes {control.usage}; program or values give only the first")
            if control.kind == "name":
                raise BindError(index, f"{control.name} takes a name, and MIDI has only numbers")


def _says_all(bind: Bind, edit: Control) -> bool:
    """Whether what is bound says all that ``edit`` has to be told."""
    one = bool(bind.program or bind.values)
    return all(argument.default is not None for argument in edit.arguments[one:])


def _located(path: Path, text: str, where: tuple[int | str, ...], what: str) -> str:
    """An error with its line and key: pydantic knows the key, the line is looked up in the text."""
    table, index = str(where[0]) if where else "", where[1] if len(where) > 1 else None
    key = str(where[2]) if len(where) > 2 else table
    lines, line = text.split("\n"), 0
    if isinstance(index, int) and (heads := [i for i, t in enumerate(lines) if t.strip() == f"[[{table}]]"]):
        line = heads[min(index, len(heads) - 1)]
    found = next((i for i in range(line, len(lines)) if re.match(rf"\s*{re.escape(key)}\s*=", lines[i])), line)
    return (
        f"{path}, line {found + 1}, {'.'.join(map(str, where[:3])) or 'map'}: {shown(what[: reading.LONGEST_REASON])}"
    )
