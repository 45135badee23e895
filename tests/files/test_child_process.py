"""Processes that work for this one: how they start, what is noticed when they die, and how they end."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import active_children
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from distill.errors import DistillError
from distill.system import child_process
from distill.system.child_process import ChildProcess

SCRIPT = """\
import sys
from test_child_process import {target}
from distill.system.child_process import ChildProcess
print("begun", flush=True)
child = ChildProcess("worker", {target})
print(child.first(), flush=True)
sys.stdin.read()
print(child.end())
"""
ASK = "import signal; print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)"


def echo(pipe: Connection, *given: object) -> None:
    pipe.send(os.getpid())
    while (said := pipe.recv()) is not None:
        pipe.send((*given, said))
    pipe.send("farewell")


def complain(pipe: Connection) -> None:
    pipe.send(DistillError("There is no such card."))


def say_nothing(_: Connection) -> None:
    pass


def start_a_program(pipe: Connection) -> None:
    done = subprocess.run([sys.executable, "-S", "-c", ASK], check=True, capture_output=True, text=True)
    pipe.send(done.stdout.strip())
    pipe.recv()


def hang(pipe: Connection) -> None:
    child_process.SHUTDOWN_SECONDS = 0.1
    pipe.send(os.getpid())
    while True:
        time.sleep(100)


def write_script(folder: Path, target: Callable[..., None]) -> list[str]:
    path = folder / "script.py"
    path.write_text(SCRIPT.format(target=target.__name__))
    return [sys.executable, str(path)]


def here() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def assert_gone(child: ChildProcess) -> None:
    assert child.ready(10)
    with pytest.raises(EOFError):
        child.receive()
    with pytest.raises(EOFError):
        child.send("hello")


def test_messages_go_both_ways_and_the_last_one_is_returned() -> None:
    child = ChildProcess("worker", echo, "given")
    assert isinstance(child.first(), int)
    child.send([1, 2])
    assert child.receive() == ("given", [1, 2])
    assert not child.ready()
    assert child.end() == "farewell"
    assert "worker" not in [other.name for other in active_children()]
    assert_gone(child)


def test_a_script_without_a_main_guard_starts_one_and_is_not_run_again(tmp_path: Path) -> None:
    done = subprocess.run(
        write_script(tmp_path, echo), check=True, env=here(), capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    begun, pid, last = done.stdout.splitlines()
    assert (begun, last) == ("begun", "farewell")
    assert pid.isdecimal()
    assert not done.stderr


def test_a_process_that_dies_is_noticed_at_once() -> None:
    child = ChildProcess("worker", echo)
    os.kill(child.first(), signal.SIGTERM)
    assert_gone(child)
    child.kill()


def test_an_error_an_end_and_silence_instead_of_the_first_message(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DistillError, match="no such card"):
        ChildProcess("worker", complain).first()
    with pytest.raises(EOFError):
        ChildProcess("worker", say_nothing).first()
    monkeypatch.setattr(child_process, "START_SECONDS", 0.0)
    child = ChildProcess("worker", hang)
    with pytest.raises(TimeoutError):
        child.first()
    child.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl-C cannot be sent to one process there")
def test_ctrl_c_ends_no_child_at_any_moment_and_programs_that_it_starts_obey_it(tmp_path: Path) -> None:
    with subprocess.Popen(
        write_script(tmp_path, start_a_program),
        env=here(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as script:
        assert script.stdout
        assert script.stdin
        assert script.stdout.readline() == "begun\n"
        children: set[int] = set()
        while not children & workers(script.pid):
            children = workers(script.pid)
        for pid in children:
            os.kill(pid, signal.SIGINT)
        assert script.stdout.readline() == "True\n"
        for pid in children:
            os.kill(pid, signal.SIGINT)
        output, errors = script.communicate("")
    assert output == "None\n"
    assert not errors


def workers(pid: int) -> set[int]:
    """The children of a process that run by now."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    if not listed.exists():
        pytest.skip("children are not listed here")
    return {child for child in map(int, listed.read_text().split()) if b"spawn_main" in command(child)}


def command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_a_process_that_stands_still_does_not_outlive_its_parent(tmp_path: Path) -> None:
    command = write_script(tmp_path, hang)
    with subprocess.Popen(command, env=here(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as script:
        assert script.stdout
        assert script.stdout.readline() == "begun\n"
        pid = int(script.stdout.readline())
        assert is_there(pid)
        script.kill()
    deadline = time.monotonic() + 10
    while is_there(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_there(pid)


def test_a_process_that_does_not_end_is_killed_even_where_the_pipe_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_process, "SHUTDOWN_SECONDS", 0.3)
    child = ChildProcess("worker", hang)
    pid = child.first()
    failures: list[BaseException] = []

    def send_much() -> None:
        try:
            child.send(bytes(1 << 24))
        except EOFError as error:
            failures.append(error)

    sender = threading.Thread(target=send_much)
    sender.start()
    began = time.monotonic()
    assert child.end() is None
    assert 0.3 <= time.monotonic() - began < 5
    sender.join(10)
    assert len(failures) == 1
    active_children()
    assert not is_there(pid)


@pytest.mark.skipif(sys.platform == "win32", reason="starts processes as Unix does")
def test_no_room_for_another_process_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.util.spawnv_passfds", fail)
    with pytest.raises(DistillError, match="worker cannot be started: Resource temporarily unavailable"):
        ChildProcess("worker", echo)
