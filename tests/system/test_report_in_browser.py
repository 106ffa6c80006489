# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""report.html in Debian's chromium: what people see, search and press, and that it is accessible."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from report_samples import html_text, sample, with_nothing, with_texts, without_findings
from report_variants import HANGZHOU, full, large, with_news, with_people

CHROMIUM = shutil.which("chromium")
# A browser cannot be had from PyPI: who has none can still run all other tests; .ci/run installs one.
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: the report was not opened in a browser")

PHONE, DESKTOP = 360, 1280


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
    return page.locator("#findings .finding:visible").count()


def assert_findings_shown(page: Page, count: int) -> None:
    """What is packed in the page is unpacked first, so this waits."""
    expect(page.locator("#findings .finding:visible")).to_have_count(count)


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


def test_charts_have_names_and_figures(show):
    page = show(full())
    ring = page.locator("svg.ring")
    expect(ring).to_have_accessible_name("Open findings by severity")
    expect(ring).to_have_accessible_description("High: 2, Medium: 5, Low: 4, Info: 2")
    strip = page.get_by_role("img", name="Call centers by status")
    expect(strip).to_have_accessible_description("Running: 4, Creating: 1, Stopped: 1")
    expect(page.get_by_role("img", name="Call centers: 3 to 6, now 6")).to_be_visible()
    expect(page.locator(".legend").first).to_contain_text("Medium 5")


# --- Search, filter, groups ---


def test_search_shows_what_has_all_words(show):
    page = show(sample())
    assert findings_shown(page) == 13
    page.locator("#search").fill("grace administrator")
    assert_findings_shown(page, 0)
    expect(page.locator("#none")).to_be_visible()
    page.locator("#search").fill("HANGZHOU recordings")
    assert_findings_shown(page, 2)
    expect(page.locator("#count")).to_have_text("2 of 13 open findings")
    expect(page.locator(".chip.high b")).to_have_text("1")
    expect(page.locator(".chip.low b")).to_have_text("0")
    expect(page.locator("#rule-recording_retention_short [data-count]")).to_have_text("1")
    expect(page.locator("#rule-no_administrator")).to_be_hidden()
    page.get_by_role("button", name="Clear filters").click()
    assert_findings_shown(page, 13)
    expect(page.locator("#search")).to_be_focused()
    # It opens what was folded.
    page.locator("#search").fill("CHG-20418")
    expect(page.locator("#accepted .finding").first).to_be_visible()
    assert_findings_shown(page, 2)


def test_a_filter_adds_to_another(show):
    page = show(full())
    page.get_by_role("button", name="High 2").click()
    assert_findings_shown(page, 2)
    page.get_by_role("button", name="Medium 5").click()
    assert_findings_shown(page, 7)
    expect(page.locator(".chip.high")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="New 1").click()
    assert_findings_shown(page, 1)
    page.get_by_role("button", name="High 2").click()
    assert_findings_shown(page, 0)
    assert page.url.endswith("#show=medium,new")


def test_findings_are_grouped_by_call_center_and_back(show):
    page = show(sample())
    order = page.locator("#findings").evaluate("all => [...all.querySelectorAll('.finding')].map(item => item.id)")
    page.get_by_label("By call center").check()
    # The worst one first, with how many of each severity.
    expect(page.locator("#by-instance .group").first.locator(".counts")).to_have_text("High: 1Medium: 1Low: 2")
    group = page.locator("#by-instance .group", has_text="Singapore Support Desk")
    expect(group.locator("h3")).to_have_text("Singapore Support Desk")
    expect(group.locator(".finding")).to_have_count(3)
    expect(group.get_by_text("A running call center has a test number")).to_be_visible()
    assert_findings_shown(page, 13)
    group.get_by_role("link", name="Facts").click()
    expect(page.locator("#instance-1 .facts")).to_be_visible()
    page.get_by_label("By rule").check()
    assert_findings_shown(page, 13)
    assert order == page.locator("#findings").evaluate(
        "all => [...all.querySelectorAll('.finding')].map(item => item.id)"
    )


