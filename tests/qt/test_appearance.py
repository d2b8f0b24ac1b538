"""Themes, projector mode and what screen readers hear: switched at once, in everything that is drawn."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QImage, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gdviz.qt.appearance import Appearance, appearance
from gdviz.qt.icons import icon
from gdviz.qt.main_window import MainWindow
from gdviz.qt.marker_shapes import line_pen
from gdviz.qt.style import looks, set_style, surface_colours, theme
from gdviz.qt.themes import LIGHT, THEMES, Theme
from gdviz.resources_path import PACKAGE
from tests.qt.test_view_style import BLINDNESS, lab, linear, luminance
from tests.qt.windows import part


@pytest.fixture
def look_of_everything(qapp: QApplication) -> Iterator[Appearance]:
    """What is switched in a test is switched back."""
    yield appearance()
    appearance().set_all("en", "light", False)


@pytest.fixture(params=THEMES.values(), ids=THEMES)
def shown(request: pytest.FixtureRequest) -> Iterator[Theme]:
    """Each theme in turn."""
    set_style(request.param, False)
    yield request.param
    set_style(LIGHT, False)


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_texts_can_be_read_in_every_theme(shown: Theme) -> None:
    for ink, ground in (
        (shown.ink, shown.paper),
        (shown.ink, shown.ground),
        (shown.ink, shown.button),
        (shown.ink, shown.card),
        (shown.muted_ink, shown.paper),
        (shown.muted_ink, shown.ground),
        (shown.error, shown.error_ground),
        (shown.error, shown.ground),
        (shown.accent_ink, shown.accent),
    ):
        assert contrast(ink, ground) > 4.5, (ink, ground)


def test_high_contrast_is_high() -> None:
    assert contrast(THEMES["contrast"].ink, THEMES["contrast"].paper) == pytest.approx(21.0)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_entries_can_be_told_apart_by_every_eye_in_every_theme(shown: Theme, blindness: str) -> None:
    seen = [lab(BLINDNESS[blindness] @ linear(each.colour)) for each in looks(12)]
    for (first, a), (second, b) in itertools.combinations(enumerate(seen), 2):
        assert np.linalg.norm(a - b) > (15.0 if second < 6 else 9.5), (first, second)


def test_trails_stand_out_from_the_map_of_every_theme(shown: Theme) -> None:
    grounds = [QColor(*(int(v) for v in reversed(bgra[:3]))).name() for bgra in surface_colours()[::15]]
    for each in looks(12):
        assert min(contrast(each.colour, ground) for ground in grounds) > 2.0, each


def test_colours_are_written_nowhere_but_in_the_themes() -> None:
    strays = [
        path.name
        for path in (PACKAGE / "qt").rglob("*.py")
        if path.name != "themes.py" and any(f'"{value}"' in path.read_text() for value in _colours())
    ]
    assert not strays


def _colours() -> set[str]:
    return {value for shown in THEMES.values() for value in asdict(shown).values() if str(value).startswith("#")}


def test_a_theme_reaches_palette_map_axes_and_icons_at_once(window: MainWindow, look_of_everything: Appearance) -> None:
    before = window.grab().toImage()
    look_of_everything.set_theme("dark")
    assert theme() is THEMES["dark"]
    assert QApplication.palette().color(QPalette.ColorRole.Window) == QColor(theme().ground)
    assert window.side.loss.plot.backgroundBrush().color() == QColor(theme().paper)
    assert window.side.loss.plot.getAxis("left").textPen().color() == QColor(theme().muted_ink)
    assert icon("play").pixmap(18, 18).toImage().pixelColor(8, 9) == QColor(theme().ink)
    dark = window.grab().toImage()
    assert _brightness(dark) < 0.5 * _brightness(before)
    look_of_everything.set_theme("light")
    assert _brightness(window.grab().toImage()) == pytest.approx(_brightness(before), rel=0.01)


def _brightness(image: QImage) -> float:
    places = itertools.product(range(0, image.width(), 16), range(0, image.height(), 16))
    return float(np.mean([image.pixelColor(x, y).lightnessF() for x, y in places]))


def test_projector_mode_makes_type_lines_and_markers_larger(window: MainWindow, look_of_everything: Appearance) -> None:
    size, width = QApplication.font().pointSizeF(), line_pen(theme().ink, 2.0).widthF()
    part(window, QAction, "action_projector").trigger()
    assert look_of_everything.projector
    assert QApplication.font().pointSizeF() == pytest.approx(1.3 * size)
    assert line_pen(theme().ink, 2.0).widthF() > 1.5 * width
    part(window, QAction, "action_projector").trigger()
    assert QApplication.font().pointSizeF() == pytest.approx(size)


def test_the_menu_follows_a_choice_made_elsewhere(window: MainWindow, look_of_everything: Appearance) -> None:
    look_of_everything.set_theme("contrast")
    assert part(window, QAction, "theme_contrast").isChecked()
    part(window, QAction, "theme_system").trigger()
    assert look_of_everything.theme == "system"


def test_the_system_is_followed_only_when_it_is_to_be(qapp: QApplication, look_of_everything: Appearance) -> None:
    hints = QApplication.styleHints()
    look_of_everything.set_theme("system")
    hints.setColorScheme(Qt.ColorScheme.Dark)
    dark_known = hints.colorScheme() == Qt.ColorScheme.Dark
    assert theme().key == ("dark" if dark_known else "light")
    look_of_everything.set_theme("light")
    assert theme().key == "light"
    hints.unsetColorScheme()


def test_choices_that_are_not_known_mean_the_system(look_of_everything: Appearance) -> None:
    look_of_everything.set_theme("mauve")
    look_of_everything.set_language("tlh")
    assert (look_of_everything.theme, look_of_everything.language) == ("system", "system")


def test_every_choice_is_told_to_who_remembers_it(qtbot: QtBot, look_of_everything: Appearance) -> None:
    for changed, choose, choice in (
        (look_of_everything.theme_changed, look_of_everything.set_theme, "dark"),
        (look_of_everything.language_changed, look_of_everything.set_language, "zh_CN"),
        (look_of_everything.projector_changed, look_of_everything.set_projector, True),
    ):
        with qtbot.waitSignal(changed) as told:
            choose(choice)
        assert told.args == [choice]


def test_every_control_has_a_name_for_those_who_hear_it(window: MainWindow) -> None:
    kinds = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
    window.editors.surface()
    window.editors.optimizer()
    nameless = [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in window.findChildren(QWidget)
        if isinstance(widget, kinds) and not _inner(widget) and widget.isVisibleTo(window)
        if not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert not nameless


def _inner(widget: QWidget) -> bool:
    """A part that Qt makes for itself: scroll bars, the field of a spin box, the corner of a table."""
    if isinstance(widget, QLineEdit):
        return isinstance(widget.parentWidget(), QAbstractSpinBox | QComboBox)
    return widget.objectName().startswith("qt_") or type(widget) in (QScrollBar, QAbstractButton)


def test_the_race_is_told_in_a_sentence_when_it_rests(window: MainWindow) -> None:
    window.playhead.scrub(12)
    assert window.announcer.said.startswith("Step 12 of 60; ")
    assert " leads with loss " in window.announcer.said
    window.playhead.to_end()
    assert window.announcer.said.startswith("Step 60 of 60; ")
    assert " ends lowest with loss " in window.announcer.said
    assert window.accessibleDescription() == window.announcer.said


def test_a_playing_race_is_told_only_now_and_then(qtbot: QtBot, window: MainWindow) -> None:
    told: list[str] = []
    window.playhead.set_speed(10)
    window.announcer.announced.connect(told.append)
    window.playhead.play()
    qtbot.waitUntil(lambda: window.playhead.step > 0)
    told_while_playing = len(told)
    window.playhead.pause()
    assert told_while_playing == 0
    assert len(told) == 1


def test_a_hidden_entry_does_not_lead(window: MainWindow) -> None:
    window.playhead.scrub(20)
    leader = window.announcer.said.split("; ")[1].split(" leads")[0]
    entry = [each.label for each in window.session.shown.spec.entries].index(leader)
    part(window, QAbstractButton, f"entry_{entry}_visible").click()
    window.playhead.scrub(21)
    assert leader not in window.announcer.said


def test_a_screenshot_has_the_appearance_that_was_asked_for(qapp: QApplication, tmp_path: Path) -> None:
    from gdviz.qt.screenshot import take

    take(tmp_path / "dark.png", None, (800, 600), 5, language="zh_CN", theme="dark", projector=True)
    assert _brightness(QImage(str(tmp_path / "dark.png"))) < 0.4
    assert (appearance().shown_language, theme().key, appearance().projector) == ("en", "light", False)
