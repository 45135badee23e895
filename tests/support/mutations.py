"""Damage to bytes, JSON, archives and headers, as a seed determines it."""

import io
import json
import random
import warnings
import zipfile
from collections.abc import Sequence
from typing import Any

NUMBERS = (
    "0", "1", "-1", "2", "7", "127", "128", "255", "1.5", "-0.0", "1e30", "-1e30", "1e999", "-1e999", "NaN", "Infinity",
    "-Infinity", "1e-320", "2147483648", "4294967296", "9223372036854775807", "9223372036854775808",
    "-9223372036854775809", "1000000000000000000", "340282366920938463463374607431768211456",
)  # fmt: skip
VALUES = (
    *NUMBERS, "true", "false", "null", '""', '"x"', "[]", "{}", "[[]]", "[null]", '{"":0}',
    '"\\ud800"', '"\\u0000"', '"\\n"',
    '"\\u001b[2J"', '"../../x"', '"/etc/passwd"', '"NaN"', '"1e999"', '"0001-01-01T00:00:00Z"',
    '"9999-12-31T23:59:59Z"',
    '"2026-01-01T00:00:00+99:99"', '"é"', '"🜏"',
)  # fmt: skip
LARGE = (
    "[" * 100_000, "[" * 3_000 + "]" * 3_000, '{"a":' * 3_000 + "1" + "}" * 3_000, "9" * 5_000, "9" * 4_000,
    '"' + "x" * 100_000 + '"', "[" + "1," * 50_000 + "1]", "[" + '"x",' * 30_000 + "1]",
    "{" + ",".join(f'"{n}":[]' for n in range(20_000)) + "}",
)  # fmt: skip
"""What is large or deep: kept rare, as each takes long to write."""


def changed(chance: random.Random, data: bytes, others: Sequence[bytes] = ()) -> bytes:
    """``data`` with one to four changes; ``others`` are what it may be spliced with."""
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        data = _once(chance, data, others)
    return data


def _once(chance: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:  # noqa: PLR0911
    at, to = sorted(chance.randint(0, len(data)) for _ in range(2))
    to = min(to, at + 64)
    match chance.randrange(8):
        case 0 if data:
            at = chance.randrange(len(data))
            return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        case 1:
            return data[:at] + chance.randbytes(chance.randint(1, 8)) + data[at:]
        case 2:
            return data[:at] + data[to:]
        case 3:
            return data[:at]
        case 4:
            return data[:to] + data[at:to] * chance.choice((1, 3, 100)) + data[to:]
        case 5 if others:
            other = chance.choice(others)
            return data[:at] + other[chance.randint(0, len(other)) :]
        case 6:
            ends = (
                b"\0",
                b"\xff",
                b"\x7f",
                b"\x80",
                b"\0\0\0\0",
                b"\xff\xff\xff\xff",
                b"\x7f\xff\xff\xff",
                b"\n",
                b'"',
                b"\xc3",
            )
            end = chance.choice(ends)
            return data[:at] + end + data[at + len(end) :]
        case _:
            return data[:at] + chance.choice(NUMBERS).encode() + data[to:]


def json_changed(chance: random.Random, document: Any) -> str:
    """``document`` as JSON with one or two of its values hostile."""
    raw: dict[str, str] = {}
    document = json.loads(json.dumps(document))
    for _ in range(chance.choice((1, 1, 2))):
        mark = f"@@{len(raw)}@@"
        raw[json.dumps(mark)] = hostile(chance)
        document = _replaced(chance, document, mark)
    text = json.dumps(document)
    for mark, value in raw.items():
        text = text.replace(mark, value)
    return text


def hostile(chance: random.Random) -> str:
    """A value that no file of ours would hold there."""
    return chance.choice(LARGE) if chance.random() < 0.05 else chance.choice(VALUES)


def _replaced(chance: random.Random, node: Any, mark: str) -> Any:  # noqa: PLR0911
    """``node`` with something in it, or all of it, replaced, left out, doubled or added."""
    if not isinstance(node, dict | list) or not node or chance.random() < 0.1:
        return mark
    if isinstance(node, dict):
        key = chance.choice(list(node))
        match chance.randrange(8):
            case 0:
                return {k: v for k, v in node.items() if k != key}
            case 1:
                return {**node, chance.choice(("colour", "", "x" * 300, "__class__")): mark}
            case _:
                return {**node, key: _replaced(chance, node[key], mark)}
    place = chance.randrange(len(node))
    match chance.randrange(8):
        case 0:
            return node[:place] + node[place + 1 :]
        case 1:
            return [*node, node[place]]
        case _:
            return [*node[:place], _replaced(chance, node[place], mark), *node[place + 1 :]]


def npy_header(chance: random.Random) -> bytes:
    """The header of an array that may be anything."""
    kinds = (
        "'<i2'",
        "'<i4'",
        "'<i8'",
        "'>i2'",
        "'|O'",
        "'<f8'",
        "'<U2000'",
        "'|V8'",
        "'<M8[ns]'",
        "'<i1'",
        "3",
        "[('a', '<i4')]",
    )
    shapes = (
        "(2, 20)", "(2, 2)", "(0, 5)", "()", "(2,)", "(-1, 4)", "(4, 123456789012345)", "(2.0, 2)", "2", "'x'",
        "(1, 1, 1)", "(True, 2)", "(9" + "9" * 300 + ", 2)", "(99999999, 0)",
    )  # fmt: skip
    kind, order, shape = chance.choice(kinds), chance.choice(("False", "True", "0")), chance.choice(shapes)
    text = f"{{'descr': {kind}, 'fortran_order': {order}, 'shape': {shape}, }}"
    if chance.random() < 0.15:
        text = chance.choice(
            ("(" * 300, "{" * 200 + "}" * 200, "{'descr': exit(), }", "-" * 5_000 + "1", "{**{}}", text * 100)
        )
    header = text.ljust(117).encode() + b"\n"
    version = chance.choice((b"\1\0", b"\1\0", b"\1\0", b"\2\0", b"\3\0", b"\xff\0"))
    length = len(header).to_bytes(2 if version == b"\1\0" else 4, "little")
    return b"\x93NUMPY" + version + length + header


def zip_changed(chance: random.Random, data: bytes) -> bytes:
    """An archive with its members changed, and its check sums right."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    place = chance.randrange(len(members))
    name, content = members[place]
    kind = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    match chance.randrange(7):
        case 0:
            names = (
                name.removesuffix(".npy"),
                f"./{name}",
                name.upper(),
                f"x/{name}",
                "x" * 300,
                name + "\0",
                "about.npy",
            )
            members[place] = (chance.choice(names), content)
        case 1:
            members.append((chance.choice((name, name.removesuffix(".npy"), "other.npy")), changed(chance, content)))
        case 2:
            members[place] = (name, npy_header(chance) + content[chance.choice((64, 128)) :])
        case 3:
            kind = chance.choice((zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2))
        case 4:
            del members[place]
        case 5:
            size = chance.choice((1 << 16, 1 << 20, 1 << 22))
            members[place] = (name, content + bytes(size))
        case _:
            members[place] = (name, changed(chance, content))
    out = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=kind)
    whole = out.getvalue()
    return changed(chance, whole) if chance.random() < 0.2 else whole