def test_the_script_makes_the_same_findings_as_the_template(show):
    page = show(full())
    html = "all => [...all.querySelectorAll('#by-rule .finding, #accepted .finding')].map(item => item.outerHTML)"
    of_template = page.locator("#findings").evaluate(html)
    page.locator("#search").fill("nothing has this")
    assert_findings_shown(page, 0)
    page.get_by_role("button", name="Clear filters").click()
    assert_findings_shown(page, 13)
    assert page.locator("#findings").evaluate(html) == of_template
    lines = "all => [...all.children].map(item => item.outerHTML)"
    instances = page.locator("#instance-list ul")
    of_template = instances.evaluate(lines)
    page.locator("#search-instances").fill(" ")
    expect(instances.locator("> li")).to_have_count(len(of_template))
    assert instances.evaluate(lines) == of_template


def test_all_groups_open_and_close(show):
    page = show(sample())
    page.get_by_role("button", name="Open all").click()
    assert_findings_shown(page, 15)
    page.get_by_role("button", name="Close all").click()
    assert_findings_shown(page, 0)


# --- Long lists ---


def test_thousands_of_findings_can_be_searched(show):
    page = show(large(sample(), 100))
    page.locator("#search").fill("hangzhou")
    expect(page.locator("#count")).to_have_text("400 of 1,300 open findings")
    page.get_by_label("By call center").check()
    page.locator("#search").fill("5b6c-77")
    expect(page.locator("#count")).to_have_text("4 of 1,300 open findings")
    assert_findings_shown(page, 4)
    page.locator("#search-instances").fill("5b6c-77")
    expect(page.locator("#instance-count")).to_have_text("1 of 600 call centers")
    assert page.locator(".instance:visible").count() == 1


@pytest.mark.parametrize("times", [30, 100], ids=["in the text", "packed"])
def test_a_long_list_says_how_much_more_there_is_and_shows_it(show, times):
    page = show(large(sample(), times))
    group = page.locator("#rule-number_on_two_instances")
    group.evaluate("group => { group.open = true; }")
    expect(group.locator(".finding:visible")).to_have_count(20)
    more = group.get_by_text(f"and {2 * times - 20} more", exact=True)
    more.focus()
    page.keyboard.press("Enter")
    expect(group.locator(".finding:visible")).to_have_count(2 * times)
    expect(more).to_be_hidden()
    page.locator("#instance-list .more summary").click()
    expect(page.locator("#instance-list .instance")).to_have_count(min(6 * times, 520))


def test_the_rest_of_what_is_new_is_unpacked(show):
    report = full()
    report["fixed"] = report["fixed"] * 25
    report["drift"]["changed"] = report["drift"]["changed"] * 22
    report["unassigned_numbers"] = [{"number": f"0215{n:07}", "city": None, "account": "a"} for n in range(22)]
    page = show(report)
    for place, text, selector, count in (
        ("#fixed", "and 5 more", ".finding", 25),
        ("#drift", "and 2 more", ".changed-item", 22),
        ("#instances .scroll-wide", "and 2 more", "tbody tr", 22),
    ):
        holder = page.locator(place)
        before = holder.locator(selector).first.evaluate("item => item.outerHTML.replaceAll(/>\\s+</g, '><')")
        holder.get_by_text(text, exact=True).click()
        expect(holder.locator(selector)).to_have_count(count)
        if place != "#instances .scroll-wide":
            after = holder.locator(selector).last.evaluate("item => item.outerHTML.replaceAll(/>\\s+</g, '><')")
            assert after == before


# --- Facts ---


def test_facts_are_shown_when_they_are_opened(show):
    page = show(sample())
    instance = page.locator("details.instance", has_text="Singapore Support Desk")
    instance.locator("summary").first.click()
    link = instance.get_by_role("link", name="ccc.aliyun.com/workbench/sg-support")
    expect(link).to_have_attribute("href", "https://ccc.aliyun.com/workbench/sg-support")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    label = instance.get_by_text("Maximum agents online")
    expect(label).to_have_attribute("title", "max_online_agents")
    expect(instance.get_by_role("region", name="Administrators").get_by_role("row")).to_have_count(3)
    expect(instance.get_by_role("region", name="Phone numbers")).to_contain_text("02150000009")
    expect(instance.locator("dd.unset").first).to_have_text("not set")
    # Nothing is "not set" that the version does not report.
    expect(instance.get_by_text("Not reported by 2017-07-05").first).to_contain_text("Type of agents")
    expect(instance.locator(".kind", has_text="Users")).to_contain_text("left out of audit_include")
    expect(instance.get_by_role("link", name="Findings of this call center")).to_be_visible()
    instance.get_by_text("All facts, by their names in the API").click()
    expect(instance.locator(".raw").get_by_text("storage_max_size")).to_be_visible()


