"""What holds for every test: no screen is needed, and no test depends on chance or on the speed of the machine."""

from __future__ import annotations

import os

from hypothesis import settings

# Qt reads this when its application is made. With GDVIZ_TEST_XVFB set the display that is there is used:
#   GDVIZ_TEST_XVFB=1 xvfb-run -a python3 packaging/dev.py test
if not os.environ.get("GDVIZ_TEST_XVFB"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

settings.register_profile("gdviz", derandomize=True, deadline=None, database=None)
settings.load_profile("gdviz")
