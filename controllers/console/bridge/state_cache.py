"""What is known in the page's process of what is on stage, for those who have just come."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from controllers.console.bridge.pipe import Arrival
from live.controls import ControlError, ControlEvent, Vocabulary
from live.session.telemetry_types import TelemetryInfo, TelemetryUpdate


class Mirror:
    """Follows what is seen on stage."""

    def __init__(self) -> None:
        self.backdrop: TelemetryInfo | None = None
        self.trouble = ""
        """Why there is nothing on stage."""
        self.wanted: Path | None = None
        """What was to be."""
        self.vocabulary = Vocabulary(0)
        self._seen: dict[str, Any] = {}
        self._controls: dict[str, float] = {}
        self._cells: dict[int, tuple[list[int], int]] = {}

    def change(self, arrival: Arrival) -> None:
        """Forget everything: there is another model, or none."""
        self.backdrop, self.trouble, self.wanted = arrival.backdrop, arrival.trouble, arrival.wanted
        self.vocabulary = Vocabulary(len(self.backdrop.roles) if self.backdrop else 0)
        self._seen, self._controls, self._cells = {}, {}, {}

    def take(self, glance: TelemetryUpdate) -> None:
        """Take in what has changed."""
        self._controls |= glance.get("controls", {})
        cells = zip(glance.get("columns", ()), glance.get("codes", ()), glance.get("locked", ()), strict=True)
        self._cells |= {column: (list(codes), locked) for column, codes, locked in cells}
        self._seen |= {k: v for k, v in glance.items() if k not in ("controls", "columns", "codes", "locked")}

    def event(self, name: str, arguments: Sequence[object]) -> tuple[ControlEvent | None, str]:
        """What is meant by ``name`` and ``arguments``, and a remark, as ``Vocabulary.event`` says.

        Raises:
            ControlError: nothing that the instrument could do.
        """
        if self.backdrop is None:
            raise ControlError("nothing is on stage")
        return self.vocabulary.event(name, arguments)

    @property
    def whole(self) -> dict[str, Any]:
        """All that is known, as one glance."""
        columns = sorted(self._cells)
        return {
            **self._seen,
            "controls": self._controls,
            "columns": columns,
            "codes": [self._cells[column][0] for column in columns],
            "locked": [self._cells[column][1] for column in columns],
        }
