# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import collections
import itertools
import xml.etree.ElementTree as ET

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.junit import junit_of
from hypothesis import given
from hypothesis import strategies as st
from report_samples import sample, with_nothing, with_texts, without_findings

# The elements and attributes that Jenkins' schema of JUnit files has, and which of them it demands.
SCHEMA = {
    "testsuites": ({"testsuite"}, {"name", "tests", "failures", "errors", "skipped", "time"}),
    "testsuite": ({"properties", "testcase"}, {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"}),
    "properties": ({"property"}, set()),
    "property": (set(), {"name", "value"}),
    "testcase": ({"skipped", "error", "failure"}, {"classname", "name", "time"}),
    "skipped": (set(), {"message"}),
    "error": (set(), {"message", "type"}),
    "failure": (set(), {"message", "type"}),
}


def parsed(report):
    root = ET.fromstring(junit_of(report).encode())
    assert root.tag == "testsuites"
    for element in root.iter():
        children, attributes = SCHEMA[element.tag]
        assert {child.tag for child in element} <= children
        assert set(element.keys()) == attributes
        if element.tag in ("testsuites", "testsuite"):
            for name, tag in (
                ("tests", "testcase"),
                ("failures", "failure"),
                ("errors", "error"),
                ("skipped", "skipped"),
            ):
                assert int(element.get(name)) == len(list(element.iter(tag)))
    cases = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert len(cases) == len(set(cases))
    return root


def test_a_finding_is_a_failure_an_error_or_skipped():
    report = sample()
    root = parsed(report)
    wanted = collections.Counter(
        "skipped" if finding["accepted"] else {"violation": "failures", "not_evaluated": "errors"}[finding["kind"]]
        for finding in report["findings"]
    )
    assert {name: int(root.get(name)) for name in wanted} == wanted
    assert len(wanted) == 3


def test_a_rule_is_a_suite_and_one_that_holds_passes():
    report = sample()
    root = parsed(report)
    assert {suite.get("name") for suite in root} == {rule["id"] for rule in report["rules"]}
    [case] = root.find("testsuite[@name='owner_not_allowed']").iter("testcase")
    assert case.attrib == {"classname": "alicloud.ccc.audit.owner_not_allowed", "name": "all", "time": "0"}
    assert len(case) == 0


def test_a_test_case_says_where_and_what():
    [case] = parsed(sample()).find("testsuite[@name='test_number_in_production']").iter("testcase")
    assert case.get("name") == (
        "overseas/ap-southeast-1 Singapore Support Desk (c4e8a016-7d35-4b92-a1f6-2b3c4d5e6f70) trial"
    )
    [failure] = case
    assert failure.attrib == {
        "message": "Singapore Support Desk is running with 02150000009, which is for tests only.",
        "type": "medium",
    }
    assert failure.text.splitlines()[0] == "A running call center has a test number"


def test_findings_about_the_same_object_have_different_names():
    report = sample()
    report["findings"] = [report["findings"][0]] * 3
    cases = parsed(report).find("testsuite[@name='recordings_in_shared_bucket']").iter("testcase")
    assert [case.get("name").rpartition(" ")[2] for case in cases][1:] == ["#2", "#3"]


def test_without_findings_everything_passes():
    root = parsed(without_findings())
    assert [root.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["19", "0", "0", "0"]
    assert len(parsed(with_nothing())) == 0


@given(st.lists(st.none() | st.text(max_size=9) | st.integers(), min_size=1, max_size=9))
def test_any_text_makes_valid_xml(values):
    texts = itertools.cycle(values)
    parsed(with_texts(lambda: next(texts)))
