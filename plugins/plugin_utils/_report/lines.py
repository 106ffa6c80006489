# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the job's output says of an audit: a list of short lines without facts. Pure."""

from __future__ import annotations

# Of more reads, only those that failed have a line, and so many at most.
MOST_READS = 20


def lines_of(report, path):
    """Return the lines (list of str) about a report; ``path``: of report.html, or None if it was not written."""
    summary, drift = report["summary"], report["summary"]["drift"]
    return [
        *_about_reads(report["accounts"]),
        "Call centers: %d. Accounts: %d, of which %d could not be read, or not wholly."
        % (summary["instances"], summary["accounts"], summary["accounts_failed"]),
        "Findings: %s; %d not evaluated, %d accepted."
        % (
            ", ".join("%d %s" % (number, severity) for severity, number in summary["findings"].items()),
            summary["not_evaluated"],
            summary["accepted"],
        ),
        *(["Since the baseline: %(added)d added, %(removed)d removed, %(changed)d changed." % drift] if drift else []),
        path or "Nothing was written, in check mode.",
    ]


def _about_reads(reads):
    shown = reads if len(reads) <= MOST_READS else [read for read in reads if read["error"]][:MOST_READS]
    more = len(reads) - len(shown)
    return [*map(_about_read, shown), *(["%d more: see the report." % more] if more else [])]


def _about_read(read):
    place = ", ".join(filter(None, (read["account"], read["region"], read["api_version"])))
    seconds = "" if read["seconds"] is None else ", %.2f s" % read["seconds"]
    error = "" if read["error"] is None else ". " + read["error"]
    # One that several reads list is judged once.
    counts = _count(read["instances"], "call center"), _count(read["findings"], "finding")
    return "%s: %s judged, %s%s%s" % (place, *counts, seconds, error)


def _count(number, noun):
    return "%d %s%s" % (number, noun, "" if number == 1 else "s")
