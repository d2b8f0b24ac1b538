"""Writes files whole or not at all: what was on the disk before is never harmed."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from gdviz.engine.errors import InputError
from gdviz.files.errors import StorageError, shown
from gdviz.language.sentence import Sentence


def write_atomically(path: str | os.PathLike[str], write: Callable[[IO[bytes]], object]) -> None:
    """Let `write` fill a temporary file beside the target, then put it in the target's place in one move.

    InputError when the place cannot be written to, StorageError when the disk fails; the old file then stays as it was.
    """
    name = shown(os.fspath(path), 200)
    try:
        _replace(check_target(path), write)
    except (PermissionError, FileNotFoundError, NotADirectoryError) as error:
        raise InputError(
            Sentence("{name}: cannot be written here ({error})", name=name, error=_reason(error))
        ) from None
    except OSError as error:
        raise StorageError(
            Sentence("{name}: could not be written ({error}); nothing was changed", name=name, error=_reason(error))
        ) from None


def check_target(path: str | os.PathLike[str]) -> Path:
    """The real file behind a path to be written; InputError if there is no such folder or something else is there."""
    name = shown(os.fspath(path), 200)
    try:
        target = Path(os.path.realpath(path))
        mode = target.stat().st_mode if target.exists() else None
        has_folder = target.parent.is_dir()
    except (OSError, ValueError) as error:
        raise InputError(Sentence("{name}: cannot be written ({error})", name=name, error=_reason(error))) from None
    if mode is not None and stat.S_ISDIR(mode):
        raise InputError(Sentence("{name}: there is a folder of this name", name=name))
    if mode is not None and not stat.S_ISREG(mode):
        raise InputError(Sentence("{name}: this is not a regular file", name=name))
    if not has_folder:
        raise InputError(
            Sentence("{name}: there is no folder {parent}", name=name, parent=shown(str(target.parent), 200))
        )
    return target


def _replace(target: Path, write: Callable[[IO[bytes]], object]) -> None:
    with tempfile.NamedTemporaryFile(prefix=f".{target.name[:40]}.", dir=target.parent, delete=False) as file:
        temporary = Path(file.name)
        try:
            write(file)
            file.flush()
            os.fsync(file.fileno())
            file.close()  # Windows moves no open file
            temporary.chmod(_mode(target))
            temporary.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):  # closing writes what is left over, which a full disk refuses again
                file.close()
            temporary.unlink(missing_ok=True)
            raise
    _sync_folder(target.parent)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those any new file would get."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the move itself survive a power cut, where the system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
