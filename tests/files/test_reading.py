"""Whatever a path leads to, reading it answers at once and with one sentence."""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from gdviz.engine.errors import InputError
from gdviz.files.reading import SIZE_LIMIT, read_text

unix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs Unix files")


def _message(path: str | Path) -> str:
    began = time.perf_counter()
    with pytest.raises(InputError) as caught:
        read_text(path)
    assert time.perf_counter() - began < 5
    message = caught.value.message
    assert "\n" not in message
    assert Path(path).name[:20].replace("\0", " ") in message
    return message


def test_text_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    path.write_text("gdviz = 1\n# 梯度\n", encoding="utf-8")
    assert read_text(path) == "gdviz = 1\n# 梯度\n"


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    path.write_bytes(b"\xef\xbb\xbfgdviz = 1\n")
    assert read_text(path) == "gdviz = 1\n"


def test_missing_file_names_the_nearest_one(tmp_path: Path) -> None:
    (tmp_path / "valley.gdviz").write_text("gdviz = 1")
    assert "did you mean" in _message(tmp_path / "vally.gdviz")
    assert "valley.gdviz" in _message(tmp_path / "vally.gdviz")
    assert "did you mean" not in _message(tmp_path / "quite_another.toml")
    assert "there is no such file" in _message(tmp_path / "no_folder" / "a.gdviz")


def test_a_folder_is_no_experiment(tmp_path: Path) -> None:
    assert "folder" in _message(tmp_path)


def test_an_empty_file_and_one_of_blanks(tmp_path: Path) -> None:
    for content in (b"", b" \n\t\n", b"\xef\xbb\xbf"):
        path = tmp_path / "a.gdviz"
        path.write_bytes(content)
        assert "empty" in _message(path)


def test_bytes_that_are_no_text_name_the_line(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    path.write_bytes(b"gdviz = 1\n\n# \xff\xfe\n")
    assert "line 3 is not text in UTF-8" in _message(path)


def test_a_gigabyte_of_zeros_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "zeros.gdviz"
    with path.open("wb") as file:
        file.truncate(10**9)
    assert "1 GB" in _message(path)


def test_the_limit_itself_may_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gdviz"
    path.write_bytes(b"#" * SIZE_LIMIT)
    assert len(read_text(path)) == SIZE_LIMIT
    path.write_bytes(b"#" * (SIZE_LIMIT + 1))
    assert "1 MB" in _message(path)


@unix_only
def test_pipes_sockets_and_devices_do_not_hang(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert "not a regular file" in _message(pipe)
    assert "not a regular file" in _message("/dev/zero")
    monkeypatch.chdir(tmp_path)  # the name of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        assert "not a regular file" in _message("socket")


@unix_only
def test_a_file_that_becomes_a_pipe_after_the_look_does_not_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, file = tmp_path / "pipe", tmp_path / "file"
    os.mkfifo(pipe)
    file.write_text("gdviz = 1")
    real, status = Path.stat, file.stat()
    monkeypatch.setattr(Path, "stat", lambda self, **kw: status if self == pipe else real(self, **kw))
    assert "not a regular file" in _message(pipe)


@unix_only
def test_links_in_a_circle(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.symlink_to(second)
    second.symlink_to(first)
    assert "cannot be read" in _message(first)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.gdviz"
    path.write_text("gdviz = 1")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)  # the tests may run as root, who may read everything
    assert "no permission" in _message(path)


def test_a_name_that_no_file_can_have() -> None:
    _message("a\0b")
    _message("x" * 5000)
