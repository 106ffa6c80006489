# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The data that the template of report.html shows, made from an audit's report. Pure."""

from __future__ import annotations

import collections

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import WORST_FIRST
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.changes import sentences_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.charts import severity_chart, status_chart, trend_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import name_of, printable
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.unseen import unseen_of, wanted_of

# A list shows this many elements before "and N more".
FIRST = 20
# Up to this number, all findings are in the page's text: for print, and for browsers without scripts.
MOST_IN_TEXT = 1000
# Up to this number of findings, groups are open.
_MANY_FINDINGS = 300


def view_of(report, text, labels):
    """Return a dict of what the page shows in addition to the report.

    ``text``: from texts_in. ``labels``: from labels_in.
    """
    positions = _positions(report["instances"])
    findings = [_shown(finding, n, positions) for n, finding in enumerate(report["findings"], 1)]
    violations = [finding for finding in findings if finding["kind"] == "violation" and not finding["until"]]
    accepted = [finding for finding in findings if finding["until"]]
    groups = _groups(report["rules"], violations)
    unseen = unseen_of(report["not_judged"], text, labels)
    wanted = wanted_of(report["not_judged"], text)
    holding = [rule for rule in report["rules"] if rule["outcome"] == "holds"]
    why = {rule["id"]: rule["why"] for rule in report["rules"]}
    only_accepted = [rule for rule in report["rules"] if rule["accepted"] and not rule["violations"]]
    not_read = [finding for finding in findings if finding["kind"] == "not_read" and not finding["until"]]
    unread = {finding["rule_id"] for finding in not_read}
    grouped = {rule["id"] for rule in (*(rule for rule, _found in groups), *holding, *only_accepted)} | unread
    missed = [rule for group in unseen for line in group["lines"] for rule in line["rules"]]
    _give_anchors(grouped, missed + wanted["rules"])
    return {
        "verdict": _verdict(report, violations, text),
        "open": sum(report["summary"]["findings"].values()),
        "groups": groups,
        "all_in_text": len(violations) + len(accepted) <= MOST_IN_TEXT,
        "groups_are_open": len(violations) <= _MANY_FINDINGS,
        "accepted": accepted,
        "rows": [finding for finding in findings if finding["kind"] == "violation" or finding["until"]],
        "only_accepted": only_accepted,
        "not_read": not_read,
        "unread": [rule for rule in report["rules"] if printable(rule["id"]) in unread],
        "unseen": unseen,
        "wanted": {**wanted, "rules": [{**rule, "why": why.get(rule["rule_id"])} for rule in wanted["rules"]]},
        "holding": holding,
        "severities": severity_chart(report["summary"]["findings"], text),
        "statuses": status_chart(report["summary"]["statuses"], text),
        "news": _news(report, violations, positions, text, labels),
        "trend": trend_of(report["trend"], text),
        "accounts": _accounts(report, text),
        "instances": _instances(report["instances"], violations),
    }


def _positions(instances):
    """Return the position (from 1) of each call center by account, region and id."""
    positions = {}
    for position, facts in enumerate(instances, 1):
        positions[_key(facts)] = position
    return positions


def _key(item):
    return tuple(printable(item[key]) for key in ("account", "region", "instance_id"))


def _account_and_region(item):
    return " · ".join(filter(None, (printable(item["account"]), printable(item["region"]))))


def _shown(finding, position, positions):
    """Return a finding as the page shows it: a dict of texts, numbers and None."""
    message = printable(finding["message"])
    subjects = [printable(finding[key]) for key in ("subject_name", "subject") if finding[key]]
    accepted = finding.get("accepted") or {}
    return {
        "position": position,
        "kind": finding["kind"],
        "rule_id": printable(finding["rule_id"]),
        "title": printable(finding["title"]),
        "severity": finding["severity"],
        **_about(finding, positions),
        "message": message,
        # The message often names the subject already.
        "subject": "" if any(part in message for part in subjects) else " · ".join(dict.fromkeys(subjects)),
        "reason": printable(finding["reason"]),
        "until": printable(accepted.get("until")) or ("—" if accepted else ""),
        "accepted_reason": printable(accepted.get("reason")),
        "state": finding["state"],
        "since": printable(finding["since"]),
    }


def _about(item, positions):
    """Return the call center that an element of the report is about; ``at`` is its position, or None."""
    name, instance_id = name_of(item), printable(item["instance_id"])
    return {
        "at": positions.get(_key(item)),
        "name": name,
        "id": "" if instance_id == name else instance_id,
        "place": _account_and_region(item),
    }


# --- The verdict ---


