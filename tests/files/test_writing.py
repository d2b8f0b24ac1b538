"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import IO

import pytest

from gdviz.engine.errors import InputError
from gdviz.files.errors import StorageError
from gdviz.files.writing import check_target, write_atomically


def _write(path: Path, data: bytes = b"new") -> None:
    write_atomically(path, lambda file: file.write(data))


def test_writes_and_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    _write(path, b"one")
    _write(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]


def _full_disk(file: IO[bytes]) -> None:
    file.write(b"half of it")
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    path.write_bytes(b"old")
    with pytest.raises(StorageError, match="no space left on device"):
        write_atomically(path, _full_disk)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_stays_full_leaves_no_half_file(tmp_path: Path) -> None:
    def write(file: IO[bytes]) -> None:
        file.write(b"still in the buffer")
        with Path("/dev/full").open("wb") as full:
            os.dup2(full.fileno(), file.fileno())  # from now on every write fails, that of closing too

    with pytest.raises(StorageError, match="no space left"):
        write_atomically(tmp_path / "a.gdviz", write)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    path.write_bytes(b"old")

    def interrupted(file: IO[bytes]) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, interrupted)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_data_reach_the_disk_before_the_name_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    sync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda fd: (order.append("sync"), sync(fd))[1])
    monkeypatch.setattr(Path, "replace", lambda self, to: (order.append("replace"), replace(self, to))[1])
    _write(tmp_path / "a.gdviz")
    assert order[:2] == ["sync", "replace"]


def test_a_folder_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gdviz"
    path.write_bytes(b"old")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("gdviz.files.writing.tempfile.NamedTemporaryFile", refuse)
    with pytest.raises(InputError, match="permission denied") as caught:
        _write(path)
    assert "\n" not in caught.value.message
    assert path.read_bytes() == b"old"


def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path, reason in (
        (tmp_path, "folder of this name"),
        (tmp_path / "none" / "a.gdviz", "there is no folder"),
        (tmp_path / "file" / "a.gdviz", "there is no folder"),
        (Path("a\0b"), "cannot be written"),
    ):
        with pytest.raises(InputError, match=reason):
            _write(path)


@pytest.mark.skipif(sys.platform == "win32", reason="needs Unix files")
def test_devices_are_left_alone() -> None:
    with pytest.raises(InputError, match="not a regular file"):
        check_target("/dev/null")


@pytest.mark.skipif(sys.platform == "win32", reason="needs Unix permissions")
def test_permissions_are_kept_and_new_files_are_ordinary(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_bytes(b"old")
    old.chmod(0o640)
    _write(old)
    assert stat.S_IMODE(old.stat().st_mode) == 0o640
    (tmp_path / "usual").touch()
    _write(new)
    assert new.stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    _write(link)
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


WRITING_ON_AND_ON = """
import itertools, sys
from gdviz.files.writing import write_atomically
for letter in itertools.cycle(b"abc"):
    write_atomically(sys.argv[1], lambda file: file.write(bytes([letter]) * 300_000))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_whoever_is_killed_while_writing_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "session.gdviz"
    for _ in range(3):
        with subprocess.Popen([sys.executable, "-c", WRITING_ON_AND_ON, str(path)]) as writer:
            path.unlink(missing_ok=True)
            while not path.exists() and writer.poll() is None:
                pass
            writer.kill()
        data = path.read_bytes()
        assert len(data) == 300_000
        assert len(set(data)) == 1
