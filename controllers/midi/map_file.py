"""MIDI maps: TOML files that bind knobs and buttons of a controller to controls, and lights to their values."""

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
"""Levels whose controls a map may name, whatever model is loaded."""
LARGEST = 1 << 16
"""Size limit of a map, in bytes."""

MessageKind = Literal["cc", "cc14", "nrpn", "note", "pitch_bend", "program"]
MESSAGE_KINDS: tuple[MessageKind, ...] = ("cc", "cc14", "nrpn", "note", "pitch_bend", "program")
Relative = Literal["signed_bit", "signed_bit_2", "binary_offset", "twos_complement"]
ANY_CHANNEL = -1
"""Channel of a key that stands for all 16."""
Press = Literal["flip", "hold", "switch", "latch"]
Channel = Annotated[int, Field(ge=1, le=16)] | Literal["all"]
Byte = Annotated[int, Field(ge=0, le=127)]
Number = Annotated[int, Field(ge=0, le=16_383)]
Bytes = Byte | list[Byte]
Key = tuple[MessageKind, int, int]
"""Source of a message: kind, channel counted from 0 or ``ANY_CHANNEL``, and number."""


class MapError(DistillError):
    """A map cannot be used; the message names file, line and key."""


class MapEntry(BaseModel):
    """Base of every table in a map: immutable, and strict about unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Source(MapEntry):
    """Messages of one kind on one channel: exactly one of the fields after ``channel`` is given."""

    channel: Channel | None = None
    """Channel counted from 1, or ``all``; without it, that of the map."""
    cc: Bytes | None = None
    cc14: Bytes | None = None
    nrpn: Number | list[Number] | None = None
    note: Bytes | None = None
    pitch_bend: Literal[True] | None = None
    program: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = [kind for kind in MESSAGE_KINDS if getattr(self, kind) is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join(MESSAGE_KINDS)}; given: {', '.join(given) or 'none'}")
        return self

    def keys(self, channel: Channel) -> list[Key]:
        """Keys of these messages, on ``channel`` unless the table has its own."""
        kind: MessageKind | None = next((kind for kind in MESSAGE_KINDS if getattr(self, kind) is not None), None)
        if kind is None:
            return []
        value = getattr(self, kind)
        numbers: list[int] = [0] if value is True else value if isinstance(value, list) else [value]
        own = self.channel or channel
        return [(kind, ANY_CHANNEL if own == "all" else own - 1, number) for number in numbers]


class Light(Source):
    """A light that shows a control: its own messages, or without them those of the knob or button."""

    on: Byte = 127
    off: Byte = 0

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        return self


class Bind(Source):
    """Binding of knobs or buttons to a control. ``{n}`` in its name is 1 for the first key, 2 for the next."""

    control: str | list[str]
    """Name in the vocabulary; of several, the first that the instrument has counts."""
    low: float | None = None
    high: float | None = None
    """Range that is used, in the control's own unit."""
    values: list[float] | None = None
    """Value that a press sets, for each key; of an edit, its first argument."""
    relative: Relative | None = None
    """Encoding of an endless encoder; None for an absolute knob."""
    press: Press = "flip"
    """Effect on a toggle: ``flip`` at each press, ``hold`` while pressed, ``switch`` to the state of the button. With
    ``latch``, a button that sends 127 and 0 in turn is pressed by each of them."""
    spring: bool = False
    """True for a wheel that springs back: its middle is the value before, its ends are those of the range."""
    pickup: bool = True
    """True if a fader does nothing until it reaches the control's value (soft takeover)."""
    light: Light | bool = False
    """Light that shows the control; true for the one at its own key."""

    @property
    def alternatives(self) -> list[str]:
        """Names of the control in order of preference, as they are called now."""
        return [current(name) for name in (self.control if isinstance(self.control, list) else [self.control])]


class Free(Source):
    """Knobs or buttons that get the controls that are not bound, in order."""

    light: Light | bool = True
    """Lights that show them; true for those at their own keys, unless these show something else."""


class Show(Source):
    """Row of lights for the whole grid, with the values for the playhead, the loop and the rest."""

    playhead: Byte = 127
    loop: Byte = 0
    off: Byte = 0


class Map(MapEntry):
    """Map of a controller."""

    name: str
    ports: list[str] = []
    """Parts of port names by which the controller is recognized, in any case of letters."""
    channel: Channel = 1
    setup: list[str] = []
    """System exclusive messages in hexadecimal that are sent when it is plugged in."""
    bind: list[Bind] = []
    show: list[Show] = []
    free: list[Free] = []
    """Knobs and faders for controls that are not bound."""
    free_buttons: list[Free] = []
    """Buttons for toggles and triggers that are not bound."""
    never_free: list[Annotated[str, AfterValidator(current)]] = []
    """Controls that ``free`` and ``free_buttons`` leave out."""

    @model_validator(mode="after")
    def _setup_is_midi(self) -> Self:
        for message in self.setup:
            if not re.fullmatch(r"(?i)F0( [0-7][0-9A-F])* F7", message):
                raise ValueError(f"setup takes messages such as 'F0 7E 7F 06 01 F7', not {message!r}")
        return self


def load(path: Path) -> Map:
    """Read a map from TOML.

    Raises:
        MapError: the file cannot be read, or something in it is not understood.
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
    """Maps of controllers that come with the program, without the default map."""
    return [load(path) for path in sorted(MAPS.glob("*.toml")) if path != DEFAULT]


def map_for(port: str, known: Sequence[Map]) -> Map | None:
    """Map whose ``ports`` match the name of a port, or None; the longest match wins."""
    fitting = [(len(part), m) for m in known for part in m.ports if part.lower() in port.lower()]
    return max(fitting, key=lambda fit: fit[0], default=(0, None))[1]


class BindError(Exception):
    """A map binds something that cannot be bound; ``index`` counts its ``bind`` tables from 0."""

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
            if control.kind == "edit" and not _gives_all(bind, control):
                raise BindError(index, f"{control.name} takes {control.usage}; program or values give only the first")
            if control.kind == "name":
                raise BindError(index, f"{control.name} takes a name, and MIDI has only numbers")


def _gives_all(bind: Bind, edit: Control) -> bool:
    """True if a binding gives every argument of ``edit`` that has no default."""
    one = bool(bind.program or bind.values)
    return all(argument.default is not None for argument in edit.arguments[one:])


def _located(path: Path, text: str, where: tuple[int | str, ...], message: str) -> str:
    """Text of an error with its line and key: pydantic knows the key, the line is looked up in the text."""
    table, index = str(where[0]) if where else "", where[1] if len(where) > 1 else None
    key = str(where[2]) if len(where) > 2 else table
    lines, line = text.split("\n"), 0
    if isinstance(index, int) and (heads := [i for i, t in enumerate(lines) if t.strip() == f"[[{table}]]"]):
        line = heads[min(index, len(heads) - 1)]
    found = next((i for i in range(line, len(lines)) if re.match(rf"\s*{re.escape(key)}\s*=", lines[i])), line)
    place = ".".join(map(str, where[:3])) or "map"
    return f"{path}, line {found + 1}, {place}: {shown(message[: reading.LONGEST_REASON])}"
