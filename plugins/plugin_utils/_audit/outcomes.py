# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The outcome of a rule: violated, holds, not reported, not evaluated or not asked; and why. Pure."""

from __future__ import annotations

import collections

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import INSIDE
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import (
    INSTANCE,
    IS_MEMBER,
    KNOWN,
    OF_GET_INSTANCE,
    OF_LIST_INSTANCES,
    PHONE_NUMBERS,
    is_from_list,
    reports,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.names import LISTS

VIOLATED, HOLDS = "violated", "holds"
NOT_REPORTED, NOT_EVALUATED, NOT_ASKED = "not_reported", "not_evaluated", "not_asked"
OUTCOMES = (VIOLATED, HOLDS, NOT_REPORTED, NOT_EVALUATED, NOT_ASKED)
"""If accounts differ, a rule's outcome is the first of these that applies to one of them."""
# In one account, a rule holds if nothing else applies.
_OF_ONE_ACCOUNT = (VIOLATED, NOT_EVALUATED, NOT_REPORTED, NOT_ASKED)
# Causes: the API version, a call center that the key's user is not a member of, a list that was not read, a condition
# without a result, a param that is not set, a kind that was not requested, no call centers.
VERSION, NOT_MEMBER, NOT_READ, CONDITION = "version", "not_member", "not_read", "condition"
PARAMS, INCLUDE, NOTHING = "params", "include", "nothing"

_NOT_SHOWN = "the API version that reports it was not read, or does not show the object"
_FIELDS = ("outcome", "cause", "account", "api_versions", "facts", "kinds", "params", "reason")
Unjudged = collections.namedtuple("Unjudged", _FIELDS, defaults=(CONDITION, None, (), (), (), (), None))
"""Why a rule was not evaluated. account: the one that the reason is about, or None if it is the same for all."""


def why(error, rule, fleet, scope, position, number):
    """Return the Unjudged for a NotEvaluated that a rule raised for an object of a Fleet."""
    reason = str(error)
    if error.missed is None and "complete" in rule.words and not fleet.is_complete:
        return Unjudged(NOT_EVALUATED, NOT_READ, kinds=("instances",), reason="not all call centers could be listed")
    if error.missed is None or position is None:
        return _why_of_fleet(error, rule, fleet, reason)
    instance, item = fleet.objects(scope, position, number)
    versions = fleet.versions_of[position] if scope != "unassigned_number" else ()
    holder, fact = error.missed
    kind = _kind_of(holder, fact, instance, item, scope, rule)
    if kind is None or not versions:
        return Unjudged(NOT_EVALUATED, reason=reason)
    if fact == IS_MEMBER and "also_in" not in instance:  # only ccc_fleet_info determines it
        return Unjudged(NOT_ASKED, INCLUDE, facts=(fact,))
    if fact in INSIDE and kind == INSTANCE:
        return Unjudged(NOT_ASKED, INCLUDE, kinds=(fact,))
    if kind == PHONE_NUMBERS and reports(kind, fact, versions) and not is_from_list(instance.get(kind)):
        return Unjudged(NOT_ASKED, INCLUDE, kinds=(kind,))
    was_asked = kind == INSTANCE and fact in OF_LIST_INSTANCES and "is_member" in instance
    if reports(kind, fact, versions) or was_asked:
        return Unjudged(NOT_EVALUATED, NOT_READ, instance.get("account"), facts=(fact,), reason=_NOT_SHOWN)
    return Unjudged(NOT_REPORTED, VERSION, api_versions=versions, facts=(fact,))


def _why_of_fleet(error, rule, fleet, reason):
    if error.missed is None:
        return Unjudged(NOT_EVALUATED, reason=reason)
    _holder, fact = error.missed
    kinds = [kind for kind in (INSTANCE, *_kinds_in(rule)) if fact in KNOWN[kind]]
    versions = sorted({version for some in fleet.versions_of for version in some})
    lacking = tuple(v for v in versions if not any(reports(kind, fact, [v]) for kind in kinds))
    if kinds and lacking:
        return Unjudged(NOT_REPORTED, VERSION, api_versions=lacking, facts=(fact,))
    if fact in INSIDE:
        return Unjudged(NOT_ASKED, INCLUDE, kinds=(fact,))
    return Unjudged(NOT_EVALUATED, reason=reason)


def _kind_of(holder, fact, instance, item, scope, rule):
    """Return the kind of the object that lacks a fact, if an API version reports that fact for the kind, else None."""
    own = LISTS[scope][0] if scope in LISTS else INSTANCE
    if holder is None or holder is item:
        kinds = [own]
    elif holder is instance:
        kinds = [INSTANCE]
    else:
        kinds = _kinds_in(rule)
    known = {INSTANCE: {*KNOWN[INSTANCE], *INSIDE, *OF_LIST_INSTANCES}}
    return next((kind for kind in kinds if fact in known.get(kind, KNOWN[kind])), None)


def _kinds_in(rule):
    return [kind for kind in KNOWN if kind in rule.words]


class Outcomes:
    """The outcome of each rule in each cell: an account and the API versions that show its call centers."""

    def __init__(self, rules, cells):
        """``rules``: list of dict. ``cells``: all cells, for a rule that is not evaluated anywhere."""
        self._all = cells
        self._rules = {rule["id"]: rule for rule in rules}
        self._cells = {rule["id"]: {} for rule in rules}
        self._lines = {}

    def judged(self, rule, cells):
        """Record that a rule was evaluated in these cells."""
        known = self._cells[rule["id"]]
        for cell in cells:
            known.setdefault(cell, set())

    def violated(self, rule, cell):
        for one in self._cells[rule["id"]] if cell is None else (cell,):
            self._cells[rule["id"]].setdefault(one, set()).add(VIOLATED)

    def add(self, rule, unjudged, cell=None, position=None, place=None, places=None):
        """Record that a rule was not evaluated in a cell, or, without ``cell``, in all of its cells.

        For one object, ``position`` is that of its call center, and ``place`` a function that returns its location.
        For many call centers, ``places`` is the location in the first one, and their positions.
        """
        cells = self._cells[rule["id"]]
        for one in (list(cells) or self._all) if cell is None else (cell,):
            cells.setdefault(one, set()).add(unjudged.outcome)
        line = self._lines.setdefault((rule["id"], unjudged), {"places": 0, "instances": set(), "first": None})
        if places is not None:
            line["first"] = line["first"] or places[0]
            line["places"] += len(places[1])
            line["instances"].update(places[1])
        if place is not None:
            line["places"] += 1
            line["first"] = line["first"] or place()
            if position is not None:
                line["instances"].add(position)

    def summary(self):
        """Return ``(not_judged, rules)`` of a Judgement."""
        rules = {rule_id: self._outcome(rule_id) for rule_id in self._rules}
        positions = {rule_id: position for position, rule_id in enumerate(self._rules)}
        lines = sorted(self._lines.items(), key=lambda entry: positions[entry[0][0]])
        return [self._line(rule_id, unjudged, line) for (rule_id, unjudged), line in lines], rules

    def _outcome(self, rule_id):
        groups = {}
        for (account, versions), states in self._cells[rule_id].items():
            outcome = next((state for state in _OF_ONE_ACCOUNT if state in states), HOLDS)
            groups.setdefault((OUTCOMES.index(outcome), versions), []).append(account)
        outcomes = [
            {"outcome": OUTCOMES[index], "api_versions": list(versions), "accounts": _names(accounts)}
            for (index, versions), accounts in sorted(groups.items())
        ]
        if outcomes:
            return outcomes[0]["outcome"], outcomes
        unjudged = [unjudged.outcome for other, unjudged in self._lines if other == rule_id]
        if not unjudged:
            self._lines[rule_id, Unjudged(NOT_EVALUATED, NOTHING)] = {"places": 0, "instances": set(), "first": None}
        return (unjudged or [NOT_EVALUATED])[0], []

    def _line(self, rule_id, unjudged, line):
        rule = self._rules[rule_id]
        unjudged = unjudged._replace(reason=_explanation(unjudged))
        return {
            "rule_id": rule_id,
            **{key: rule[key] for key in ("title", "severity", "scope")},
            **{key: list(value) if isinstance(value, tuple) else value for key, value in unjudged._asdict().items()},
            "places": line["places"],
            "instances": len(line["instances"]),
            "first": line["first"],
            "accepted": None,
        }


def _names(accounts):
    return sorted({account for account in accounts if account is not None})


def _explanation(unjudged):
    """Return why a rule was not evaluated, as a string."""
    what = ", ".join(unjudged.facts or unjudged.kinds or unjudged.params)
    if unjudged.cause == VERSION:
        versions = " and ".join(unjudged.api_versions)
        verb = "does" if len(unjudged.api_versions) == 1 else "do"
        where = " in lists of call centers" if OF_GET_INSTANCE.issuperset(unjudged.facts or [None]) else ""
        return "API version %s %s not report %s%s" % (versions, verb, what, where)
    return {
        NOT_MEMBER: "%s could not be read: the key's user is not a member of the call center" % what,
        NOT_READ: "%s could not be read%s" % (what, ": %s" % unjudged.reason if unjudged.reason else ""),
        INCLUDE: "not requested: %s" % what,
        PARAMS: "%s is not set" % what if what else "its `when` is never true",
        NOTHING: "no call center was read",
    }.get(unjudged.cause, unjudged.reason)
