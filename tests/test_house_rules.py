"""Names, docstrings, file lengths and folders keep to the rules of CONTRIBUTING.md."""

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("distill", "live", "controllers")
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in FILES}
SHARED_NAMES: dict[str, str] = {}
"""Public class names that may stand in two files, and why; three at most."""
RIDDLES = {"What", "How", "Whether", "Where"}
"""First words that make a docstring a clause instead of a name or an imperative."""
DIALECT = [
    "hear",
    "heard",
    "hears",
    "sounding",
    "faded",
    "openness",
    "opened",
    "staying",
    "stayed",
    "copied",
    "misheard",
    "judge",
    "learners",
    "descend",
    "agree",
    "add_up",
    "quoting",
    "BETWEEN",
    "lent",
    "guest",
    "lead",
    "companion",
    "scribe",
    "goodbye",
    "novelty",
    "loudest",
    "misheard",
    "desk",
    "bench",
    "relay",
    "exhibit",
    "studio",
]
"""Identifiers of earlier versions that the field has another word for."""
ALIASES = {"live/controls.py", "distill/grid/grid_file.py", "live/session/journal.py"}
"""Files that read names of earlier versions."""
LONGEST = 300
MOST_MODULES = 14
SHORT = 40


def documented(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every docstring, those of attributes and constants included."""
    for node in ast.walk(tree):
        for statement in getattr(node, "body", None) if isinstance(getattr(node, "body", None), list) else ():
            match statement:
                case ast.Expr(value=ast.Constant(value=str(text))) if text.strip():
                    yield statement.lineno, text
                case _:
                    pass


def identifiers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every function, class, argument, attribute and variable."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.Name(id=name) | ast.Attribute(attr=name):
                yield node.lineno, name
            case _:
                pass


def test_a_public_class_name_means_one_thing() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for file, tree in TREES.items():
        for node in tree.body:
            match node:
                case ast.ClassDef(name=name):
                    places[name].append(str(file.relative_to(ROOT)))
                case ast.Assign(targets=[ast.Name(id=name)]) if name[0].isupper() and not name.isupper():
                    places[name].append(str(file.relative_to(ROOT)))
                case _:
                    pass
    twice = {name: files for name, files in places.items() if len(files) > 1 and not name.startswith("_")}
    assert len(SHARED_NAMES) <= 3
    assert {name: files for name, files in twice.items() if name not in SHARED_NAMES} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_docstring_opens_with_the_thing_or_an_imperative(package: str) -> None:
    riddles = [
        f"{file.relative_to(ROOT)}:{line}: {text.splitlines()[0]}"
        for file, tree in TREES.items()
        if file.is_relative_to(ROOT / package)
        for line, text in documented(tree)
        if text.split()[0] in RIDDLES
    ]
    assert riddles == []


def test_no_name_is_of_the_old_dialect() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{line}: {name}"
        for file, tree in TREES.items()
        if str(file.relative_to(ROOT)) not in ALIASES
        for line, name in identifiers(tree)
        if set(re.split(r"_+", name)) & set(DIALECT) or name in DIALECT
    ]
    assert found == []


def test_files_are_of_a_size_to_be_read() -> None:
    lines = {file: len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert [str(file.relative_to(ROOT)) for file, count in lines.items() if count > LONGEST] == []
    short = [str(file.relative_to(ROOT)) for file, count in lines.items() if count < SHORT]
    assert len(short) <= len(FILES) / 10, short


def test_folders_are_of_a_size_to_be_known() -> None:
    modules = Counter(file.parent for file in FILES if file.name != "__init__.py")
    assert {str(folder.relative_to(ROOT)): n for folder, n in modules.items() if n > MOST_MODULES} == {}
