# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import hashlib
import html.parser
import itertools
import json
import re
import zlib
from pathlib import Path

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report import html as _html
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.facts_shown import web_address
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts import TEXTS, texts_in
from hypothesis import given
from hypothesis import strategies as st
from large_reports import own_report
from report_samples import REFUSED, html_text, sample, with_nothing, with_texts, without_findings
from report_variants import SEVERITIES, full, large


class Tags(html.parser.HTMLParser):
    """The tags of a page with the names of their attributes, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.comments, self.links, self.data = [], [], [], []
        self.feed(page)
        self.close()
        self.text = " ".join(self.data)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, tuple(name for name, _value in attrs)))
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data):
        self.data.append(data)

    def handle_comment(self, data):
        self.comments.append(data)


# The tags of pages with and without each kind of content. No value may add another tag.
KNOWN_TAGS = {
    tag
    for language in TEXTS
    for report in (
        *(sample(language), full(language), large(full(language), 100)),
        *(with_texts(lambda: "x"), with_texts(lambda: None), with_texts(lambda: "")),
    )
    for tag in Tags(html_text(report, language)).tags
}


def verdict_of(report, language="en"):
    return re.search(r'<p class="reason">(.*?)</p>', html_text(report, language)).group(1)


def without(report, **values):
    return {**report, "summary": {**report["summary"], "findings": dict.fromkeys(SEVERITIES, 0)}, **values}


# --- The verdict ---


@pytest.mark.parametrize(
    ("fail_on", "verdict", "sentence"),
    [
        ("high", "failed", "2 open findings of high severity fail this audit."),
        ("medium", "failed", "7 open findings of medium severity or higher fail this audit."),
        ("low", "failed", "11 open findings of low severity or higher fail this audit."),
        ("none", "passed", "13 open findings. This audit only reports findings and never fails."),
        ("high", "passed", "13 open findings, but none of high severity."),
        ("high", "incomplete", "1 account or region could not be read. 13 findings are open."),
    ],
)
def test_the_page_gives_the_reason_for_the_verdict(fail_on, verdict, sentence):
    assert verdict_of(dict(sample(), fail_on=fail_on, verdict=verdict)) == sentence


def test_the_reason_counts_only_new_findings_with_fail_on_new():
    report = dict(full(), fail_on_new=True)
    assert verdict_of(report) == "1 new finding of high severity fails this audit."
    assert verdict_of(dict(report, verdict="passed")) == "13 open findings, but no new ones that fail this audit."


def test_an_incomplete_audit_says_what_could_not_be_read_or_evaluated():
    assert verdict_of(with_nothing()) == "No call centers were read. No findings are open."
    report = without(sample(), verdict="incomplete", findings=[], fail_on="low")
    assert verdict_of(report) == "1 rule that would fail this audit could not be evaluated. No findings are open."
    assert verdict_of(dict(report, not_judged=[])) == "Some data could not be read. No findings are open."


def test_a_report_without_findings_or_call_centers_says_so():
    page = html_text(without_findings(), "en")
    for text in ("No open findings. 15 rules hold.", "Nothing to do: every evaluated rule holds.", "Nothing is new."):
        assert text in page
    page = html_text(with_nothing(), "en")
    for text in ("No call centers were read.", "No accounts were audited.", "There is no earlier run to compare with."):
        assert text in page


# --- Content of the page ---


def test_the_page_counts_findings_as_the_summary_does():
    report = dict(full(), accounts=full()["accounts"][1:])  # so that one finding belongs to no account
    page = html_text(report, "en")
    assert '<a href="#findings">Findings <span class="number">13</span>' in page
    assert re.search(r'class="total">13</text>', page)
    table = re.search(r'<table class="stacked accounts">(.*?)</table>', page, re.DOTALL).group(1)
    *rows, total = [int(n) for n in re.findall(r'data-label="Findings">(\d+)<', table)]
    assert (sum(rows), total) == (13, 13)
    assert "No specific account" in table


@pytest.mark.parametrize("language", TEXTS)
def test_the_sections_are_in_order_and_what_is_new_comes_first(language):
    page = html_text(full(language), language)
    order = ("verdict", "news", "trend", "findings", "unseen", "wanted", "holding", "accounts", "instances")
    places = [page.index('<section id="%s"' % name) if name != "verdict" else page.index(name) for name in order]
    assert places == sorted(places)
    shown = Tags(page).text
    text = texts_in(language)
    for words in (
        TEXTS[language]["s_user_added_roles"].format(name="li.wei", what="Admin"),
        TEXTS[language]["s_flow"].format(name="4000010001", before="Hotline", after="Holiday"),
        "Chengdu Pilot",
        "02150000088",
        "The baseline was read with 2017-07-05 only.",
    ):
        assert words in shown
    headings = re.findall(r"<h3>(?:<span.*?</span> )?(.*?) <span", page[page.index('<section id="news"') :])[:4]
    assert headings == [text(name) for name in ("privileged", "new_findings", "fixed_findings", "changed")]


def test_rules_that_were_not_judged_are_shown_without_a_severity():
    section = re.search(r'<section id="unseen".*?</section>', html_text(full(), "en"), re.DOTALL).group(0)
    assert "Storage for recordings is too small" in section and REFUSED in section
    assert "badge" not in section and not re.search(r'class="[^"]*\b(high|medium|low|info)\b', section)


def test_a_history_is_shown_as_charts_and_a_table():
    page = html_text(full(), "en")
    section = re.search(r'<section id="trend".*?</section>', page, re.DOTALL).group(0)
    assert section.count("<polyline") == 2 and section.count("<rect") > 60
    assert section.count('<th scope="row">') == 30
    first = html_text(dict(full(), trend=full()["trend"][-1:]), "en")
    assert "This is the first run in the history." in first
    assert '<section id="trend"' not in html_text(sample(), "en")


@pytest.mark.parametrize("language", TEXTS)
def test_everything_in_the_report_is_in_the_page(language):
    report = sample(language)
    page = html_text(report, language)
    text = Tags(page).text
    said = [finding[key] for finding in report["findings"][1:] for key in ("title", "message")]
    said += [account["account"] for account in report["accounts"]]
    shown = [rule for rule in report["rules"] if rule["outcome"] in ("violated", "holds", None)]
    said += [rule[key] for rule in shown for key in ("why", "fix")]
    said += ["2027-03-31", "2026-11-22 08:00 UTC", "2026-11-15 08:00 UTC"]
    assert [words for words in [*said, TEXTS[language]["masked"]] if words not in text] == []
    assert '<html lang="%s">' % TEXTS[language]["lang"] in page


def test_both_languages_have_the_same_texts_with_the_same_values():
    def names(text):
        forms = text if isinstance(text, tuple) else (text,)
        return {name for form in forms for name in re.findall(r"{(\w+)}", form)}

    assert {key: names(text) for key, text in TEXTS["zh"].items()} == {
        key: names(text) for key, text in TEXTS["en"].items()
    }


def test_the_chinese_page_has_chinese_colons():
    page = html_text(full("zh"), "zh")
    assert '<span class="unseen">高风险：</span>' in page
    assert re.findall(r"[\u4e00-\u9fff]+: ", page.split("<script", 1)[0]) == []


def test_each_text_of_the_page_is_used():
    folder = Path(_html.__file__).parent
    sources = [*(folder / "templates").glob("*.*"), *(p for p in folder.glob("*.py") if "texts" not in p.name)]
    used = set(re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in sources)))
    made = {"%s_%s" % pair for pair in itertools.product(("failed", "failed_new", "passed"), ("none", *SEVERITIES))}
    made |= {name for name in TEXTS["en"] if name.startswith(("s_", "unevaluated_"))}
    assert set(TEXTS["en"]) - used - made == set()


def test_a_finding_links_to_the_facts_of_its_call_center():
    page = html_text(sample(), "en")
    anchors = {link for link in Tags(page).links if link.startswith("#instance-")}
    assert anchors and all('id="%s"' % anchor[1:] in page for anchor in anchors)


def test_long_lists_are_cut_and_the_rest_is_packed():
    page = html_text(large(sample(), 30), "en")
    assert '<details class="group card high" id="rule-no_administrator">' in page
    assert page.count('<li class="finding high"') == 2 * 30  # all of them, for print, and for browsers without scripts
    assert page.count('<details class="instance"') == 20
    assert "and 160 more in report.json" in page
    page = html_text(large(sample(), 100), "en")
    assert page.count('<li class="finding high"') == 2 * 20
    assert "and 80 more in findings.csv" in page
    findings = unpacked(page, "findings")
    assert len(findings["rows"]) == 15 * 100
    assert findings["rows"][0][findings["keys"].index("title")] == "Recordings are kept in shared storage"


def unpacked(page, name):
    packed = json.loads(re.search(r'id="data-%s">(.*?)</script>' % name, page).group(1))
    return json.loads(zlib.decompress(base64.b64decode(packed[0] if isinstance(packed, list) else packed)))


def test_the_packed_facts_of_a_call_center_take_less_than_a_kilobyte():
    facts = re.search(r'id="data-facts">(.*?)</script>', html_text(own_report(200), "en")).group(1)
    assert len(facts) < 200 * 1000


# --- Values are only text ---


def test_the_page_loads_nothing_from_a_network():
    page = html_text(sample(), "en")
    assert all(link.startswith("#") for link in Tags(page).links)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page).group(1)
    assert policy.startswith("default-src &#39;none&#39;; ")
    for tag in ("style", "script"):
        [content] = re.findall("<%s>(.*?)</%s>" % (tag, tag), page, re.DOTALL)
        assert base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() in policy
        assert "url(" not in content and "http" not in content.replace("https://www.gnu.org", "").replace("https?:", "")


HOSTILE = (
    "<script>window.pwned=1</script>",
    "</script><script>window.pwned=2</script>",
    "</template><img src=x onerror=window.pwned=1>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!--",
    "]]>",
    "{{ 7 * 7 }}{% raw %}",
    "\u2028\u2029\u202e\u0000\ud800",
)


json_values = st.none() | st.booleans() | st.integers() | st.text(st.characters() | st.sampled_from("<>&\"'-!/"))


@given(st.data())
def test_no_value_adds_a_tag_or_link_to_the_page(data):
    texts = itertools.cycle(data.draw(st.lists(json_values | st.sampled_from(HOSTILE), min_size=3, max_size=9)))
    page = html_text(with_texts(lambda: next(texts)), data.draw(st.sampled_from(sorted(TEXTS))))
    page.encode()
    found = Tags(page)
    assert not found.comments
    assert set(found.tags) <= KNOWN_TAGS
    assert all(link.startswith("#") for link in found.links)


def test_numbers_that_a_script_would_round_are_packed_as_text():
    report = sample()
    report["instances"][0].update(unheard_of=[206815793204418806], max_online_agents=7)
    facts = unpacked(html_text(report, "en"), "facts")[0]
    assert facts["unheard_of"] == ["206815793204418806"]
    assert facts["max_online_agents"] == 7


def test_characters_that_html_forbids_are_replaced_in_packed_data():
    report = sample()
    report["instances"][0]["unheard_of"] = "a\x00b\\u0000\ud800\ttab"
    assert unpacked(html_text(report, "en"), "facts")[0]["unheard_of"] == "a\ufffdb\\u0000\ufffd\ttab"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("ccc.aliyun.com/workbench/111", "https://ccc.aliyun.com/workbench/111"),
        ("https://ccc.aliyun.com/workbench/111?a=b", "https://ccc.aliyun.com/workbench/111?a=b"),
        ("http://ccc.aliyun.com", "http://ccc.aliyun.com"),
        *[(value, None) for value in ("javascript:alert(1)", "javascript://ccc.aliyun.com/%0aalert(1)", "无", "", 7)],
        *[(value, None) for value in ("data:text/html,x", "//ccc.aliyun.com", "https://ccc.aliyun.com@evil.example")],
        *[(value, None) for value in ("https://ccc.aliyun.com/\n", "ccc.aliyun.com/工作台", None)],
    ],
)
def test_only_web_addresses_become_links(value, address):
    assert web_address(value) == address