def _verdict(report, violations, text):
    """Return the reason for the verdict; its numbers are those of the summary."""
    fail_on, verdict = report["fail_on"], report["verdict"]
    bad = WORST_FIRST[: WORST_FIRST.index(fail_on) + 1] if fail_on in WORST_FIRST else WORST_FIRST
    count = sum(report["summary"]["findings"].values())
    new = "_new" if report["fail_on_new"] else ""
    if verdict == "failed":
        failing = [f for f in violations if f["severity"] in bad and (not new or f["state"] == "new")]
        return text("failed%s_%s" % (new, fail_on), len(failing))
    if verdict == "incomplete":
        found = text("open_count", count) if count else text("open_none")
        return text("sentences", one=_incomplete(report, bad, text), other=found)
    if not count:
        return text("passed_empty", report["summary"]["rules"]["holds"])
    return text("passed_new" if new and fail_on != "none" else "passed_" + fail_on, count)


def _incomplete(report, bad, text):
    not_read = [f for f in report["findings"] if f["kind"] == "not_read" and not f["accepted"]]
    rules = {
        item["rule_id"]
        for item in report["not_judged"]
        if item["outcome"] == "not_evaluated" and item["severity"] in bad
    }
    if not report["summary"]["instances"]:
        return text("incomplete_nothing")
    if not_read:
        return text("incomplete_not_read", len(not_read))
    return text("incomplete_rules", len(rules)) if rules else text("incomplete_other")


# --- Findings by rule ---


def _groups(rules, findings):
    """Return pairs of a rule and its findings, worst first; rules without findings are left out."""
    by_rule = collections.defaultdict(list)
    for finding in findings:
        by_rule[finding["rule_id"]].append(finding)
    known = {printable(rule["id"]): rule for rule in rules}
    groups = [(known[rule_id], found) for rule_id, found in by_rule.items()]
    return sorted(groups, key=lambda group: (WORST_FIRST.index(group[0]["severity"]), -len(group[1])))


def _give_anchors(taken, mentions):
    """Make the first mention of each rule the target of links to it, unless the rule has one already (``taken``)."""
    for mention in mentions:
        mention["anchor"] = None if mention["rule_id"] in taken else mention["rule_id"]
        taken.add(mention["rule_id"])


# --- What is new ---


def _news(report, violations, positions, text, labels):
    """Return what changed since the last run (dict), or None if there is no earlier run."""
    if report["fixed"] is None and report["drift"] is None:
        return None
    drift = report["drift"] or {"added": [], "removed": [], "changed": [], "not_compared": []}
    changed = [
        {**_about(item, positions), "sentences": sentences_of(item["changes"], text, labels)}
        for item in drift["changed"]
    ]
    numbers = drift.get("unassigned_numbers") or {}
    news = {
        "new": [finding for finding in violations if finding["state"] == "new"],
        "fixed": [_shown({"accepted": None, **f}, n, positions) for n, f in enumerate(report["fixed"] or (), 1)],
        "privileged": [
            {**_about(item, positions), "sentences": sentences_of(privileged, text, labels)}
            for item in drift["changed"]
            if (privileged := [change for change in item["changes"] if change["privileged"]])
        ],
        **{kind: [_about(item, positions) for item in drift[kind]] for kind in ("added", "removed")},
        "changed": changed,
        **{"numbers_" + kind: _numbers(numbers.get(kind) or ()) for kind in ("added", "removed")},
    }
    return {
        **news,
        "is_empty": not any(news.values()),
        "not_compared": drift.get("not_compared") or [],
        "baseline": drift.get("baseline_generated_at"),
    }


def _numbers(numbers):
    """Return unassigned numbers as texts, each with its account and region; elements of any type are accepted."""
    return [
        " · ".join(printable(number[key]) for key in ("number", "account", "region") if number.get(key))
        if isinstance(number, dict)
        else printable(number)
        for number in numbers
    ]


# --- Accounts and call centers ---


def _accounts(report, text):
    """Return the rows of the accounts' table. The last one has the findings without an account, if there are any.

    This makes the findings of all rows add up to the total.
    """
    rest = sum(report["summary"]["findings"].values()) - sum(a["findings"] for a in report["accounts"])
    rows = [{**account, "is_account": True} for account in report["accounts"]]
    if rest and rows:
        rows.append({"account": text("no_account"), "findings": rest, "is_account": False})
    return rows


def _instances(instances, violations):
    """Return the call centers (list of dicts) as the page lists them; ``counts``: by severity, worst first."""
    by_position = collections.defaultdict(collections.Counter)
    for finding in violations:
        by_position[finding["at"]][finding["severity"]] += 1
    return [
        {
            "position": position,
            "name": name_of(facts),
            "id": printable(facts["instance_id"]),
            "place": _account_and_region(facts),
            "status": printable(facts.get("status")),
            "counts": [by_position[position][severity] for severity in WORST_FIRST] if position in by_position else [],
        }
        for position, facts in enumerate(instances, 1)
    ]
