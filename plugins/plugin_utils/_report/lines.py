# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the job's output says of an audit: a list of short lines without facts. Pure."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import NOTHING_READ

# Of more accounts and regions, only those that failed have a line, and so many at most.
MOST_ACCOUNTS = 20


def lines_of(report, path):
    """Return the lines (list of str) about a report; ``path``: of report.html, or None if it was not written."""
    summary = report["summary"]
    counts = summary["findings"], summary["rules"]
    severities, rules = (
        ", ".join("%d %s" % (n, name.replace("_", " ")) for name, n in some.items()) for some in counts
    )
    return [
        *_about_accounts(report["accounts"]),
        *_about_no_account(report),
        "Call centers: %d. Accounts: %d, of which %d could not be read, or not wholly."
        % (summary["instances"], summary["accounts"], summary["accounts_failed"]),
        "Open findings: %s. Accepted: %d." % (severities, summary["accepted"]),
        "Rules: %s." % rules,
        *([_since(report, report["drift"])] if report["drift"] else []),
        sentence_of(report, path),
    ]


def sentence_of(report, path):
    """Return the verdict as a sentence, with the reason if it is not that the audit passed, and where to look."""
    where = "See %s." % path if path else "No report was written, in check mode."
    return "%s. %s" % (_verdict(report), where)


def _since(report, drift):
    """Return what is new since the baseline, as figures."""
    summary, numbers = report["summary"], drift["unassigned_numbers"]
    told = []
    if summary["new"] is None:
        told.append("which findings are new is not known, since the baseline does not have them.")
    elif summary["new"] or summary["fixed"]:
        told.append("%s, %d fixed." % (_count(summary["new"], "new finding"), summary["fixed"]))
    if any(summary["drift"].values()):
        told.append("Call centers: %(added)d added, %(removed)d removed, %(changed)d changed." % summary["drift"])
    if numbers["added"] or numbers["removed"]:
        told.append("Unassigned numbers: %d added, %d removed." % (len(numbers["added"]), len(numbers["removed"])))
    nothing = "nothing new%s." % (" in what could be compared" if drift["not_compared"] else "")
    return "Since %s: %s" % (drift["baseline_generated_at"], " ".join(told or [nothing]))


def _verdict(report):
    if report["verdict"] == "passed":
        is_first = report["fail_on_new"] and report["fixed"] is None
        return "The audit passed%s" % (": without an earlier run, no finding is known to be new" if is_first else "")
    if report["verdict"] == "failed":
        new = "new findings" if report["fail_on_new"] else "findings"
        return "The audit failed: there are %s of severity %s that nobody has accepted" % (new, _severity(report))
    unread = [finding for finding in report["findings"] if finding["kind"] == "not_read" and not finding["accepted"]]
    if any(finding["rule_id"] == NOTHING_READ for finding in unread):
        return "The audit is incomplete: no call center was read"
    if unread:
        return "The audit is incomplete: not everything could be read"
    return "The audit is incomplete: rules of severity %s could not be evaluated" % _severity(report)


def _severity(report):
    return report["fail_on"] if report["fail_on"] == "high" else "%s or higher" % report["fail_on"]


def _about_accounts(rows):
    shown = rows if len(rows) <= MOST_ACCOUNTS else [row for row in rows if row["error"]][:MOST_ACCOUNTS]
    more = len(rows) - len(shown)
    return [*map(_about_account, shown), *(["%d more: see the report." % more] if more else [])]


def _about_no_account(report):
    """Return a line about findings that are about no account, so that the lines add up; none without such findings."""
    number = sum(report["summary"]["findings"].values()) - sum(row["findings"] for row in report["accounts"])
    return ["About no one account: %s" % _count(number, "open finding")] if number > 0 else []


def _about_account(row):
    place = ", ".join(filter(None, (row["account"], row["region"], " and ".join(row["api_versions"]))))
    seconds = "" if row["seconds"] is None else ", %.2f s" % row["seconds"]
    error = "" if row["error"] is None else ". " + row["error"]
    counts = _count(row["instances"], "call center"), _count(row["findings"], "open finding")
    return "%s: %s, %s%s%s" % (place, *counts, seconds, error)


def _count(number, noun):
    return "%d %s%s" % (number, noun, "" if number == 1 else "s")
