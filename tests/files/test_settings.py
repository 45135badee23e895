"""One table says what every number of every command may be; options, forms and Python arguments ask it."""

import functools
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import typer
from pydantic import ValidationError
from system import distill, fails_in_one_line
from typer.models import ArgumentInfo, OptionInfo

from controllers.console.tabs.generate import tab as generate_tab
from controllers.console.tabs.train import tab as train_tab
from distill import bundle, cli, settings
from distill.errors import DistillError
from distill.grid import grid_file
from distill.grid.grid import CodeGrid
from distill.kernels.sampling import SamplingOptions
from distill.settings import GENERATING, TRAINING, Setting
from distill.training.run import PRESETS, Settings
from live.controls import Vocabulary

WRONG = ("inf", "-inf", "nan", "1e23", "-1e23", "9" * 5000, "", "five", "1\n2", "0x10")


def commands(app: typer.Typer, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Callable[..., Any]]]:
    for command in app.registered_commands:
        assert command.callback
        yield (*path, command.name or command.callback.__name__.replace("_", "-")), command.callback
    for group in app.registered_groups:
        assert group.typer_instance
        yield from commands(group.typer_instance, (*path, str(group.typer_instance.info.name)))


def parameters() -> Iterator[tuple[tuple[str, ...], str, Any, OptionInfo | ArgumentInfo | None]]:
    """Command, name, type and what typer is told of every parameter of every command."""
    for path, callback in commands(cli.app):
        hints = get_type_hints(callback, include_extras=True)
        for name in inspect.signature(callback).parameters:
            kind, *told = get_args(hints[name]) if hasattr(hints[name], "__metadata__") else (hints[name],)
            yield path, name, kind, told[0] if told else None


def numbers() -> list[tuple[tuple[str, ...], str, Setting, Any]]:
    found: list[tuple[tuple[str, ...], str, Setting, Any]] = []
    for path, name, kind, told in parameters():
        parser = getattr(told, "parser", None)
        setting = getattr(parser, "__self__", None)
        if parser and setting is None:
            setting = inspect.getclosurevars(parser).nonlocals.get("setting")
        if setting is None:
            assert not {int, float} & {kind, *get_args(kind)}, f"{path} {name} is a number without limits"
        else:
            found.append((path, name, setting, told))
    return found


@functools.cache
def program() -> Any:
    """The command line, built once."""
    return typer.main.get_command(cli.app)


def refused(*arguments: str) -> str:
    with pytest.raises(DistillError) as wrong:
        program().main(list(arguments), standalone_mode=False)
    said = str(wrong.value)
    assert len(said.splitlines()) == 1
    assert len(said) < 250
    return said


def test_every_number_of_every_command_refuses_what_is_out_of_its_limits_in_a_line() -> None:
    found = numbers()
    assert len(found) > 40
    for path, _, setting, told in found:
        outside = (str(setting.low - 1), str(setting.high + 1), "1.5")[: 3 if setting.whole else 2]
        for value in (*WRONG, *(outside if setting.low < setting.high else ())):
            if isinstance(told, OptionInfo):
                given = [f"--{setting.option}", value, *([value] if setting.option == "infill" else [])]
            elif value.startswith("-"):
                continue  # that looks like an option
            else:
                given = ["x", *(["1"] if path[-1] == "preview" and setting.option == "CODE" else []), value]
            assert f"{setting.limits}, not " in refused(*path, *given), (path, given)


def test_a_number_that_cannot_be_is_refused_before_anything_is_read(home: dict[str, str], tmp_path: Path) -> None:
    said = fails_in_one_line(distill(home, "train", "nowhere", "--minutes", "inf", cwd=tmp_path))
    assert said == "distill: --minutes is a number from 0.01 to 10000, not inf."


@pytest.mark.parametrize("name", ["meta", "cuda:x", "cpu:0:1", "xpu", "", "CPU", "tpu"])
def test_a_device_that_nobody_can_train_on_is_refused_in_a_line(name: str, tmp_path: Path) -> None:
    assert "cannot be used here" in refused("train", str(tmp_path), "--device", name)


@pytest.mark.parametrize(
    "option",
    [("--osc-to", "host:²"), ("--osc-to", "host:0x1"), ("--osc-to", "host:" + "9" * 5000), ("--osc-to", ":9000")],
)
def test_a_port_that_cannot_be_is_refused_in_a_line(option: tuple[str, str]) -> None:
    assert "--osc-to" in refused("live", *option)


