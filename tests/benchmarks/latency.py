"""How soon a change is felt, and whether the stream ever breaks: a real JACK server, real OSC, an ear on the output.

    python tests/benchmarks/latency.py [--minutes M] [--trials N] [--buffer MS] [--before CHECKOUT]

A trial closes or opens all level masks, or turns output/gain to 0 or back, and waits until the amplitude of what the
card plays has gone half of the way. What plays is a steady tone (``tests/support/tone.py``). Meanwhile, and for the
rest of the time, another knob is turned 100 times a second. CHECKOUT is a folder with an older release, which is
measured in the same way first.

A witness on each core notes when the machine itself stood still, and JACK says whom it waited for. A client that has
nothing to do says how often that is anybody. Trials during which the machine stood still for longer than a period are
left out of "excused", and of the others what the ring was deepened by after such a stall is taken off, and what it was
deepened by as the idle client and the ear came, for which JACK stops for a moment.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import record
from complaints import Complaints
from ear import PERIOD, RATE, Ear, Hands
from instrument import OURS, Instrument
from otherprocess import OtherProcess
from system import jack_server
from tone import tone
from witness import AFTERMATH_SECONDS, Interval, apart, standing, watched

from distill import bundle
from distill.audio import Samples
from distill.kernels.native.prepare import prepare
from live.audio import devices
from live.audio.os_support import CONTROL_PRIORITY, may_raise_priority, raise_priority

SHORT_SECONDS = 0.002
"""Of a stall that is told apart from longer ones: hardly less than a period, which it may cost."""
SMOOTHED = 96
"""Samples over which power is averaged, centred: six periods of the tone."""
SETTLED, HEARD = 0.06, 0.15
"""Seconds of sound before a change, and after it."""
INSTRUMENT = "PortAudio"
CLIENTS = {INSTRUMENT: "the instrument", "PortAudio-01": "the idle client", "PortAudio-02": "the ear"}
"""By what JACK calls them, in the order in which they come."""
CHANGES = {"level masks": tuple(f"level/{n}/mask" for n in range(1, 5)), "output gain": ("output/gain",)}
"""Controls that are turned together, by what the change is called; the first is the one that ``player`` notes."""


def idle(pipe: Connection) -> None:
    """Nothing, played in the way in which the instrument plays: if this is late, so would be anything."""
    mixer, _ = devices.open_mixer(None, RATE)
    with mixer:
        pipe.send(None)
        pipe.recv()
    pipe.send(None)


@dataclass(frozen=True)
class Trial:
    """A change: moments and durations in seconds."""

    name: str
    sent: float
    latency: float


@dataclass(frozen=True)
class Result:
    """What was measured of one release."""

    trials: Sequence[Trial]
    noted: Mapping[str, Any]
    missed: int
    stalls: Sequence[Interval]
    ended: float

    def parts(self, name: str) -> Mapping[str, list[float]]:
        """Seconds of the parts of each trial of the change ``name``."""
        control = CHANGES[name][0]
        # What was said before the first trial is no part of one.
        sent = [trial for trial in self.trials if trial.name == name]
        arrived, obeyed = (
            [each for each in self.noted[key] if each[1] == control and each[0] > sent[0].sent]
            for key in ("arrived", "obeyed")
        )
        card = PERIOD / RATE
        parts: dict[str, list[float]] = {"to the instrument": [], "wait": [], "ring": [], "card": [], "window": []}
        for trial, (came, _), (began, _, left) in zip(sent, arrived, obeyed, strict=True):
            known = (came - trial.sent, began - came, left / 1000, card)
            for part, seconds in zip(parts, (*known, trial.latency - sum(known)), strict=True):
                parts[part].append(seconds)
        return parts

    def excused(self, name: str) -> list[float]:
        """Latencies without trials in which the machine stood still, and without what the ring grew by after that."""
        long = [stall for stall in self.stalls if stall[1] - stall[0] > PERIOD / RATE]
        kept: list[float] = []
        for trial in self.trials:
            end = trial.sent + trial.latency
            if trial.name == name and not any(a < end and b > trial.sent for a, b in long):
                kept.append(trial.latency - self._deeper(trial.sent, long))
        return kept

    def _deeper(self, moment: float, stalls: Sequence[Interval]) -> float:
        """Seconds by which the ring is deeper because the machine stood still, or as clients came before all trials."""
        steps = list(self.noted["buffers"])
        deeper, first = 0.0, steps[0][1]
        for (_, before), (at, after) in pairwise(steps):
            if at > moment:
                break
            if after < before or at < self.trials[0].sent or any(a <= at <= b + AFTERMATH_SECONDS for a, b in stalls):
                deeper = min(max(0.0, deeper + after - before), after - first)
        return deeper / 1000


def half_way(heard: Samples, *, opens: bool) -> int:
    """Index of the first sample at which the amplitude of a tone has gone half of its way."""
    power = np.convolve(np.square(heard, dtype=np.float64), np.ones(SMOOTHED) / SMOOTHED, "valid")
    edge = round(SETTLED * RATE / 2)
    share = np.sqrt(power / np.median(power[-edge:] if opens else power[:edge]))
    passed = share >= 0.5 if opens else share <= 0.5
    if not passed.any():
        raise RuntimeError("A change was not heard.")
    return int(passed.argmax()) + SMOOTHED // 2


def trial(ear: Ear, hands: Hands, name: str, *, opens: bool) -> Trial:
    time.sleep(random.uniform(0, 0.02))
    ear.listen(HEARD)
    before = ear.listen(SETTLED)
    sent, began = time.monotonic(), ear.now
    for control in CHANGES[name]:
        hands.say(control, float(opens))
    heard = np.concatenate([before, ear.listen(HEARD)])
    return Trial(name, sent, ear.leaves_at(len(heard) - half_way(heard, opens=opens)) - began)


def measure(checkout: Path, model: Path, arguments: argparse.Namespace) -> Result:
    instrument = Instrument(checkout, model, arguments.buffer)
    with watched(SHORT_SECONDS) as stalls:
        idler = OtherProcess(idle)
        idler.hear()
        ear, hands = Ear(INSTRUMENT), Hands(instrument.port)
        ends = time.monotonic() + arguments.minutes * 60
        hands.say("hold", 1)
        trials: list[Trial] = []
        while len(trials) < len(CHANGES) * arguments.trials and time.monotonic() < ends:
            trials += [trial(ear, hands, name, opens=opens) for name in CHANGES for opens in (False, True)]
        hands.say("hold", 0)
        time.sleep(max(0.0, ends - time.monotonic()))
        hands.stop()
        ended = time.monotonic()
        # Before the instrument: JACK may hang for minutes where one client leaves another that it played to.
        missed = ear.close()
        idler.end()
        noted = instrument.end()
    return Result(trials, noted, missed, stalls, ended)


def percentiles(seconds: Sequence[float]) -> record.Figures:
    """Milliseconds."""
    columns = {"p50 ms": 50, "p99 ms": 99, "max ms": 100}
    return {name: float(np.percentile(seconds, p)) * 1e3 for name, p in columns.items()} if seconds else {}


def tell(release: str, result: Result, late: Mapping[str, Sequence[float]]) -> Iterator[tuple[str, record.Figures]]:
    """Print who was late and when the machine stood still; yield the figures."""
    noted = result.noted
    print(f"\n{release}: {len(result.trials)} trials; load {noted['load']:.0%}, p99 {noted['load_p99']:.0%}")
    print(f"ring: {', '.join(f'{size:g}' for _, size in noted['buffers'])} ms, one after another")
    print(standing(result.stalls))
    print(f"periods that the card lacked: {noted['late_periods']}")
    for name, moments in late.items():
        print(f"  {name + ' was late':28}{apart(moments, result.stalls)}")
    print(f"gaps in the ring: {apart(noted['gaps'], result.stalls)}")
    print(f"periods that the ear missed: {result.missed}")
    for name in CHANGES:
        latencies = [trial.latency for trial in result.trials if trial.name == name]
        excused = result.excused(name)
        yield f"{release}: {name}", {**percentiles(latencies), "trials": len(latencies)}
        yield "  excused", {**percentiles(excused), "trials": len(excused)}
        for part, seconds in result.parts(name).items():
            yield f"  {part}", percentiles(seconds)


def releases(arguments: argparse.Namespace) -> Iterator[tuple[str, record.Figures]]:
    with tempfile.TemporaryDirectory() as folder:
        # A release before has no other synthesis window than that of the analysis.
        window = bundle.load(bundle.STARTER).codec.config.synthesis_window
        models = {"before": (arguments.before, None), "now": (OURS, window)}
        for release, (checkout, synthesis_window) in models.items():
            if checkout is None:
                continue
            model = Path(folder) / f"{release}.distill"
            bundle.save(tone(arguments.synthesis_window or synthesis_window if checkout == OURS else None), model)
            complaints = Complaints(CLIENTS)
            with jack_server(
                f"distill-latency-{os.getpid()}-{release}", realtime=may_raise_priority(), log=complaints.log
            ) as environment:
                os.environ["JACK_DEFAULT_SERVER"] = environment["JACK_DEFAULT_SERVER"]
                result = measure(checkout, model, arguments)
            yield from tell(release, result, complaints.until(result.ended))


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--trials", type=int, default=200, help="of each change")
    parser.add_argument("--buffer", type=float, help="milliseconds; by default what each release has")
    parser.add_argument("--synthesis-window", type=int, help="samples; by default that of the starter")
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="folder with a release before")
    arguments = parser.parse_args()
    prepare()
    raise_priority(CONTROL_PRIORITY)
    record.report("latency", releases(arguments), arguments)


if __name__ == "__main__":
    main()
