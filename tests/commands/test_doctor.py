"""What is said of this machine before anybody plays."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from system import distill, jack_server


@pytest.mark.realtime
def test_with_a_sound_card_all_is_well_or_advised(home: Mapping[str, str], tmp_path: Path) -> None:
    name = f"distill-doctor-{os.getpid()}"
    with jack_server(name):
        done = distill({**home, "JACK_DEFAULT_SERVER": name}, "doctor", "--seconds", 0.5, "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    findings = {finding["name"]: finding for finding in json.loads(done.stdout)}
    assert list(findings) == ["versions", "sound", "MIDI", "priority", "speed", "buffer", "latency"]
    assert "JACK" in findings["sound"]["said"]
    assert findings["MIDI"]["how"] == "well"
    assert "× realtime" in findings["speed"]["said"]
    assert re.search(r"frame 10, ring \d+, sound card \d+, .* \d+;", findings["latency"]["said"])


def test_without_one_it_says_what_to_do_and_fails(home: Mapping[str, str], tmp_path: Path) -> None:
    done = distill(home, "doctor", "--seconds", 0.5, cwd=tmp_path)
    assert done.returncode == 1
    assert "✗ sound     no sound card; JACK works without one" in done.stdout
    assert "Traceback" not in done.stderr


def test_the_version_is_told(home: Mapping[str, str], tmp_path: Path) -> None:
    assert distill(home, "--version", cwd=tmp_path).stdout.startswith("Distill 0.")
