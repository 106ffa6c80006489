# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import copy
import datetime
import json

import pytest
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import baseline_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import checked_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.judge import Judgement
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import LANGUAGES, OWN_RULES, own_rule
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.reads import (
    checked_reads,
    given_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import (
    facts_of,
    report_of,
)
from read_samples import facts, read

NOW = datetime.datetime(2026, 11, 22, 9, 30, 1, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
RULE = {"id": "r", "title": "R", "severity": "medium", "scope": "instance", "that": "x", "why": "w", "params": {"n": 1}}


def finding(**values):
    return {
        **{"rule_id": "r", "title": "R", "severity": "medium", "scope": "instance", "kind": "violation"},
        **{"account": "x", "region": "r1", "instance_id": "a", "instance_name": "Na", "subject": None},
        **{"subject_name": None, "message": "m", "reason": None, "accepted": None, **values},
    }


def line(**values):
    """Return a line of not_judged."""
    first = {"account": "x", "region": "r1", "instance_id": "a", "instance_name": "Na", "subject": None}
    return {
        **{"rule_id": "r", "title": "R", "severity": "medium", "outcome": "not_evaluated", "account": None},
        **{"cause": "condition", "api_versions": [], "facts": [], "kinds": [], "params": []},
        **{"places": 1, "instances": 1, "first": first, "accepted": None, **values},
    }


def report(reads, findings=(), exceptions=(), baseline=None, not_judged=(), **options):
    options = {"fail_on": "high", "personal_data": "keep", "now": NOW, **options}
    rules, numbers = options.pop("rules", [RULE]), options.pop("numbers", None)
    given = given_of(checked_reads(reads), numbers, options["personal_data"])
    outcomes = {rule["id"]: ("violated", []) for rule in rules}
    judgement = Judgement(list(findings), list(not_judged), outcomes)
    exceptions = checked_exceptions(list(exceptions), ["r", "s", "gone", *OWN_RULES])
    return report_of(given, judgement, rules, exceptions, baseline, **options)


# --- The report ---


def test_a_report_contains_everything_that_was_read_and_found():
    identity = {"arn": "acs:ram::1:user/li"}
    reads = [
        read("x", facts("a", users=[{}]), facts("b", status="Stopped"), identity=identity, remarks=["Refused."]),
        read("x", api_version="2020-07-01", seconds=2.5, remarks=["Refused."]),
        read("x", facts("a"), region="r2"),
        read("y", facts("c", status=""), facts("d", status=None, users=[{}, {}]), error="No."),
    ]
    findings = [finding(), finding(instance_id="b", severity="low", rule_id="s")]
    exceptions = [{"rule_id": "s", "instance_id": "b", "until": "2027-01-01", "reason": "Ok."}]
    rules = [RULE, {**RULE, "id": "s", "params": None, "why": None}]
    given = copy.deepcopy([reads, findings, rules])
    made = report(reads, findings, exceptions, rules=rules, not_judged=[line()])
    assert [reads, findings, rules] == given
    json.dumps(made)
    assert made["generated_at"] == "2026-11-22T01:30:01Z"
    assert (made["verdict"], made["fail_on"], made["personal_data"]) == ("incomplete", "high", "keep")
    assert made["summary"] == {
        **{"accounts": 2, "accounts_failed": 1, "instances": 4, "users": 3, "accepted": 1, "drift": None},
        **{"new": None, "fixed": None},
        "findings": {"high": 0, "medium": 1, "low": 0, "info": 0},
        "rules": {"violated": 2, "holds": 0, "not_reported": 0, "not_evaluated": 0, "not_asked": 0},
        "statuses": {"Running": 1, "Stopped": 1, "unknown": 2},
    }
    account = {"region": "r1", "api_versions": ["2017-07-05"], "seconds": 1.5, "identity": None, "remarks": []}
    both = {"api_versions": ["2017-07-05", "2020-07-01"], "seconds": 2.5, "remarks": ["Refused."]}
    assert made["accounts"] == [
        {"account": "x", **account, **both, "identity": identity["arn"], "instances": 2, "findings": 1, "error": None},
        {"account": "x", **account, "region": "r2", "instances": 0, "findings": 0, "error": None},
        {"account": "y", **account, "instances": 2, "findings": 0, "error": "No."},
    ]
    rule = {key: RULE.get(key) for key in ("title", "severity", "scope", "why", "fix", "params")}
    judged = {"outcome": "violated", "outcomes": []}
    assert made["rules"] == [
        {"id": "r", **rule, **judged, "violations": 1, "accepted": 0},
        {"id": "s", **rule, "params": {}, "why": None, **judged, "violations": 0, "accepted": 1},
        {**own_rule("account_not_read", "en"), "outcome": None, "outcomes": [], "violations": 0, "accepted": 0},
    ]
    assert [(f["rule_id"], f["account"], f["instance_id"], bool(f["accepted"])) for f in made["findings"]] == [
        ("account_not_read", "y", None, False),
        ("r", "x", "a", False),
        ("s", "x", "b", True),
    ]
    assert made["instances"] == given_of(checked_reads(reads), None, "keep").instances


def test_an_account_and_region_that_failed_in_both_versions_is_one_finding():
    new = {"api_version": "2020-07-01"}
    reads = [read("x", facts("a"), error="No."), read("x", error="No.", **new), read("x", error="Nor this.")]
    made = report(reads)
    assert [found["message"] for found in made["findings"]] == ["No. Nor this."]
    assert made["accounts"][0]["error"] == "No. Nor this."


def test_an_error_that_another_read_caused_is_reported_only_without_its_cause():
    because = "This was not read because another request of the account failed: "
    cause, advice = "ListInstances failed: No key (code X, 1 attempt).", "See https://example.com/?id=1"
    new = {"api_version": "2020-07-01"}
    derived = read("x", error="%s%s %s" % (because, cause, advice), **new)
    for error in ("%s The run ended early. %s" % (cause, advice), cause):
        made = report([derived, read("x", facts("a"), error=error)])
        assert [found["message"] for found in made["findings"]] == [error]
    made = report([derived, read("x", facts("a"), error="Another error, see https://example.com")])
    assert made["accounts"][0]["error"] == (
        "Another error, see https://example.com. %s%s %s" % (because, cause, advice)
    )


@pytest.mark.parametrize(
    ("arn", "shown"),
    [
        ("acs:ram::1:user/li", "acs:ram::1:user/" + masked_text("li")),
        ("acs:ram::1:assumed-role/audit/li", "acs:ram::1:assumed-role/audit/" + masked_text("li")),
        ("acs:ram::1:root", "acs:ram::1:root"),
    ],
)
def test_the_identity_of_a_key_is_masked_like_other_personal_data(arn, shown):
    reads = [read("x", facts("a"), identity={"arn": arn})]
    identities = [report(reads, personal_data=data)["accounts"][0]["identity"] for data in ("mask", "keep")]
    assert identities == [shown, arn]


def test_an_account_that_was_not_read_is_a_finding_without_a_severity_and_not_a_violation():
    exception = {"rule_id": "account_not_read", "account": "y", "until": "2026-11-22", "reason": "Closed."}
    made = report([read("x", facts("a"), error="{0} {error} failed."), read("y", error="No.")], [], [exception])
    found, accepted = made["findings"]
    own = {"rule_id": "account_not_read", "title": "An account could not be read", "severity": None, "kind": "not_read"}
    own.update(scope="account", instance_id=None, instance_name=None, message="{0} {error} failed.")
    assert found == {**finding(**own), "state": None, "since": None}
    assert accepted["accepted"]
    assert sum(made["summary"]["findings"].values()) == 0
    assert (made["verdict"], report([read("y", facts("a"), error="No.")], [], [exception])["verdict"]) == (
        "incomplete",
        "passed",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_audit_that_read_no_call_center_is_incomplete_and_has_a_finding(language):
    made = report([read("x"), read("y", region=None)], language=language, fail_on="none")
    [found] = made["findings"]
    assert (found["rule_id"], found["kind"], made["verdict"]) == ("nothing_read", "not_read", "incomplete")
    assert "x r1, y" in found["message"]
    assert made["rules"][-1]["fix"]


@pytest.mark.parametrize(
    ("fail_on", "worst", "verdict"),
    [
        ("none", "high", "passed"),
        ("high", "medium", "passed"),
        ("high", "high", "failed"),
        ("medium", "low", "passed"),
        ("medium", "high", "failed"),
        ("low", "info", "passed"),
        ("low", "low", "failed"),
    ],
)
def test_the_verdict_depends_on_the_worst_open_severity(fail_on, worst, verdict):
    exceptions = [{"rule_id": "r", "until": "2030-01-01", "reason": "Ok."}]
    reads = [read("x", facts("a"))]
    found, not_judged = [finding(severity=worst)], [line(severity=worst)]
    assert report(reads, found, fail_on=fail_on)["verdict"] == verdict
    assert report(reads, found, exceptions, fail_on=fail_on)["verdict"] == "passed"
    # A rule that could not be evaluated is not a violation.
    expected = {"failed": "incomplete"}.get(verdict, verdict)
    assert report(reads, not_judged=not_judged, fail_on=fail_on)["verdict"] == expected
    assert report(reads, [], exceptions, not_judged=not_judged, fail_on=fail_on)["verdict"] == "passed"
    not_reported = [{**not_judged[0], "outcome": "not_reported"}]
    assert report(reads, not_judged=not_reported, fail_on=fail_on)["verdict"] == "passed"


@pytest.mark.parametrize(("places", "accepted"), [(1, True), (2, False)])
def test_an_exception_for_a_call_center_accepts_only_lines_about_it_alone(places, accepted):
    exceptions = [{"rule_id": "r", "instance_id": "a", "until": "2030-01-01", "reason": "Ok."}]
    [shown] = report([read("x", facts("a"))], [], exceptions, not_judged=[line(places=places)])["not_judged"]
    assert bool(shown["accepted"]) == accepted


def test_an_exception_can_name_a_call_center_by_its_id_in_the_other_version():
    reads = [read("x", facts("a", also_in="b")), read("x", facts("b", also_in="a"), api_version="2020-07-01")]
    exceptions = [{"rule_id": "r", "instance_id": "b", "until": "2030-01-01", "reason": "Ok."}]
    [found] = report(reads, [finding()], exceptions)["findings"]
    assert found["accepted"]


# --- Exceptions ---


@pytest.mark.parametrize(
    ("language", "until", "reason"),
    [
        ("en", "was valid until 2026-11-21, so", "Its reason was: {0} old"),
        ("zh", "有效期至 2026-11-21", "原因：{0} old"),
    ],
)
def test_an_exception_that_has_expired_or_accepts_nothing_is_a_finding(language, until, reason):
    exceptions = [
        {"rule_id": "r", "instance_id": "a", "until": "2026-11-21", "reason": "{0} old"},
        {"rule_id": "gone", "account": "x", "until": "2026-12-01", "reason": "new"},
    ]
    made = report([read("x", facts("a"))], [finding()], exceptions, language=language, fail_on="low")
    found, expired, unused = made["findings"]
    assert (found["rule_id"], found["accepted"]) == ("r", None)
    assert (expired["rule_id"], expired["severity"], expired["scope"]) == ("exception_expired", "info", "exception")
    assert (expired["account"], expired["instance_id"], expired["instance_name"]) == (None, "a", "Na")
    assert until in expired["message"] and expired["message"].endswith(reason)
    assert (unused["rule_id"], unused["account"], unused["instance_id"]) == ("exception_unused", "x", None)
    assert all(word in unused["message"] for word in ("gone", "2026-12-01", "new"))
    assert [rule["id"] for rule in made["rules"]] == ["r", "exception_expired", "exception_unused"]
    assert all(rule["why"] and rule["fix"] for rule in made["rules"][1:])
    assert list(expired) == list(found)


def test_the_last_day_of_an_exception_ends_in_utc():
    exception = {"rule_id": "r", "until": "2026-11-21", "reason": "x"}
    for hour, accepted in ((7, True), (8, False)):
        now = datetime.datetime(2026, 11, 22, hour, tzinfo=NOW.tzinfo)
        [found] = report([read("x", facts("a"))], [finding()], [exception], now=now)["findings"][:1]
        assert bool(found["accepted"]) == accepted


@pytest.mark.parametrize(("account", "reported"), [(None, False), ("x", False), ("y", True)])
def test_an_unused_exception_is_not_reported_if_its_account_was_not_read(account, reported):
    exception = {"rule_id": "r", "account": account, "until": "2026-12-01", "reason": "x"}
    made = report([read("x", error="No."), read("y")], [], [exception])
    assert ("exception_unused" in [f["rule_id"] for f in made["findings"]]) == reported


# --- Drift ---

PERSON = {"admins": [{"ram_id": "1", "email": "a@b"}]}


def baseline(reads, personal_data="keep"):
    return baseline_of(json.dumps(facts_of(report(reads, personal_data=personal_data))))


def test_drift_contains_the_changes_since_the_baseline():
    before = baseline([read("x", facts("a"), facts("b"))])
    made = report([read("x", facts("a", status="Stopped"), facts("c"))], baseline=before)
    place = {"account": "x", "region": "r1"}
    change = {"path": "status", "kind": None, "name": None, "what": "changed", "fact": "status"}
    changes = [{**change, "before": "Running", "after": "Stopped", "privileged": False}]
    assert made["drift"] == {
        "baseline_generated_at": "2026-11-22T01:30:01Z",
        "added": [{"instance_id": "c", "instance_name": "Nc", **place}],
        "removed": [{"instance_id": "b", "instance_name": "Nb", **place}],
        "changed": [{"instance_id": "a", "instance_name": "Na", **place, "changes": changes}],
        **{"unassigned_numbers": {"added": [], "removed": []}, "not_compared": []},
    }
    assert made["summary"]["drift"] == {"added": 1, "removed": 1, "changed": 1}


def test_facts_json_contains_reads_outcomes_and_masked_facts():
    reads = [read("x", facts("a", **PERSON), region=None), read("y", error="No."), read("y", api_version="2020-07-01")]
    made = report(reads, [finding()], personal_data="mask", not_judged=[line(), line(outcome="not_reported")])
    saved = json.loads(json.dumps(facts_of(made)))
    assert list(saved)[:4] == ["schema_version", "generated_at", "personal_data", "verdict"]
    assert (saved["schema_version"], saved["personal_data"]) == (2, "mask")
    assert [tuple(each.values()) for each in saved["reads"]] == [
        ("x", None, "2017-07-05", None),
        ("y", "r1", "2017-07-05", "No."),
        ("y", "r1", "2020-07-01", "No."),
    ]
    assert saved["rules"]["r"] == made["rules"][0]["outcome"]
    kept = {"rule_id": "r", "outcome": "not_evaluated", "account": None, "kinds": [], "facts": [], "instance_id": "a"}
    assert saved["not_judged"] == [kept]
    assert saved["findings"] == made["findings"]
    assert saved["instances"][0]["admins"] == [{"ram_id": masked_text("1"), "email": masked_text("a@b")}]


# --- Over time ---


@pytest.mark.parametrize("mine", [True, False])
def test_a_report_shows_which_findings_are_new_and_which_are_fixed(mine):
    reads = [read("x", facts("a"), facts("b"), facts("c"))]
    since = datetime.datetime(2026, 11, 21, 1, tzinfo=datetime.timezone.utc)
    first = report(reads, [finding(), finding(instance_id="b")], now=since)
    assert (first["fixed"], first["summary"]["new"], first["summary"]["fixed"]) == (None, None, None)
    exceptions = [{"rule_id": "r", "instance_id": "c", "until": "2030-01-01", "reason": "Ok."}] if mine else []
    found = [finding(), finding(instance_id="c")]
    made = report(reads, found, exceptions, baseline_of(json.dumps(facts_of(first))))
    states = {f["instance_id"]: (f["state"], f["since"]) for f in made["findings"]}
    assert states == {"a": ("open", "2026-11-21T01:00:00Z"), "c": ("new", "2026-11-22T01:30:01Z")}
    assert [(f["instance_id"], f["since"]) for f in made["fixed"]] == [("b", "2026-11-21T01:00:00Z")]
    # Accepted findings are not counted.
    assert (made["summary"]["new"], made["summary"]["fixed"]) == (0 if mine else 1, 1)


@pytest.mark.parametrize(
    ("severity", "is_new", "verdict"), [("high", True, "failed"), ("high", False, "passed"), ("low", True, "passed")]
)
def test_an_audit_can_fail_only_for_new_findings(severity, is_new, verdict):
    reads, found = [read("x", facts("a"))], [finding(severity=severity)]
    before = baseline_of(json.dumps(facts_of(report(reads, [] if is_new else found))))
    assert report(reads, found, (), before, fail_on_new=True)["verdict"] == verdict
    assert report(reads, found, fail_on_new=True)["verdict"] == "passed"


@pytest.mark.parametrize(
    ("that", "state"),
    [("status == 'Running'", "new"), ("status in fleet.by_name", None), ("name != 'fleetwide'", "new")],
)
def test_a_finding_of_a_rule_about_the_fleet_is_not_new_if_the_baseline_missed_an_account(that, state):
    rules = [{**RULE, "that": that}]
    before = report([read("x", facts("a")), read("y", error="No.")], rules=rules)
    made = report(
        [read("x", facts("a")), read("y")], [finding()], (), baseline_of(json.dumps(facts_of(before))), rules=rules
    )
    assert [found["state"] for found in made["findings"]] == [state]


def test_the_trend_ends_with_this_run():
    assert report([])["trend"] is None
    reads = [read("x", facts("a", users=[{"user_id": "1"}]))]
    first, second = report(reads, [finding()], trend=[{"generated_at": "earlier"}])["trend"]
    assert first == {"generated_at": "earlier"}
    assert second == {
        **{"generated_at": "2026-11-22T01:30:01Z", "verdict": "passed", "instances": 1, "users": 1},
        "findings": {"high": 0, "medium": 1, "low": 0, "info": 0},
    }
