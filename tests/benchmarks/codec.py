"""How good a codec gets in how many minutes: seen and held out, side by side in one run.

    python tests/benchmarks/codec.py FOLDER [--minutes 0.25 1 4 12] [--preset base] [--polish]

Every tenth recording of FOLDER is held out. Tonality is measured on recordings from subfolders whose name begins
with "ambi", pre-echo on those that begin with "drum" or "tabla". The linear codec stands first: the baseline.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from distill.cli.progress import TimeBudget, bars
from distill.data import corpus
from distill.data.corpus import Corpus, Recording
from distill.evaluation.report import Evaluation, evaluate
from distill.model.codec import Codec
from distill.training import Progress, Report
from distill.training.run import Settings, train

HELD_OUT = 10


def of(recordings: Sequence[Recording], *kinds: str) -> list[Recording]:
    return [r for r in recordings if r.path.parent.name.startswith(kinds)]


def measure(codec: Codec, recordings: Sequence[Recording]) -> Evaluation:
    return evaluate(codec, recordings, lambda _: None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, nargs="+", default=[0.25, 1, 4, 12])
    parser.add_argument("--preset", choices=["fast", "base", "large"], default="base")
    parser.add_argument("--polish", action="store_true")
    arguments = parser.parse_args()
    whole = corpus.load(arguments.folder)
    held = whole.recordings[::HELD_OUT]
    seen = tuple(r for i, r in enumerate(whole.recordings) if i % HELD_OUT)
    part = Corpus(whole.folder, whole.files, seen)
    print(f"{len(seen)} recordings to learn from, {len(held)} held out; 4 levels of 256")
    print(f"{'minutes':>8}{'updates':>9}{'held out':>15}{'seen':>15}{'tonality':>11}{'pre-echo':>11}   codes used")
    for minutes in (0.0, *arguments.minutes):
        settings = Settings(
            minutes=max(minutes, 0.01),
            codebook_size=256,
            preset=arguments.preset,
            prior=False,
            polish=arguments.polish and minutes > 0,
        )
        stages: Counter[str] = Counter()
        with TimeBudget(settings.minutes) as budget, bars() as report:

            def count(progress: Progress, report: Report = report, stages: Counter[str] = stages) -> None:
                stages[progress.stage] += 1
                report(progress)

            codec = train(part, settings, budget if minutes else lambda: 1.0, count).codec
        far, near = measure(codec, held), measure(codec, seen)
        pads, hits = of(seen, "ambi") or seen, of(seen, "drum", "tabla") or seen
        print(
            f"{minutes or 'linear':>8}{stages['codec'] + stages['polish']:>9}"
            f"{far.prefixes[-1].stft_distance:>9.3f}/{far.prefixes[-1].mel_distance:.3f}"
            f"{near.prefixes[-1].stft_distance:>9.3f}/{near.prefixes[-1].mel_distance:.3f}"
            f"{measure(codec, pads).tonality_error:>11.3f}"
            f"{measure(codec, hits).pre_echo:>8.1f} dB"
            f"   {' '.join(f'{level.used:.0%}' for level in near.health)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
