"""What `distill live` does under a flood of OSC: gaps, load, and how soon the last value is the one that holds.

    python tests/benchmarks/flood.py [--rate N] [--seconds N]

In whole processes on a JACK server without a sound card, with the starter model. First with a message a second: periods
in which the sound server is late without a flood are the machine's.
"""

import json
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import record
from system import Live, jack_server
from witness import standing, watched

from controllers.osc.packets import packet
from live.audio.os_support import may_raise_priority

BURST_SECONDS = 0.002


def flood(port: int, rate: int, seconds: float) -> int:
    """Send so many messages a second, in bursts; how many there were."""
    sent, started = 0, time.perf_counter()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        while (passed := time.perf_counter() - started) < seconds:
            while sent < passed * rate:
                out.sendto(packet("/distill/temperature", sent % 1000 / 500), ("127.0.0.1", port))
                sent += 1
            time.sleep(BURST_SECONDS)
        out.sendto(packet("/distill/output/gain", 0.5), ("127.0.0.1", port))
        out.sendto(packet("/distill/temperature", 1.25), ("127.0.0.1", port))
    return sent + 2


def measure(environment: Mapping[str, str], rate: int, seconds: float) -> record.Figures:
    """One performance under so many messages a second, and what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        live = Live(environment, None, Path(folder), "--journal", "p.jsonl")
        live.hear(2)
        with watched() as stalls:
            sent = flood(int(live.port), rate, seconds)
        live.hear(1)
        live.process.send_signal(signal.SIGINT)
        result = json.loads(live.process.communicate(timeout=20)[0])
        lines = [json.loads(line) for line in (Path(folder) / "p.jsonl").read_text().splitlines()]
    events = [line for line in lines if line.get("name") in ("temperature", "output/gain")]
    last = next(event["frame"] for event in events if event["name"] == "output/gain")
    print(standing(stalls))
    return {
        "sent": sent,
        "applied": len(events),
        "last value": events[-1]["value"],
        "frames from the message before the last to it": events[-1]["frame"] - last,
        "gaps": result["underruns"],
        "late periods": result["late_periods"],
        "load": result["load"],
    }


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--rate", type=int, default=5000)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    with jack_server("distill-flood", realtime=may_raise_priority()) as environment:
        rates = (1, arguments.rate)
        rows = ((f"{rate} messages a second", measure(environment, rate, arguments.seconds)) for rate in rates)
        record.report("flood", rows, arguments)


if __name__ == "__main__":
    main()
