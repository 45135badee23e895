"""How long it takes from Enter to sound: `distill live` with the starter model, in whole processes.

    python tests/benchmarks/startup.py [--times N]

Needs jackd, which it starts with no sound card. The figure is an upper bound: it counts the end of the program, too.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import record
from system import DISTILL, jack_server

SECONDS = 0.1


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--times", type=int, default=7)
    arguments = parser.parse_args()
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import torch": [sys.executable, "-c", "import torch"],
        f"live, {SECONDS} s of sound": [DISTILL, "live", "--seconds", str(SECONDS), "--osc-port", "0"],
    }
    with jack_server("distill-startup") as environment, tempfile.TemporaryDirectory() as folder:

        def rows() -> Iterator[tuple[str, record.Figures]]:
            for name, command in commands.items():
                spent: list[float] = []
                for _ in range(arguments.times):
                    started = time.perf_counter()
                    subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
                    spent.append(time.perf_counter() - started)
                yield name, {"best s": min(spent), "median s": median(spent)}

        record.report("startup", rows(), arguments)


if __name__ == "__main__":
    main()
