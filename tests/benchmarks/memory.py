"""Does memory stay flat while one plays for long? Resident memory of every process of `distill live`, minute by minute.

    python tests/benchmarks/memory.py [--minutes N]

On a JACK server without a sound card, with the starter model. The server's own memory, which its clients share, is left
out. Meanwhile knobs are turned 50 times a second, and now and then something is edited, undone, kept and recalled,
looped and morphed.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import record
from system import Live, jack_server

from controllers.osc.packets import packet

EDITS = (
    ("grid/set", 1, 10, 5), ("grid/shift", 3), ("grid/lock", 1), ("grid/lock", 0), ("grid/undo",), ("grid/redo",),
    ("snapshot/save", 3), ("snapshot/recall", 3), ("loop/on",), ("deck/copy",), ("resample/go",), ("hold",), ("hold",),
    ("grid/transpose", 2), ("grid/clear",), ("mark",),
)  # fmt: skip
KNOBS = ("temperature", "morph", "level/2/gain", "top_p")


def resident(process: int) -> Mapping[int, float]:
    """Megabytes of a process and of those it started, by number."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    everyone = [tuple(map(int, line.split())) for line in listed.splitlines()]
    family = {process}
    while more := {child for child, parent in everyone if parent in family} - family:
        family |= more
    return {number: megabytes(number) for number in sorted(family)}


def megabytes(process: int) -> float:
    """Resident memory of a process, without what it shares with a sound server."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("RssAnon", "RssFile"))) / 1000


def play(port: int, seconds: float) -> None:
    """Turn knobs, and edit something every second."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        for turn in range(round(seconds * 50)):
            said = (random.choice(KNOBS), random.random()) if turn % 50 else random.choice(EDITS)
            out.sendto(packet(f"/distill/{said[0]}", *said[1:]), ("127.0.0.1", port))
            time.sleep(0.02)


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--minutes", type=int, default=30)
    arguments = parser.parse_args()
    minutes: int = arguments.minutes
    with jack_server(f"distill-memory-{os.getpid()}") as environment, tempfile.TemporaryDirectory() as folder:
        home = {**environment, "XDG_DATA_HOME": folder}
        live = Live(home, None, Path(folder), "--journal", "p.jsonl")
        whole: list[float] = []
        for minute in range(1, minutes + 1):
            play(int(live.port), 60)
            parts = resident(live.process.pid)
            whole.append(sum(parts.values()))
            listed = "  ".join(f"{size:.1f}" for size in parts.values())
            print(f"minute {minute:3}: {whole[-1]:8.1f} MB ({whole[-1] - whole[0]:+.1f})  {listed}", flush=True)
        live.process.send_signal(signal.SIGINT)
        live.process.wait(20)
    figures = {"at first MB": whole[0], "at last MB": whole[-1], "most MB": max(whole)}
    record.report("memory", [("resident", figures)], arguments)


if __name__ == "__main__":
    main()
