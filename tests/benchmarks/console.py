"""Whether a page that is watched disturbs the stage: a real JACK server, a real Chromium, and the grid moving.

    python tests/benchmarks/console.py [--minutes M] [--browsers N] [MODEL]

Says how often sound broke up, and what share of one core the page's process, the thread that tells it what is to be
seen, and the browser take. A witness on each core notes when the machine itself stood still.
"""

import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from threading import enumerate as threads_alive

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import record
from browser import chromium, looking
from otherprocess import OtherProcess
from system import jack_server
from witness import Interval, apart, standing, watched

from controllers.console.bridge.engine_side import Console, PageAddress
from distill import bundle
from live.audio.device_host import Status
from live.audio.os_support import may_raise_priority
from live.engine.state import Block
from live.session.session import Session, SessionOptions

SETTLING_SECONDS = 5.0
"""After which the page is loaded and seen, and what begins has begun."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Spent:
    """Seconds of a core, so far."""

    page: float
    relay: float
    engine: float


@dataclass(frozen=True)
class Result:
    """What a stretch of the performance was like; moments in seconds."""

    before: Spent
    after: Spent
    seconds: float
    gaps: list[float]
    status: Status


def play(pipe: Connection, model: Path | None) -> None:
    """The stage and its page. Sends the address; then measures from one word to the next, and sends the result."""
    gaps: list[float] = []
    with ExitStack() as stack:
        session = stack.enter_context(Session(SessionOptions(seed=3)))
        page = stack.enter_context(Console(session, PageAddress(port=0)))
        session.load(model or bundle.STARTER)
        performance = session.performance
        assert performance

        def count(_: Block) -> None:
            gaps.extend([time.monotonic()] * (performance.host.status.underruns - len(gaps)))

        performance.host.listeners.append(count)
        pipe.send(page.url)
        pipe.recv()
        before, began, first = _spent(), time.monotonic(), len(gaps)
        pipe.recv()
        after, seconds = _spent(), time.monotonic() - began
        own = gaps[first:]
    pipe.send(Result(before, after, seconds, own, performance.host.status))


def _spent() -> Spent:
    threads = {thread.name: thread for thread in threads_alive()}
    (page,) = (child for child in multiprocessing.active_children() if child.name == "distill page")
    assert page.pid
    return Spent(of_process(page.pid), _of_thread(threads["distill console"]), _of_thread(threads["distill engine"]))


def _of_thread(thread: Thread) -> float:
    assert thread.ident
    return time.clock_gettime(time.pthread_getcpuclockid(thread.ident))


def of_process(pid: int) -> float:
    """Seconds of a core that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def of_family(pid: int) -> Mapping[int, float]:
    """The same of a process and all that it started, by id."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return {one: of_process(one) for one in family if Path(f"/proc/{one}").exists()}


def measure(model: Path | None, minutes: float, browsers: int) -> tuple[Result, list[Interval], float]:
    """The result, when the machine stood still, and seconds of a core that the browser took."""
    player = OtherProcess(play, model)
    url: str = player.hear()
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        pages = [stack.enter_context(looking(browser, url)) for _ in range(browsers)]
        for page in pages:
            page.get_by_test_id("play-load").wait_for()
        time.sleep(SETTLING_SECONDS)
        stalls = stack.enter_context(watched())
        player.say("begin")
        before = of_family(os.getpid())
        time.sleep(minutes * 60)
        after = of_family(os.getpid())
        drawn = sum(spent - before.get(pid, 0.0) for pid, spent in after.items() if _is_browser(pid))
        result: Result = player.end()
    return result, stalls, drawn


def _is_browser(pid: int) -> bool:
    name = Path(f"/proc/{pid}/comm")
    return name.exists() and "chrom" in name.read_text(encoding="utf-8")


def tell(result: Result, stalls: list[Interval], drawn: float) -> Mapping[str, record.Figures]:
    """Print when the machine stood still, and return the figures."""
    status, seconds = result.status, result.seconds
    print(
        f"{seconds:.0f} s; load {status.load:.0%}, p99 {status.load_p99:.0%}; {status.buffer:g} ms of buffer at the end"
    )
    print(standing(stalls))
    print(f"gaps in the ring: {apart(result.gaps, stalls)}")
    shares = {
        name: (getattr(result.after, name) - getattr(result.before, name)) / seconds
        for name in ("page", "relay", "engine")
    }
    return {
        **{name: {"share of one core": share} for name, share in (*shares.items(), ("browser", drawn / seconds))},
        "from beginning to end": {"gaps": len(result.gaps), "periods that the card lacked": status.late_periods},
    }


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("model", nargs="?", type=Path)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--browsers", type=int, default=1)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        jack_server(f"distill-console-{os.getpid()}", realtime=may_raise_priority()) as environment,
    ):
        os.environ |= {"JACK_DEFAULT_SERVER": environment["JACK_DEFAULT_SERVER"], "XDG_DATA_HOME": folder}
        figures = tell(*measure(arguments.model, arguments.minutes, arguments.browsers))
        record.report("console", figures.items(), arguments)


if __name__ == "__main__":
    main()
