"""Makes resources/gallery/thumbnails: a small picture of every panel, as the gallery of the Help menu shows them.

Run it where gdviz is installed, after a panel or its experiment has changed: python packaging/draw_thumbnails.py
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image, PngImagePlugin
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from gdviz.files.gallery import DIGEST, Figure, digest, gallery
from gdviz.qt.gallery_figure import thumbnail
from gdviz.qt.page import need_application

# So few colours that a picture takes some five kilobytes.
COLOURS = 64


def main() -> int:
    """Draw those that are missing or old, and remove those of which there is no panel; the exit status."""
    need_application()
    wanted = {figure.thumbnail(index): (figure, index) for figure in gallery().figures for index in _places(figure)}
    folder = next(iter(wanted)).parent
    folder.mkdir(exist_ok=True)
    for path in set(folder.glob("*.png")) - wanted.keys():
        path.unlink()
    for path, (figure, index) in wanted.items():
        _draw(path, figure, index)
    print(f"{len(wanted)} pictures, {sum(path.stat().st_size for path in wanted) / 1000:.0f} kB")
    return 0


def _places(figure: Figure) -> range:
    return range(len(figure.panels))


def _draw(path: Path, figure: Figure, index: int) -> None:
    panel = figure.panels[index]
    if path.exists() and QImage(str(path)).text(DIGEST) == digest(panel):
        return
    info = PngImagePlugin.PngInfo()
    info.add_text(DIGEST, digest(panel))
    _as_pillow(thumbnail(panel, 1.0)).quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(
        path, optimize=True, pnginfo=info
    )


def _as_pillow(image: QImage) -> Image.Image:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
