"""Choice of the sounds to train on, a folder of this machine or an upload, and the report of its files."""

import asyncio
import html
from collections.abc import Callable
from pathlib import Path

from nicegui import ui
from nicegui.events import GenericEventArguments, UploadEventArguments

from controllers.console import policy
from controllers.console.app_state import AppState
from controllers.console.widgets import folders
from controllers.console.widgets.toasts import errors_as_toasts, show_error
from controllers.console.widgets.uploads import LARGEST_BYTES, LONGEST_NAME, plain_name, save_upload
from distill.data import corpus
from distill.data.corpus import FileReport
from distill.errors import DistillError
from distill.io.audio_formats import KINDS, SUFFIXES
from distill.text import encodable, length

DROP = """
<div class="dropzone" @click="props.pickFiles">
  <q-icon name="library_music" size="26px"/>
  <div>Drop recordings or a folder here, or click to choose</div>
  <q-uploader-add-trigger/>
  <q-linear-progress v-if="props.isUploading" :value="props.uploadedSize / Math.max(1, props.uploadSize)"
                     size="3px" instant-feedback/>
</div>
"""
"""Vue template that replaces the header and the list of Quasar's uploader."""
TAKE_FOLDERS = """
async (event) => {
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return;
  event.preventDefault();
  event.stopPropagation();
  event.target.dispatchEvent(new DragEvent("dragleave"));
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) return files.push(await new Promise((done, fail) => entry.file(done, fail)));
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return;
      for (const inner of some) if (!inner.name.startsWith(".")) await walk(inner);
    }
  };
  for (const entry of entries) await walk(entry);
  emit(entries[0].name);
  getElement(UPLOADER).$refs.qRef.addFiles(files);
}
"""
"""Drop handler: walks a dropped folder, which browsers deliver as one entry, and uploads its files."""
CHOOSE_FOLDER = """
() => {
  const chooser = Object.assign(document.createElement("input"), {type: "file", webkitdirectory: true});
  chooser.onchange = () => {
    const files = [...chooser.files].filter((file) => !file.name.startsWith("."));
    emit(chooser.files[0].webkitRelativePath.split("/")[0]);
    getElement(UPLOADER).$refs.qRef.addFiles(files);
  };
  chooser.click();
}
"""


