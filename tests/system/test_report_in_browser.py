# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""report.html in Debian's chromium: what people see, search and press, and that it is accessible."""

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
from report_samples import html_text, multiplied, sample, with_nothing, with_texts, without_findings

CHROMIUM = shutil.which("chromium")
# A browser cannot be had from PyPI: who has none can still run all other tests; .ci/run installs one.
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: the report was not opened in a browser")

PHONE, DESKTOP = 390, 1280


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    # It leaves folders in a home.
    home = {"HOME": str(tmp_path_factory.mktemp("home"))}
    with sync_playwright() as playwright:
        # Tests may run as root, whom chromium gives no sandbox.
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env={**os.environ, **home})


@pytest.fixture
def show(browser: Browser, tmp_path: Path):
    """Return a function that opens a report's page; at the end, none has complained or asked a network."""
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
    return page.locator(".finding:visible").count()


def assert_accessible(page: Page) -> None:
    result = Axe().run(page)
    assert result.violations_count == 0, result.generate_report()
    assert_no_sideways_scroll(page)


def assert_no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# Each language in each theme, at one of the widths.
@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("en", "light", DESKTOP), ("en", "dark", PHONE), ("zh", "light", PHONE), ("zh", "dark", DESKTOP)],
)
def test_the_report_is_accessible(show, language, theme, width):
    page = show(sample(language), language, width, color_scheme=theme)
    page.locator("#accepted > summary").click()
    page.locator("#met > summary").click()
    page.locator("#instance-4 > summary").click()
    assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_findings_by_call_center_are_accessible(show, theme):
    page = show(sample(), width=PHONE, color_scheme=theme)
    page.get_by_label("By call center").check()
    page.locator(".chip.medium").click()
    page.locator("#finding-5").evaluate("finding => finding.scrollIntoView()")
    assert_accessible(page)


@pytest.mark.parametrize("report", [without_findings(), with_nothing()], ids=["no finding", "nothing"])
def test_a_report_without_findings_says_so(show, report):
    page = show(report, width=PHONE)
    expect(page.locator("h1")).to_contain_text("Passed")
    expect(page.locator(".warm").first).to_be_visible()
    expect(page.locator("#tools")).to_have_count(0)
    assert_accessible(page)


def test_charts_have_names_and_figures(show):
    page = show(sample())
    ring = page.get_by_role("img", name="Open findings by severity")
    expect(ring).to_have_accessible_description("High: 3, Medium: 5, Low: 4, Info: 2, Not evaluated: 1")
    strip = page.get_by_role("img", name="Call centers by status")
    expect(strip).to_have_accessible_description("Running: 4, Creating: 1, Stopped: 1")
    assert page.get_by_role("img").count() == 2
    expect(page.locator(".legend").first).to_contain_text("Medium 5")


# --- Search, filter, groups ---


def test_search_shows_what_has_all_words(show):
    page = show(sample())
    assert findings_shown(page) == 15
    page.locator("#search").fill("grace administrator")
    assert findings_shown(page) == 0
    expect(page.locator("#none")).to_be_visible()
    page.locator("#search").fill("HANGZHOU recordings")
    assert findings_shown(page) == 2
    expect(page.locator("#count")).to_have_text("2 of 17 findings")
    expect(page.locator(".chip.high b")).to_have_text("1")
    expect(page.locator(".chip.low b")).to_have_text("0")
    expect(page.locator("#rule-recording_retention_short [data-count]")).to_have_text("1")
    expect(page.locator("#rule-no_administrator")).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    assert findings_shown(page) == 15
    expect(page.locator("#search")).to_be_focused()
    # It opens what was folded.
    page.locator("#search").fill("CHG-20418")
    expect(page.locator("#accepted .finding").first).to_be_visible()
    assert findings_shown(page) == 2


def test_a_filter_adds_to_another(show):
    page = show(sample())
    page.get_by_role("button", name="High 3").click()
    assert findings_shown(page) == 3
    page.get_by_role("button", name="Not evaluated 1").click()
    assert findings_shown(page) == 4
    expect(page.locator(".chip.high")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="High 3").click()
    assert findings_shown(page) == 1
    assert page.url.endswith("#show=not_evaluated")


def test_findings_are_grouped_by_call_center_and_back(show):
    page = show(sample())
    order = page.locator("#findings").evaluate("all => [...all.querySelectorAll('.finding')].map(item => item.id)")
    page.get_by_label("By call center").check()
    group = page.locator("#by-instance .group", has_text="Singapore Support Desk")
    expect(group.locator("h3")).to_have_text("Singapore Support Desk")
    assert group.locator(".finding").count() == 4
    expect(group.get_by_text("A running call center has a test number")).to_be_visible()
    assert findings_shown(page) == 15
    group.get_by_role("link", name="Facts").click()
    expect(page.locator("#instance-1 .facts")).to_be_visible()
    page.get_by_label("By rule").check()
    assert findings_shown(page) == 15
    assert order == page.locator("#findings").evaluate(
        "all => [...all.querySelectorAll('.finding')].map(item => item.id)"
    )


