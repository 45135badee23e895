"""Latest state of the engine as the page's process knows it, for browsers that have just connected."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from controllers.console.bridge.pipe import ModelChanged
from live.controls import ControlError, ControlEvent, Vocabulary
from live.session.telemetry_types import TelemetryInfo, TelemetryUpdate


class StateCache:
    """Latest value of everything the engine's process has sent since the model was loaded."""

    def __init__(self) -> None:
        self.info: TelemetryInfo | None = None
        """Properties of the loaded model; ``None`` if there is none."""
        self.trouble = ""
        """The reason in one line if no model is loaded."""
        self.requested: Path | None = None
        """The model file that was to be loaded last."""
        self.vocabulary = Vocabulary(0)
        """Controls of the loaded model: as many levels as it has."""
        self._latest: dict[str, Any] = {}
        self._controls: dict[str, float] = {}
        self._cells: dict[int, tuple[list[int], int]] = {}

    def reset(self, changed: ModelChanged) -> None:
        """Forget everything, because another model is loaded, or none."""
        self.info, self.trouble, self.requested = changed.info, changed.trouble, changed.requested
        self.vocabulary = Vocabulary(len(self.info.roles) if self.info else 0)
        self._latest, self._controls, self._cells = {}, {}, {}

    def update(self, update: TelemetryUpdate) -> None:
        """Merge the changes since the last one."""
        self._controls |= update.get("controls", {})
        cells = zip(update.get("columns", ()), update.get("codes", ()), update.get("locked", ()), strict=True)
        self._cells |= {column: (list(codes), locked) for column, codes, locked in cells}
        self._latest |= {k: v for k, v in update.items() if k not in ("controls", "columns", "codes", "locked")}

    def event(self, name: str, arguments: Sequence[object]) -> tuple[ControlEvent | None, str]:
        """Convert a control's name and arguments to an event.

        Returns:
            The event, if any, and a remark for the user, as ``Vocabulary.event`` returns them.

        Raises:
            ControlError: no model is loaded, or it has no such control.
        """
        if self.info is None:
            raise ControlError("no model is loaded")
        return self.vocabulary.event(name, arguments)

    @property
    def full_state(self) -> dict[str, Any]:
        """Everything that is known, in the form of one ``TelemetryUpdate``."""
        columns = sorted(self._cells)
        return {
            **self._latest,
            "controls": self._controls,
            "columns": columns,
            "codes": [self._cells[column][0] for column in columns],
            "locked": [self._cells[column][1] for column in columns],
        }