@pytest.fixture(scope="module")
def codes_file(model_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    model = bundle.load(model_file)
    config = model.codec.config
    path = tmp_path_factory.mktemp("codes") / "a.codes.json"
    grid = CodeGrid.empty(config.levels, 20, config.codebook_size)
    grid_file.write(grid_file.GridFile.of(grid, model, 20 * config.hop), path)
    return str(path)


PLACES = (
    ("--level", "9" * 5000),
    ("--level", "1-" + "9" * 30),
    ("--level", "3-2"),
    ("--level", "0"),
    ("--at", "1e20"),
    ("--at", "1e20s"),
    ("--at", "nans"),
    ("--at", "infs"),
    ("--at", "9" * 5000),
    ("--at", "0:" + "9" * 30),
    ("--at", "-1"),
)


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_a_grid_has_not_is_refused_in_a_line(codes_file: str, place: tuple[str, str]) -> None:
    refused("codes", "clear", codes_file, *place)


@pytest.mark.parametrize("ratio", ["nan", "inf", "0,nan", "1=1e23", "9" * 5000 + "=1", "9=1", "²=1", "0.5,,1", ""])
def test_a_ratio_that_cannot_be_is_refused_in_a_line(codes_file: str, model_file: Path, ratio: str) -> None:
    blend = ("codes", "blend", codes_file, codes_file, "-o", "b.wav", "--model", str(model_file), "--ratio")
    assert "--ratio" in refused(*blend, ratio)


def test_the_page_offers_what_the_commands_take() -> None:
    trained = {field.option: field for field in (*train_tab.MAIN_FIELDS, *train_tab.MORE_FIELDS)}
    assert trained.keys() == TRAINING.keys()
    generated = {field.option: field for field in (*generate_tab.FIELDS, generate_tab.SEED_FIELD)}
    assert generated.keys() == GENERATING.keys() - {"infill", "bits"}
    for field in (*trained.values(), *generated.values()):
        assert field.setting in (TRAINING.get(field.option), GENERATING.get(field.option))
        assert field.option in field.argument(field.start)
        for value in field.choices:
            assert field.argument(value) == f"--{field.option}={value}"
        if not isinstance(field.setting.default, bool):
            for value in ("inf", "nan", "1e23", None, field.setting.high + 1, field.setting.low - 1):
                with pytest.raises(DistillError, match=f"^{field.label} is .*, not "):
                    field.argument(value)


def test_python_takes_what_the_commands_take() -> None:
    names = {"rvq-levels": "levels"}
    assert {names.get(option, option.replace("-", "_")) for option in TRAINING} - {"codec"} == {
        *Settings.model_fields
    } - {"codec", "synthesis_window"}
    for option, setting in TRAINING.items():
        name = names.get(option, option.replace("-", "_"))
        if setting.low < setting.high:
            for value in (setting.low, setting.high):
                assert getattr(Settings.model_validate({name: value}), name) == value
            for value in (setting.low - 1, setting.high + 1, float("inf"), float("nan"), 1e23):
                with pytest.raises(ValidationError):
                    Settings.model_validate({name: value})
        assert getattr(Settings(), name) == (None if setting.default == "auto" else setting.default)
    assert tuple(PRESETS) == TRAINING["preset"].choices


@pytest.mark.parametrize(("name", "value"), [("temperatures", [4.1]), ("top_k", 1025), ("top_p", float("nan"))])
def test_sampling_in_python_takes_what_generating_takes(name: str, value: Any) -> None:
    given: dict[str, Any] = {"temperatures": [1.0], "size": 64, name: value}
    with pytest.raises(DistillError, match=f"{name.removesuffix('s')} is .*, not "):
        SamplingOptions.of(**given)


def test_the_instrument_takes_what_generating_takes() -> None:
    controls = Vocabulary(4).controls
    for option in ("temperature", "top-k", "top-p", "max-quote", "recall", "seed"):
        control, setting = controls[option.replace("-", "_")], GENERATING[option]
        assert (control.low, control.high, control.default) == (setting.low, setting.high, setting.default)


def test_limits_are_told_in_words() -> None:
    assert TRAINING["preset"].limits == "fast, base or large"
    assert TRAINING["codebook-size"].limits == "auto or a whole number from 2 to 1024"
    assert GENERATING["seed"].limits == "a whole number from 0 to 2147483647"
    assert settings.plain(0.01) == "0.01"
