"""``tests/support/player.py`` in a process of its own, of this or another release."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

OURS = Path(__file__).parents[2]


class Instrument:
    """The instrument of the release in the folder ``checkout``, playing ``model`` on JACK's default server."""

    def __init__(self, checkout: Path, model: Path, buffer: float | None = None) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                Path(__file__).parents[1] / "support/player.py",
                json.dumps({"model": str(model), "buffer": buffer}),
            ],
            env={**os.environ, "PYTHONPATH": str(checkout.resolve())},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self.pid = self._process.pid
        self.port: int = self._read()

    def end(self) -> Mapping[str, Any]:
        """Stop it; what it noted."""
        assert self._process.stdin
        self._process.stdin.close()
        noted: Mapping[str, Any] = self._read()
        self._process.wait()
        return noted

    def _read(self) -> Any:
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("The instrument has ended; what it said is above.")
        return json.loads(line)
