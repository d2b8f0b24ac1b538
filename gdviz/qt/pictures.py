"""Pictures of widgets as they are on the screen, as sharp as one likes."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QGraphicsView, QWidget

from gdviz.qt.style import theme
from gdviz.qt.views.layer import KeptLayer


def picture_of(widget: QWidget, ratio: float) -> QImage:
    """What a widget shows, with `ratio` pixels to a point; all of it drawn finely, whatever the screen has."""
    layers = list(_layers(widget))
    image = QImage(round(widget.width() * ratio), round(widget.height() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme().paper))
    for layer in layers:
        layer.rough_above_ms = float("inf")
        if not layer.fine:
            layer.contents_changed()
    try:
        widget.render(image)
    finally:
        for layer in layers:
            del layer.rough_above_ms  # the class's own counts again
    return image


def pixels_of(image: QImage) -> bytes:
    """Its rows of blue, green, red and a spare byte."""
    return bytes(image.constBits())


def _layers(widget: QWidget) -> Iterator[KeptLayer]:
    views = [widget] if isinstance(widget, QGraphicsView) else widget.findChildren(QGraphicsView)
    for view in views:
        scene = view.scene()
        if scene is not None and view.isVisible():
            yield from (item for item in scene.items() if isinstance(item, KeptLayer))
