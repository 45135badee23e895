"""How much memory does an instrument take, and does it stay flat? All processes of `distill live`, minute by minute.

    python tests/benchmarks/memory.py [--minutes N]

On a JACK server without a sound card, with the starter model. The figure is the proportional set size (Pss): memory
that n processes share counts as one n-th in each, so that the sum counts it once. Beside it is the resident set size
(Rss), which counts it once for each. Other programs that run the same libraries make the first smaller, never the
second. The sound server's own memory, which its clients share, is left out of both.

Meanwhile knobs are turned 50 times a second, and now and then something is edited, undone, kept and recalled, looped
and morphed.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
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


def family(process: int) -> list[int]:
    """Numbers of a process and of those it started."""
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    everyone = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = {process}
    while more := {child for child, parent in everyone if parent in found} - found:
        found |= more
    return sorted(found)


def megabytes(process: int, *fields: str) -> float:
    """Sum of ``fields`` of a process's memory, of ``/proc/PID/smaps_rollup`` or ``/proc/PID/status``."""
    place = Path(f"/proc/{process}")
    lines = (place / "smaps_rollup").read_text().splitlines() + (place / "status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(tuple(f"{field}:" for field in fields))) / 1000


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
        resident: list[float] = []
        for minute in range(1, minutes + 1):
            play(int(live.port), 60)
            processes = family(live.process.pid)
            parts = [megabytes(process, "Pss_Anon", "Pss_File") for process in processes]
            whole.append(sum(parts))
            resident.append(sum(megabytes(process, "RssAnon", "RssFile") for process in processes))
            listed = "  ".join(f"{size:.1f}" for size in parts)
            print(
                f"minute {minute:3}: Pss {whole[-1]:6.1f} MB ({whole[-1] - whole[0]:+.1f})  Rss {resident[-1]:6.1f} MB"
                f"  Pss of each: {listed}", flush=True,
            )  # fmt: skip
        live.process.send_signal(signal.SIGINT)
        live.process.wait(20)
    rows = [
        (name, {"at first MB": sizes[0], "at last MB": sizes[-1], "most MB": max(sizes)})
        for name, sizes in (("Pss, the figure", whole), ("Rss", resident))
    ]
    record.report("memory", rows, arguments)


if __name__ == "__main__":
    main()
