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
from pathlib import Path

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report import html as _html
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.texts import TEXTS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.view import view_of, web_address
from hypothesis import given
from hypothesis import strategies as st
from report_samples import html_text, multiplied, sample, with_nothing, with_texts, without_findings


class Tags(html.parser.HTMLParser):
    """What a page consists of: its tags with the names of their attributes, and its text."""

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


# The tags of pages in which every kind of thing is there, or not: no value adds another.
KNOWN_TAGS = {
    tag
    for language in TEXTS
    for report in (sample(language), with_texts(lambda: "x"), with_texts(lambda: None), with_texts(lambda: ""))
    for tag in Tags(html_text(report, language)).tags
}


def verdict_of(report, language="en"):
    return re.search(r'<p class="reason">(.*?)</p>', html_text(report, language)).group(1)


# --- The verdict ---


@pytest.mark.parametrize(
    ("fail_on", "verdict", "sentence"),
    [
        ("high", "failed", "3 open findings of high severity fail this audit."),
        ("medium", "failed", "8 open findings of medium severity or above fail this audit."),
        ("low", "failed", "13 open findings of low severity or above fail this audit."),
        ("none", "passed", "15 open findings. This audit reports, and never fails."),
        ("high", "passed", "15 open findings, but none of high severity."),
    ],
)
def test_the_verdict_says_why(fail_on, verdict, sentence):
    report = sample()
    assert verdict_of(dict(report, fail_on=fail_on, verdict=verdict)) == sentence
    one = verdict_of(dict(report, findings=report["findings"][:1]))
    assert one == "1 open finding of high severity fails this audit."


def test_a_report_without_findings_or_call_centers_says_so():
    page = html_text(without_findings(), "en")
    for text in ("all 19 rules hold.", "Every rule holds for every call center that was read.", "Nothing has changed."):
        assert text in page
    page = html_text(with_nothing(), "en")
    for text in ("No call center was read.", "No account was asked for.", "No earlier run to compare with."):
        assert text in page


# --- What is in the page ---


@pytest.mark.parametrize("language", TEXTS)
def test_everything_in_the_report_is_in_the_page(language):
    report = sample(language)
    page = html_text(report, language)
    text = Tags(page).text
    said = [finding[key] for finding in report["findings"] for key in ("title", "message")]
    said += [account["account"] for account in report["accounts"]]
    said += [rule[key] for rule in report["rules"] for key in ("why", "fix")]
    said += ["2027-03-31", "2026-11-22T08:00:00Z", "2026-11-15T08:00:00Z"]
    said += ["admins[ram_id=%s].email" % masked_text("206815793204418807")]
    assert [words for words in [*said, TEXTS[language]["masked"]] if words not in text] == []
    assert '<html lang="%s">' % TEXTS[language]["lang"] in page


def test_the_languages_have_the_same_texts():
    def names(text):
        forms = text if isinstance(text, tuple) else (text,)
        return {name for form in forms for name in re.findall(r"{(\w+)}", form)}

    assert {key: names(text) for key, text in TEXTS["zh"].items()} == {
        key: names(text) for key, text in TEXTS["en"].items()
    }


def test_each_text_is_used():
    folder = Path(_html.__file__).parent
    sources = [*(folder / "templates").glob("*.*"), folder / "html.py", folder / "view.py"]
    used = set(re.findall(r"\w+", " ".join(path.read_text("utf-8") for path in sources)))
    dynamic = {"%s_%s" % pair for pair in itertools.product(("failed", "passed"), ("none", "low", "medium", "high"))}
    assert set(TEXTS["en"]) - used - dynamic == set()


def test_a_finding_leads_to_the_facts_of_its_call_center():
    page = html_text(sample(), "en")
    anchors = {link for link in Tags(page).links if link.startswith("#instance-")}
    assert anchors and all('id="%s"' % anchor[1:] in page for anchor in anchors)


def test_the_parts_of_a_chart_fill_it_and_few_are_named():
    report = sample()
    report["summary"]["statuses"] = {"status-%d" % n: n for n in range(1, 11)}
    view = view_of(report, lambda name, n=None, **values: name)
    for chart in ("severities", "statuses"):
        assert sum(part["length"] for part in view[chart]["parts"]) == pytest.approx(100, abs=0.1)
    assert [part["n"] for part in view["statuses"]["parts"]] == [10, 9, 8, 7, 6, 5, 10]


def test_groups_of_a_large_report_are_closed():
    group = '<details class="group card high" id="rule-no_administrator"'
    assert group + " open>" in html_text(sample(), "en")
    page = html_text(multiplied(sample(), 80), "en")
    assert group + ">" in page
    assert '<body class="large">' in page


# --- Values stay text ---


def test_the_page_loads_nothing():
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
def test_any_value_is_text(data):
    texts = itertools.cycle(data.draw(st.lists(json_values | st.sampled_from(HOSTILE), min_size=3, max_size=9)))
    page = html_text(with_texts(lambda: next(texts)), data.draw(st.sampled_from(sorted(TEXTS))))
    page.encode()
    found = Tags(page)
    assert not found.comments
    assert set(found.tags) <= KNOWN_TAGS
    assert all(link.startswith("#") for link in found.links)


def test_numbers_that_a_script_would_round_are_texts():
    report = sample()
    report["instances"][0]["unheard_of"] = 206815793204418806
    facts = json.loads(re.search(r"<template>(.*?)</template>", html_text(report, "en")).group(1))
    assert ["unheard_of", "206815793204418806", None] in facts["fields"]


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
def test_only_a_web_address_becomes_a_link(value, address):
    assert web_address(value) == address
