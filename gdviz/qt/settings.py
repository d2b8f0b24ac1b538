"""What the program remembers from one start to the next: one small file, read with suspicion and written whole."""

from __future__ import annotations

import base64
import contextlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from gdviz.engine.errors import InputError
from gdviz.language.sentence import Sentence

VERSION = 1


@dataclass(frozen=True)
class Settings:
    """The choices of the user; what nobody has chosen yet is empty, or as the program starts without settings."""

    language: str = "system"
    theme: str = "system"
    projector: bool = False
    speed: int = 0
    axis: str = ""
    view: str = ""
    recent: tuple[str, ...] = ()
    folder: str = ""
    document: str = ""
    geometry: bytes = b""
    workspace: bytes = b""


def read_settings(path: Path) -> tuple[Settings, str]:
    """The settings of a file, and a sentence if it cannot be used: it is then set aside, and nothing is chosen."""
    if not os.path.lexists(path):
        return Settings(), ""
    from gdviz.files.reading import read_text

    try:
        return _settings(json.loads(read_text(path))), ""
    except (ValueError, RecursionError):  # InputError and broken JSON are ValueErrors
        return Settings(), set_aside(path)


def write_settings(path: Path, settings: Settings) -> None:
    """Write the file, and its folder if there is none yet; InputError with one sentence if that cannot be done."""
    from gdviz.files.writing import write_atomically

    make_folder(path.parent)
    table = {name: _plain(value) for name, value in asdict(settings).items()}
    data = json.dumps({"version": VERSION, **table}, indent=1).encode()
    write_atomically(path, lambda file: file.write(data))


def make_folder(folder: Path) -> None:
    """Make a folder that is not there yet; InputError if that cannot be done."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            Sentence("{name}: the folder cannot be made ({error})", name=str(folder), error=reason)
        ) from None


def set_aside(path: Path) -> str:
    """Move a file that cannot be used out of the way; the sentence that tells so."""
    aside = path.with_name(path.name + ".bad")
    with contextlib.suppress(OSError):
        path.replace(aside)
        return Sentence("{name} could not be used and was set aside as {aside}.", name=str(path), aside=aside.name)
    return Sentence("{name} could not be used.", name=str(path))


def _settings(table: Any) -> Settings:
    """ValueError for anything but the table that this version writes; keys may be missing."""
    if not isinstance(table, dict) or table.pop("version", None) != VERSION:
        raise ValueError("version")
    known = {field.name: type(field.default) for field in fields(Settings)}
    return Settings(**{name: _value(table[name], kind) for name, kind in known.items() if name in table})


def _value(value: Any, kind: type) -> Any:
    """A value of the file as one of this type, nothing guessed."""
    if kind is tuple and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value[:10])
    if kind is bytes and isinstance(value, str):
        return base64.b64decode(value, validate=True)
    if type(value) is not kind:
        raise ValueError(kind.__name__)
    return value


def _plain(value: Any) -> Any:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
