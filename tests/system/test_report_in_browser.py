# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of report.html in Debian's Chromium: accessibility, print, links, and hostile values."""

from __future__ import annotations

import itertools
import re

import pytest
from playwright.sync_api import expect
from report_browser import (
    DESKTOP,
    PHONE,
    assert_accessible,
    assert_findings_shown,
    assert_no_sideways_scroll,
    needs_chromium,
)
from report_samples import html_text, sample, with_nothing, with_texts, without_findings
from report_variants import full, large, with_news, with_people

pytestmark = needs_chromium


# Each language in each theme, in one width each.
@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("en", "light", DESKTOP), ("en", "dark", PHONE), ("zh", "light", PHONE), ("zh", "dark", DESKTOP)],
)
def test_the_report_is_accessible(show, language, theme, width):
    page = show(full(language), language, width, color_scheme=theme)
    page.locator("#accepted > summary").click()
    page.locator("#met-group > summary").click()
    page.locator(".as-table > summary").click()
    instance = page.locator("#instance-4")
    instance.locator("> summary").click()
    instance.locator(".raw > summary").click()
    expect(instance.locator(".raw h3").first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_findings_by_call_center_are_accessible(show, theme):
    page = show(full(), width=PHONE, color_scheme=theme)
    page.get_by_label("By call center").check()
    page.locator(".chip.medium").click()
    page.locator("#finding-6").evaluate("finding => finding.scrollIntoView()")
    assert_accessible(page)


@pytest.mark.parametrize(
    ("report", "verdict"), [(without_findings(), "Passed"), (with_nothing(), "Incomplete")], ids=["passed", "nothing"]
)
def test_a_report_without_findings_says_so(show, report, verdict):
    page = show(report, width=PHONE)
    expect(page.locator("h1")).to_contain_text(verdict)
    expect(page.locator("#findings .warm")).to_be_visible()
    expect(page.locator("#tools")).to_have_count(0)
    assert_accessible(page)


def test_charts_have_accessible_names_and_descriptions(show):
    page = show(full())
    ring = page.locator("svg.ring")
    expect(ring).to_have_accessible_name("Open findings by severity")
    expect(ring).to_have_accessible_description("High: 2, Medium: 5, Low: 4, Info: 2")
    strip = page.get_by_role("img", name="Call centers by status")
    expect(strip).to_have_accessible_description("Running: 4, Creating: 1, Stopped: 1")
    expect(page.get_by_role("img", name="Call centers: 3 to 6, now 6")).to_be_visible()
    expect(page.locator(".legend").first).to_contain_text("Medium 5")


# --- Addresses in the page ---


def test_an_address_opens_collapsed_content(show):
    for place, seen in {
        "#finding-16": "测试11111 is the name of 2 call centers",
        "#finding-13": "北京售后服务 has no phone number.",
        "#finding-1": "You are not authorized to perform this operation.",
        "#rule-owner_not_allowed": "Owner is not on your list",
        "#rule-storage_size_low": "Storage for recordings is too small",
        "#instance-2": "ef1e71e9-ae9d-487c-96ad-9181d85cf802",
    }.items():
        target = show(sample(), at=place).locator(place)
        expect(target).to_be_in_viewport()
        expect(target.get_by_text(seen).first).to_be_visible()


def test_an_address_leads_to_packed_content(show):
    for place in ("#finding-1290", "#instance-555"):
        expect(show(large(sample(), 100), at=place).locator(place)).to_be_in_viewport()


def test_an_address_restores_a_view(show):
    page = show(sample(), at="#show=medium,low&by=instance&search=shanghai")
    assert_findings_shown(page, 6)
    expect(page.get_by_label("By call center")).to_be_checked()
    expect(page.locator("#search")).to_have_value("shanghai")
    # A finding that this view hides is shown anyway.
    page.evaluate("location.hash = '#finding-2'")
    expect(page.locator("#finding-2")).to_be_in_viewport()


# --- Keyboard, themes, print, no scripts ---


def test_the_report_can_be_used_with_the_keyboard_alone(show):
    page = show(sample())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to findings")).to_be_focused()
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
    # The browser may store the theme only after a reload, so try again.
    assert dark in ([page.reload(), page.evaluate(color)][1] for _time in range(20))


def test_a_printed_report_has_all_findings_and_no_controls(show):
    page = show(large(full(), 20), color_scheme="dark")
    for by in ("By rule", "By call center"):
        page.get_by_label(by).check()
        expect(page.locator(f"#by-{'rule' if by == 'By rule' else 'instance'}")).to_be_visible()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        assert_findings_shown(page, 15 * 20)
        for hidden in ("#tools", "#instance-tools", "nav", "#theme", ".as-table"):
            expect(page.locator(hidden)).to_be_hidden()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        page.emulate_media(media="screen")
        page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_a_printed_page_has_room_for_fifteen_findings(show):
    printed = show(large(full(), 20)).pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 15 * 20 / 15


def test_the_report_can_be_read_without_scripts(show):
    page = show(large(full(), 100), java_script_enabled=False)
    assert page.locator("#rule-no_administrator .finding").count() == 20
    expect(page.get_by_text("and 80 more in findings.csv").first).to_be_attached()
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.get_by_text("JavaScript is needed")).to_be_visible()
    expect(page.locator("#news")).to_contain_text("User li.wei was added with the role Admin")


# --- Hostile values ---


def test_hostile_values_are_only_shown(show):
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
    report = with_news(with_people(with_texts(lambda: next(texts))))
    for kind in ("users", "phone_numbers", "skill_groups", "contact_flows"):
        for item in report["instances"][0][kind]:
            item.update({key: next(texts) for key in item})
    for change in report["drift"]["changed"][0]["changes"]:
        change.update(name=next(texts), path=next(texts), before=next(texts), after=next(texts))
    page = show(report, width=PHONE)
    page.get_by_role("button", name="Expand all").click()
    page.get_by_label("By call center").check()
    for summary in page.locator(".instance > summary").all():
        summary.click()
    for summary in page.locator(".raw > summary").all():
        summary.click()
    expect(page.locator("bdi:visible", has_text="<script>window.pwned=1</script>").first).to_be_visible()
    assert page.evaluate("window.pwned") is None
    assert page.locator("img").count() == 0
    links = page.eval_on_selector_all("a", "all => all.map(link => link.getAttribute('href'))")
    assert all(link.startswith("#") for link in links)
    assert_no_sideways_scroll(page)


def test_the_policy_of_the_page_blocks_other_scripts(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(html_text(sample(), "en").replace("</body>", "<script>window.pwned=1</script></body>"), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("window.pwned") is None
    page.close()
