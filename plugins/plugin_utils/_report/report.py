# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was read and found, as a report. Pure."""

from __future__ import annotations

import collections
import datetime
import json

from ansible_collections.alicloud.ccc.plugins.module_utils._packed import unpacked
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import drift_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.exceptions import with_exceptions
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import (
    EXPIRED,
    NOT_READ,
    UNUSED,
    own_finding,
    own_rule,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.personal_data import masked
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import WORST_FIRST

SCHEMA_VERSION = 1
FAIL_ON = ("none", "low", "medium", "high")
PERSONAL_DATA = ("mask", "keep")
# The facts that the report uses itself.
_FACTS = ("instance_id", "instance_name", "status", "admins", "phone_numbers")
_READ_KEYS = ("account", "region", "api_version", "instances", "seconds", "error")


class ReportError(ValueError):
    """The input is not suitable for a report. The text says why, and holds no facts."""


# --- What was read ---


def reads_of(fleet):
    """Return the reads (list) in a result of ccc_fleet_info (plain data). Raises ReportError if it read nothing."""
    if not fleet.get("reads"):
        raise ReportError(fleet.get("msg") or "The result of ccc_fleet_info has no reads.")
    instances = collections.defaultdict(list)
    found = fleet["instances"]
    for facts in unpacked(found) if isinstance(found, str) else found:  # by facts_as_text
        instances[_place(facts)].append(facts)
    return [{**read, "instances": instances[_place(read)], "seconds": read["elapsed"]} for read in fleet["reads"]]


def _place(item):
    return tuple(item[key] for key in ("account", "region", "api_version"))


def checked_reads(reads):
    """Return ``reads`` (plain data) with all keys. Raises ReportError."""
    if not isinstance(reads, list):
        raise ReportError("reads must be a list.")
    for number, read in enumerate(reads, 1):
        if not isinstance(read, dict) or not isinstance(read.get("account"), str):
            raise ReportError("Read number %d has no account, which is the name of one." % number)
        instances = read.get("instances")
        name = "Read number %d (%s)" % (number, read["account"])
        if not _is_list_of_dicts(instances):
            raise ReportError("%s: instances must be a list of facts." % name)
        for key in _FACTS:
            if not all(key in facts for facts in instances):
                raise ReportError(
                    "%s: a call center has no %s. All facts are needed that a module returns." % (name, key)
                )
        for key, kinds, what in (("region", str, "text"), ("error", str, "text"), ("seconds", (int, float), "number")):
            if not isinstance(read.get(key), (kinds, type(None))):
                raise ReportError("%s: %s must be a %s." % (name, key, what))
    # Before 2.19, ansible-core makes an empty text of a null that a template gives.
    return [{key: None if read.get(key) == "" else read.get(key) for key in _READ_KEYS} for read in reads]


def instances_of(reads):
    """Return the instances of all reads, each with its account, region and api_version.

    One that an account shows in two regions is there once, for the first: many regions have one and the same gateway.
    So is one that both API versions list.
    """
    instances, seen = [], set()
    for read in reads:
        for facts in read["instances"]:
            ids = {(read["account"], facts.get(key)) for key in ("instance_id", "also_in") if facts.get(key)}
            if seen.isdisjoint(ids):
                seen |= ids
                place = {key: read[key] for key in ("account", "region", "api_version")}
                # A copy only where one is needed.
                instances.append(facts if place.items() <= facts.items() else {**facts, **place})
    return instances


# --- The baseline ---


def baseline_of(text):
    """Return what a facts.json holds (dict). Raises ReportError."""
    try:
        baseline = json.loads(text)
    except ValueError:
        raise ReportError("it is not JSON.") from None
    if not isinstance(baseline, dict) or not isinstance(baseline.get("schema_version"), int):
        raise ReportError("it has no schema_version, so it is not a facts.json of an audit.")
    if baseline["schema_version"] != SCHEMA_VERSION:
        raise ReportError(
            "its schema_version is %d, and this version of the collection reads %d."
            % (baseline["schema_version"], SCHEMA_VERSION)
        )
    if not _is_list_of_dicts(baseline.get("instances")) or not _is_list_of_dicts(baseline.get("not_read", [])):
        raise ReportError("its instances must be a list of facts.")
    return baseline


def _is_list_of_dicts(value):
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def facts_of(report):
    """Return what facts.json holds (dict): the baseline of a later report."""
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_at": report["generated_at"],
        "personal_data": report["personal_data"],
        # Not reported as removed by the next run.
        "not_read": [{key: read[key] for key in ("account", "region")} for read in report["accounts"] if read["error"]],
        "instances": report["instances"],
    }


