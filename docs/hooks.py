"""Reference pages made from the program's own tables while the documentation is built."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

GENERATED = {
    "reference/controls.md": "controls",
    "reference/commands.md": "commands",
    "reference/settings.md": "settings",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made from tables."""
    makers = {"controls": controls, "commands": commands, "settings": settings}
    for place, name in GENERATED.items():
        files.append(File.generated(config, place, content=makers[name]()))
    return files


def controls() -> str:
    """Every OSC address, with what it takes and does."""
    from controllers.osc import addresses

    return (
        "# Controls\n\n"
        "Every control of the vocabulary has an OSC address. MIDI maps, the page, snapshots, journals and the "
        "environment use the same names without `/distill/`. `{n}` stands for each level, counted from 1. "
        "`distill osc addresses` prints this table, as text, `--json` or `--markdown`.\n\n"
        f"{addresses.markdown()}\n\n"
        "A toggle without a number flips. A number out of range is clipped; `/distill/error` says so.\n"
    )


def commands() -> str:
    """Every command with its options, as `--help` says them."""
    import typer
    from typer.cli import get_docs_for_click

    from distill.cli import app

    group = typer.main.get_command(app)
    context = typer.Context(group, info_name="distill")
    return get_docs_for_click(obj=group, ctx=context, name="distill", title="Commands")


def settings() -> str:
    """Every setting of the commands, with its limits, default and unit."""
    from distill import settings

    tables = {
        "Training": settings.TRAINING,
        "Generating": settings.GENERATING,
        "Playing": settings.PLAYING,
        "Editing codes": settings.EDITING,
        "Searching the library": settings.SEARCHING,
        "Waiting": settings.WAITING,
    }
    parts = [
        "# Settings\n\nWhat commands, the page and Python arguments take; one table has the limits for all of them.\n"
    ]
    for title, table in tables.items():
        rows = [
            f"| `{name}` | {setting.limits if setting.choices or setting.low < setting.high else 'on or off'} "
            f"| {'' if setting.default is None else setting.default} | {setting.unit} | {setting.doc} |"
            for name, setting in table.items()
        ]
        parts.append(
            "\n".join([f"## {title}\n", "| name | takes | default | unit | does |", "|---|---|---|---|---|", *rows, ""])
        )
    return "\n".join(parts)
