# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an audit cannot see, in groups of lines, and the lists that would switch rules on. Pure."""

from __future__ import annotations

import json
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.labels import label_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._report.printable import printable

# In the order of the page: first what the reader can fix.
_CAUSES = ("not_read", "not_member", "condition", "version")
_MOST_ACCOUNTS = 3
_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*\Z", re.ASCII)


def unseen_of(not_judged, text, labels):
    """Return groups of rules that were not judged: a list of dicts ``heading``, ``note`` (or None) and ``lines``.

    A line is a dict: ``rules`` (list of dicts ``rule_id`` and ``title``), ``what`` (what was missing), ``accounts``,
    ``places``, ``instances``, ``first`` (as in the report, or None) and ``until`` (the last day on which it is
    accepted, or None). One line can cover several accounts, or several rules about the same places.
    """
    groups = {}
    for item in not_judged:
        if item["outcome"] not in ("not_reported", "not_evaluated"):
            continue
        heading, note, what = _explained(item, text, labels)
        group = groups.setdefault(
            (_CAUSES.index(item["cause"]) if item["cause"] in _CAUSES else len(_CAUSES), heading, note), {}
        )
        line = group.setdefault((item["rule_id"], what), _line(item, what))
        line["places"] += item["places"] or 0
        line["instances"] += item["instances"] or 0
        if item["account"] is not None and printable(item["account"]) not in line["accounts"]:
            line["accounts"].append(printable(item["account"]))
    return [
        {"heading": heading, "note": note, "lines": _joined(_with_accounts(line) for line in group.values())}
        for (_cause, heading, note), group in sorted(groups.items(), key=lambda pair: pair[0][0])
    ]


def _explained(item, text, labels):
    """Return the heading of an element's group, a note or None, and what is missing; ``item``: of not_judged."""
    missing = [label_of(labels, printable(name)) for name in (*item["facts"], *item["kinds"])]
    what = text("and").join(missing)
    versions = text("and").join(map(printable, item["api_versions"]))
    reason = printable(item["reason"]).strip()
    if item["outcome"] == "not_reported":
        return text("unreported_by", version=versions), None, what or reason
    if item["cause"] == "not_read":
        return text("unevaluated_not_read"), reason or None, what
    if item["cause"] == "not_member":
        return text("unevaluated_not_member"), None, what
    if item["cause"] == "nothing":
        return text("unevaluated_condition"), None, text("no_instances")
    return text("unevaluated_condition"), None, reason or what


def _line(item, what):
    accepted = item.get("accepted")
    return {
        "rules": [{"rule_id": item["rule_id"], "title": item["title"]}],
        "what": what,
        "accounts": [],
        "places": 0,
        "instances": 0,
        "first": item["first"] if item["outcome"] == "not_evaluated" else None,
        "until": accepted["until"] if isinstance(accepted, dict) else None,
    }


def _with_accounts(line):
    accounts = line["accounts"]
    more = len(accounts) - _MOST_ACCOUNTS
    return {**line, "accounts": accounts[:_MOST_ACCOUNTS], "more_accounts": max(more, 0)}


def _joined(lines):
    """Return the lines; those about the same missing facts in the same places are joined."""
    joined = {}
    for line in lines:
        first = line["first"] and [line["first"][key] for key in ("account", "instance_id", "subject")]
        same = repr([line[key] for key in ("what", "accounts", "more_accounts", "instances", "until")] + [first])
        if line["what"] and same in joined:
            joined[same]["rules"] += line["rules"]
        else:
            joined[same if line["what"] else len(joined)] = line
    return list(joined.values())


# --- Lists that would switch rules on ---


def wanted_of(not_judged, text):
    """Return a dict of what rules need: ``rules`` and a ``snippet`` (YAML) for lists, ``kinds`` for audit_include.

    ``kinds`` is a list of ``(kind, rules)``; a rule is an element of not_judged. ``count`` is the number of rules.
    """
    asked = [item for item in not_judged if item["outcome"] == "not_asked" and item["cause"] in ("params", "include")]
    rules = {item["rule_id"]: dict(item) for item in asked if item["cause"] == "params"}
    kinds = {}
    for item in asked:
        for kind in item["kinds"] if item["cause"] == "include" else ():
            kinds.setdefault(printable(kind), {})[item["rule_id"]] = item
    return {
        "rules": list(rules.values()),
        "snippet": _snippet(rules.values(), text),
        "kinds": [(kind, list(of_kind.values())) for kind, of_kind in kinds.items()],
        "count": len({item["rule_id"] for item in asked}),
    }


def _snippet(rules, text):
    lines = ["# " + text("snippet_comment"), "audit_rule_overrides:"]
    for rule in rules:
        lines += ["  # " + " ".join(printable(rule["title"]).split()), "  %s:" % _key(rule["rule_id"]), "    params:"]
        lines += ["      %s: []" % _key(name) for name in rule["params"]]
    return "\n".join(lines) + "\n"


def _key(name):
    name = printable(name)
    return name if _PLAIN_KEY.match(name) else json.dumps(name, ensure_ascii=False)
