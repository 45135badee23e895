"""What a terminal and a log file show of progress."""

import re
import signal
import threading
import time

import pytest
from rich.cells import cell_len

from distill.card import LevelUsage
from distill.cli import progress
from distill.cli.progress import TimeBudget, bars, say_stopping
from distill.text import clock, length
from distill.training import Figures, Progress

HEALTH = tuple(LevelUsage(role="Detail", used=1.0, dead=0, perplexity=100.0) for _ in range(8))
FIGURES = Figures({"loss": 12.345, "commitment": 10.0, "held out": 3.0}, HEALTH)


class Terminal:
    """Time that passes as told."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock_of_hours(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    terminal = Terminal()
    monkeypatch.setattr(progress.time, "monotonic", terminal.monotonic)
    return terminal


def hours(terminal: Terminal, minutes: float, updates: int = 1000) -> None:
    """A training of so many minutes, as it reports."""
    with bars() as report:
        for number in range(21):
            report(Progress("reading", number / 20))
        for number in range(updates + 1):
            report(Progress("codec", number / updates, FIGURES))
            terminal.now += 60 * minutes / updates


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_a_bar_fits_in_a_terminal_and_says_what_is_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    with bars() as report:
        report(Progress("codec", 0.0, FIGURES))
        time.sleep(0.002)
        report(Progress("codec", 0.0001, FIGURES))
        time.sleep(0.002)
        report(Progress("codec", 0.0002, FIGURES))
    shown = re.sub(r"\x1b\[[?0-9;]*[A-Za-z]", "", capsys.readouterr().err)
    rows = [row for row in re.split(r"[\r\n]+", shown) if row.strip()]
    assert rows
    assert max(map(cell_len, rows)) <= columns
    if columns == 80:
        assert re.search(r"Codec +━+ +0 % +\d:\d\d(:\d\d)? left loss 12.345", rows[-1]), rows[-1]
        assert "…" not in rows[-1]


def test_what_precedes_a_stage_is_not_held_against_it(
    clock_of_hours: Terminal, capsys: pytest.CaptureFixture[str]
) -> None:
    with bars() as report:
        report(Progress("codec", 0.0, FIGURES))
        clock_of_hours.now += 31
        report(Progress("codec", 0.001, FIGURES))
        clock_of_hours.now += 31
        report(Progress("codec", 0.101, FIGURES))
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("Codec 10%, 4:39 left, loss")


@pytest.mark.parametrize(("minutes", "fewest", "most"), [(0.05, 2, 5), (3, 8, 14), (600, 300, 1300)])
def test_a_log_file_gets_plain_lines_now_and_then(
    clock_of_hours: Terminal, capsys: pytest.CaptureFixture[str], minutes: float, fewest: int, most: int
) -> None:
    hours(clock_of_hours, minutes)
    said = capsys.readouterr().err
    assert said.replace("\n", "").isprintable()
    lines = said.splitlines()
    assert lines[0] == "Reading sounds 100%"
    assert fewest <= len(lines) <= most
    assert lines[-1].startswith("Codec 100%, loss 12.345")
    assert all(re.fullmatch(r"Codec \d+%, [0-9:]+ left, loss 12.345, .*", line) for line in lines[1:-1])


def test_colours_that_are_forced_do_not_reach_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    with bars() as report:
        report(Progress("prior", 1.0, FIGURES))
    assert capsys.readouterr().err.replace("\n", "").isprintable()


def test_minutes_pass_while_learning_only(clock_of_hours: Terminal) -> None:
    budget = TimeBudget(1.0, spent=0.25)
    clock_of_hours.now += 3600
    assert budget() == 0.25
    with budget.learning():
        clock_of_hours.now += 15
        assert budget() == 0.5
    clock_of_hours.now += 3600
    assert (budget(), budget.left) == (0.5, 30)
    budget.interrupt()
    assert (budget(), budget.left) == (1.0, 0)


def test_ctrl_c_spends_the_minutes_and_says_so_and_twice_is_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    said = threading.Event()
    with TimeBudget(1.0, on_interrupt=lambda: (say_stopping(), said.set())) as budget:
        signal.raise_signal(signal.SIGINT)
        assert said.wait(10)
        assert budget.interrupted
        assert budget() == 1.0
        assert capsys.readouterr().err.startswith("Stopping: what is learnt is being saved.")
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_times_are_written_as_clocks_write_them() -> None:
    assert [clock(seconds) for seconds in (0, 9.6, 65, 3600, 36_065)] == ["0:00", "0:10", "1:05", "1:00:00", "10:01:05"]
    assert [length(seconds) for seconds in (0.04, 59, 125, 5400)] == ["0.0 s", "59.0 s", "2:05 min", "1:30 h"]
