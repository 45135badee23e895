"""``distill osc``."""

import dataclasses
import json
from typing import Annotated

import typer

osc = typer.Typer(name="osc", help="What can be said to the instrument over Open Sound Control.", no_args_is_help=True)


@osc.callback()
def group() -> None:
    """What can be said to the instrument over Open Sound Control."""


@osc.command()
def addresses(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown for documents.")] = False,
) -> None:
    """List every address, what it takes and what it does; {n} stands for each level, counted from 1."""
    from controllers import oscaddresses

    rows = oscaddresses.rows()
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(row) for row in rows], indent=2))
    elif as_markdown:
        typer.echo(oscaddresses.markdown())
    else:
        for row in rows:
            typer.echo(f"{row.address:26} {row.takes:30} {row.doc}")
