from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gdviz.qt.marker_shapes import marker_path, swatch
from gdviz.qt.style import MARKERS, Look, coordinate_dash, look, looks, surface_colours

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear light.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def linear(name: str) -> np.ndarray:
    """The colour in linear light."""
    colour = QColor(name)
    share = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def lab(light: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear light."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = to_xyz @ np.clip(light, 0.0, 1.0) / np.array([0.9505, 1.0, 1.089])
    root = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16.0 / 116.0)
    return np.array([116.0 * root[1] - 16.0, 500.0 * (root[0] - root[1]), 200.0 * (root[1] - root[2])])


def luminance(name: str) -> float:
    return float(linear(name) @ np.array([0.2126, 0.7152, 0.0722]))


def test_twelve_looks_differ_in_colour_and_in_marker() -> None:
    twelve = looks(12)
    assert len({each.colour for each in twelve}) == 12
    assert len({each.marker for each in twelve}) == 12


def test_more_looks_than_colours_still_differ() -> None:
    many = looks(60)
    assert len({(each.colour, each.marker) for each in many}) == 60
    assert all(each.marker in MARKERS for each in many)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize(("count", "apart"), [(6, 15.0), (12, 9.5)])
def test_looks_can_be_told_apart_by_every_eye(blindness: str, count: int, apart: float) -> None:
    seen = [lab(BLINDNESS[blindness] @ linear(each.colour)) for each in looks(count)]
    for (first, a), (second, b) in itertools.combinations(enumerate(seen), 2):
        assert np.linalg.norm(a - b) > apart, (first, second)


def test_trails_stand_out_from_every_colour_of_the_map() -> None:
    ground = min(luminance(QColor(*(int(v) for v in reversed(bgr[:3]))).name()) for bgr in surface_colours())
    for each in looks(12):
        assert (ground + 0.05) / (luminance(each.colour) + 0.05) > 2.0, each


def test_neighbours_in_the_list_have_different_dashes() -> None:
    assert all(look(place).dash != look(place + 1).dash for place in range(12))
    assert coordinate_dash(0) == ()
    assert coordinate_dash(0) != coordinate_dash(1) != coordinate_dash(2)


@pytest.mark.parametrize("name", [*MARKERS, "star"])
def test_markers_are_closed_shapes_of_about_unit_radius(name: str) -> None:
    bounds = marker_path(name).boundingRect()
    assert 1.5 < max(bounds.width(), bounds.height()) < 2.6
    assert abs(bounds.center().x()) < 0.4
    assert abs(bounds.center().y()) < 0.4


def test_a_swatch_shows_the_colour_at_any_pixel_ratio(qapp: QApplication) -> None:
    picture = swatch(Look("#d55e00", "circle"), 34, 16, 2.0)
    assert picture.size().width() == 68
    image = picture.toImage()
    assert image.pixelColor(34, 16) == QColor("#d55e00")
    assert image.pixelColor(0, 0).alpha() == 0
    assert picture.hasAlphaChannel()
    assert QColor(Qt.GlobalColor.white) != image.pixelColor(10, 16)
