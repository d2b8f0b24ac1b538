"""The bytes of a CSV file to its text: never much of it, its encoding found and said."""

from __future__ import annotations

import os
import re
from typing import IO

from gdviz.engine.errors import InputError
from gdviz.files.errors import shown
from gdviz.files.reading import opened
from gdviz.language.sentence import Sentence

# A race looks at every row in every step: this many are raced while one waits, and an experiment file can hold them.
ROW_LIMIT = 10_000
BYTES_LIMIT = 10_000_000

_PIECE = 1 << 20
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# No text holds these, whatever its encoding.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_csv_bytes(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a CSV file; InputError with one sentence for what is none or is too large, found out quickly."""
    name = shown(os.fspath(path), 200)
    with opened(path, name, Sentence("a CSV file")) as file:
        return _bounded(file, name)


def _bounded(file: IO[bytes], name: str) -> bytes:
    """Stops reading as soon as there are too many rows."""
    pieces: list[bytes] = []
    rows = size = 0
    while piece := file.read(_PIECE):
        pieces.append(piece)
        rows, size = rows + piece.count(b"\n"), size + len(piece)
        if rows > ROW_LIMIT + 1:
            raise too_many_rows(name)
        if size > BYTES_LIMIT:
            template = "{name}: the file is larger than {limit} MB, the most that is read"
            raise InputError(Sentence(template, name=name, limit=BYTES_LIMIT // 10**6))
    return b"".join(pieces)


def too_many_rows(name: str) -> InputError:
    """The error for more rows than are raced."""
    template = "{name}: there are more than {limit:,} rows, the most that a race looks at; keep a part of them"
    return InputError(Sentence(template, name=name, limit=ROW_LIMIT))


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding that it was found to be in: utf-8, utf-8-sig, utf-16, gb18030 or latin-1."""
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    if not encoding and _BINARY.search(data):
        raise InputError(Sentence("{name}: this is not text but a file of another kind", name=name))
    for known in (encoding,) if encoding else ("utf-8", "gb18030", "latin-1"):
        try:
            if known != "gb18030" or _looks_chinese(data):
                return data.decode(known), known
        except UnicodeDecodeError:
            continue
    raise InputError(
        Sentence("{name}: the file begins as {encoding} but does not go on so", name=name, encoding=encoding)
    )


def _looks_chinese(data: bytes) -> bool:
    """In gb18030 the letters that are not ASCII mostly are pairs of high bytes; in latin-1 they stand alone, or, as in
    Größe, make pairs that would be rare signs.
    """
    runs = re.findall(rb"[\x80-\xff]+", data)
    pairs = [run[place] for run in runs if len(run) % 2 == 0 for place in range(0, len(run), 2)]
    common = sum(0xB0 <= first <= 0xD7 for first in pairs)
    return 2 * sum(len(run) % 2 == 0 for run in runs) > len(runs) and 2 * common > len(pairs)
