"""How long it takes from Enter to the first sound: `distill live` with the starter model, a fresh process each time.

    python tests/benchmarks/startup.py [--times N]

Needs jackd, which it starts with no sound card. The moments of a start are seconds since its process was started: when
its ports appear, when the first sample that is not zero reaches another client of JACK, when it says that it plays, and
when it has ended after a tenth of a second of sound. Beside them: what a Python that does nothing takes.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import record
from jack_ear import JackEar
from system import DISTILL, jack_server

LIVE = (DISTILL, "live", "--seconds", "0.1", "--osc-port", "0")
OUTPUT = "PortAudio:out_0"
"""Port of the instrument."""
OTHERS = {
    "python -c pass": (sys.executable, "-c", "pass"),
    "distill --version": (DISTILL, "--version"),
}


def seconds(command: tuple[str | Path, ...], folder: str) -> float:
    """Duration of a program."""
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


def moments(folder: str) -> Mapping[str, float]:
    """Moments of one start, in seconds since its process was started."""
    with JackEar(OUTPUT) as ear:
        began = time.monotonic()
        with subprocess.Popen(LIVE, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as live:
            assert live.stderr
            appeared, sounded = ear.wait()
            live.stderr.readline()
            said = time.monotonic()
        ended = time.monotonic()
    assert live.returncode == 0
    found = {"ports appear": appeared, "first sound": sounded, "says so": said, "has ended": ended}
    return {name: moment - began for name, moment in found.items()}


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--times", type=int, default=11)
    arguments = parser.parse_args()
    times = range(arguments.times)
    with jack_server("distill-startup") as environment, tempfile.TemporaryDirectory() as folder:
        os.environ.update(environment)

        def rows() -> Iterator[tuple[str, record.Figures]]:
            for name, command in OTHERS.items():
                spent = [seconds(command, folder) for _ in times]
                yield name, {"best s": min(spent), "median s": median(spent)}
            starts = [moments(folder) for _ in times]
            for name in starts[0]:
                spent = [start[name] for start in starts]
                yield f"live: {name}", {"best s": min(spent), "median s": median(spent)}

        record.report("startup", rows(), arguments)


if __name__ == "__main__":
    main()
