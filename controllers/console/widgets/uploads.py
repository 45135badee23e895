"""Uploads of a browser: checked by suffix and size, and stored under a safe name in the console's folder."""

import unicodedata
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from nicegui import events, ui

from controllers.console.widgets.toasts import errors_as_toasts, show_error
from distill.errors import DistillError
from distill.io.audio_formats import KINDS, SUFFIXES
from distill.text import SAFE, shortened

if TYPE_CHECKING:
    from controllers.console.app_state import AppState

LARGEST_BYTES = 200_000_000
"""Largest file that is accepted."""
LONGEST_NAME = 100
"""Characters of a file name; up to twice as many bytes."""
MODELS = frozenset({".distill"})
DROP = """
<div class="drop-zone" @click="props.pickFiles">
  <q-icon name="upload_file" size="24px"/>
  <div>LABEL, or click to choose</div>
  <q-uploader-add-trigger/>
  <q-linear-progress v-if="props.isUploading" :value="props.uploadedSize / Math.max(1, props.uploadSize)" size="3px"/>
</div>
"""
"""Vue template that replaces the header and the list of Quasar's uploader."""


class UploadError(DistillError):
    """An upload that is refused."""


async def save_upload(
    app: "AppState", event: events.UploadEventArguments, into: str, suffixes: frozenset[str] = SUFFIXES
) -> Path:
    """Store an upload.

    Args:
        app: state with the console's folder.
        event: the upload.
        into: name of the subfolder of ``uploads``.
        suffixes: suffixes that are accepted, in lower case with their dot.

    Returns:
        The path of the stored file.

    Raises:
        UploadError: its suffix is not accepted, it is too large, or its name is empty.
    """
    name = plain_name(event.file.name)
    check_file(name, event.file.size(), suffixes)
    folder = app.folder / "uploads" / plain_name(into)
    folder.mkdir(parents=True, exist_ok=True)
    path = _free(folder / name)
    await event.file.save(path)
    return path


def check_file(name: str, size: int, suffixes: frozenset[str] = SUFFIXES) -> None:
    """Check the name and the size in bytes of an upload.

    Raises:
        UploadError: its suffix is not in ``suffixes``, or it is larger than ``LARGEST_BYTES``.
    """
    if Path(name).suffix.lower() not in suffixes:
        raise UploadError(f"{name} is not taken here. Drop {kinds(suffixes)}.")
    if size > LARGEST_BYTES:
        raise UploadError(too_large_message(size, name))


def kinds(suffixes: frozenset[str]) -> str:
    """Names of the file formats with these suffixes, for messages."""
    sounds = (KINDS,) if suffixes >= SUFFIXES else ()
    return ", or ".join((*sounds, *sorted(suffixes - SUFFIXES)))


def too_large_message(size: int, name: str = "This file") -> str:
    """Message for a file of ``size`` bytes, more than ``LARGEST_BYTES``."""
    return f"{name} is too large: {size / 1e6:,.0f} MB, where {LARGEST_BYTES / 1e6:.0f} MB are taken. Cut it in pieces."


def plain_name(name: str) -> str:
    """Convert a name to a file name that is safe on every system: no path, not hidden, no special characters.

    Raises:
        UploadError: nothing is left of the name.
    """
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(letter if letter.isalnum() or letter in SAFE else "-" for letter in last).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    short = shortened((stem if dot else kept)[:LONGEST_NAME], 2 * LONGEST_NAME) + f"{dot}{suffix[:10]}" * bool(dot)
    if not short:
        raise UploadError(f"{name!r} is no name of a file. Rename it.")
    return short


def drop_zone(
    app: "AppState",
    label: str,
    into: str,
    then: Callable[[Path], Awaitable[None] | None],
    *,
    hook: str,
    suffixes: frozenset[str] = SUFFIXES,
) -> ui.upload:
    """Create an area on which files are dropped, or which opens a file dialog.

    Args:
        app: state with the console's folder.
        label: text on the area.
        into: name of the subfolder of ``uploads``.
        then: called with the path of each stored file.
        hook: the ``data-testid`` of the element.
        suffixes: suffixes that are accepted, in lower case with their dot.
    """

    async def kept(event: events.UploadEventArguments) -> None:
        with errors_as_toasts():
            path = await save_upload(app, event, into, suffixes)
            following = then(path)
            if following is not None:
                await following

    def refused(event: events.GenericEventArguments) -> None:
        for name in event.args if isinstance(event.args, list) else ():
            taken = f"up to {LARGEST_BYTES / 1e6:.0f} MB of {kinds(suffixes)} are taken"
            show_error(f"{str(name)[:LONGEST_NAME]} is refused: {taken}.")

    upload = ui.upload(multiple=True, max_file_size=LARGEST_BYTES, on_upload=kept, auto_upload=True)
    upload.props(f'accept="{",".join(sorted(suffixes))}" data-testid="{hook}" flat').classes("dropping")
    upload.add_slot("header", DROP.replace("LABEL", label))
    upload.add_slot("list", "<span/>")
    # Only their names are sent.
    upload.on("rejected", refused, js_handler="(all) => emit(all.map((one) => one.file.name))")
    return upload


def _free(path: Path) -> Path:
    """``path``, or its first numbered form that does not exist."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free
