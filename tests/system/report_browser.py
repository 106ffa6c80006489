# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures and assertions for tests of report.html in Debian's Chromium."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from report_samples import html_text

CHROMIUM = shutil.which("chromium")
# PyPI has no browser. Without one, all other tests still run. .ci/run installs one.
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="chromium is missing: the report was not opened in a browser"
)

PHONE, DESKTOP = 360, 1280


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    # Chromium leaves folders in its home.
    home = {"HOME": str(tmp_path_factory.mktemp("home"))}
    with sync_playwright() as playwright:
        # Chromium has no sandbox for root, and tests may run as root.
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env={**os.environ, **home})


@pytest.fixture
def show(browser: Browser, tmp_path: Path):
    """Return a function that opens a report in a page. Fail at the end if a page logged anything or used a network."""
    complaints: list[str] = []
    numbers = itertools.count()
    with contextlib.ExitStack() as contexts:

        def show(
            report: dict[str, Any], language: str = "en", width: int = DESKTOP, at: str = "", **options: Any
        ) -> Page:
            path = tmp_path / f"report-{next(numbers)}.html"
            path.write_text(html_text(report, language), "utf-8")
            context = browser.new_context(viewport={"width": width, "height": 900}, **options)
            contexts.callback(context.close)
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            own = path.as_uri()
            page.on("request", lambda request: request.url.startswith(own) or complaints.append(request.url))
            page.goto(own + at)
            return page

        yield show
        assert complaints == []


def findings_shown(page: Page) -> int:
    return page.locator("#findings .finding:visible").count()


def assert_findings_shown(page: Page, count: int) -> None:
    """Wait until this many findings are visible: the page may have to unpack them first."""
    expect(page.locator("#findings .finding:visible")).to_have_count(count)


def assert_accessible(page: Page) -> None:
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert_no_sideways_scroll(page)


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