def test_all_groups_open_and_close(show):
    page = show(sample())
    page.get_by_role("button", name="Open all").click()
    assert findings_shown(page) == 17
    page.get_by_role("button", name="Close all").click()
    assert findings_shown(page) == 0


def test_thousands_of_findings_can_be_searched(show):
    page = show(multiplied(sample(), 100))
    page.locator("#search").fill("hangzhou")
    expect(page.locator("#count")).to_have_text("400 of 1,700 findings")
    page.get_by_label("By call center").check()
    page.locator("#search").fill("5b6c-77")
    expect(page.locator("#count")).to_have_text("4 of 1,700 findings")
    assert findings_shown(page) == 4
    page.locator("#search-instances").fill("5b6c-77")
    expect(page.locator("#instance-count")).to_have_text("1 of 600 call centers")
    assert page.locator(".instance:visible").count() == 1


# --- Facts ---


def test_facts_are_shown_when_they_are_opened(show):
    page = show(sample())
    instance = page.locator("details.instance", has_text="Singapore Support Desk")
    instance.locator("summary").click()
    link = instance.get_by_role("link", name="ccc.aliyun.com/workbench/sg-support")
    expect(link).to_have_attribute("href", "https://ccc.aliyun.com/workbench/sg-support")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(instance.get_by_role("region", name="admins").get_by_role("row")).to_have_count(3)
    expect(instance.get_by_role("region", name="phone_numbers")).to_contain_text("02150000009")
    expect(instance.locator(".unset").first).to_have_text("not set")


# --- Places in the page ---


def test_an_address_leads_to_what_is_folded(show):
    for place, seen in {
        "#finding-17": "测试11111 is what 2 call centers are called",
        "#finding-14": "北京售后服务 has no phone number.",
        "#rule-owner_not_allowed": "An owner who is not on your list",
        "#instance-2": "ef1e71e9-ae9d-487c-96ad-9181d85cf802",
    }.items():
        target = show(sample(), at=place).locator(place)
        expect(target).to_be_in_viewport()
        expect(target.get_by_text(seen).first).to_be_visible()


def test_an_address_keeps_a_view(show):
    page = show(sample(), at="#show=medium,low&by=instance&search=production")
    assert findings_shown(page) == 6
    expect(page.get_by_label("By call center")).to_be_checked()
    expect(page.locator("#search")).to_have_value("production")
    # A place that this view hides is shown anyway.
    page.evaluate("location.hash = '#finding-1'")
    expect(page.locator("#finding-1")).to_be_in_viewport()


# --- Keyboard, themes, print, no script ---


def test_the_keyboard_is_enough(show):
    page = show(sample())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the findings")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.locator("#rule-no_administrator > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#rule-no_administrator .finding")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_theme_can_be_switched(show):
    page = show(sample(), color_scheme="light")
    color = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(color)
    page.get_by_role("button", name="Switch between light and dark").click()
    dark = page.evaluate(color)
    assert dark != light
    # A reload can be faster than the browser's storage.
    assert dark in ([page.reload(), page.evaluate(color)][1] for _time in range(20))


def test_print_has_all_findings_and_no_controls(show):
    page = show(multiplied(sample(), 20), color_scheme="dark")
    page.emulate_media(media="print")
    assert findings_shown(page) == 17 * 20
    for hidden in ("#tools", "#instance-tools", "nav", "#theme"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_report_can_be_read_without_a_script(show):
    page = show(sample(), java_script_enabled=False)
    assert findings_shown(page) == 15
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.get_by_text("which this browser does not run")).to_be_visible()


# --- Hostile values ---


def test_hostile_values_do_nothing(show):
    texts = itertools.cycle(
        [
            "<script>window.pwned=1</script>",
            "</template></script><img src=x onerror=window.pwned=1>",
            "javascript:window.pwned=1",
            "\"' onmouseover=window.pwned=1 x='",
            "\u202etxet",
            "x" * 3000,
        ]
    )
    page = show(with_texts(lambda: next(texts)), width=PHONE)
    page.get_by_role("button", name="Open all").click()
    page.get_by_label("By call center").check()
    for summary in page.locator(".instance > summary").all():
        summary.click()
    expect(page.locator("bdi:visible", has_text="<script>window.pwned=1</script>").first).to_be_visible()
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    links = page.eval_on_selector_all("a", "all => all.map(link => link.getAttribute('href'))")
    assert all(link.startswith("#") for link in links)
    assert_no_sideways_scroll(page)


def test_the_policy_lets_no_other_script_run(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(html_text(sample(), "en").replace("</body>", "<script>window.pwned=1</script></body>"), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("window.pwned") is None
    page.close()
