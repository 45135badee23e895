"""Benchmarks: figures beside a baseline, in JSON, and named where a constant rests on them."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCHMARKS = ROOT / "tests/benchmarks"
SCRIPTS = {path.stem: text for path in BENCHMARKS.glob("*.py") if "__main__" in (text := path.read_text("utf-8"))}

DOUBLE = """
import record

parser = record.parser("")
parser.add_argument("value", type=float)
arguments = parser.parse_args()
rows = [("engine", {"p50 ms": arguments.value, "pre-echo dB": arguments.value}), (f"of {arguments.value}", {"ms": 1.0})]
record.report("double", rows, arguments)
"""


def test_a_run_stands_beside_its_baseline(tmp_path: Path) -> None:
    shutil.copy(BENCHMARKS / "record.py", tmp_path)
    (tmp_path / "double.py").write_text(DOUBLE, encoding="utf-8")

    def run(*arguments: str) -> str:
        command = [sys.executable, "double.py", *arguments]
        return subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    assert "2 (no baseline)" in run("2")
    run("2", "--keep", "--note", "shared")
    told = run("3", "--json", "run.json")
    assert "3 (×1.50)" in told
    assert "3 (+1.0 dB)" in told
    assert "1 (no baseline)" in told
    assert "shared" in told
    assert "'value': 2.0" in told
    kept, written = (json.loads((tmp_path / name).read_text("utf-8")) for name in ("baselines/double.json", "run.json"))
    assert kept["figures"]["engine"]["p50 ms"] == 2
    assert written["figures"] == {"engine": {"p50 ms": 3, "pre-echo dB": 3}, "of 3.0": {"ms": 1}}
    assert kept["machine"]["cores"]
    assert kept["versions"]["torch"]


def test_every_benchmark_reports_its_figures() -> None:
    silent = [name for name, text in SCRIPTS.items() if f'record.report("{name}"' not in text]
    assert not silent
    strangers = {path.stem for path in (BENCHMARKS / "baselines").iterdir()} - SCRIPTS.keys()
    assert not strangers


def test_benchmarks_that_constants_name_exist() -> None:
    named = {
        name
        for package in ("distill", "live", "controllers")
        for path in (ROOT / package).rglob("*.py")
        for name in re.findall(r"tests/benchmarks/(\w+)\.py", path.read_text("utf-8"))
    }
    assert named
    assert not named - SCRIPTS.keys()
