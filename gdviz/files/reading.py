"""Reads a text file that may come from anybody: never much of it, never anything that could hang."""

from __future__ import annotations

import contextlib
import difflib
import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO

from gdviz.engine.errors import InputError
from gdviz.files.errors import shown
from gdviz.language.sentence import Sentence

SIZE_LIMIT = 1_000_000  # bytes; a long experiment has a few thousand


def read_text(path: str | os.PathLike[str]) -> str:
    """The text of a regular file of at most 1 MB in UTF-8; InputError with one sentence for anything else."""
    name = shown(os.fspath(path), 200)
    with opened(path, name, Sentence("an experiment file")) as file:
        _check_size(os.fstat(file.fileno()).st_size, name)
        # Some files, such as those of /proc, are longer than they say.
        data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise InputError(
            Sentence("{name}: the file is larger than 1 MB, the most that an experiment may have", name=name)
        )
    return _decoded(data, name)


@contextlib.contextmanager
def opened(path: str | os.PathLike[str], name: str, kind: str) -> Iterator[IO[bytes]]:
    """A file of a kind, to read from; InputError with one sentence where it cannot be read, now or within."""
    try:
        # Looked at before it is opened: opening a pipe or a device can hang or do something.
        _check_kind(Path(path).stat(), name, kind)
        with open(path, "rb", opener=_not_waiting) as file:
            _check_kind(os.fstat(file.fileno()), name, kind)
            yield file
    except InputError:
        raise
    except FileNotFoundError:
        raise InputError(
            Sentence("{name}: there is no such file{hint}", name=name, hint=_nearest(Path(path)))
        ) from None
    except PermissionError:
        raise InputError(Sentence("{name}: this file may not be read (no permission)", name=name)) from None
    except (OSError, ValueError) as error:
        raise InputError(
            Sentence("{name}: this file cannot be read ({error})", name=name, error=_reason(error))
        ) from None


def _not_waiting(path: str, flags: int) -> int:
    """Opens a file without waiting for the other end of a pipe, should it have become one just now."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check_kind(status: os.stat_result, name: str, kind: str) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise InputError(Sentence("{name}: this is a folder, not {kind}", name=name, kind=kind))
    if not stat.S_ISREG(status.st_mode):
        raise InputError(Sentence("{name}: this is not a regular file but a pipe, socket or device", name=name))


def _check_size(size: int, name: str) -> None:
    if size > SIZE_LIMIT:
        template = "{name}: the file has {size}, more than the 1 MB that an experiment may have"
        raise InputError(Sentence(template, name=name, size=_size(size)))


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(Sentence("{name}: line {line} is not text in UTF-8", name=name, line=line)) from None
    if not text.strip():
        raise InputError(Sentence("{name}: the file is empty; an experiment begins with the line gdviz = 1", name=name))
    return text


def _nearest(path: Path) -> str:
    """A hint with the most similar name in the same folder, or nothing."""
    with contextlib.suppress(OSError, ValueError):
        names = [other.name for other in islice(path.parent.iterdir(), 1000)]
        near = difflib.get_close_matches(path.name, names, 1, 0.6)
        if near:
            return Sentence("; did you mean {name}?", name=shown(str(path.with_name(near[0])), 200))
    return ""


def _size(size: int) -> str:
    for unit, factor in (("GB", 10**9), ("MB", 10**6)):
        if size >= factor:
            return f"{size / factor:.3g} {unit}"
    return Sentence("{size} bytes", size=size)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
