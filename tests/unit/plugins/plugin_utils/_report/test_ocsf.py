# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import collections
import itertools
import json

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.ocsf import ocsf_of
from hypothesis import given
from hypothesis import strategies as st
from py_ocsf_models import OCSF_VERSION
from py_ocsf_models.events.findings.compliance_finding import ComplianceFinding
from py_ocsf_models.objects.cloud import Cloud
from report_samples import sample, with_nothing, with_texts, without_findings

ACCEPTED = {"until": "2027-03-31", "reason": "Closed (CHG-20418)"}
NOWHERE = dict.fromkeys(("region", "instance_id", "instance_name", "subject", "subject_name", "reason", "accepted"))
FINDING = {
    **NOWHERE,
    **{"rule_id": "r", "title": "Bad", "severity": "medium", "scope": "phone_number", "kind": "violation"},
    **{"account": "a", "message": "It is bad.", "state": None, "since": None},
}
PLACE = {"region": "cn-shanghai", "instance_id": "i", "instance_name": "Desk", "subject": "n", "subject_name": "021"}
RULE = {"id": "r", "title": "Bad", "severity": "high", "scope": "phone_number", "why": "Why.", "fix": "Fix."}
LINE = {
    **{"rule_id": "r", "title": "Bad", "severity": "high", "outcome": "not_reported", "cause": "version"},
    **{"account": None, "api_versions": ["2020-07-01"], "facts": ["city"], "kinds": [], "params": []},
    **{"scope": "phone_number", "reason": "No city.", "places": 2, "instances": 1, "first": None, "accepted": None},
}


def report(findings=(), rules=(), lines=(), fixed=None, identity=None):
    return {
        "generated_at": "2026-11-22T08:00:00Z",
        "accounts": [{"account": "a", "identity": identity}],
        "rules": [{**RULE, "outcomes": [], **rule} for rule in rules],
        "findings": [{**FINDING, **finding} for finding in findings],
        "not_judged": [{**LINE, **line} for line in lines],
        "fixed": fixed,
        "instances": [{"instance_id": "i"}],
    }


def events_of(made):
    """Return the events of a report; fail if the OCSF models do not accept each key and value."""
    events = json.loads("".join(ocsf_of(made)))
    for event in events:
        known = ComplianceFinding.model_validate(event).model_dump(mode="json", exclude_none=True)
        # The models lack parts of the schema: a caption, and what the profile "cloud" adds to each class.
        known["compliance"]["status"] = event["compliance"]["status"]
        known["cloud"] = Cloud.model_validate(event["cloud"]).model_dump(mode="json", exclude_none=True)
        assert known == event
        assert event["metadata"]["version"] == OCSF_VERSION
    uids = [event["finding_info"]["uid"] for event in events]
    assert len(set(uids)) == len(uids)
    return events


@pytest.mark.parametrize("made", [sample(), sample("zh"), without_findings(), with_nothing()])
def test_there_is_an_event_for_each_finding_each_rule_that_holds_and_each_line_of_not_judged(made):
    events = events_of(made)
    codes = collections.Counter(event["status_code"] for event in events)
    holds = [entry for rule in made["rules"] for entry in rule["outcomes"] if entry["outcome"] == "holds"]
    kinds = collections.Counter(finding["kind"] for finding in made["findings"])
    closed = collections.Counter(event["status_code"] for event in events if event["activity_name"] == "Close")
    assert sum(closed.values()) == len(made["fixed"] or ())
    assert codes["FAIL"] == kinds["violation"]
    assert codes["MANUAL"] == kinds["not_read"] + len(made["not_judged"]) + closed["MANUAL"]
    assert codes["PASS"] == sum(len(entry["accounts"]) for entry in holds) + closed["PASS"]
    open_ones = [event for event in events if (event["status_code"], event["status"]) == ("FAIL", "New")]
    severities = collections.Counter(event["severity"] for event in open_ones)
    words = {"high": "High", "medium": "Medium", "low": "Low", "info": "Informational"}
    assert {words[severity]: count for severity, count in made["summary"]["findings"].items() if count} == severities


