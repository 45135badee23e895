"""State that all tabs of all browsers share."""

from pathlib import Path
from urllib.parse import quote

import platformdirs
from nicegui import Event

from controllers.console import policy
from controllers.console.bridge.page_side import EngineConnection
from controllers.console.bridge.state_cache import StateCache
from controllers.console.jobs import Jobs
from controllers.console.training_job import Training
from distill import bundle, library
from distill.errors import DistillError
from distill.library_entry import LibraryEntry

FILES = "/files"
"""Path of the server under which browsers find files of the user."""


class AppState:
    """Folders of the user, the running training, and the connection to the engine."""

    def __init__(self, connection: EngineConnection, cache: StateCache) -> None:
        self.folder = platformdirs.user_data_path("distill") / "console"
        """Folder of uploads, takes and codes; its subfolders are made when they are first needed."""
        self.library = library.folder()
        """Folder of the user's models."""
        self.model_changed: Event[[]] = Event()
        """Emitted when another model was loaded, or none is left."""
        self._places = {"console": self.folder, "library": self.library}
        self.jobs = Jobs()
        self.training = Training(self.jobs)
        """The training that may be running."""
        self.connection = connection
        self.cache = cache

    @property
    def loaded_model(self) -> Path | None:
        """File of the loaded model, if any."""
        return self.cache.info.model if self.cache.info else None

    def models(self) -> list[LibraryEntry]:
        """The model shipped with Distill, then those of the library."""
        return [library.entry(bundle.STARTER), *library.entries(self.library)]

    async def load(self, model: Path) -> None:
        """Load a model file into the engine.

        Raises:
            DistillError: it cannot be read or played; the message gives the reason.
        """
        await self.connection.load(model)

    def url(self, path: Path) -> str:
        """Address of a file of the console's folder or the library; another one after the file has changed.

        Raises:
            DistillError: the file is in neither folder.
        """
        for place, folder in self._places.items():
            if path.is_relative_to(folder):
                changed = path.stat().st_mtime_ns if path.exists() else 0
                return f"{FILES}/{place}/{quote(str(path.relative_to(folder)))}?v={changed}"
        raise DistillError(f"{path} is not in the console's folder {self.folder}.")

    def file(self, place: str, name: str) -> Path:
        """File at such an address: ``name`` in the folder ``place``.

        Raises:
            DistillError: it does not exist, or links or dots lead out of the folder.
        """
        folder = self._places.get(place)
        path = policy.resolved(folder / name) if folder else None
        if folder is None or path is None or not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise DistillError(f"There is no {place}/{name} here.")
        return path