class SoundChooser:
    """Chooser of a folder of sounds, for one browser.

    Args:
        app: shared state.
        channels: returns the number of channels with which files are read.
        chosen: called with each folder that was read.
    """

    def __init__(self, app: AppState, channels: Callable[[], int], chosen: Callable[[Path], None]) -> None:
        self.folder: Path | None = None
        """The folder that was read last; ``None`` if it could not be used."""
        self._app = app
        self._channels = channels
        self._chosen = chosen
        self._reading = 0
        self._pending = 0
        self._finished = False
        self._done = 0.0
        self._upload_folder = ""
        self._refused: list[str] = []
        self._build()

    def _build(self) -> None:
        with ui.row().classes("w-full items-center no-wrap gap-2"):
            self._path = ui.input("Folder on this machine", placeholder="/home/me/my-sounds")
            self._path.props("dense outlined data-testid=train-folder").classes("grow")
            self._path.on("keydown.enter", self._read_typed_folder)
            with self._path.add_slot("append"):
                browse = ui.button(icon="folder_open", on_click=self._browse).props("flat round dense")
                browse.props('data-testid=train-browse aria-label="Look round"').tooltip("Look round this machine")
            look = ui.button("Look", on_click=self._read_typed_folder).props("outline no-caps data-testid=train-look")
            look.tooltip("See which of its files can be used")
        self._uploader()
        self._bar = ui.linear_progress(0, show_value=False, size="3px").props("instant-feedback")
        self._bar.set_visibility(False)
        self._watching = ui.timer(0.2, lambda: self._bar.set_value(self._done), active=False)
        self._report = ui.html(sanitize=False).classes("w-full").props("data-testid=train-report")
        self._report.set_visibility(False)

    def _uploader(self) -> None:
        upload = ui.upload(multiple=True, auto_upload=True, max_file_size=LARGEST_BYTES, on_upload=self._store_upload)
        upload.props(f'flat accept="{",".join(sorted(SUFFIXES))}" data-testid=train-upload').classes("w-full dropped")
        upload.add_slot("header", DROP)
        upload.add_slot("list", "<span/>")
        upload.on("finish", self._finish_upload, args=[])
        upload.on("rejected", self._reject, js_handler="(all) => emit(all.map((one) => one.file.name))")
        upload.on("drop.capture", self._begin_folder, js_handler=TAKE_FOLDERS.replace("UPLOADER", str(upload.id)))
        choose = ui.button("Copy a whole folder …", icon="drive_folder_upload")
        choose.props("flat dense no-caps size=sm data-testid=train-choose")
        choose.on("click", self._begin_folder, js_handler=CHOOSE_FOLDER.replace("UPLOADER", str(upload.id)))

    async def _browse(self) -> None:
        folder = await folders.choose_folder(str(self._path.value or "~"))
        if folder is not None:
            self._path.set_value(encodable(str(folder)))
            await self._read_typed_folder()

    async def _read_typed_folder(self) -> None:
        text = str(self._path.value or "").strip()
        with errors_as_toasts():
            if not text:
                raise DistillError("No folder is named. Type the path of a folder of recordings, or drop some.")
            self._refused.clear()
            self._upload_folder = ""
            await self._read_folder(policy.parse(text))

    async def _read_folder(self, folder: Path) -> None:
        """Read a folder and show the report of its files; a later call cancels an earlier one."""
        self._reading += 1
        number, self.folder = self._reading, None
        self._report.set_visibility(False)
        self._bar.set_value(0)
        self._bar.set_visibility(True)

        def on_file(done: int, total: int) -> None:
            if number != self._reading:
                raise _CancelledError
            self._done = done / total

        self._done = 0.0
        self._watching.active = True
        try:
            found = await asyncio.to_thread(corpus.load, folder, channels=self._channels(), on_file=on_file)
        except _CancelledError:
            return
        finally:
            self._watching.active = number != self._reading
            self._bar.set_visibility(number != self._reading)
        self.folder = folder
        self._path.set_value(encodable(str(folder)))
        self._report.set_content(_report_table(found.folder, found.files, self._refused))
        self._report.set_visibility(True)
        self._chosen(folder)

    def _begin_folder(self, event: GenericEventArguments) -> None:
        """Prepare the upload of a folder: its recordings go into a new folder of that name."""
        with errors_as_toasts():
            self._upload_folder = self._unused_name(plain_name(str(event.args)))
            self._refused.clear()

    def _reject(self, event: GenericEventArguments) -> None:
        names = [str(name)[:LONGEST_NAME] for name in event.args] if isinstance(event.args, list) else []
        limit = f"{KINDS} of up to {LARGEST_BYTES / 1e6:.0f} MB"
        self._refused += [f"{name}: {limit} are taken" for name in names]
        show_error(f"{', '.join(names[:3])}{' …' * (len(names) > 3)} refused: {limit} are taken.")

    async def _store_upload(self, event: UploadEventArguments) -> None:
        self._upload_folder = self._upload_folder or self._unused_name("my-sounds")
        self._pending += 1
        with errors_as_toasts():
            await save_upload(self._app, event, self._upload_folder)
        self._pending -= 1
        await self._read_when_uploaded()

    async def _finish_upload(self) -> None:
        self._finished = True
        await self._read_when_uploaded()

    async def _read_when_uploaded(self) -> None:
        if self._finished and not self._pending and self._upload_folder:
            self._finished = False
            with errors_as_toasts():
                await self._read_folder(self._app.folder / "uploads" / self._upload_folder)

    def _unused_name(self, name: str) -> str:
        names = [name, *(f"{name}-{number}" for number in range(2, 10_000))]
        return next(one for one in names if not (self._app.folder / "uploads" / one).exists())


class _CancelledError(DistillError):
    """Cancels the reading of a folder after another one was chosen."""


def _report_table(folder: Path, files: tuple[FileReport, ...], refused: list[str]) -> str:
    """Report of files as a table: unused ones with the reason first, then those with remarks."""
    used = [file for file in files if file.used]
    seconds = sum(file.seconds for file in used)
    others = len(files) - len(used) + len(refused)
    unused = f', <span class="text-warning">{others} not used</span>' if others else ""
    rows = "".join(
        f"<tr{'' if file.used else ' class=unused'}><td>{html.escape(file.name(folder))}</td>"
        f"<td>{_length_or_reason(file)}</td></tr>"
        for file in sorted(files, key=lambda file: (file.used, not file.remark))
    )
    rows = "".join(f'<tr class=unused><td colspan="2">{html.escape(line)}</td></tr>' for line in refused) + rows
    return (
        f'<div class="text-sm"><b>{len(used)} recordings</b>, {length(seconds)} of sound{unused}</div>'
        f'<div class="files"><table>{rows}</table></div>'
    )


def _length_or_reason(file: FileReport) -> str:
    remark = f", {file.remark}" if file.remark else ""
    return html.escape(f"{file.seconds:.1f} s{remark}" if file.used else file.reason)
