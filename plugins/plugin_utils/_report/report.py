# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report of an audit: what was read and found. Pure."""

from __future__ import annotations

import collections
import datetime
import re

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import BECAUSE
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.baseline import (
    FACTS_VERSION,
    alike,
    kept_lines,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import with_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.history import row_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.life import NEW, OPEN, with_life
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.outcomes import (
    HOLDS,
    NOT_EVALUATED,
    OUTCOMES,
    VIOLATED,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import (
    ACCOUNT_NOT_READ,
    EXPIRED,
    NOTHING_READ,
    OWN_RULES,
    UNUSED,
    own_finding,
    own_rule,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked_text
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import WORST_FIRST

SCHEMA_VERSION = 2
FAIL_ON = ("none", "low", "medium", "high")


# --- The baseline ---


def facts_of(report):
    """Return the content of facts.json (dict): the baseline of a later report."""
    reads = [
        {"account": row["account"], "region": row["region"], "api_version": version, "error": row["error"]}
        for row in report["accounts"]
        for version in row["api_versions"] or [None]
    ]
    return {
        "schema_version": FACTS_VERSION,
        **{key: report.get(key) for key in ("generated_at", "personal_data", "verdict")},
        "reads": reads,
        "rules": {rule["id"]: rule["outcome"] for rule in report["rules"]},
        "not_judged": kept_lines(report["not_judged"]),
        **{key: report[key] for key in ("findings", "unassigned_numbers", "instances")},
    }


def _drift(now, baseline):
    """Return what changed since the baseline. ``now``: the side of this report."""
    drift = drift_of(*alike(now, baseline, now_is_masked=now["personal_data"] == "mask"))
    return {"baseline_generated_at": baseline["generated_at"], **drift}


# --- The report ---


def report_of(  # noqa: PLR0913 - each is a part of the report
    given,
    judgement,
    rules,
    exceptions,
    baseline,
    fail_on,
    personal_data,
    now,
    language="en",
    fail_on_new=False,
    trend=None,
):
    """Return the report (dict).

    ``given``: from given_of. ``judgement``: from judge, by ``rules``, with texts masked according to personal_data.
    ``exceptions``: from checked_exceptions. ``baseline``: from baseline_of, or None. ``now``: an aware datetime; days
    are in UTC. ``fail_on_new``: whether only new findings fail the audit. ``trend``: rows of earlier runs, or None if
    there is no history. No argument is modified.
    """
    reads, instances = given.reads, given.instances
    now = now.astimezone(datetime.timezone.utc)
    findings = [*_not_read(reads, instances, language), *judgement.findings]
    exceptions = _with_report_ids(exceptions, instances)
    findings, not_judged, expired, unused = _accepted(findings, judgement.not_judged, exceptions, now.date())
    unused = [exception for exception in unused if _was_judged(exception.rule_id, judgement)]
    findings += _about_exceptions(reads, instances, expired, unused, language)
    fleet_rules = [rule["id"] for rule in rules if _is_about_fleet(rule)]
    rules = [*rules, *(own_rule(rule_id, language) for rule_id in OWN_RULES)]
    rules = _counted_rules(rules, findings, judgement.rules)
    read = {
        **{"generated_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"), "personal_data": personal_data},
        **{"accounts": _accounts(reads, instances, findings, personal_data), "rules": rules, "not_judged": not_judged},
        **{"unassigned_numbers": given.shown_numbers, "instances": given.shown},
    }
    side = facts_of({**read, "findings": findings})
    findings, fixed = with_life(_sorted(findings, rules), side, baseline, fleet_rules)
    drift = None if baseline is None else _drift(side, baseline)
    report = {
        "schema_version": SCHEMA_VERSION,
        "generated_at": read["generated_at"],
        "verdict": _verdict(findings, not_judged, fail_on, fail_on_new),
        "fail_on": fail_on,
        "fail_on_new": fail_on_new,
        "personal_data": personal_data,
        "summary": _summary(reads, instances, findings, fixed, rules, drift),
        **{key: read[key] for key in ("accounts", "rules")},
        "findings": findings,
        "fixed": fixed,
        "not_judged": not_judged,
        "drift": drift,
        "trend": None,
        **{key: read[key] for key in ("unassigned_numbers", "instances")},
    }
    return report if trend is None else {**report, "trend": [*trend, row_of(report)]}


def _is_about_fleet(rule):
    """Return whether a rule depends on all call centers: its scope is the fleet, or its conditions use ``fleet``."""
    conditions = str([rule.get("when"), rule.get("that")])
    return rule["scope"] == "fleet" or re.search(r"\bfleet\b", conditions) is not None


def _not_read(reads, instances, language):
    """Return a finding for each account and region with a failed read, and one if no call center was read at all."""
    found = [
        own_finding(ACCOUNT_NOT_READ, language, account, region, error=_errors(some))
        for (account, region), some in _by_place(reads).items()
        if _errors(some)
    ]
    if instances:
        return found
    places = dict.fromkeys(" ".join(filter(None, (read["account"], read["region"]))) for read in reads)
    return [*found, own_finding(NOTHING_READ, language, where=", ".join(places) or "-")]


def _by_place(reads):
    """Return the reads by account and region: lists with a read for each API version."""
    by_place = {}
    for read in reads:
        by_place.setdefault((read["account"], read["region"]), []).append(read)
    return by_place


def _errors(reads):
    """Return the errors of reads as one text without repetition; empty if there are none."""
    given = list(dict.fromkeys(read["error"] for read in reads if read["error"]))
    texts = [error for error in given if BECAUSE not in error]
    for error in given:
        # The error of another read is the cause. Without the advice, it is the beginning of that read's own error.
        cause = error.rpartition(BECAUSE)[2].partition("). ")[0]
        if BECAUSE in error and not any(cause in text for text in texts):
            texts.append(error)
    # Advice can end with an address.
    return " ".join([*(text if text.endswith(".") else text + "." for text in texts[:-1]), *texts[-1:]])


def _with_report_ids(exceptions, instances):
    """Return the exceptions; an id of the other API version is replaced by the instance's id in the report."""
    ids = {facts["also_in"]: facts["instance_id"] for facts in instances if facts.get("also_in")}
    return [
        exception._replace(instance_id=ids.get(exception.instance_id, exception.instance_id))
        for exception in exceptions
    ]


def _accepted(findings, not_judged, exceptions, today):
    """Return ``(findings, not_judged, expired, unused)``, marked as accepted if an exception covers them.

    An exception can also accept a line about a rule that was not evaluated: the whole line, or its only place.
    """
    lines = [
        {**(line["first"] if line["places"] == 1 else _NOWHERE), "rule_id": line["rule_id"], "account": line["account"]}
        for line in not_judged
        if line["outcome"] == NOT_EVALUATED
    ]
    accepted, expired, unused = with_exceptions([*findings, *lines], exceptions, today)
    of_lines = iter(accepted[len(findings) :])
    not_judged = [
        {**line, "accepted": next(of_lines)["accepted"]} if line["outcome"] == NOT_EVALUATED else line
        for line in not_judged
    ]
    return accepted[: len(findings)], not_judged, expired, unused


_NOWHERE = {"instance_id": None, "subject": None}


def _was_judged(rule_id, judgement):
    """Return whether a rule was judged, is about the audit itself, or is switched off."""
    return judgement.rules.get(rule_id, (HOLDS, []))[0] in (VIOLATED, HOLDS)


def _about_exceptions(reads, instances, expired, unused, language):
    """Return findings about exceptions, except those that may be about something that was not read."""
    not_read = {read["account"] for read in reads if read["error"]}
    if not_read:
        unused = [e for e in unused if e.account is not None and e.account not in not_read]
    names = {facts.get("instance_id"): facts.get("instance_name") for facts in instances}
    return [
        own_finding(
            rule_id,
            language,
            exception.account,
            instance_id=exception.instance_id,
            instance_name=names.get(exception.instance_id) if exception.instance_id else None,
            rule=exception.rule_id,
            until=exception.until.isoformat(),
            reason=exception.reason,
        )
        for rule_id, exceptions in ((EXPIRED, expired), (UNUSED, unused))
        for exception in exceptions
    ]


def _counted_rules(rules, findings, judged):
    """Return the rules with their counts: all that were given, and the audit's own rules that found something."""
    found = {finding["rule_id"] for finding in findings}
    violations = collections.Counter(finding["rule_id"] for finding in findings if is_open_violation(finding))
    accepted = collections.Counter(finding["rule_id"] for finding in findings if finding["accepted"])
    counted = []
    for rule in rules:
        # The audit's own rules are not judged. Their findings are violations, unless something was not read.
        outcome, outcomes = judged.get(rule["id"], (VIOLATED if rule["severity"] else None, []))
        if rule["id"] in judged or rule["id"] in found:
            counted.append(
                {
                    **{key: rule.get(key) for key in ("id", "title", "severity", "scope", "why", "fix")},
                    "params": rule.get("params") or {},
                    "outcome": outcome,
                    "outcomes": outcomes,
                    "violations": violations[rule["id"]],
                    "accepted": accepted[rule["id"]],
                }
            )
    return counted


def is_open_violation(finding):
    """Return whether a finding is an open violation: the report counts only these."""
    return finding["kind"] == "violation" and not finding["accepted"]


def _verdict(findings, not_judged, fail_on, fail_on_new):
    bad = WORST_FIRST[: WORST_FIRST.index(fail_on) + 1] if fail_on != "none" else ()
    states = (NEW,) if fail_on_new else (NEW, OPEN, None)
    if any(is_open_violation(f) and f["severity"] in bad and f["state"] in states for f in findings):
        return "failed"
    was_not_read = any(finding["kind"] == "not_read" and not finding["accepted"] for finding in findings)
    was_not_evaluated = any(
        line["outcome"] == NOT_EVALUATED and line["severity"] in bad and not line["accepted"] for line in not_judged
    )
    return "incomplete" if was_not_read or was_not_evaluated else "passed"


def _summary(reads, instances, findings, fixed, rules, drift):
    severities = collections.Counter(finding["severity"] for finding in findings if is_open_violation(finding))
    statuses = _statuses(instances)
    outcomes = collections.Counter(rule["outcome"] for rule in rules)
    users = [len(facts["users"]) for facts in instances if facts.get("users") is not None]
    return {
        "accounts": len({read["account"] for read in reads}),
        "accounts_failed": len({read["account"] for read in reads if read["error"]}),
        "instances": len(instances),
        "users": sum(users) if users else None,
        "findings": {severity: severities[severity] for severity in WORST_FIRST},
        "accepted": sum(1 for finding in findings if finding["accepted"]),
        "new": None if fixed is None else sum(is_open_violation(f) and f["state"] == NEW for f in findings),
        "fixed": None if fixed is None else len(fixed),
        "rules": {outcome: outcomes[outcome] for outcome in OUTCOMES},
        "statuses": dict(sorted(statuses.items())),
        "drift": drift and {kind: len(drift[kind]) for kind in ("added", "removed", "changed")},
    }


def _statuses(instances):
    """Return the number of call centers by status, ignoring case: the API versions differ in it."""
    spelled, counts = {}, collections.Counter()
    for facts in instances:
        status = str(facts.get("status") or "unknown")
        counts[spelled.setdefault(status.lower(), status)] += 1
    return counts


def _accounts(reads, instances, findings, personal_data):
    """Return the report's rows about accounts: one for each account and region, for all API versions."""
    of_findings = collections.Counter((f["account"], f["region"]) for f in findings if is_open_violation(f))
    of_instances = collections.Counter((facts["account"], facts["region"]) for facts in instances)
    return [
        {
            "account": account,
            "region": region,
            "api_versions": [read["api_version"] for read in some if read["api_version"]],
            "identity": next((_arn(read["identity"], personal_data) for read in some if read["identity"]), None),
            "instances": of_instances[account, region],
            "findings": of_findings[account, region],
            # The API versions are read at the same time.
            "seconds": max((read["seconds"] for read in some if read["seconds"] is not None), default=None),
            "error": _errors(some) or None,
            "remarks": list(dict.fromkeys(remark for read in some for remark in read["remarks"] or ())),
        }
        for (account, region), some in _by_place(reads).items()
    ]


def _arn(identity, personal_data):
    """Return the ARN of the key's user, masked if needed: user and session names can identify a person."""
    arn = identity.get("arn")
    if personal_data == "keep" or not arn or "/" not in arn:
        return arn
    head, _slash, name = arn.rpartition("/")
    return "%s/%s" % (head, masked_text(name))


def _sorted(findings, rules):
    """Return the findings sorted by severity, rule, account and instance; what was not read comes first."""
    positions = {rule["id"]: position for position, rule in enumerate(rules)}

    def sort_key(finding):
        keys = ("account", "region", "instance_id", "subject")
        severity = WORST_FIRST.index(finding["severity"]) if finding["severity"] else -1
        return (severity, positions[finding["rule_id"]], *(finding[key] or "" for key in keys))

    return sorted(findings, key=sort_key)
