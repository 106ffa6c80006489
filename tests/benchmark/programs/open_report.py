# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""open_report.py PAGE: prints the seconds until a running Chromium has drawn a page."""

from __future__ import annotations

import pathlib
import shutil
import sys
import time

from playwright.sync_api import sync_playwright

DRAWN = "new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))"

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    start = time.perf_counter()
    page.goto(pathlib.Path(sys.argv[1]).resolve().as_uri())
    page.evaluate(DRAWN)
    seconds = time.perf_counter() - start
    browser.close()
print(seconds)
