"""How long a library takes to list and to search, in whole processes, each file with a header of its own.

python tests/benchmarks/library.py [--models 1000]
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import record

from distill.bundle import STARTER

DISTILL = Path(sys.executable).parent / "distill"


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--models", type=int, default=1000)
    arguments = parser.parse_args()
    content = STARTER.read_bytes()
    length = 8 + int.from_bytes(content[:8], "little")
    with tempfile.TemporaryDirectory() as folder:
        for number in range(arguments.models):
            path = Path(folder, f"model-{number}.distill")
            path.write_bytes(content[:length])
            # Tensors are holes in the file: nobody reads them.
            os.truncate(path, len(content))
        record.report("library", rows(folder), arguments)


def rows(folder: str) -> Iterator[tuple[str, record.Figures]]:
    for command in (["list"], ["search", "model-7", "--levels", "4"], ["show", "model-77"]):
        spent: list[float] = []
        for _ in range(5):
            started = time.perf_counter()
            full = [DISTILL, "library", *command, "--folder", folder, "--json"]
            subprocess.run(full, check=True, capture_output=True)
            spent.append(time.perf_counter() - started)
        yield " ".join(command), {"best s": min(spent), "median s": median(spent)}


if __name__ == "__main__":
    main()
