"""Output of commands: lines for people, JSON for scripts; control characters in file names are escaped."""

import json
from typing import Any

import typer
from pydantic import BaseModel

from distill.text import encodable, shown


def say(line: str, *, err: bool = False) -> None:
    """Print one line, to standard error if ``err``."""
    typer.echo(shown(line), err=err)


def say_json(result: BaseModel | Any, *, indent: int | None = None) -> None:
    """Print a result as JSON."""
    plain = result.model_dump(mode="json") if isinstance(result, BaseModel) else result
    typer.echo(json.dumps(encodable(plain), indent=indent))
