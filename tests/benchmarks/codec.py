"""How good a codec gets in how many minutes: seen and held out, side by side in one run.

    python tests/benchmarks/codec.py [FOLDER] [--minutes 0.25 1 4 12] [--preset base] [--polish]
        [--synthesis-window N]

Every tenth recording of FOLDER, or of the built-in sounds, is held out. Tonality is measured on recordings from
subfolders whose name begins with "ambi" or "breath", pre-echo on those that begin with "drum" or "tabla". True
magnitudes stand first, the best that codes can do, then the linear codec, the simplest that every minute has to beat.
``--minutes`` without a number leaves it at these two.
"""

import argparse
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import record
from resynthesis import resynthesised

from distill import metrics
from distill.cli.progress import TimeBudget, bars
from distill.data import corpus
from distill.data.corpus import Corpus, Recording
from distill.evaluation.report import Evaluation, evaluate
from distill.hyperparameters import CodecConfig
from distill.kernels.runtime import CodecRuntime
from distill.training import Progress, Report
from distill.training.run import Settings, train

HELD_OUT = 10


def of(recordings: Sequence[Recording], *kinds: str) -> list[Recording]:
    return [r for r in recordings if r.path.parent.name.startswith(kinds)]


def measure(codec: CodecRuntime, recordings: Sequence[Recording]) -> Evaluation:
    return evaluate(codec, recordings, lambda _: None)


def true_magnitudes(config: CodecConfig, recordings: Sequence[Recording]) -> record.Figures:
    """The distances of ``evaluate`` without codes."""
    pairs: list[tuple[metrics.Floats, metrics.Floats]] = []
    for recording in recordings:
        original = np.pad(recording.samples, ((metrics.ONSET_SILENCE, 0), (0, 0)))
        pairs.append((original.mean(1), resynthesised(config, original).mean(1)))
    wholes = [
        np.concatenate([samples[metrics.ONSET_SILENCE :] for samples in kind]) for kind in zip(*pairs, strict=True)
    ]
    return {
        "stft": metrics.stft_distance(*wholes),
        "mel": metrics.mel_distance(*wholes),
        "tonality error": metrics.tonality_error(*wholes),
        "pre-echo dB": statistics.median(metrics.pre_echo(*pair) for pair in pairs),
    }


def main() -> None:
    parser = record.parser(__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--minutes", type=float, nargs="*", default=[0.25, 1, 4, 12])
    parser.add_argument("--preset", choices=["fast", "base", "large"], default="base")
    parser.add_argument("--polish", action="store_true")
    parser.add_argument("--synthesis-window", type=int, help="samples that a frame sounds for")
    arguments = parser.parse_args()
    whole = corpus.load(arguments.folder or record.built_in_sounds())
    held = whole.recordings[::HELD_OUT]
    seen = tuple(r for i, r in enumerate(whole.recordings) if i % HELD_OUT)
    part = Corpus(whole.folder, whole.files, seen)
    print(f"{len(seen)} recordings to learn from, {len(held)} held out; 4 levels of 256")
    record.report("codec", rows(arguments, part, held), arguments)


def rows(
    arguments: argparse.Namespace, part: Corpus, held: Sequence[Recording]
) -> Iterator[tuple[str, record.Figures]]:
    seen = part.recordings
    pads, hits = of(seen, "ambi", "breath") or seen, of(seen, "drum", "tabla") or seen
    config = CodecConfig(synthesis_window=arguments.synthesis_window)
    far, near, steady, struck = (true_magnitudes(config, some) for some in (held, seen, pads, hits))
    yield (
        "true magnitudes",
        {
            "held out stft": far["stft"],
            "mel": far["mel"],
            "seen stft": near["stft"],
            "seen mel": near["mel"],
            "tonality error": steady["tonality error"],
            "pre-echo dB": struck["pre-echo dB"],
        },
    )
    for minutes in (0.0, *arguments.minutes):
        settings = Settings(
            minutes=max(minutes, 0.01),
            codebook_size=256,
            preset=arguments.preset,
            prior=False,
            polish=arguments.polish and minutes > 0,
            synthesis_window=arguments.synthesis_window,
        )
        stages: Counter[str] = Counter()
        with TimeBudget(settings.minutes) as budget, bars() as report, budget.learning():

            def count(progress: Progress, report: Report = report, stages: Counter[str] = stages) -> None:
                stages[progress.stage] += 1
                report(progress)

            codec = train(part, settings, budget if minutes else lambda: 1.0, count).codec
        far, near = measure(codec, held), measure(codec, seen)
        yield (
            f"{minutes:g} minutes" if minutes else "linear",
            {
                "updates": stages["codec"] + stages["polish"],
                "held out stft": far.prefixes[-1].stft_distance,
                "mel": far.prefixes[-1].mel_distance,
                "seen stft": near.prefixes[-1].stft_distance,
                "seen mel": near.prefixes[-1].mel_distance,
                "tonality error": measure(codec, pads).tonality_error,
                "pre-echo dB": measure(codec, hits).pre_echo,
                **{f"used {level}": health.used for level, health in enumerate(near.health, 1)},
            },
        )


if __name__ == "__main__":
    main()
