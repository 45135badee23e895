"""What becomes of a training that is resumed otherwise, finds no room, or has no time."""

import resource
import shutil
import signal
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from system import DISTILL, distill, fails_in_one_line, write_sounds

from distill import audio, bundle, progress_protocol
from distill.audio import Samples
from distill.bundle import Bundle
from distill.cli.saver import Saver
from distill.data.corpus import Corpus
from distill.errors import DistillError
from distill.training import Progress, checkpoint
from distill.training import prior as prior_training
from distill.training.run import Settings, TrainingCallbacks, train

QUICK = ("--preset", "fast", "--codebook-dim", 16, "--no-prior")


@pytest.fixture(scope="module")
def broken_off(tmp_path_factory: pytest.TempPathFactory, corpus: Corpus) -> Path:
    """The checkpoint of a training that was broken off, and whose model is gone."""
    place = tmp_path_factory.mktemp("broken") / "m.checkpoint"
    spent = iter(np.linspace(0, 0.5, 3))
    settings = Settings(preset="fast", codebook_dim=16, prior=False, minutes=0.05)

    def keep(state: dict[str, Any]) -> None:
        checkpoint.write(place, {**state, "spent": 0.5})

    train(corpus, settings, lambda: float(next(spent, 1.0)), lambda _: None, TrainingCallbacks(checkpoint=keep))
    return place


@pytest.fixture
def resumable(tmp_path: Path, broken_off: Path, sounds: dict[str, Samples]) -> Path:
    """A folder with recordings and that checkpoint."""
    write_sounds(tmp_path / "mine", sounds)
    shutil.copy(broken_off, tmp_path / "m.checkpoint")
    return tmp_path


RESUME = ("train", "mine", "-o", "m.distill", "--resume")


def test_more_recordings_leave_a_resumed_training_its_codebooks(
    home: Mapping[str, str], resumable: Path, sounds: dict[str, Samples]
) -> None:
    # From 21 recordings on, codebooks would be twice as large.
    for number in range(16):
        audio.write(resumable / "mine" / f"more-{number}.wav", sounds["drum-1.wav"][: 6000 + number])
    done = distill(home, *RESUME, "--minutes", "0.05", "--preset", "fast", cwd=resumable)
    assert done.returncode == 0, done.stderr
    assert bundle.load(resumable / "m.distill").codec.config.codebook_size == 64


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--rvq-levels", 3), "--rvq-levels was 4, not 3"),
        (("--minutes", 5, "--seed", 3), "--minutes was 0.05, not 5.0; --seed was 0, not 3"),
        (("--prior", "--codebook-size", 64), "--codebook-size was auto, not 64; --prior was off, not on"),
    ],
)
def test_a_resumed_training_says_which_setting_is_another(
    home: Mapping[str, str], resumable: Path, options: tuple[object, ...], said: str
) -> None:
    assert said in fails_in_one_line(distill(home, *RESUME, *options, cwd=resumable))
    assert (resumable / "m.checkpoint").exists()


def test_a_training_is_not_resumed_with_other_recordings(
    home: Mapping[str, str], resumable: Path, sounds: dict[str, Samples]
) -> None:
    write_sounds(resumable / "other", {"a.wav": sounds["drum-1.wav"][:20_000]})
    said = fails_in_one_line(distill(home, "train", "other", *RESUME[2:], cwd=resumable))
    assert "m.checkpoint learnt from other recordings than other has" in said
    assert (resumable / "m.checkpoint").exists()


def without(name: str) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        del content[name]

    return change


def with_(name: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        content[name] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        without("settings"),
        without("spent"),
        without("curves"),
        with_("stage", 3),
        with_("stage", "juggling"),
        with_("spent", float("nan")),
        with_("settings", {"minutes": float("inf")}),
        with_("settings", {"juggling": 1}),
        with_("codec", {}),
        with_("codec", {"quantizer.codebooks": torch.zeros(3)}),
        with_("training", {"codec": 3}),
        with_("curves", [{"stage": 3}]),
    ],
)
def test_a_damaged_checkpoint_is_refused_in_a_line(
    corpus: Corpus, broken_off: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None]
) -> None:
    content = checkpoint.read(broken_off)
    change(content)
    checkpoint.write(tmp_path / "m.checkpoint", content)
    with pytest.raises(DistillError) as wrong:  # noqa: PT012 - whichever of both sees it
        resumed = checkpoint.read(tmp_path / "m.checkpoint")
        settings = Settings.of(resumed)
        train(corpus, settings, lambda: 1.0, lambda _: None, TrainingCallbacks(resumed=resumed))
    assert len(str(wrong.value).splitlines()) == 1
    assert "without --resume" in str(wrong.value)


