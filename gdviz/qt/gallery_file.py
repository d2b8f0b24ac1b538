"""Figures of the gallery as files, and the thumbnails that come with the program."""

from __future__ import annotations

from pathlib import Path

from gdviz.files.gallery import Figure
from gdviz.qt.gallery_figure import GalleryFigure, raced
from gdviz.qt.language import install_language, load_font
from gdviz.qt.page import need_application, take_down
from gdviz.qt.picture_file import checked_target, save_page
from gdviz.qt.text import language as language_now


def save(figure: Figure, target: Path, language: str) -> None:
    """Draw a figure into a .png, .svg or .pdf file; makes an application without a screen if there is none yet."""
    checked_target(target)
    need_application()
    before = language_now()
    install_language(language)
    load_font()  # every caption is told in Chinese too
    try:
        save_page(GalleryFigure(figure), target)
    finally:
        take_down()
        install_language(before)
        raced.cache_clear()
