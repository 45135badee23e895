"""Validation of the messages on NiceGUI's own socket, before its handlers see them."""

import json
import logging
from collections.abc import Callable
from inspect import isawaitable
from typing import Any, Literal
from urllib.parse import parse_qs

import socketio
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from socketio.exceptions import ConnectionRefusedError as Refused

from controllers.console.bridge.messages import MAX_NUMBER

LOG = logging.getLogger(__name__)
LONGEST_NAME = 200
"""Characters of a name in a message."""
Name = Field(max_length=LONGEST_NAME)
Number = Field(ge=-MAX_NUMBER, le=MAX_NUMBER)


class PageMessage(BaseModel):
    """Base of all messages that a page sends; strict, so that nothing is converted."""

    model_config = ConfigDict(strict=True)
    client_id: str = Name


class Handshake(PageMessage):
    """First message of a page."""

    tab_id: str = Name
    document_id: str = Name
    old_tab_id: str | None = Field(None, max_length=LONGEST_NAME)
    next_message_id: int | None = Field(None, ge=-MAX_NUMBER, le=MAX_NUMBER)


class ElementEvent(PageMessage):
    """Event of an element, such as a click; each argument is a JSON document or ``None``."""

    id: int = Number
    listener_id: str = Name
    args: list[str | None] = []


class ScriptResult(PageMessage):
    """Result of a script that the server had the page run."""

    request_id: str = Name


class Ack(PageMessage):
    """Acknowledgement of all messages before ``next_message_id``."""

    next_message_id: int = Number


class LogMessage(PageMessage):
    """Line for the server's log."""

    level: Literal["debug", "info", "warning", "error"]
    message: str


SCHEMAS: dict[str, type[PageMessage]] = {
    "handshake": Handshake,
    "event": ElementEvent,
    "javascript_response": ScriptResult,
    "ack": Ack,
    "log": LogMessage,
}
"""Schemas of NiceGUI's messages, by name."""


def reason(name: str, message: object) -> str:
    """Validate a message.

    Returns:
        The reason in one line if it does not match the schema of ``name``, else an empty text.
    """
    try:
        read = SCHEMAS[name].model_validate(message)
        if isinstance(read, ElementEvent):
            for argument in read.args:
                json.loads(argument or "null")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc'])) or name}: {first['msg']}"
    except (ValueError, RecursionError):
        return "an argument is no JSON, or too deep"
    return ""


def guard(server: socketio.AsyncServer) -> None:
    """Wrap the handlers of ``server`` so that they only see valid messages."""
    handlers: dict[str, Callable[..., Any]] = server.handlers["/"]
    for name in SCHEMAS:
        handlers[name] = _checked(name, handlers[name])
    handlers["connect"] = _admitted(handlers["connect"])
    server.eio.on("message", _decoded(server))
    server.eio.logger.addFilter(_in_a_line)


def _in_a_line(record: logging.LogRecord) -> bool:
    """Logging filter: packets of an unknown type, which end a connection, are logged without a traceback."""
    if record.getMessage() == "Unknown receive error":
        record.exc_info = None
    return True


def _decoded(server: socketio.AsyncServer) -> Callable[..., Any]:
    """Wrap the packet handler of ``server``: a client whose packet cannot be decoded is disconnected."""
    handle: Callable[..., Any] = server.eio.handlers["message"]

    async def decoded(sid: str, data: object) -> None:
        try:
            await handle(sid, data)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError) as error:
            LOG.warning("distill: the page sent a packet that cannot be read (%s).", type(error).__name__)
            await server.eio.disconnect(sid)

    return decoded


def _checked(name: str, handle: Callable[..., Any]) -> Callable[..., Any]:
    async def checked(sid: str, *messages: Any) -> Any:
        why = reason(name, messages[0]) if len(messages) == 1 else "it is one message"
        if why:
            LOG.warning("distill: the page sent no such %s (%s).", name, why)
            return False
        if name == "log":
            message = messages[0] | {"message": repr(messages[0]["message"][:1000])}
            return handle(sid, message)
        result = handle(sid, *messages)
        return await result if isawaitable(result) else result

    return checked


def _admitted(handle: Callable[..., Any]) -> Callable[..., Any]:
    async def admitted(sid: str, environ: dict[str, Any], auth: Any = None) -> Any:
        query: dict[str, Any] = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        if query.get("implicit_handshake") == "true":
            number = str(query.get("next_message_id", "0"))
            query["next_message_id"] = int(number) if number.isdecimal() and len(number) < 16 else "no number"
            if why := reason("handshake", query):
                LOG.warning("distill: the page sent no such handshake (%s).", why)
                raise Refused(why)
        return await handle(sid, environ, auth)

    return admitted
