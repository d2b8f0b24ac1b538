"""Makes resources/fonts/gdviz-sans-sc.otf: the Chinese letters that the window shows, cut from Noto Sans CJK.

Run it after the translation has changed: python packaging/subset_font.py NotoSansCJK-Regular.ttc
Needs fonttools. The source is the package fonts-noto-cjk of Debian, or https://github.com/notofonts/noto-cjk.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "translations" / "zh_CN"
TARGET = ROOT / "resources" / "fonts" / "gdviz-sans-sc.otf"
FAMILY = "gdviz Sans SC"
SOURCE_FAMILY = "Noto Sans CJK SC"
# Letters before this come from the font of the system.
FIRST = 0x2E80
# Common Chinese punctuation, whether the catalogue has it or not.
PUNCTUATION = "、。〈〉《》「」『』【】（），．：；？！％＋－＝～"
# In thousandths of the type's size.
ASCENT, DESCENT = 930, 240
_MESSAGES, _TRANSLATION, _END = 0x69, 3, 1


def main(source: str) -> int:
    """Write the subset; the exit status."""
    letters = wanted_letters()
    subset(Path(source), letters)
    print(f"{TARGET.relative_to(ROOT)}: {len(letters)} letters, {TARGET.stat().st_size / 1000:.0f} kB")
    return 0


def wanted_letters() -> str:
    """Every letter of the catalogue, pages, captions, the language's name and Qt's own translation."""
    files = [json.loads(file.read_text(encoding="utf-8")) for file in CATALOGUE.glob("*.json")]
    resources = ROOT / "resources"
    written = [*(resources / "docs" / "zh_CN").glob("*.md"), resources / "gallery" / "gallery.toml"]
    pages = [page.read_text(encoding="utf-8") for page in written]
    texts = [*pages, *(text for file in files for text in file.values()), "简体中文", PUNCTUATION, *qt_texts()]
    return "".join(sorted({letter for text in texts for letter in text if ord(letter) >= FIRST}))


def qt_texts() -> list[str]:
    """The Chinese texts of Qt's buttons, menus and dialogs."""
    from PySide6.QtCore import QLibraryInfo

    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    data = (Path(folder) / "qtbase_zh_CN.qm").read_bytes()
    place = 16  # after the mark of the format
    while place < len(data):
        kind, size = data[place], int.from_bytes(data[place + 1 : place + 5], "big")
        if kind == _MESSAGES:
            return _messages(data[place + 5 : place + 5 + size])
        place += 5 + size
    return []


def _messages(section: bytes) -> list[str]:
    """The translations in a section of tagged records: a tag, and but for the end of a message a length and bytes."""
    texts, place = [], 0
    while place < len(section):
        tag = section[place]
        place += 1
        if tag == _END:
            continue
        size = int.from_bytes(section[place : place + 4], "big")
        place += 4
        if size == 0xFFFFFFFF:  # no text
            continue
        if tag == _TRANSLATION:
            texts.append(section[place : place + size].decode("utf-16-be"))
        place += size
    return texts


def subset(source: Path, letters: str) -> None:
    """Cut these letters out of a font collection and give the piece a name of its own, as its licence wants it."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTCollection

    fonts = TTCollection(str(source)).fonts
    font = next(font for font in fonts if font["name"].getBestFamilyName() == SOURCE_FAMILY)
    options = Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], desubroutinize=True)
    options.notdef_outline = True
    subsetter = Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    for number, text in ((1, FAMILY), (3, FAMILY), (4, FAMILY), (6, FAMILY.replace(" ", "") + "-Regular")):
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [record for record in font["name"].names if record.platformID == 3 and record.langID == 0x409]
    font["CFF "].cff.fontNames = [FAMILY.replace(" ", "") + "-Regular"]
    _set_heights(font)
    top = font["CFF "].cff.topDictIndex[0]
    top.FullName = top.FamilyName = FAMILY
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    font.save(str(TARGET))


def _set_heights(font) -> None:
    """As high a line as Latin fonts have, so that nothing moves when the language changes."""
    font["hhea"].ascent = font["OS/2"].sTypoAscender = font["OS/2"].usWinAscent = ASCENT
    font["hhea"].descent = font["OS/2"].sTypoDescender = -DESCENT
    font["OS/2"].usWinDescent = DESCENT
    font["hhea"].lineGap = font["OS/2"].sTypoLineGap = 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
