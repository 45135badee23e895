"""What all tabs of all browsers share."""

from pathlib import Path
from urllib.parse import quote

import platformdirs
from nicegui import Event

from controllers.console import policy
from controllers.console.bridge.page_side import Link
from controllers.console.bridge.state_cache import Mirror
from controllers.console.training_job import Training
from distill import bundle, library
from distill.errors import DistillError
from distill.library_entry import LibraryEntry

FILES = "/files"


class Studio:
    """The user's folder, the library, and the stage."""

    def __init__(self, link: Link, mirror: Mirror) -> None:
        self.folder = platformdirs.user_data_path("distill") / "console"
        """What the console keeps: uploads, takes, codes; its folders are made when something comes in."""
        self.library = library.folder()
        self.changed: Event[[]] = Event()
        """Another model is on stage, or none."""
        self._places = {"console": self.folder, "library": self.library}
        self.training = Training()
        """The one that may be running."""
        self.link = link
        self.mirror = mirror

    @property
    def playing(self) -> Path | None:
        """The model on stage, if any."""
        return self.mirror.backdrop.model if self.mirror.backdrop else None

    def models(self) -> list[LibraryEntry]:
        """The model that comes along, then those of the library."""
        return [library.entry(bundle.STARTER), *library.entries(self.library)]

    async def load(self, model: Path) -> None:
        """Put ``model`` on stage.

        Raises:
            DistillError: it cannot be; the message says why.
        """
        await self.link.load(model)

    def url(self, path: Path) -> str:
        """Where a browser finds a file of the user's folder or the library."""
        for place, folder in self._places.items():
            if path.is_relative_to(folder):
                changed = path.stat().st_mtime_ns if path.exists() else 0
                return f"{FILES}/{place}/{quote(str(path.relative_to(folder)))}?v={changed}"
        raise DistillError(f"{path} is not in the console's folder {self.folder}.")

    def file(self, place: str, name: str) -> Path:
        """The file that such an address means.

        Raises:
            DistillError: there is none; or it is somewhere else, whatever links and dots say.
        """
        folder = self._places.get(place)
        path = policy.checked(folder / name) if folder else None
        if folder is None or path is None or not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise DistillError(f"There is no {place}/{name} here.")
        return path