def test_a_training_that_an_earlier_version_began_is_resumed(corpus: Corpus, broken_off: Path, tmp_path: Path) -> None:
    def of_before(part: Any) -> Any:
        names = {"feature_mean": "centre", "latent_scale": "spread", "feature_max": "loudest"}
        if not isinstance(part, dict):
            return part
        named: dict[Any, Any] = {
            ".".join(names.get(word, word) for word in name.split(".")) if isinstance(name, str) else name: of_before(
                each
            )
            for name, each in part.items()
        }
        return named

    def resumed(path: Path) -> Bundle:
        content = checkpoint.read(path)
        return train(corpus, Settings.of(content), lambda: 1.0, lambda _: None, TrainingCallbacks(resumed=content))

    content = of_before(checkpoint.read(broken_off))
    assert {"centre", "spread", "loudest"} < content["codec"].keys()
    checkpoint.write(tmp_path / "m.checkpoint", content)
    assert resumed(tmp_path / "m.checkpoint").fingerprint == resumed(broken_off).fingerprint


def limited(size: int) -> Callable[[], None]:
    """What has a program find no room for files larger than ``size`` bytes."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def files_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_file()}


def test_a_checkpoint_without_room_is_a_warning_and_a_model_without_room_a_line(
    home: Mapping[str, str], tmp_path: Path, short: dict[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", short)
    command = [DISTILL, "train", "mine", "-o", "m.distill", *map(str, QUICK), "--minutes", "0.02"]

    def run(size: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, env=home, preexec_fn=limited(size), capture_output=True, text=True, check=False
        )

    done = run(5_000_000)
    assert done.returncode == 0, done.stderr
    assert "Warning: Cannot write m.checkpoint: File too large." in done.stderr
    assert "Saved m.distill" in done.stdout
    assert files_of(tmp_path) == {"m.distill", "m.curves.png", "m.preview.wav"}
    before = (tmp_path / "m.distill").read_bytes()
    assert "Cannot write m.distill: File too large" in fails_in_one_line(run(1_000_000))
    assert (tmp_path / "m.distill").read_bytes() == before
    assert files_of(tmp_path) == {"m.distill", "m.curves.png", "m.preview.wav"}


def test_room_that_comes_back_is_used(
    tmp_path: Path, corpus: Corpus, model: Bundle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    saver = Saver(tmp_path / "m.distill", corpus, writes=True)
    saver.keep({"stage": "codec"})
    full = tmp_path / "nowhere"
    with monkeypatch.context() as patched:
        patched.setattr(saver, "_output", full / "m.distill")
        saver.save(model)
        assert "Warning: There is no folder" in capsys.readouterr().err
        with pytest.raises(
            DistillError, match=r"There is no folder .*m.checkpoint has what was learnt: go on with --resume"
        ):
            saver.finish(whole=True)
    assert (tmp_path / "m.checkpoint").exists()
    saver.save(model)
    saver.finish(whole=True)
    assert files_of(tmp_path) == {"m.distill", "m.curves.png", "m.preview.wav"}


def test_reading_does_not_eat_the_minutes_and_a_prior_is_judged_with_a_bar(
    corpus: Corpus,
) -> None:
    reports: list[Progress] = []
    spent = iter((0.0, 0.7, 0.8))
    model = train(corpus, Settings(preset="fast"), lambda: next(spent, 1.0), reports.append)
    judged = [report.done for report in reports if report.stage == "judging"]
    assert judged == sorted(judged)
    assert judged[-1] == 1
    assert len(judged) > 5
    assert model.card.prior_trained
    assert model.card.prior_verdict.startswith("The prior ")


def test_a_prior_that_was_never_trained_gets_no_verdict(corpus: Corpus) -> None:
    spent = iter((0.0, 0.3))
    reports: list[Progress] = []
    model = train(corpus, Settings(preset="fast"), lambda: next(spent, 1.0), reports.append)
    assert {report.stage for report in reports} >= {"codec", "encoding"}
    assert "judging" not in {report.stage for report in reports}
    assert model.card.memorization is None
    assert model.card.prior_verdict.startswith("No prior was trained")


def test_a_training_that_learnt_nothing_says_so(
    home: Mapping[str, str], tmp_path: Path, short: dict[str, Samples]
) -> None:
    write_sounds(tmp_path / "mine", short)
    training = subprocess.Popen(
        [DISTILL, "train", "mine", "--minutes", "30", "--progress", "lines", *map(str, QUICK[:4])],
        cwd=tmp_path,
        env=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert training.stderr
    for text in training.stderr:
        said = progress_protocol.line(text)
        if isinstance(said, progress_protocol.StageProgress) and said.stage == "linear":
            training.send_signal(signal.SIGTERM)
            break
    told, _ = training.communicate(timeout=120)
    assert training.returncode == 0
    assert "learnt nothing of it" in told
    assert "No prior was trained" in told
    assert "The prior plays" not in told


def test_a_long_corpus_is_judged_by_some_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    class Seen(prior_training.Prior):
        def step(self, x: torch.Tensor, state: dict[str, torch.Tensor]) -> Any:
            seen.append(x.shape[-1])
            return super().step(x, state)

    monkeypatch.setattr(prior_training, "ENOUGH_FRAMES", 500)
    config = prior_training.PriorConfig(levels=2, codebook_size=8, width=16, head=8)
    codes = [torch.randint(8, (2, 1000)) for _ in range(5)]
    assert prior_training.perplexity(Seen(config), codes).isfinite().all()
    assert seen == [500]
