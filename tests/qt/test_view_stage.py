"""The stage: one race, three views, of which only the one that is shown does any work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gdviz.cli.screenshot import Appearing
from gdviz.engine.errors import InputError
from gdviz.engine.surface import Surface
from gdviz.language.errors import FormulaError
from gdviz.qt.main_window import MainWindow
from gdviz.qt.views.overlay_page import OverlayPage
from gdviz.qt.views.side_by_side import SideBySide
from gdviz.qt.views.slice_page import SlicePage
from gdviz.qt.views.stage import Stage
from gdviz.qt.views.surface3d_page import Surface3DPage
from gdviz.qt.views.view_bar import VIEWS
from gdviz.surfaces import surface
from tests.qt.stages import stage_of
from tests.qt.trajectories import a_race
from tests.qt.windows import part

BUTTONS = {"overlay": "view_overlay", "side-by-side": "view_side_by_side", "3d": "view_3d"}


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return stage_of(qtbot, a_race())


def test_a_button_chooses_a_view_and_a_view_checks_its_button(stage: Stage, qtbot: QtBot) -> None:
    for view in ("side-by-side", "3d", "overlay"):
        with qtbot.waitSignal(stage.view_changed) as changed:
            qtbot.mouseClick(part(stage, QToolButton, BUTTONS[view]), Qt.MouseButton.LeftButton)
        assert changed.args == [view] == [stage.view]
    stage.set_view("3d")
    assert [name for name in VIEWS if part(stage, QToolButton, BUTTONS[name]).isChecked()] == ["3d"]


def test_an_unknown_view_is_an_error_and_the_same_view_no_change(stage: Stage, qtbot: QtBot) -> None:
    with pytest.raises(ValueError, match="4d"):
        stage.set_view("4d")
    with qtbot.assertNotEmitted(stage.view_changed):
        stage.set_view("overlay")


def test_pages_are_made_when_they_are_first_wanted(stage: Stage) -> None:
    assert [type(page) for page in stage.findChildren(SideBySide)] == []
    stage.show_side_by_side()
    assert isinstance(stage.page, SideBySide)
    page = stage.page
    stage.show_overlay()
    stage.show_side_by_side()
    assert stage.page is page


@pytest.mark.parametrize(
    ("key", "view", "page"),
    [
        ("beale", "overlay", OverlayPage),
        ("beale", "3d", Surface3DPage),
        ("cubic", "overlay", OverlayPage),
        ("cubic", "side-by-side", SideBySide),
        ("cubic", "3d", OverlayPage),
        ("quadratic3d", "overlay", SlicePage),
        ("quadratic3d", "side-by-side", SideBySide),
        ("quadratic3d", "3d", Surface3DPage),
    ],
)
def test_the_page_follows_the_view_and_the_number_of_coordinates(
    key: str, view: str, page: type, stage: Stage, qtbot: QtBot
) -> None:
    stage.set_view(view)
    stage.set_trajectory(a_race(key, ("gd", "adam"), steps=3))
    assert isinstance(stage.page, page)
    stage.grab()


def test_one_coordinate_says_that_there_is_no_third_dimension(qtbot: QtBot) -> None:
    stage = stage_of(qtbot, a_race("cubic", ("gd",), steps=3), "3d")
    assert isinstance(stage.page, OverlayPage)
    assert stage.page.note.isVisible()
    assert "third dimension" in stage.page.note.text()
    stage.set_view("overlay")
    assert not stage.page.note.isVisible()


def test_a_hidden_view_costs_nothing_and_catches_up_when_it_is_shown(stage: Stage) -> None:
    stage.show_side_by_side()
    stage.set_step(7)
    assert stage.overlay.trails.step == 40
    stage.set_entry_visible(1, False)
    stage.show_overlay()
    assert stage.overlay.trails.step == 7
    assert 1 not in stage.overlay.heads.heads()
    stage.set_trajectory(a_race("himmelblau", ("gd",), steps=5))
    stage.show_side_by_side()
    assert stage.page.scene.surface == surface("himmelblau")
    assert len(stage.page.cells) == 1


def test_a_formula_outside_the_language_leaves_the_last_picture(stage: Stage) -> None:
    for view in VIEWS:
        stage.set_view(view)
        with pytest.raises(FormulaError):
            stage.set_surface(Surface("bad", "Bad", "x + import_os(y)"))
        assert stage.page.header.title.text() == "Beale" if view != "overlay" else stage.overlay.header.title.text()


@pytest.mark.parametrize("view", VIEWS)
def test_a_stage_without_a_surface_is_blank(view: str, qtbot: QtBot) -> None:
    stage = Stage()
    qtbot.addWidget(stage)
    stage.resize(400, 300)
    stage.set_view(view)
    stage.set_step(3)
    stage.set_starts(())
    stage.reset_window()
    stage.retranslate()
    stage.grab()


def test_the_keys_1_2_and_3_choose_a_view_in_the_window(make_window: Callable[..., MainWindow], qtbot: QtBot) -> None:
    window = make_window()
    window.activateWindow()
    window.stage.overlay.plot.setFocus()
    for key, view in ((Qt.Key.Key_2, "side-by-side"), (Qt.Key.Key_3, "3d"), (Qt.Key.Key_1, "overlay")):
        qtbot.keyClick(window, key)
        assert window.stage.view == view


def test_every_view_follows_the_window_s_race(make_window: Callable[..., MainWindow]) -> None:
    window = make_window()
    for view in VIEWS:
        window.stage.set_view(view)
        window.playhead.scrub(11)
        window.grab()
    assert window.stage.page.canvas.trails.step == 11
    window.stage.show_side_by_side()
    assert {cell.trails.step for cell in window.stage.page.cells} == {11}


def test_a_screenshot_of_an_unknown_view_is_refused() -> None:
    with pytest.raises(InputError, match="--view: '4d' is none of overlay, side-by-side, 3d"):
        Appearing(view="4d").check()


def test_a_screenshot_shows_the_view_that_was_asked_for(tmp_path: Path, qapp: object) -> None:
    from PySide6.QtGui import QImage

    from gdviz.qt.screenshot import take

    experiment = tmp_path / "bowl.gdviz"
    experiment.write_text('gdviz = 1\n[surface]\nkey = "bowl"\n[race]\nsteps = 5\n[[race.entries]]\noptimizer = "gd"\n')
    for view in VIEWS:
        take(tmp_path / f"{view}.png", experiment, (800, 600), 3, view=view)
    pictures = [QImage(str(tmp_path / f"{view}.png")) for view in VIEWS]
    assert all(not picture.isNull() for picture in pictures)
    assert pictures[0] != pictures[1] != pictures[2] != pictures[0]