def _drift(reads, shown, baseline, personal_data):
    """Return what changed since the baseline, less what could not be read then or now.

    ``shown``: the instances, masked if ``personal_data`` says so. If one side is masked, so is the other.
    """
    then = baseline.get("personal_data", personal_data)
    earlier = baseline["instances"]
    if "mask" in (then, personal_data):
        shown = shown if personal_data == "mask" else masked(shown)
        # Earlier releases masked less.
        earlier = masked(earlier, masks_stay=then == "mask")
    drift = drift_of(*_with_facts_of_both(shown, earlier))
    is_read, is_not_read = (_inside([r for r in reads if bool(r["error"]) == failed]) for failed in (False, True))
    was_not_read = _inside(baseline.get("not_read", []))
    return {
        "baseline_generated_at": baseline.get("generated_at"),
        "added": [entry for entry in drift["added"] if not was_not_read(entry)],
        "removed": [entry for entry in drift["removed"] if is_read(entry) and not is_not_read(entry)],
        "changed": drift["changed"],
    }


def _with_facts_of_both(shown, earlier):
    """Return both lists of instances less what their phone numbers have on one side only.

    Earlier releases, and an audit that leaves them out, know less of a number: what a call center itself tells.
    """
    sides = shown, earlier
    known = [{fact for number in _numbers(instances) for fact in number} for instances in sides]
    both = known[0] & known[1]
    if not all(known) or known[0] == known[1]:
        return sides
    return [
        [
            {**facts, "phone_numbers": [{f: number[f] for f in number if f in both} for number in _numbers([facts])]}
            for facts in instances
        ]
        for instances in sides
    ]


def _numbers(instances):
    return [number for facts in instances for number in facts["phone_numbers"] or ()]


def _inside(places):
    """Return a function that tells whether an instance may be in one of ``places``, each an account and a region.

    In baselines of earlier releases, the region is null where nobody named one: it may be any of the account.
    """
    regions = collections.defaultdict(set)
    for place in places:
        regions[place.get("account")].add(place.get("region"))

    def is_inside(entry):
        known = regions.get(entry["account"], ())
        return bool(known) and (entry["region"] in (None, *known) or None in known)

    return is_inside


# --- The report ---


def report_of(  # noqa: PLR0913 - each is a part of the report
    reads,
    findings,
    rules,
    exceptions,
    baseline,
    fail_on,
    personal_data,
    now,
    language="en",
    instances=None,
    shown=None,
):
    """Return the report (dict).

    ``reads``: of checked_reads. ``findings``: of ``rules``, whose texts are as personal_data says. ``exceptions``: of
    checked_exceptions. ``baseline``: of baseline_of, or None. ``now``: an aware datetime; days are those of UTC.
    ``instances``: of instances_of, and ``shown``: the same masked, if that is known. Nothing of it is altered.
    """
    instances = instances_of(reads) if instances is None else instances
    if personal_data == "keep":
        shown = instances
    elif shown is None:
        shown = masked(instances)
    now = now.astimezone(datetime.timezone.utc)
    findings = [*findings, *_not_read(reads, language)]
    findings, expired, unused = with_exceptions(findings, exceptions, now.date())
    findings += _about_exceptions(reads, instances, expired, unused, language)
    rules = [*rules, *(own_rule(rule_id, language) for rule_id in (NOT_READ, EXPIRED, UNUSED))]
    rules = _counted_rules(rules, findings)
    drift = None if baseline is None else _drift(reads, shown, baseline, personal_data)
    return {
        "schema_version": SCHEMA_VERSION,
        "generated_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "verdict": _verdict(findings, fail_on),
        "fail_on": fail_on,
        "personal_data": personal_data,
        "summary": _summary(reads, instances, findings, drift),
        "accounts": _accounts(reads, instances, findings),
        "rules": rules,
        "findings": _sorted(findings, rules),
        "drift": drift,
        "instances": shown,
    }


