"""Figures of the gallery: as files, as small pictures, and as experiments that a click opens in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gdviz.cli import DONE, WRONG_INPUT, main
from gdviz.files.gallery import DIGEST, digest, gallery
from gdviz.qt.appearance import appearance
from gdviz.qt.gallery_figure import GalleryFigure
from gdviz.qt.gallery_window import PICTURE
from gdviz.qt.main_window import MainWindow
from gdviz.qt.setup_file import load_setup
from gdviz.qt.text import language
from gdviz.resources_path import resource
from tests.qt.windows import part, wait_for_race


def test_one_figure_is_drawn_under_its_own_name(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["figures", "d23"]) == DONE
    assert capsys.readouterr().out == "D23.png\n"
    image = QImage(str(tmp_path / "D23.png"))
    assert image.width() > 2 * image.height()  # three panels side by side
    assert image.colorCount() == 0
    assert len({image.pixel(x, image.height() // 2) for x in range(0, image.width(), 3)}) > 50


def test_a_picture_of_vectors_has_its_captions_in_both_languages(qtbot: QtBot, tmp_path: Path) -> None:
    assert main(["figures", "D22", str(tmp_path / "a.svg"), "--language", "zh_CN"]) == DONE
    assert language() == "en"  # as it was
    assert b"<svg" in (tmp_path / "a.svg").read_bytes()[:300]
    figure = gallery().figure("D22")
    texts = [text for text, _, _ in GalleryFigure(figure).captions]
    assert (texts[1:3], texts[4:]) == (
        [figure.caption.en, figure.note.en],
        [figure.caption.zh_CN, figure.note.zh_CN],
    )
    source = gallery().sources[figure.source]
    assert texts[0] == f"D22 · 000 · {figure.number.en} · {source.en}"
    assert texts[3] == f"D22 · 000 · {figure.number.zh_CN} · {source.zh_CN}"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").touch()
    assert main(["figures", "--all", str(tmp_path / "file")]) == WRONG_INPUT
    assert "no folder" in capsys.readouterr().err


def test_the_list_names_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--list"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == [figure.row for figure in gallery().figures]


def test_every_panel_has_a_small_picture_of_what_it_shows_now() -> None:
    places = [(figure, place) for figure in gallery().figures for place in range(len(figure.panels))]
    for figure, place in places:
        image = QImage(str(figure.thumbnail(place)))
        assert image.size() == PICTURE
        assert image.text(DIGEST) == digest(figure.panels[place]), "run packaging/draw_thumbnails.py"
    files = list(resource("gallery/thumbnails").iterdir())
    assert len(files) == len(places)
    assert sum(file.stat().st_size for file in files) < 600_000


def test_a_click_in_the_gallery_opens_the_experiment_behind_a_figure(qtbot: QtBot, window: MainWindow) -> None:
    part(window, QAction, "action_gallery_page").trigger()
    shown = window.help.figures
    assert shown is not None
    assert shown.isVisible()
    qtbot.mouseClick(part(shown, QToolButton, "gallery_open_D22_2"), Qt.MouseButton.LeftButton)
    wait_for_race(qtbot, window)
    wanted = load_setup(str(gallery().figure("D22").panels[1].path)).spec
    assert window.session.shown.spec == wanted
    assert window.documents.path == ""  # saving never writes to it
    assert "D22" in window.notice.text()
    assert window.stage.view == "overlay"
    part(shown, QToolButton, "gallery_open_D25_1").click()
    wait_for_race(qtbot, window)
    assert window.stage.view == "3d"


def test_the_gallery_tells_everything_in_the_language_shown(window: MainWindow) -> None:
    window.help.gallery()
    shown = window.help.figures
    assert shown is not None
    appearance().set_language("zh_CN")
    try:
        assert shown.windowTitle() == "教材插图"
        for figure in gallery().figures:
            assert part(shown, QLabel, f"gallery_caption_{figure.row}").text() == figure.caption.zh_CN
            if figure.claims:
                assert part(shown, QLabel, f"gallery_note_{figure.row}").text().startswith("无法重现")
    finally:
        appearance().set_language("en")
    assert part(shown, QLabel, "gallery_caption_D21").text() == gallery().figure("D21").caption.en
