# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of report.html in Debian's Chromium: search, filters, groups, long lists and facts."""

from __future__ import annotations

import re

import pytest
from large_reports import own_report
from playwright.sync_api import expect
from report_browser import assert_findings_shown, findings_shown, needs_chromium
from report_samples import sample
from report_variants import HANGZHOU, full, large, with_people

pytestmark = needs_chromium

# --- Search, filter, groups ---


def test_a_search_shows_findings_with_all_words(show):
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
    # A search opens collapsed groups.
    page.locator("#search").fill("CHG-20418")
    expect(page.locator("#accepted .finding").first).to_be_visible()
    assert_findings_shown(page, 2)


def test_filters_can_be_combined(show):
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
    # The worst call center comes first, with its counts by severity.
    expect(page.locator("#by-instance .group").first.locator(".counts")).to_have_text("High: 1Medium: 1Low: 2")
    group = page.locator("#by-instance .group", has_text="Singapore Support Desk")
    expect(group.locator("h3")).to_have_text("Singapore Support Desk")
    expect(group.locator(".finding")).to_have_count(3)
    expect(group.get_by_text("Running call center uses a test number")).to_be_visible()
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


def test_all_groups_can_be_expanded_and_collapsed(show):
    page = show(sample())
    page.get_by_role("button", name="Expand all").click()
    assert_findings_shown(page, 15)
    page.get_by_role("button", name="Collapse all").click()
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
def test_a_long_list_shows_the_number_of_hidden_elements_and_then_the_elements(show, times):
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


def test_the_rest_of_the_lists_of_changes_is_unpacked(show):
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


def test_facts_of_a_call_center_are_shown_when_it_is_opened(show):
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
    # A fact that the version does not report is not shown as "not set".
    expect(instance.get_by_text("Not reported by 2017-07-05").first).to_contain_text("Agent type")
    expect(instance.locator(".kind", has_text="Users")).to_contain_text("left out of audit_include")
    expect(instance.get_by_role("link", name="Findings for this call center")).to_be_visible()
    instance.get_by_text("All facts by name").click()
    expect(instance.locator(".raw").get_by_text("storage_max_size")).to_be_visible()


def test_people_and_routing_are_shown_as_tables_with_names(show):
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


@pytest.mark.parametrize(("language", "word"), [("en", "masked"), ("zh", "已脱敏")])
def test_all_facts_are_shown_although_the_page_contains_shortened_ones(show, language, word):
    report = own_report(1)
    facts = report["instances"][0]
    page = show(report, language)
    instance = page.locator("details.instance")
    instance.locator("summary").first.click()
    expect(instance.get_by_text("report.json")).to_have_count(1)
    instance.locator(".raw > summary").click()
    expect(instance.get_by_text("report.json")).to_have_count(2)
    assert not re.search("masked-(?![0-9a-f]{12})", instance.inner_text())
    for kind in ("users", "phone_numbers", "skill_groups", "contact_flows", "config_items"):
        table = instance.locator(f'.raw .scroll[aria-label$="({kind})"] table')
        columns = table.locator("th").all_inner_texts()
        for row, cells in zip(facts[kind], table.locator("tbody tr").all(), strict=True):
            shown = dict(zip(columns, cells.locator("td").all_inner_texts(), strict=True))
            assert shown.keys() == row.keys()
            assert shown["instance_id"] == facts["instance_id"]
            assert facts["instance_id"] in shown.get("roles", facts["instance_id"])
            for fact, value in row.items():
                if isinstance(value, str) and value.startswith("masked-"):
                    assert shown[fact] == (value if fact in ("user_id", "ram_id", "display_name") else word)
            for fact in ("outbound_phone_numbers", "phone_numbers"):
                if fact in row:
                    assert all(number["number"] in shown[fact] for number in row[fact])


def test_times_are_in_the_time_zone_of_the_reader(show):
    page = show(full(), timezone_id="Asia/Shanghai")
    run = page.locator(".facts-of-run time")
    expect(run).to_have_text("22 Nov 2026, 16:00 GMT+8")
    expect(run).to_have_attribute("title", "2026-11-22 08:00:00 UTC")
    expect(show(full(), java_script_enabled=False).locator(".facts-of-run time")).to_have_text("2026-11-22 08:00 UTC")


def test_the_yaml_for_missing_lists_can_be_copied(show):
    page = show(sample(), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "administrator_not_allowed:" in copied and "allowed_numbers: []" in copied
