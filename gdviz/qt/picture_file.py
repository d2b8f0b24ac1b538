"""A page of any size as a file: PNG, or SVG and PDF as true vectors."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QImageWriter, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from gdviz.engine.errors import InputError
from gdviz.files.writing import write_atomically
from gdviz.qt.style import theme

SUFFIXES = (".png", ".svg", ".pdf")
# Pages are measured in pixels of 96 to the inch.
RESOLUTION = 96
# A point of the picture is so many pixels of a PNG file.
PNG_RATIO = 2


class Page(Protocol):
    """Something to be painted on a page of its own size."""

    @property
    def width(self) -> int:
        """In points."""

    @property
    def height(self) -> int:
        """In points."""

    def paint(self, painter: QPainter) -> None:
        """Draw all of it."""


def checked_target(path: str | os.PathLike[str]) -> Path:
    """The path; InputError if its name tells no known kind of picture."""
    target = Path(path)
    if target.suffix.lower() not in SUFFIXES:
        raise InputError(f"{target.name!r} is no kind of picture known here: use {', '.join(SUFFIXES)}")
    return target


def save_page(page: Page, target: Path, ratio: float = PNG_RATIO) -> None:
    """Write a page; a .png has `ratio` pixels to each of the page's. InputError for a place that cannot be written."""
    draw: dict[str, Callable[[Page], bytes]] = {".png": partial(_png, ratio=ratio), ".svg": _svg, ".pdf": _pdf}
    picture = draw[target.suffix.lower()](page)
    write_atomically(target, lambda file: file.write(picture))


def image_of(page: Page, ratio: float) -> QImage:
    """The page in pixels."""
    image = QImage(round(page.width * ratio), round(page.height * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme().paper))
    _paint(page, image)
    return image


def _png(page: Page, ratio: float) -> bytes:
    with _Buffer() as buffer:
        QImageWriter(buffer.device, QByteArray(b"png")).write(image_of(page, ratio))
        return buffer.bytes()


def _svg(page: Page) -> bytes:
    with _Buffer() as buffer:
        # Only this version of the format can cut the trails off at the frame of the map.
        generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
        generator.setOutputDevice(buffer.device)
        generator.setResolution(RESOLUTION)
        generator.setSize(QSize(page.width, page.height))
        generator.setViewBox(QRectF(0.0, 0.0, page.width, page.height))
        generator.setTitle("gdviz")
        generator.setDescription("")
        _paint(page, generator)
        return buffer.bytes()


def _pdf(page: Page) -> bytes:
    with _Buffer() as buffer:
        writer = QPdfWriter(buffer.device)
        writer.setResolution(RESOLUTION)
        inches = QSizeF(page.width / RESOLUTION, page.height / RESOLUTION)
        writer.setPageSize(QPageSize(inches, QPageSize.Unit.Inch))
        writer.setPageMargins(QMarginsF())
        writer.setTitle("gdviz")
        _paint(page, writer)
        del writer  # ends the file
        return buffer.bytes()


def _paint(page: Page, device: QPaintDevice) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0.0, 0.0, page.width, page.height), QColor(theme().paper))
    page.paint(painter)
    painter.end()


class _Buffer:
    """A file in memory that Qt can write to."""

    def __init__(self) -> None:
        self.device = QBuffer()

    def __enter__(self) -> _Buffer:
        self.device.open(QIODevice.OpenModeFlag.WriteOnly)
        return self

    def __exit__(self, *_: object) -> None:
        self.device.close()

    def bytes(self) -> bytes:
        """What has been written."""
        return bytes(self.device.data().data())
