"""Parser of a browser's messages, JSON such as ``["temperature", 0.7]``, within limits of size and depth."""

import json
from typing import Any, NoReturn

from controllers.console.bridge.state_cache import StateCache
from live.controls import ControlError, ControlEvent

MAX_MESSAGE = 100_000
"""Characters of a message."""
MAX_ARGUMENTS = 1000
"""Items of a message: a name and its arguments."""
MAX_TEXT = 1000
"""Characters of a name or an argument."""
MAX_NUMBER = 2**53
"""Largest integer up to which all are exact in JavaScript (``Number.MAX_SAFE_INTEGER`` + 1)."""


def read(text: str, cache: StateCache) -> tuple[ControlEvent | None, str]:
    """Parse a message: the name of a control and its arguments.

    ``{"unit": 0.5}`` instead of arguments sets a control by its position, from 0 (lowest value) to 1 (highest).

    Returns:
        The event, if any, and a remark for the user, as ``Vocabulary.event`` returns them.

    Raises:
        ControlError: the message is too long, is no JSON of that form, or names no control of the loaded model.
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
    if len(text) > MAX_MESSAGE:
        raise ControlError(f"a message has up to {MAX_MESSAGE} letters, not {len(text)}")
    try:
        parts: object = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ControlError("a message is JSON: a name and its arguments") from None
    if not isinstance(parts, list) or not 0 < len(parts) <= MAX_ARGUMENTS:
        raise ControlError(f"a message is a list of a name and up to {MAX_ARGUMENTS - 1} arguments")
    if isinstance(parts[0], str) and len(parts[0]) > MAX_TEXT:
        raise ControlError(f"a name has up to {MAX_TEXT} letters")
    return parts


def _value(cache: StateCache, name: str, position: dict[str, Any]) -> float:
    """Value of a control at a position from 0 to 1."""
    unit = position.get("unit")
    control = cache.vocabulary.controls.get(name)
    if control is None:
        raise ControlError(f"there is no control {name[:100]!r}")
    if isinstance(unit, bool) or not isinstance(unit, int | float) or not 0 <= unit <= 1:
        raise ControlError(f"{name} has its unit between 0 and 1")
    return control.from_unit(float(unit))


def _check(argument: object) -> None:
    """Check that an argument is a short text, or a number within ±``MAX_NUMBER``."""
    if isinstance(argument, str) and len(argument) <= MAX_TEXT:
        return
    if not isinstance(argument, int | float) or not -MAX_NUMBER <= argument <= MAX_NUMBER:
        raise ControlError(f"an argument is a number up to {MAX_NUMBER} or a text of up to {MAX_TEXT} letters")


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