def _not_read(reads, language):
    """Return a finding for each error of an account and a region: two API versions can fail alike."""
    failed = {(read["account"], read["region"], read["error"]): None for read in reads if read["error"]}
    return [own_finding(NOT_READ, language, account, region, error=error) for account, region, error in failed]


def _about_exceptions(reads, instances, expired, unused, language):
    """Return findings about exceptions, but of none that may be about what was not read."""
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


def _counted_rules(rules, findings):
    """Return the rules as the report has them: those that were given, and of our own those that found something."""
    counts = collections.Counter((finding["rule_id"], _outcome(finding)) for finding in findings)
    found = {rule_id for rule_id, _outcome_of_it in counts}
    return [
        {
            **{key: rule.get(key) for key in ("id", "title", "severity", "scope", "why", "fix")},
            "params": rule.get("params") or {},
            "violations": counts[rule["id"], "violation"],
            "not_evaluated": counts[rule["id"], "not_evaluated"],
            "accepted": counts[rule["id"], "accepted"],
        }
        for rule in rules
        if rule["id"] in found or rule["id"] not in (NOT_READ, EXPIRED, UNUSED)
    ]


def _outcome(finding):
    return "accepted" if finding["accepted"] else finding["kind"]


def _verdict(findings, fail_on):
    bad = WORST_FIRST[: WORST_FIRST.index(fail_on) + 1] if fail_on != "none" else ()
    failed = any(finding["severity"] in bad and not finding["accepted"] for finding in findings)
    return "failed" if failed else "passed"


def _summary(reads, instances, findings, drift):
    outcomes = collections.Counter(_outcome(finding) for finding in findings)
    severities = collections.Counter(f["severity"] for f in findings if _outcome(f) == "violation")
    statuses = collections.Counter(str(facts.get("status") or "unknown") for facts in instances)
    return {
        "accounts": len({read["account"] for read in reads}),
        "accounts_failed": len({read["account"] for read in reads if read["error"]}),
        "instances": len(instances),
        "findings": {severity: severities[severity] for severity in WORST_FIRST},
        "not_evaluated": outcomes["not_evaluated"],
        "accepted": outcomes["accepted"],
        "statuses": dict(sorted(statuses.items())),
        "drift": drift and {kind: len(drift[kind]) for kind in ("added", "removed", "changed")},
    }


def _accounts(reads, instances, findings):
    """Return what the report says of each read. Its findings are those about its call centers, open ones."""
    places = {(facts["account"], facts["region"], facts.get("instance_id")): _place(facts) for facts in instances}
    about = (
        (finding["account"], finding["region"], finding["instance_id"])
        for finding in findings
        if not finding["accepted"]
    )
    of_findings = collections.Counter(places.get(instance) for instance in about)
    of_instances = collections.Counter(map(_place, instances))
    return [
        {
            **{key: read[key] for key in ("account", "region", "api_version")},
            "instances": of_instances[_place(read)],
            "findings": of_findings[_place(read)],
            **{key: read[key] for key in ("seconds", "error")},
        }
        for read in reads
    ]


def _sorted(findings, rules):
    """Return the findings by severity, rule, account and instance."""
    positions = {rule["id"]: position for position, rule in enumerate(rules)}

    def place(finding):
        keys = ("account", "region", "instance_id", "subject")
        severity = WORST_FIRST.index(finding["severity"])
        return (severity, positions.get(finding["rule_id"], len(rules)), *(finding[key] or "" for key in keys))

    return sorted(findings, key=place)
