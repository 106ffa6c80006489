# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit's result as short lines for the job's output, without facts. Pure."""

from __future__ import annotations

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.own_findings import NOTHING_READ

# If there are more accounts and regions, only those that failed have a line, up to this number of lines.
MOST_ACCOUNTS = 20
# Outcomes that people call something else.
_WORDS = {"holds": "holding", "not_asked": "not configured"}


def lines_of(report, path):
    """Return the lines (list of str) about a report; ``path``: of report.html, or None if it was not written."""
    summary = report["summary"]
    counts = summary["findings"], summary["rules"]
    severities, rules = (
        ", ".join("%d %s" % (n, _WORDS.get(name, name.replace("_", " "))) for name, n in some.items())
        for some in counts
    )
    return [
        *_about_accounts(report["accounts"]),
        *_about_no_account(report),
        "Call centers: %d. Accounts: %d (%d not fully read)."
        % (summary["instances"], summary["accounts"], summary["accounts_failed"]),
        "Open findings: %s. Accepted: %d." % (severities, summary["accepted"]),
        "Rules: %s." % rules,
        *([_since(report, report["drift"])] if report["drift"] else []),
        sentence_of(report, path),
    ]


def sentence_of(report, path):
    """Return sentences with the verdict, its reason and the path of the report."""
    where = "See %s." % path if path else "No report was written in check mode."
    return "%s. %s" % (_verdict(report), where)


def _since(report, drift):
    """Return a line with the numbers of changes since the baseline."""
    summary, numbers = report["summary"], drift["unassigned_numbers"]
    changes = []
    if summary["new"] is None:
        changes.append("new findings are unknown, because the baseline contains no findings.")
    elif summary["new"] or summary["fixed"]:
        changes.append("%s, %d fixed." % (_count(summary["new"], "new finding"), summary["fixed"]))
    if any(summary["drift"].values()):
        changes.append("Call centers: %(added)d added, %(removed)d removed, %(changed)d changed." % summary["drift"])
    if numbers["added"] or numbers["removed"]:
        changes.append("Unassigned numbers: %d added, %d removed." % (len(numbers["added"]), len(numbers["removed"])))
    nothing = "nothing new%s." % (" in what could be compared" if drift["not_compared"] else "")
    return "Since %s: %s" % (drift["baseline_generated_at"], " ".join(changes or [nothing]))


def _verdict(report):
    if report["verdict"] == "passed":
        is_first = report["fail_on_new"] and report["fixed"] is None
        return "The audit passed%s" % (": there is no earlier run, so no finding counts as new" if is_first else "")
    if report["verdict"] == "failed":
        new = "new findings" if report["fail_on_new"] else "open findings"
        return "The audit failed: there are %s of %s" % (new, _severity(report))
    unread = [finding for finding in report["findings"] if finding["kind"] == "not_read" and not finding["accepted"]]
    if any(finding["rule_id"] == NOTHING_READ for finding in unread):
        return "The audit is incomplete: no call centers were read"
    if unread:
        return "The audit is incomplete: not everything could be read"
    return "The audit is incomplete: some rules of %s could not be evaluated" % _severity(report)


def _severity(report):
    return "%s severity%s" % (report["fail_on"], "" if report["fail_on"] == "high" else " or higher")


def _about_accounts(rows):
    shown = rows if len(rows) <= MOST_ACCOUNTS else [row for row in rows if row["error"]][:MOST_ACCOUNTS]
    more = len(rows) - len(shown)
    return [*map(_about_account, shown), *(["%d more accounts and regions: see the report." % more] if more else [])]


def _about_no_account(report):
    """Return a line about findings without an account, so that the lines add up; no line if there are none."""
    number = sum(report["summary"]["findings"].values()) - sum(row["findings"] for row in report["accounts"])
    return ["No specific account: %s" % _count(number, "open finding")] if number > 0 else []


def _about_account(row):
    place = ", ".join(filter(None, (row["account"], row["region"], " and ".join(row["api_versions"]))))
    seconds = "" if row["seconds"] is None else ", %.2f s" % row["seconds"]
    error = "" if row["error"] is None else ". " + row["error"]
    counts = _count(row["instances"], "call center"), _count(row["findings"], "open finding")
    return "%s: %s, %s%s%s" % (place, *counts, seconds, error)


def _count(number, noun):
    return "%d %s%s" % (number, noun, "" if number == 1 else "s")
