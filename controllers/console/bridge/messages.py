"""Messages of a browser to the stage, ``["temperature", 0.7]`` as JSON: read within limits, or refused in one line."""

import json
from typing import Any, NoReturn

from controllers.console.bridge.state_cache import StateCache
from live.controls import ControlError, ControlEvent

LONGEST_MESSAGE = 100_000
MOST_ARGUMENTS = 1000
LONGEST_TEXT = 1000
LARGEST = 2**53
"""Beyond it JavaScript's whole numbers are not whole."""


def read(text: str, cache: StateCache) -> tuple[ControlEvent | None, str]:
    """The event that a message means, and a remark, as ``Vocabulary.event`` says.

    A message is a name and its arguments; ``{"unit": 0.5}`` instead of arguments is a place on the way from the
    lowest to the highest value of a control.

    Raises:
        ControlError: the message is too long, damaged, or nothing that the instrument could do; in one line.
    """
    name, *arguments = _parts(text)
    if not isinstance(name, str):
        raise ControlError("a message begins with the name of a control")
    if arguments and isinstance(arguments[0], dict):
        arguments = [_value(cache, name, arguments[0])]
    for argument in arguments:
        _check(argument)
    event, remark = cache.event(name, arguments)
    return event, remark


def _parts(text: str) -> list[Any]:
    if len(text) > LONGEST_MESSAGE:
        raise ControlError(f"a message has up to {LONGEST_MESSAGE} letters, not {len(text)}")
    try:
        parts: object = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ControlError("a message is JSON: a name and its arguments") from None
    if not isinstance(parts, list) or not 0 < len(parts) <= MOST_ARGUMENTS:
        raise ControlError(f"a message is a list of a name and up to {MOST_ARGUMENTS - 1} arguments")
    if isinstance(parts[0], str) and len(parts[0]) > LONGEST_TEXT:
        raise ControlError(f"a name has up to {LONGEST_TEXT} letters")
    return parts


def _value(cache: StateCache, name: str, place: dict[str, Any]) -> float:
    """The value of a control at a place from 0 to 1."""
    unit = place.get("unit")
    control = cache.vocabulary.controls.get(name)
    if control is None:
        raise ControlError(f"there is no control {name[:100]!r}")
    if isinstance(unit, bool) or not isinstance(unit, int | float) or not 0 <= unit <= 1:
        raise ControlError(f"{name} has its unit between 0 and 1")
    return control.from_unit(float(unit))


def _check(argument: object) -> None:
    """See that an argument is a text or a number that fits where numbers go."""
    if isinstance(argument, str) and len(argument) <= LONGEST_TEXT:
        return
    if not isinstance(argument, int | float) or not -LARGEST <= argument <= LARGEST:
        raise ControlError(f"an argument is a number up to {LARGEST} or a text of up to {LONGEST_TEXT} letters")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
