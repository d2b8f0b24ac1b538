from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from gdviz.engine.errors import InputError
from gdviz.qt.figure import HEIGHT, PNG_RATIO, WIDTH, save
from gdviz.qt.style import look
from tests.qt.trajectories import a_race

SVG = "{http://www.w3.org/2000/svg}"


def test_a_png_has_the_size_of_the_page_and_the_entries_colours(qapp: QApplication, tmp_path: Path) -> None:
    save(a_race(), tmp_path / "race.png")
    image = QImage(str(tmp_path / "race.png"))
    assert (image.width(), image.height()) == (PNG_RATIO * WIDTH, PNG_RATIO * HEIGHT)
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)}
    assert {look(entry).colour for entry in range(4)} <= colours


def test_an_svg_is_made_of_vectors_and_names_every_entry_and_verdict(qapp: QApplication, tmp_path: Path) -> None:
    trajectory = a_race()
    save(trajectory, tmp_path / "race.svg")
    root = ET.parse(tmp_path / "race.svg").getroot()
    text = " ".join("".join(each.itertext()) for each in root.iter(f"{SVG}text"))
    for word in ("Beale", "Gradient descent", "Adagrad", "out of budget", "minimum", "saddle"):
        assert word in text
    # The shaded map is the only picture in it; trails and contour lines are paths in their colours.
    assert len(list(root.iter(f"{SVG}image"))) == 1
    source = (tmp_path / "race.svg").read_text()
    for entry in range(4):
        assert re.search(rf'stroke="{look(entry).colour}"', source)


def test_a_pdf_is_one_small_page(qapp: QApplication, tmp_path: Path) -> None:
    save(a_race(), tmp_path / "race.PDF")
    content = (tmp_path / "race.PDF").read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.rstrip().endswith(b"%%EOF")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) == 1
    (box,) = re.findall(rb"/MediaBox \[([^\]]*)\]", content)
    assert [round(float(side)) for side in box.split()[2:]] == [WIDTH * 72 // 96, HEIGHT * 72 // 96]


@pytest.mark.parametrize("on", ["parabola", "quadratic3d", "himmelblau"])
def test_any_surface_can_be_drawn_at_any_step(on: str, qapp: QApplication, tmp_path: Path) -> None:
    trajectory = a_race(on, ("gd", "adam"), starts=())
    save(trajectory, tmp_path / "a.svg", step=0)
    save(trajectory, tmp_path / "b.svg", step=20)
    assert "after step 20" in (tmp_path / "b.svg").read_text()
    assert (tmp_path / "a.svg").read_text() != (tmp_path / "b.svg").read_text()


def test_what_does_not_fit_the_legend_is_counted(qapp: QApplication, tmp_path: Path) -> None:
    starts = tuple((0.1 * place, 1.0) for place in range(10))
    save(a_race(keys=("gd", "adam"), starts=starts, steps=3), tmp_path / "many.svg")
    assert re.search(r"and \d+ more runs", (tmp_path / "many.svg").read_text())


def test_another_kind_of_file_is_refused(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.png"):
        save(a_race(steps=2), tmp_path / "race.bmp")
    with pytest.raises(InputError):
        save(a_race(steps=2), tmp_path / "nowhere" / "race.png")
    assert list(tmp_path.iterdir()) == []


def test_a_figure_needs_no_application_and_no_screen(tmp_path: Path) -> None:
    script = (
        "import sys, gdviz\n"
        "from gdviz.qt.figure import save\n"
        "result = gdviz.race('beale', ['gd', 'adam'], start=(1.0, -1.5), steps=20)\n"
        "save(result.trajectory, sys.argv[1])\n"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environment.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-c", script, str(tmp_path / "race.png")]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=root, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "race.png").stat().st_size > 10_000
