# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the job's output says of an audit: a list of short lines without facts. Pure."""

from __future__ import annotations

# Of more accounts and regions, only those that failed have a line, and so many at most.
MOST_ACCOUNTS = 20


def lines_of(report, path):
    """Return the lines (list of str) about a report; ``path``: of report.html, or None if it was not written."""
    summary, drift = report["summary"], report["summary"]["drift"]
    return [
        *_about_accounts(report["accounts"]),
        "Call centers: %d. Accounts: %d, of which %d could not be read, or not wholly."
        % (summary["instances"], summary["accounts"], summary["accounts_failed"]),
        "Open findings: %s. Accepted: %d."
        % (
            ", ".join("%d %s" % (number, severity) for severity, number in summary["findings"].items()),
            summary["accepted"],
        ),
        "Rules: %s." % ", ".join("%d %s" % (n, outcome.replace("_", " ")) for outcome, n in summary["rules"].items()),
        *(["Since the baseline: %(added)d added, %(removed)d removed, %(changed)d changed." % drift] if drift else []),
        "Verdict: %s." % verdict_of(report),
        path or "Nothing was written, in check mode.",
    ]


def verdict_of(report):
    """Return the verdict, and why it is not "passed"."""
    if report["verdict"] == "failed":
        return "failed, since there are open findings of severity %s" % _or_higher(report["fail_on"])
    if report["verdict"] == "passed":
        return "passed"
    if any(finding["kind"] == "not_read" and not finding["accepted"] for finding in report["findings"]):
        nothing = "no call center was read" if not report["instances"] else "not everything could be read"
        return "incomplete, since %s" % nothing
    return "incomplete, since rules of severity %s could not be evaluated" % _or_higher(report["fail_on"])


def _or_higher(severity):
    return severity if severity == "high" else "%s or higher" % severity


def _about_accounts(rows):
    shown = rows if len(rows) <= MOST_ACCOUNTS else [row for row in rows if row["error"]][:MOST_ACCOUNTS]
    more = len(rows) - len(shown)
    return [*map(_about_account, shown), *(["%d more: see the report." % more] if more else [])]


def _about_account(row):
    place = ", ".join(filter(None, (row["account"], row["region"], " and ".join(row["api_versions"]))))
    seconds = "" if row["seconds"] is None else ", %.2f s" % row["seconds"]
    error = "" if row["error"] is None else ". " + row["error"]
    counts = _count(row["instances"], "call center"), _count(row["findings"], "open finding")
    return "%s: %s, %s%s%s" % (place, *counts, seconds, error)


def _count(number, noun):
    return "%d %s%s" % (number, noun, "" if number == 1 else "s")
