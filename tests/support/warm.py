"""Runs ``distill`` or a script again and again, each time as a process of its own, but with libraries loaded once.

Takes lines of JSON with a program, which is ``distill`` or the path of a script, arguments, environment, folder and the
files for standard input, output and errors; answers each with the exit status.
"""

import importlib
import json
import os
import pkgutil
import runpy
import sys
from pathlib import Path
from typing import Any

import distill
from distill.cli import main

PACKAGES = ("soundfile", "soxr", "safetensors.torch", "matplotlib.pyplot", "rich.progress", "rich.live")


def load() -> None:
    for name in PACKAGES:
        importlib.import_module(name)
    for found in pkgutil.walk_packages(distill.__path__, "distill."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)


def run(wanted: dict[str, Any]) -> None:
    """Become the program as it would be in a shell."""
    for number, (path, mode) in enumerate(zip(wanted["files"], (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        os.dup2(os.open(path, mode), number)
    sys.stdin, sys.stdout, sys.stderr = (open(n, mode, encoding="utf-8") for n, mode in enumerate(("r", "w", "w")))  # noqa: PTH123, SIM115
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    sys.argv = [wanted["program"], *wanted["arguments"]]
    if wanted["program"] == "distill":
        main()
    else:
        sys.path[0] = str(Path(wanted["program"]).parent)
        runpy.run_path(wanted["program"], run_name="__main__")


if __name__ == "__main__":
    load()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            run(json.loads(line))
            sys.exit()
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
