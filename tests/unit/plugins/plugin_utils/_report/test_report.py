# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import datetime
import json

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import checked_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import LANGUAGES, own_finding, own_rule
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import (
    ReportError,
    baseline_of,
    checked_reads,
    facts_of,
    instances_of,
    report_of,
)

NOW = datetime.datetime(2026, 11, 22, 9, 30, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
RULE = {"id": "r", "title": "R", "severity": "medium", "scope": "instance", "that": "x", "why": "w", "params": {"n": 1}}


def facts(instance_id, **values):
    named = {"instance_id": instance_id, "instance_name": "N" + str(instance_id), "status": "Running"}
    return {**named, "admins": [], "phone_numbers": [], **values}


def read(account, *instances, **values):
    given = {"account": account, "region": "r1", "api_version": "2017-07-05", "instances": list(instances)}
    return {**given, "seconds": 1.5, "error": None, **values}


def finding(**values):
    return {
        **{"rule_id": "r", "title": "R", "severity": "medium", "scope": "instance", "kind": "violation"},
        **{"account": "x", "region": "r1", "instance_id": "a", "instance_name": "Na", "subject": None},
        **{"message": "m", "reason": None, "accepted": None, **values},
    }


def report(reads, findings=(), exceptions=(), baseline=None, **options):
    options = {"fail_on": "high", "personal_data": "keep", **options}
    rules = options.pop("rules", [RULE])
    return report_of(
        checked_reads(reads), list(findings), rules, checked_exceptions(list(exceptions)), baseline, now=NOW, **options
    )


# --- Instances ---


def test_instances_know_where_they_were_read():
    reads = [read("x", facts("a", account="?")), read("y", facts("a"), region=None, api_version="2020-07-01")]
    assert instances_of(reads) == [
        facts("a", account="x", region="r1", api_version="2017-07-05"),
        facts("a", account="y", region=None, api_version="2020-07-01"),
    ]
    assert reads[0]["instances"] == [facts("a", account="?")]


def test_what_an_account_shows_in_two_regions_is_there_once():
    reads = [read("x", facts("a"), error="Failed."), read("x", facts("a"), facts("b"), region="r2")]
    assert [(i["instance_id"], i["region"]) for i in instances_of(reads)] == [("a", "r1"), ("b", "r2")]


@pytest.mark.parametrize("instance_id", [None, ""])
def test_what_has_no_id_is_all_there(instance_id):
    assert len(instances_of([read("x", facts(instance_id), facts(instance_id))])) == 2


@pytest.mark.parametrize(
    ("reads", "message"),
    [
        ({}, "reads must be a list"),
        (["x"], "Read number 1 has no account"),
        ([read("x"), read(None)], "Read number 2 has no account"),
        ([{"account": "x"}], r"Read number 1 \(x\): instances must be a list of facts"),
        ([read("x", "secret")], "instances must be a list of facts"),
        ([read("x", facts("a"), {"instance_id": "secret"})], "a call center has no instance_name. All facts"),
        ([read("x", error=["secret"])], "error must be a text"),
        ([read("x", region=1)], "region must be a text"),
        ([read("x", seconds="1")], "seconds must be a number"),
    ],
)
def test_what_are_no_reads_is_an_error_without_facts(reads, message):
    with pytest.raises(ReportError, match=message) as raised:
        checked_reads(reads)
    assert "secret" not in str(raised.value)


def test_what_is_left_out_or_empty_is_null():
    [given] = checked_reads([{"account": "x", "instances": [], "error": "", "more": 1}])
    assert given == {"account": "x", "instances": [], **dict.fromkeys(["region", "api_version", "seconds", "error"])}


# --- The report ---


def test_a_report():
    reads = [
        read("x", facts("a"), facts("b", status="Stopped")),
        read("x", facts("a"), region="r2"),
        read("y", facts("c", status=""), facts("d", status=None), error="No."),
    ]
    findings = [
        finding(),
        finding(instance_id="b", severity="low", rule_id="s"),
        finding(kind="not_evaluated", account="y", instance_id="c"),
    ]
    exceptions = [{"rule_id": "s", "instance_id": "b", "until": "2027-01-01", "reason": "Ok."}]
    rules = [RULE, {**RULE, "id": "s", "params": None, "why": None}]
    given = copy.deepcopy([reads, findings, rules])
    made = report(reads, findings, exceptions, rules=rules)
    assert [reads, findings, rules] == given
    assert list(made) == [
        *("schema_version", "generated_at", "verdict", "fail_on", "personal_data", "summary", "accounts", "rules"),
        *("findings", "drift", "instances"),
    ]
    assert made["schema_version"] == 1
    assert made["generated_at"] == "2026-11-22T01:30:01Z"
    assert (made["verdict"], made["fail_on"], made["personal_data"]) == ("failed", "high", "keep")
    assert made["summary"] == {
        "accounts": 2,
        "accounts_failed": 1,
        "instances": 4,
        "findings": {"high": 1, "medium": 1, "low": 0, "info": 0},
        "not_evaluated": 1,
        "accepted": 1,
        "statuses": {"Running": 1, "Stopped": 1, "unknown": 2},
        "drift": None,
    }
    account = {"region": "r1", "api_version": "2017-07-05", "seconds": 1.5}
    assert made["accounts"] == [
        {"account": "x", **account, "instances": 2, "findings": 1, "error": None},
        {"account": "x", **account, "region": "r2", "instances": 0, "findings": 0, "error": None},
        {"account": "y", **account, "instances": 2, "findings": 2, "error": "No."},
    ]
    assert list(made["accounts"][0]) == [
        *("account", "region", "api_version", "instances", "findings", "seconds", "error"),
    ]
    rule = {key: RULE.get(key) for key in ("title", "severity", "scope", "why", "fix", "params")}
    not_read = own_rule("account_not_read", "en")
    assert made["rules"] == [
        {"id": "r", **rule, "violations": 1, "not_evaluated": 1, "accepted": 0},
        {"id": "s", **rule, "params": {}, "why": None, "violations": 0, "not_evaluated": 0, "accepted": 1},
        {**not_read, "violations": 1, "not_evaluated": 0, "accepted": 0},
    ]
    assert [(f["rule_id"], f["account"], f["instance_id"], bool(f["accepted"])) for f in made["findings"]] == [
        ("account_not_read", "y", None, False),
        ("r", "x", "a", False),
        ("r", "y", "c", False),
        ("s", "x", "b", True),
    ]
    assert made["drift"] is None
    assert made["instances"] == instances_of(reads)
    json.dumps(made)


def test_an_empty_report():
    made = report([])
    assert made["verdict"] == "passed"
    assert made["summary"]["statuses"] == {}
    assert made["findings"] == made["accounts"] == made["instances"] == []


def test_an_account_that_was_not_read_is_a_finding():
    [found] = report([read("x", error="{0} {error} failed.")])["findings"]
    expected = finding(
        rule_id="account_not_read",
        title="An account could not be read",
        severity="high",
        scope="account",
        instance_id=None,
        instance_name=None,
        message="{0} {error} failed.",
    )
    assert found == expected
    assert list(found) == list(finding())


def test_an_account_that_was_not_read_can_be_accepted():
    exception = {"rule_id": "account_not_read", "account": "x", "until": "2026-11-22", "reason": "Closed."}
    made = report([read("x", error="No."), read("y", error="No.")], [], [exception])
    assert [bool(f["accepted"]) for f in made["findings"]] == [True, False]


@pytest.mark.parametrize(
    ("fail_on", "worst", "verdict"),
    [
        ("none", "high", "passed"),
        ("high", "medium", "passed"),
        ("high", "high", "failed"),
        ("medium", "low", "passed"),
        ("medium", "medium", "failed"),
        ("medium", "high", "failed"),
        ("low", "info", "passed"),
        ("low", "low", "failed"),
    ],
)
@pytest.mark.parametrize("kind", ["violation", "not_evaluated"])
def test_the_verdict(fail_on, worst, verdict, kind):
    found = finding(severity=worst, kind=kind)
    assert report([], [found], fail_on=fail_on)["verdict"] == verdict
    accepted = report([], [found], [{"rule_id": "r", "until": "2030-01-01", "reason": "Ok."}], fail_on=fail_on)
    assert accepted["verdict"] == "passed"


def test_findings_are_sorted():
    places = [("high", "b"), ("medium", "a"), ("medium", "b"), ("low", None), ("info", "a")]
    findings = [finding(severity=severity, instance_id=instance_id) for severity, instance_id in places]
    assert report([], reversed(findings))["findings"] == findings


# --- Exceptions ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_exception_that_has_expired_or_is_of_no_use_is_told(language):
    exceptions = [
        {"rule_id": "r", "instance_id": "a", "until": "2026-11-21", "reason": "{0} old"},
        {"rule_id": "gone", "account": "x", "until": "2026-12-01", "reason": "new"},
    ]
    made = report([read("x", facts("a"))], [finding()], exceptions, language=language, fail_on="low")
    told, expired, unused = made["findings"]
    assert (told["rule_id"], told["accepted"]) == ("r", None)
    assert (expired["rule_id"], expired["severity"], expired["scope"]) == ("exception_expired", "info", "exception")
    assert (expired["account"], expired["instance_id"], expired["instance_name"]) == (None, "a", "Na")
    assert all(word in expired["message"] for word in ("r", "2026-11-21", "{0} old"))
    assert (unused["rule_id"], unused["account"], unused["instance_id"]) == ("exception_unused", "x", None)
    assert all(word in unused["message"] for word in ("gone", "2026-12-01", "new"))
    assert [rule["id"] for rule in made["rules"]] == ["r", "exception_expired", "exception_unused"]
    assert list(expired) == list(finding())


def test_the_day_of_an_exception_ends_in_utc():
    exception = {"rule_id": "r", "until": "2026-11-21", "reason": "x"}
    for hour, accepted in ((7, True), (8, False)):
        now = datetime.datetime(2026, 11, 22, hour, tzinfo=NOW.tzinfo)
        made = report_of([], [finding()], [RULE], checked_exceptions([exception]), None, "none", "keep", now)
        assert bool(made["findings"][0]["accepted"]) == accepted


@pytest.mark.parametrize(("account", "told"), [(None, False), ("x", False), ("y", True)])
def test_an_exception_for_what_was_not_read_may_be_of_use(account, told):
    exception = {"rule_id": "r", "account": account, "until": "2026-12-01", "reason": "x"}
    made = report([read("x", error="No."), read("y")], [], [exception])
    assert ("exception_unused" in [f["rule_id"] for f in made["findings"]]) == told


def test_each_language_has_all_texts():
    for language in LANGUAGES:
        for rule_id in ("account_not_read", "exception_expired", "exception_unused"):
            rule = own_rule(rule_id, language)
            found = own_finding(rule_id, language, "x", error="e", rule="r", until="u", reason="w")
            assert all(rule[key] for key in ("title", "why", "fix")), (language, rule_id)
            assert "{" not in found["message"]
            assert (found["title"], found["severity"]) == (rule["title"], rule["severity"])


# --- Drift ---

PERSON = {"admins": [{"ram_id": "1", "email": "a@b"}]}
NEW_PERSON = {"admins": [{"ram_id": "1", "email": "new@b"}]}


def baseline(reads, personal_data="keep"):
    return baseline_of(json.dumps(facts_of(report(reads, personal_data=personal_data))))


def test_drift():
    before = baseline([read("x", facts("a"), facts("b"))])
    made = report([read("x", facts("a", status="Stopped"), facts("c"))], baseline=before)
    place = {"account": "x", "region": "r1"}
    assert made["drift"] == {
        "baseline_generated_at": "2026-11-22T01:30:01Z",
        "added": [{"instance_id": "c", "instance_name": "Nc", **place}],
        "removed": [{"instance_id": "b", "instance_name": "Nb", **place}],
        "changed": [
            {
                **{"instance_id": "a", "instance_name": "Na", **place},
                "changes": [{"path": "status", "before": "Running", "after": "Stopped"}],
            }
        ],
    }
    assert made["summary"]["drift"] == {"added": 1, "removed": 1, "changed": 1}


@pytest.mark.parametrize(("then", "now"), [("keep", "mask"), ("mask", "keep"), ("mask", "mask"), ("keep", "keep")])
def test_a_baseline_can_be_masked_or_not(then, now):
    before = baseline([read("x", facts("a", **PERSON))], personal_data=then)
    same = report([read("x", facts("a", **PERSON))], baseline=before, personal_data=now)
    assert same["drift"]["changed"] == []
    [changed] = report([read("x", facts("a", **NEW_PERSON))], baseline=before, personal_data=now)["drift"]["changed"]
    show = str if then == now == "keep" else masked_text
    change = {"path": "admins[ram_id=1].email", "before": show("a@b"), "after": show("new@b")}
    assert changed["changes"] == [change]


def test_what_could_not_be_read_is_neither_removed_nor_new():
    before = baseline([read("x", facts("a"), facts("b")), read("y", error="No."), read("z", facts("e"))])
    now = [read("x", facts("a", status="Stopped"), error="No."), read("y", facts("d")), read("z")]
    drift = report(now, baseline=before)["drift"]
    assert [entry["instance_id"] for entry in drift["changed"]] == ["a"]
    assert drift["added"] == []
    # Another account has nothing to do with it.
    assert [entry["instance_id"] for entry in drift["removed"]] == ["e"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it is not JSON"),
        ("[]", "it has no schema_version"),
        ('{"instances": []}', "it has no schema_version"),
        ('{"schema_version": 2}', "its schema_version is 2, and this version of the collection reads 1"),
        ('{"schema_version": 1}', "its instances must be a list of facts"),
        ('{"schema_version": 1, "instances": [1]}', "its instances must be a list of facts"),
    ],
)
def test_what_is_no_baseline_is_an_error(text, message):
    with pytest.raises(ReportError, match=message):
        baseline_of(text)


def test_facts():
    made = report([read("x", facts("a", **PERSON)), read("y", error="No.")], personal_data="mask")
    assert facts_of(made) == {
        "schema_version": 1,
        "generated_at": "2026-11-22T01:30:01Z",
        "personal_data": "mask",
        "not_read": [{"account": "y", "region": "r1"}],
        "instances": made["instances"],
    }
    assert made["instances"][0]["admins"] == [{"ram_id": "1", "email": masked_text("a@b")}]