def test_the_event_of_a_violation_says_what_where_and_since_when():
    since = "2026-11-15T08:00:00Z"
    [event] = events_of(report([{**PLACE, "since": since}], [{}], identity="acs:ram::1059803544828509:user/audit"))
    account = {"uid": "1059803544828509", "name": "a", "type_id": 99, "type": "Alibaba Cloud account"}
    assert event["cloud"] == {"provider": "alibabacloud", "account": account, "region": "cn-shanghai"}
    assert event["resources"] == [
        {"uid": "n", "name": "021", "type": "ALIYUN::CCC::PhoneNumber", "region": "cn-shanghai"},
        {"uid": "i", "name": "Desk", "type": "ALIYUN::CCC::Instance", "region": "cn-shanghai"},
    ]
    information = event["finding_info"]
    assert (information["title"], information["desc"]) == ("Bad", "Why.")
    assert information["first_seen_time"] == information["created_time"] == 1794729600000
    assert information["first_seen_time_dt"] == since
    assert (event["time"], event["message"], event["remediation"]) == (1795334400000, "It is bad.", {"desc": "Fix."})
    assert (event["severity"], event["status"], event["compliance"]["status"]) == ("Medium", "New", "Fail")


def test_unknown_attributes_are_left_out_of_events():
    [event] = events_of(report([{"account": None, "scope": "fleet"}], [{"why": None, "fix": None}]))
    assert event["cloud"] == {"provider": "alibabacloud"}
    assert {"resources", "remediation", "status_detail", "comment"}.isdisjoint(event)
    assert {"desc", "first_seen_time"}.isdisjoint(event["finding_info"])
    # OCSF requires an id: the name of an account whose number is unknown.
    [event] = events_of(report([{"scope": "account", "severity": None, "kind": "not_read"}]))
    assert event["resources"] == [{"uid": "a", "name": "a", "type": "ALIYUN::Account"}]
    assert (event["status_code"], event["severity"]) == ("MANUAL", "Unknown")


def test_accepted_findings_and_lines_are_suppressed_events():
    [finding, line] = events_of(report([{"accepted": ACCEPTED}], [], [{"accepted": ACCEPTED}]))
    for event in (finding, line):
        assert (event["status"], event["comment"]) == ("Suppressed", "Closed (CHG-20418) (2027-03-31)")


def test_a_rule_has_a_pass_event_for_each_account_in_which_it_holds():
    outcomes = [
        {"outcome": "holds", "api_versions": ["2017-07-05"], "accounts": ["a", "b"]},
        {"outcome": "not_evaluated", "api_versions": ["2020-07-01"], "accounts": ["c"]},
    ]
    events = events_of(report(rules=[{"outcomes": outcomes}]))
    assert [event["cloud"]["account"]["name"] for event in events] == ["a", "b"]
    for event in events:
        assert (event["status_code"], event["severity"], event["compliance"]["status_id"]) == (
            "PASS",
            "Informational",
            1,
        )
        assert event["unmapped"]["severity"] == "high"
        assert "remediation" not in event


def test_the_event_of_a_rule_that_was_not_judged_neither_passes_nor_fails():
    first = {"account": "a", **PLACE}
    lines = [
        {"first": first},
        {"first": first, "places": 1, "outcome": "not_evaluated", "cause": "not_read", "account": "a", "reason": "No."},
    ]
    many, one = events_of(report(rules=[{}], lines=lines))
    assert many["message"] == "No city."
    assert one["message"] == "No."
    # If several call centers are meant, none is named.
    assert "resources" not in many
    assert [resource["uid"] for resource in one["resources"]] == ["n", "i"]
    for event in (many, one):
        assert (event["status_code"], event["severity"], event["compliance"]["status_id"]) == ("MANUAL", "Unknown", 0)


def test_a_fixed_finding_closes_the_event_of_the_earlier_run():
    [before] = events_of(report([PLACE], [{}]))
    fixed = {key: value for key, value in {**FINDING, **PLACE}.items() if key != "accepted"}
    [after] = events_of(report(rules=[{}], fixed=[fixed]))
    assert after["finding_info"]["uid"] == before["finding_info"]["uid"]
    assert (after["activity_name"], after["status"], after["status_code"]) == ("Close", "Resolved", "PASS")
    assert after["type_uid"] == 200303
    [gone] = events_of(report(rules=[{}], fixed=[{**fixed, "instance_id": "gone"}]))
    assert (gone["activity_name"], gone["status"], gone["status_code"]) == ("Close", "Resolved", "MANUAL")


def test_event_ids_are_the_same_in_each_language():
    first, second = ([event["finding_info"]["uid"] for event in events_of(made)] for made in (sample(), sample("zh")))
    assert sorted(first) == sorted(second)


@given(st.lists(st.none() | st.text(max_size=9) | st.integers(), min_size=1, max_size=9))
def test_any_text_makes_valid_events(values):
    texts = itertools.cycle(values)
    made = with_texts(lambda: next(texts))
    made["fixed"] = [{key: f[key] for key in f if key != "accepted"} for f in made["findings"][:2]]
    made["not_judged"] = [{**LINE, "account": next(texts), "reason": next(texts), "kinds": [next(texts)]}]
    events_of(made)
