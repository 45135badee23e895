"""Figures of a benchmark: printed beside those of its baseline, in JSON, and kept as the new baseline.

A baseline is ``baselines/NAME.json``: what one run printed, with its date, machine, versions and arguments.
"""

import argparse
import atexit
import json
import math
import os
import platform
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from distill.data.demo_sounds import write_recordings

BASELINES = Path(__file__).parent / "baselines"
OWN = frozenset({"json", "keep", "note", "load"})
"""Arguments that are this module's, not the benchmark's."""
Figures = Mapping[str, float]
"""Values by column; the unit is the last word of a column's name."""

PACKAGES = ("distill", "numba", "torch")
"""Packages whose versions are kept with figures."""


def parser(about: str | None) -> argparse.ArgumentParser:
    """A parser with the options that all benchmarks have."""
    made = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    made.add_argument("--keep", action="store_true", help="store this run as the new baseline")
    made.add_argument("--note", default="", help="about the machine: what else it did")
    made.set_defaults(load=_load())
    return made


def built_in_sounds() -> Path:
    """A folder with the built-in recordings, for whoever names no other; it is gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="distill-benchmark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_recordings(folder)
    return folder


def report(name: str, rows: Iterable[tuple[str, Figures]], arguments: argparse.Namespace) -> None:
    """Print rows as they come, each figure with its ratio to the baseline; then write what ``arguments`` ask for.

    Decibels differ by a difference, not by a ratio. JSON lacks what is not a finite number.
    """
    place = BASELINES / f"{name}.json"
    given = {key: _plain(value) for key, value in vars(arguments).items() if key not in OWN}
    run = {
        "benchmark": f"tests/benchmarks/{name}.py",
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cpu": _cpu(), "cores": os.cpu_count(), "load": arguments.load, "note": arguments.note},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "arguments": given,
    }
    baseline = json.loads(place.read_text(encoding="utf-8")) if place.exists() else {}
    if baseline:
        machine = baseline["machine"]
        print(f"baseline: {baseline['date']}, {machine['cores']} × {machine['cpu']}, load {machine['load']}")
        if machine["note"]:
            print(f"its machine: {machine['note']}")
        if baseline["arguments"] != given:
            print(f"its arguments: {baseline['arguments']}")
    figures: dict[str, Figures] = {}
    for row, values in rows:
        figures[row] = {key: float(f"{value:.6g}") for key, value in values.items() if math.isfinite(value)}
        before: Figures = baseline.get("figures", {}).get(row, {})
        cells = (f"{key}: {_number(value)} ({compared(key, value, before.get(key))})" for key, value in values.items())
        print(f"{row:34} {'   '.join(cells)}", flush=True)
    text = json.dumps({**run, "figures": figures}, indent=2, ensure_ascii=False) + "\n"
    for file in (arguments.json, place if arguments.keep else None):
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def compared(column: str, value: float, before: float | None) -> str:
    """The ratio of a figure to that of the baseline, or the difference of decibels."""
    if before is None:
        return "no baseline"
    if column.endswith("dB"):
        return f"{value - before:+.1f} dB"
    if not before:
        return "×1.00" if value == before else "baseline 0"
    return f"×{value / before:.2f}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _plain(value: Any) -> Any:
    """Paths without their folders, which are this machine's."""
    return value.name if isinstance(value, Path) else value


def _load() -> float | None:
    """Processes that wanted a core, on average over the last minute."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def _cpu() -> str:
    """Name of the processor."""
    if Path("/proc/cpuinfo").exists():
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
