# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.junit import junit_of
from hypothesis import given
from hypothesis import strategies as st
from report_samples import sample, with_nothing, with_texts, without_findings

# The elements of JUnit files in Jenkins' schema, with their children and attributes.
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


def test_failures_are_the_open_violations_of_the_summary():
    for report in (sample(), without_findings(), with_nothing()):
        root = parsed(report)
        assert int(root.get("failures")) == sum(report["summary"]["findings"].values())
        for suite, rule in zip(root, report["rules"], strict=True):
            failures = rule["violations"]
            assert (suite.get("name"), int(suite.get("failures"))) == (rule["id"], failures)


def test_what_was_not_read_or_not_evaluated_is_a_junit_error():
    report = sample()
    not_read = [f for f in report["findings"] if f["kind"] == "not_read" and not f["accepted"]]
    lines = [line for line in report["not_judged"] if line["outcome"] == "not_evaluated" and not line["accepted"]]
    errors = [case for case in parsed(report).iter("testcase") if case.find("error") is not None]
    assert len(errors) == len(not_read) + len(lines)
    assert not_read


def test_accepted_findings_are_skipped_test_cases():
    report = sample()
    accepted = [finding for finding in report["findings"] if finding["accepted"]]
    messages = [skipped.get("message") for skipped in parsed(report).iter("skipped")]
    assert messages.count("2027-03-31: Closed; its data is kept (CHG-20418)") == len(accepted) > 0


def a_rule(outcome, findings=(), lines=()):
    """Return the test cases of one rule (dict): by name, the tag and message of its result, or None if it passed."""
    report = without_findings()
    rule = {**report["rules"][0], "outcome": outcome}
    report["findings"] = [{**a_finding(), "rule_id": rule["id"], **finding} for finding in findings]
    line = {**sample()["not_judged"][0], "rule_id": rule["id"]}
    report["not_judged"] = [{**line, **other} for other in lines]
    cases = parsed({**report, "rules": [rule]}).iter("testcase")
    return {case.get("name"): (case[0].tag, case[0].get("message")) if len(case) else None for case in cases}


def a_finding():
    return next(finding for finding in sample()["findings"] if finding["kind"] == "violation")


VERSION = {"outcome": "not_reported", "cause": "version", "reason": "No city."}
REFUSED = {"outcome": "not_evaluated", "cause": "not_read", "kinds": ["users"], "reason": "Refused.", "account": "a"}
NO_LIST = {"outcome": "not_asked", "cause": "params", "reason": "No list."}


def test_a_rule_that_holds_passes_and_a_rule_that_was_not_judged_does_not():
    assert a_rule("holds") == {"all": None}
    assert a_rule("not_asked", lines=[NO_LIST]) == {"not_asked": ("skipped", "No list.")}
    more = {**VERSION, "reason": "No province."}
    assert a_rule("not_reported", lines=[VERSION, VERSION, more]) == {
        "not_reported": ("skipped", "No city.; No province.")
    }
    assert a_rule("not_evaluated", lines=[REFUSED, {**REFUSED, "account": "b"}]) == {
        f"{account} not_evaluated not_read users": ("error", "Refused.") for account in "ab"
    }


def test_a_rule_can_be_violated_in_one_account_and_not_evaluated_in_another():
    accepted = {"until": "2027-03-31", "reason": "Ok."}
    cases = a_rule("violated", [{"message": "Bad.", "accepted": None}], [REFUSED, VERSION])
    assert [tag for tag, _message in cases.values()] == ["failure", "error", "skipped"]
    cases = a_rule("holds", lines=[REFUSED, {**REFUSED, "cause": "condition", "accepted": accepted}])
    assert list(cases.values()) == [None, ("error", "Refused."), ("skipped", "2027-03-31: Ok.")]


def test_fixed_findings_have_no_test_case():
    report = without_findings()
    finding = {**a_finding(), "rule_id": report["rules"][0]["id"]}
    assert len(list(parsed({**report, "fixed": [finding]}).iter("testcase"))) == len(report["rules"])


def test_a_test_case_names_the_place_and_the_problem():
    [case] = parsed(sample()).find("testsuite[@name='test_number_in_production']").iter("testcase")
    assert case.get("name") == (
        "overseas/ap-southeast-1 Singapore Support Desk (c4e8a016-7d35-4b92-a1f6-2b3c4d5e6f70) trial"
    )
    [failure] = case
    assert failure.attrib == {
        "message": "Singapore Support Desk is running, but its number 02150000009 is for tests only.",
        "type": "medium",
    }
    assert failure.text.splitlines()[0] == "Running call center uses a test number"


def test_findings_about_the_same_object_have_different_names():
    assert [name.rpartition(" ")[2] for name in a_rule("violated", [{}] * 3)][1:] == ["#2", "#3"]


@given(st.lists(st.none() | st.text(max_size=9) | st.integers(), min_size=1, max_size=9))
def test_any_text_makes_valid_xml(values):
    texts = itertools.cycle(values)
    parsed(with_texts(lambda: next(texts)))
