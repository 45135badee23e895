"""Rules of the house that a syntax tree can show: names, docstrings, and the sizes of files and folders."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("distill", "live", "controllers")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}

TWICE: dict[str, str] = {}
"""Class names that may occur twice, at most three, each with a reason."""
OLD_PLACES = {ROOT / "live/env.py", ROOT / "live/rewards.py", ROOT / "live/aliases.py"}
"""Aliases of the version before."""
OLD_FILES = (ROOT / "tests/data/old_file_names.txt").read_text().split()
"""Names that modules had, and have no more."""
OLD_WORDS = (ROOT / "tests/data/old_words.txt").read_text().split()
"""Words of the version before, each with a term of the field in its place now."""
OPENINGS = ("What", "How", "Whether", "Where")


def where(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def docstrings() -> Iterator[tuple[str, str]]:
    """Every docstring, also those under an attribute, with its place."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            for field in ("body",):
                statements = getattr(node, field, None)
                for statement in statements if isinstance(statements, list) else ():
                    match statement:
                        case ast.Expr(value=ast.Constant(value=str(text))):
                            yield where(path, statement.lineno), text
                        case _:
                            pass


def names() -> Iterator[tuple[str, str]]:
    """Every name that is given to something: definitions, arguments, variables, attributes, with its place."""
    for path, tree in TREES.items():
        if path in OLD_PLACES:
            continue
        for node in ast.walk(tree):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    yield where(path, node.lineno), name
                case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                    yield where(path, node.lineno), name
                case _:
                    pass


def test_a_class_name_has_one_meaning() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path, tree in TREES.items():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(where(path, node.lineno))
    twice = {name: found for name, found in places.items() if len(found) > 1 and name not in TWICE}
    assert not twice
    assert len(TWICE) <= 3


def test_a_docstring_opens_with_a_noun_phrase_or_an_imperative() -> None:
    riddles = [
        f"{place}: {text.splitlines()[0]}"
        for place, text in docstrings()
        if text.strip() and text.split(maxsplit=1)[0].strip(",") in OPENINGS
    ]
    assert not riddles, "\n".join(riddles)


def test_names_are_the_terms_of_the_field() -> None:
    files = [where(path) for path in FILES if path.stem in OLD_FILES]
    assert not files
    words = [f"{place}: {name}" for place, name in names() if name.strip("_") in OLD_WORDS]
    assert not words, "\n".join(words)


def test_files_and_folders_are_of_a_size_that_a_person_holds() -> None:
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    long = {where(path): count for path, count in lines.items() if count > 300}
    assert not long
    modules = Counter(path.parent for path in FILES if path.name != "__init__.py")
    full = {where(folder): count for folder, count in modules.items() if count > 15}
    assert not full
    # A package's __init__.py holds its one sentence.
    short = [where(path) for path, count in lines.items() if count < 40 and path.name != "__init__.py"]
    assert len(short) <= sum(path.name != "__init__.py" for path in FILES) / 10, short
