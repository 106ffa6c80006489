# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the template of report.html shows, made of an audit's report. Pure."""

from __future__ import annotations

import collections
import functools
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import WORST_FIRST
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import name_of, printable
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.report import is_open_violation

# From these sizes on, groups are closed, and content off the screen is not laid out.
_MANY_FINDINGS = 300
_MANY_IN_ALL = 1000
# More kinds of status are shown as one.
_MOST_STATUSES = 6
# A smaller part of a chart is drawn this large, in percent, so that it can be seen.
_SMALLEST_PART = 2
_GAP = 0.8
# An address as the gateway has it, without a scheme, or a web address. No user, no blank, nothing beyond ASCII.
_WEB_ADDRESS = re.compile(r"(https?://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}(:[0-9]{1,5})?([/?#][!-~]*)?\Z")


def view_of(report, text):
    """Return a dict of what the page shows in addition to the report.

    ``text``: a function of texts_in().
    """
    positions = {_location_and_id(facts): position for position, facts in enumerate(report["instances"], 1)}
    findings = [
        dict(finding, position=position, at=positions.get(_location_and_id(finding)), place=_location(finding))
        for position, finding in enumerate(report["findings"], 1)
    ]
    still_open = [finding for finding in findings if is_open_violation(finding)]
    return {
        "verdict": _verdict(report, still_open, text),
        "open": len(still_open),
        "groups": _groups(report["rules"], still_open),
        "accepted": [finding for finding in findings if finding["accepted"]],
        "met": [rule for rule in report["rules"] if rule["outcome"] == "holds"],
        "groups_are_open": len(findings) <= _MANY_FINDINGS,
        "large": len(findings) + len(report["instances"]) > _MANY_IN_ALL,
        "severities": _severity_chart(report["summary"], text),
        "statuses": _status_chart(report["summary"]["statuses"], text),
        "instances": _instances(report["instances"], still_open),
        "drift": _drift(report["drift"], positions),
    }


def _location_and_id(item):
    return tuple(printable(item[key]) for key in ("account", "region", "instance_id"))


def _location(item):
    return " · ".join(filter(None, (printable(item["account"]), printable(item["region"]))))


def _verdict(report, still_open, text):
    fail_on = report["fail_on"]
    if report["verdict"] == "incomplete":
        return text("incomplete")
    if not still_open:
        return text("passed_empty", len(report["rules"]))
    count = len(still_open)
    if report["verdict"] == "failed":
        failing = WORST_FIRST[: WORST_FIRST.index(fail_on) + 1] if fail_on in WORST_FIRST else WORST_FIRST
        count = sum(1 for finding in still_open if finding["severity"] in failing)
    return text("%s_%s" % (report["verdict"], fail_on), count)


# --- Findings by rule ---


def _groups(rules, findings):
    """Return the rules of which there are findings, worst first: pairs of rule and findings."""
    by_rule = collections.defaultdict(list)
    for finding in findings:
        by_rule[finding["rule_id"]].append(finding)
    known = {rule["id"]: rule for rule in rules}
    groups = [(known[rule_id], found) for rule_id, found in by_rule.items()]
    return sorted(groups, key=lambda group: (WORST_FIRST.index(group[0]["severity"]), -len(group[1])))


# --- Charts ---


def _severity_chart(summary, text):
    """Return the parts of a ring: open findings by severity, and those that could not be evaluated."""
    counts = {severity: summary["findings"][severity] for severity in WORST_FIRST}
    return _chart([(key, text(key), count) for key, count in counts.items()], text)


def _status_chart(statuses, text):
    """Return the parts of a bar: call centers by status, as the gateway calls it."""
    ordered = sorted(statuses.items(), key=lambda item: -item[1])
    named = [(str(i), printable(name) or text("unknown"), n) for i, (name, n) in enumerate(ordered[:_MOST_STATUSES])]
    rest = sum(n for _name, n in ordered[_MOST_STATUSES:])
    return _chart(named + ([("others", text("others"), rest)] if rest else []), text)


def _chart(counted, text):
    """Return a dict of a chart's ``total``, its ``parts`` with start and length in percent, and its ``description``.

    ``counted``: list of key, name, and number.
    """
    total = sum(n for _key, _name, n in counted)
    sizes = (
        [max(100 * n / total, _SMALLEST_PART) if n else 0 for _key, _name, n in counted]
        if total
        else [0] * len(counted)
    )
    scale = 100 / (sum(sizes) or 1)
    parts, start = [], 0
    for (key, name, n), size in zip(counted, sizes, strict=True):
        length = size * scale
        gap = _GAP if length < 100 else 0
        drawn = max(length - gap, 0)
        parts.append(
            {
                "key": key,
                "name": name,
                "n": n,
                "start": round(start, 2),
                "length": round(length, 2),
                "drawn": round(drawn, 2),
            }
        )
        start += length
    return {
        "total": total,
        "parts": parts,
        "description": text("and").join(text("of", part["n"], what=part["name"]) for part in parts),
    }


# --- Call centers ---


def _instances(instances, findings):
    by_position = collections.defaultdict(list)
    for finding in findings:
        by_position[finding["at"]].append(finding)
    return [
        {
            "position": position,
            "name": name_of(facts),
            "id": printable(facts["instance_id"]),
            "place": _location(facts),
            "status": printable(facts["status"]),
            "findings": len(by_position[position]),
            "worst": next((s for s in WORST_FIRST if any(f["severity"] == s for f in by_position[position])), None),
            "facts": facts,
        }
        for position, facts in enumerate(instances, 1)
    ]


def fields_and_tables(facts):
    """Return facts as the script shows them: fields (name, text, address or null), and tables (name, columns, rows)."""
    fields, tables = [], []
    for name, value in facts.items():
        if isinstance(value, list) and (not value or all(isinstance(item, dict) for item in value)):
            columns = list(dict.fromkeys(key for item in value for key in item))
            rows = [[_printable_or_none(item.get(column)) for column in columns] for item in value]
            tables.append([_heading(name), [_heading(column) for column in columns], rows])
        else:
            fields.append(
                [_heading(name), _printable_or_none(value), web_address(value) if name == "console_url" else None]
            )
    return {"fields": fields, "tables": tables}


# Of many call centers, names of facts are the same.
_heading = functools.lru_cache(maxsize=1024)(printable)


def _printable_or_none(value):
    """Return text, or null. Numbers are texts: a script would round those of more than 15 digits."""
    if value is None or (value.__class__ is str and value.isprintable()):
        return value
    return printable(value)


def web_address(value):
    """Return what a link may lead to: an address of the web, with a scheme; or None."""
    if not isinstance(value, str) or not _WEB_ADDRESS.match(value):
        return None
    return value if value.startswith(("https://", "http://")) else "https://" + value


# --- Drift ---


def _drift(drift, positions):
    """Return the report's drift, each instance of it with ``at``, its position among the instances, and its place."""
    if drift is None:
        return None
    kinds = ("added", "removed", "changed")
    return {
        kind: [dict(item, at=positions.get(_location_and_id(item)), place=_location(item)) for item in drift[kind]]
        for kind in kinds
    }