def test_people_and_routing_are_tables_with_names(show):
    page = show(with_people(sample()), at=f"#search={HANGZHOU}")
    instance = page.locator("details.instance", has_text="Hangzhou Order Hotline")
    instance.locator("summary").first.click()
    users = instance.get_by_role("region", name="Users").get_by_role("row")
    expect(users.nth(1)).to_have_text("王芳 u-1wang.fangAdminSales (5)wang.fang@example.com, 13900010001")
    expect(users.nth(2)).to_contain_text("li.na u-2")
    numbers = instance.get_by_role("region", name="Phone numbers").get_by_role("row")
    for words in ("057180000001", "Hotline flow-1", "Sales", "王芳 u-1"):
        expect(numbers.nth(1)).to_contain_text(words)
    expect(instance.get_by_role("region", name="Contact flows")).to_contain_text("Hotline flow-1")
    expect(instance.locator(".kind", has_text="Settings")).to_contain_text("Could not be read")


def test_times_are_those_of_the_reader(show):
    page = show(full(), timezone_id="Asia/Shanghai")
    run = page.locator(".facts-of-run time")
    expect(run).to_have_text("22 Nov 2026, 16:00 GMT+8")
    expect(run).to_have_attribute("title", "2026-11-22 08:00:00 UTC")
    expect(show(full(), java_script_enabled=False).locator(".facts-of-run time")).to_have_text("2026-11-22 08:00 UTC")


def test_the_lists_that_rules_wait_for_can_be_copied(show):
    page = show(sample(), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "administrator_not_allowed:" in copied and "allowed_numbers: []" in copied


# --- Places in the page ---


def test_an_address_leads_to_what_is_folded(show):
    for place, seen in {
        "#finding-16": "测试11111 is what 2 call centers are called",
        "#finding-13": "北京售后服务 has no phone number.",
        "#finding-1": "You are not authorized to perform this operation.",
        "#rule-owner_not_allowed": "An owner who is not on your list",
        "#rule-storage_size_low": "Little space for recordings",
        "#instance-2": "ef1e71e9-ae9d-487c-96ad-9181d85cf802",
    }.items():
        target = show(sample(), at=place).locator(place)
        expect(target).to_be_in_viewport()
        expect(target.get_by_text(seen).first).to_be_visible()


def test_an_address_leads_to_what_the_page_has_packed(show):
    for place in ("#finding-1290", "#instance-555"):
        expect(show(large(sample(), 100), at=place).locator(place)).to_be_in_viewport()


def test_an_address_keeps_a_view(show):
    page = show(sample(), at="#show=medium,low&by=instance&search=shanghai")
    assert_findings_shown(page, 6)
    expect(page.get_by_label("By call center")).to_be_checked()
    expect(page.locator("#search")).to_have_value("shanghai")
    # A place that this view hides is shown anyway.
    page.evaluate("location.hash = '#finding-2'")
    expect(page.locator("#finding-2")).to_be_in_viewport()


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


def test_fifteen_findings_take_a_page_at_most(show):
    printed = show(large(full(), 20)).pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 15 * 20 / 15


def test_the_report_can_be_read_without_a_script(show):
    page = show(large(full(), 100), java_script_enabled=False)
    assert page.locator("#rule-no_administrator .finding").count() == 20
    expect(page.get_by_text("and 80 more, in findings.csv").first).to_be_attached()
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.get_by_text("which this browser does not run")).to_be_visible()
    expect(page.locator("#news")).to_contain_text("li.wei is new, with the role Admin")


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
    report = with_news(with_people(with_texts(lambda: next(texts))))
    for kind in ("users", "phone_numbers", "skill_groups", "contact_flows"):
        for item in report["instances"][0][kind]:
            item.update({key: next(texts) for key in item})
    for change in report["drift"]["changed"][0]["changes"]:
        change.update(name=next(texts), path=next(texts), before=next(texts), after=next(texts))
    page = show(report, width=PHONE)
    page.get_by_role("button", name="Open all").click()
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


def test_the_policy_lets_no_other_script_run(browser, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(html_text(sample(), "en").replace("</body>", "<script>window.pwned=1</script></body>"), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("window.pwned") is None
    page.close()
