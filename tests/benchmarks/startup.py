"""How long it takes from Enter to sound: `distill live` with the starter model, in whole processes.

    python tests/benchmarks/startup.py [--times N]

Needs jackd, which it starts with no sound card. The figure is an upper bound: it counts the end of the program, too.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from system import DISTILL, jack_server

SECONDS = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=7)
    arguments = parser.parse_args()
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "import torch": [sys.executable, "-c", "import torch"],
        f"live, {SECONDS} s of sound": [DISTILL, "live", "--seconds", str(SECONDS), "--osc-port", "0"],
    }
    with jack_server("distill-startup") as environment, tempfile.TemporaryDirectory() as folder:
        for name, command in commands.items():
            spent: list[float] = []
            for _ in range(arguments.times):
                started = time.perf_counter()
                subprocess.run(command, env=environment, cwd=folder, check=True, capture_output=True)
                spent.append(time.perf_counter() - started)
            spent.sort()
            print(f"{name:24} best {spent[0]:.2f} s, median {spent[len(spent) // 2]:.2f} s")


if __name__ == "__main__":
    main()
