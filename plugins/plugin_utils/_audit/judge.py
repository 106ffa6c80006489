# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Evaluates rules over call centers: their violations and outcomes. Pure, except for the Jinja environment."""

from __future__ import annotations

import collections

from ansible_collections.alicloud.ccc.plugins.module_utils._fleet_read import INSIDE
from ansible_collections.alicloud.ccc.plugins.module_utils._operations import LIST_UNASSIGNED_NUMBERS, OLD_VERSION
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.answers import answers_for
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import (
    KNOWN,
    PHONE_NUMBERS,
    UNASSIGNED_NUMBERS,
    lists_kind,
    reports,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.both_versions import call_centers_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.conditions import (
    NotEvaluated,
    context_of,
    is_constant,
    message_of,
    truth_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.environment import quick_environment
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.names import SCOPES, Fleet, subject_of
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.outcomes import (
    HOLDS,
    INCLUDE,
    NOT_ASKED,
    NOT_EVALUATED,
    NOT_MEMBER,
    NOT_READ,
    NOT_REPORTED,
    PARAMS,
    VERSION,
    VIOLATED,
    Outcomes,
    Unjudged,
    why,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.rules import checked_rules

FINDING = (
    *("rule_id", "title", "severity", "scope", "kind"),
    *("account", "region", "instance_id", "instance_name", "subject", "subject_name", "message", "reason", "accepted"),
)
"""The keys of a finding, in order."""
Judgement = collections.namedtuple("Judgement", ("findings", "not_judged", "rules"))
"""The result of judge.

findings: the violations (list of dict), by rule, and for each rule in the order of the call centers.
not_judged: what was not evaluated, and why: a list of dict, one for each rule and reason.
rules: for each rule id ``(outcome, outcomes)``: its outcome, and a list of dict with ``outcome``, ``api_versions`` and
``accounts`` that covers all accounts.
"""


def judge(environment, instances, rules, now, shown=None, reads=(), numbers=None, shown_numbers=None):
    """Return the Judgement of ``rules`` (list of dict) over ``instances`` (of call_centers_of), all plain data.

    ``now``: milliseconds since 1970. ``shown``: the same instances as messages may show them, if they are masked.
    ``reads``: what was read, dicts with ``account``, ``region``, ``api_version``, ``error``, ``has_numbers`` (whether
    the account's numbers were read), and ``failures``: an error text by operation. ``numbers``: the unassigned numbers,
    or None if they were not requested; ``shown_numbers``: the same for messages. Raises RuleError.
    """
    environment = quick_environment(environment)
    checked = checked_rules(environment, rules)
    fleet = Fleet(environment, instances, now, numbers, checked, reads)
    # A message calls a call center without a name by its id.
    named = [
        facts if facts.get("instance_name") else {**facts, "instance_name": facts.get("instance_id")}
        for facts in (instances if shown is None else shown)
    ]
    shown_fleet = Fleet(environment, named, now, numbers if shown_numbers is None else shown_numbers, checked, reads)
    outcomes = Outcomes([rule.rule for rule in checked], fleet.cells)
    applicable = [rule for rule in (_applicable(environment, rule, outcomes) for rule in checked) if rule]
    reads_by_place = {(read["account"], read["region"], read["api_version"]): read for read in reads}
    judging = _Judging(fleet, shown_fleet, outcomes, reads_by_place)
    by_scope = {scope: [rule for rule in applicable if rule.rule["scope"] == scope] for scope in SCOPES}
    judging.judge_fleet(by_scope.pop("fleet"))
    judging.judge_numbers(by_scope.pop("unassigned_number"))
    judging.judge_instances({scope: rules for scope, rules in by_scope.items() if rules})
    return Judgement(judging.findings(checked), *outcomes.summary())


def findings_of(environment, instances, rules, now, mask=None):
    """Return the findings of ``rules`` in ``instances``, facts of modules: all lists of dict, of plain data.

    After the violations of a rule comes a finding for each reason why it could not be evaluated, with the first object
    concerned: of the kind ``not_evaluated``, and for custom rules also ``not_reported`` and ``not_asked``, since these
    can be a mistake. ``mask``: a function that returns instances as messages may show them. Raises RuleError.
    """
    instances = call_centers_of(instances)
    judgement = judge(environment, instances, rules, now, mask and mask(instances))
    found = [{**finding, "places": 1} for finding in judgement.findings]
    builtin = {rule["id"] for rule in BUILTIN_RULES}
    for line in judgement.not_judged:
        if line["places"] and (line["outcome"] == NOT_EVALUATED or line["rule_id"] not in builtin):
            finding = {**line, **line["first"], "severity": None, "kind": line["outcome"], "message": line["title"]}
            found.append({key: finding[key] for key in (*FINDING, "places")})
    positions = {rule["id"]: position for position, rule in enumerate(rules)}
    return sorted(found, key=lambda finding: positions[finding["rule_id"]])


def _applicable(environment, rule, outcomes):
    """Return the rule without those conditions of ``when`` that are true for any object; None if one is false."""
    when = list(rule.when)
    try:
        while when and is_constant(when[0]):
            if not truth_of(when[0], context_of(environment, rule.names)):
                params = {path[1] for path in when[0].paths if path[0] == "params" and len(path) > 1}
                without = sorted(name for name in params if rule.names["params"].get(name) is None)
                outcomes.add(rule.rule, Unjudged(NOT_ASKED, PARAMS, params=tuple(without)))
                return None
            del when[0]
    except NotEvaluated:
        pass  # reported for each object
    return rule._replace(when=when)


class _Judging:
    """One evaluation of a set of rules.

    ``fleet``: what conditions see. ``shown``: what messages show, a Fleet as well. ``reads``: by account, region and
    API version.
    """

    def __init__(self, fleet, shown, outcomes, reads):
        self._fleet, self._shown, self._outcomes, self._reads = fleet, shown, outcomes, reads
        self._found = collections.defaultdict(list)
        self._answers = {}

    def findings(self, rules):
        return [finding for rule in rules for finding in self._found[rule.rule["id"]]]

    def judge_fleet(self, rules):
        for rule in rules:
            context = context_of(self._fleet.environment, self._fleet.names({}))
            self._outcomes.judged(rule.rule, self._fleet.cells or {(None, ())})
            self._evaluate(rule, context, "fleet", None, None)

    def judge_instances(self, by_scope):
        """Evaluate the rules (lists by scope) in each call center."""
        by_scope = {scope: self._without_left_out(scope, rules) for scope, rules in by_scope.items()}
        self._answers = {
            rule.rule["id"]: answers_for(rule, scope) for scope, rules in by_scope.items() for rule in rules
        }
        for position in range(len(self._fleet.instances)):
            missing = self._missing(position)
            for scope, rules in by_scope.items():
                self._judge_instance(scope, rules, position, missing)

    def _without_left_out(self, scope, rules):
        """Return the rules all of whose lists are in some call center; record the others as not asked."""
        instances, cells = self._fleet.instances, self._fleet.cells
        left_out = [kind for kind in INSIDE if not any(kind in instance for instance in instances)]
        kept = []
        for rule in rules:
            kind = next((kind for kind in left_out if kind in rule.kinds), None)
            if kind is None or not instances:
                kept.append(rule)
                continue
            self._outcomes.judged(rule.rule, cells)
            place = self._location(scope, 0, None)
            self._outcomes.add(
                rule.rule,
                Unjudged(NOT_ASKED, INCLUDE, kinds=(kind,)),
                places=(place, range(len(instances))),
            )
        return kept

    def _judge_instance(self, scope, rules, position, missing):
        if not rules:
            return
        cell = self._fleet.cell_of(position)
        if missing:
            rules, all_rules = [], rules
            for rule in all_rules:
                kind = next((kind for kind in INSIDE if kind in rule.kinds and kind in missing), None)
                if kind is None:
                    rules.append(rule)
                else:
                    unjudged = missing[kind]
                    if unjudged.outcome == NOT_EVALUATED:
                        unjudged = self._unreported(rule, kind, position) or unjudged
                    self._record_unjudged(rule, unjudged, scope, position, None)
        count = self._fleet.count(scope, position)
        if count is None:
            unjudged = Unjudged(NOT_EVALUATED, reason="%s is not a list of objects" % self._fleet.list_of(scope))
            for rule in rules:
                self._record_unjudged(rule, unjudged, scope, position, None)
            return
        for rule in rules:
            self._outcomes.judged(rule.rule, (cell,))
        for number in range(count if rules else 0):
            self._judge_object(scope, rules, position, number)

    def _judge_object(self, scope, rules, position, number):
        (instance, item), context = self._fleet.objects(scope, position, number), None
        versions = self._fleet.versions_of[position]
        for rule in rules:
            answers = self._answers[rule.rule["id"]]
            key = answers and answers.key(versions, instance, item)
            answer = answers.get(key) if key else None
            if answer is None:
                context = context or context_of(self._fleet.environment, self._fleet.names_of(scope, position, number))
                answer = self._answer(rule, context, scope, position, number)
                if key and getattr(answer, "account", None) is None:
                    answers.put(key, answer)
            if answer != HOLDS:
                self._record(answer, rule, scope, position, number)

    def _unreported(self, rule, kind, position):
        """Return an Unjudged if the rule needs a fact that a missing list would not report anyway, else None."""
        versions = self._fleet.versions_of[position]
        facts = [fact for fact in KNOWN[kind] & rule.words if not reports(kind, fact, versions)]
        if not versions or not facts or rule.has_guards:
            return None
        return Unjudged(NOT_REPORTED, VERSION, api_versions=versions, facts=tuple(sorted(facts)))

    def _missing(self, position):
        """Return, for each kind of list that a call center lacks, the reason as an Unjudged."""
        missing, instance = {}, self._fleet.instances[position]
        for kind, operation in INSIDE.items():
            if instance.get(kind) is not None:
                continue
            if kind not in instance:
                if kind in self._fleet.kinds:
                    missing[kind] = Unjudged(NOT_ASKED, INCLUDE, kinds=(kind,))
                continue
            versions = self._fleet.versions_of[position]
            if versions and not lists_kind(kind, versions):
                missing[kind] = Unjudged(NOT_REPORTED, VERSION, kinds=(kind,), api_versions=versions)
            elif instance.get("is_member") is False:
                missing[kind] = Unjudged(NOT_EVALUATED, NOT_MEMBER, kinds=(kind,), account=instance.get("account"))
            elif "also_in" in instance or kind != PHONE_NUMBERS:
                account, error = instance.get("account"), self._error(instance, position, operation)
                missing[kind] = Unjudged(NOT_EVALUATED, NOT_READ, kinds=(kind,), reason=error, account=account)
        return missing

    def _error(self, instance, position, operation):
        """Return the account's error of an operation that lists what is in a call center, or None."""
        place = instance.get("account"), instance.get("region")
        reads = [self._reads.get((*place, version)) for version in self._fleet.versions_of[position]]
        errors = [_failure(read, operation) for read in reads if read]
        return next(filter(None, errors), None)

    def judge_numbers(self, rules):
        numbers, places = self._fleet.numbers, {}
        for (account, _region, version), read in self._reads.items():
            cell = (account, (version,))
            if numbers is None:
                unjudged = Unjudged(NOT_ASKED, INCLUDE, kinds=(UNASSIGNED_NUMBERS,))
            elif read["has_numbers"]:
                places[account] = cell
                continue
            elif version == OLD_VERSION:
                if any(a == account and v != version for a, _region, v in self._reads):
                    continue
                kinds = (UNASSIGNED_NUMBERS,)
                unjudged = Unjudged(NOT_REPORTED, VERSION, kinds=kinds, api_versions=(version,))
            else:
                kinds, error = (UNASSIGNED_NUMBERS,), _failure(read, LIST_UNASSIGNED_NUMBERS)
                unjudged = Unjudged(NOT_EVALUATED, NOT_READ, kinds=kinds, reason=error, account=account)
            for rule in rules:
                self._outcomes.add(rule.rule, unjudged, cell)
        for rule in rules:
            self._outcomes.judged(rule.rule, places.values())
        for position in range(len(numbers or ())):
            names = self._fleet.names_of("unassigned_number", position, None)
            context = context_of(self._fleet.environment, names)
            for rule in rules:
                self._evaluate(rule, context, "unassigned_number", position, None)

    def _evaluate(self, rule, context, scope, position, number):
        answer = self._answer(rule, context, scope, position, number)
        if answer != HOLDS:
            self._record(answer, rule, scope, position, number)

    def _answer(self, rule, context, scope, position, number):
        """Return what a rule says about one object: HOLDS, VIOLATED, or an Unjudged."""
        context.parent.update(rule.names)
        try:
            holds = not _all_hold(rule.when, context) or _all_hold(rule.that, context)
        except NotEvaluated as error:
            return why(error, rule, self._fleet, scope, position, number)
        return HOLDS if holds else VIOLATED

    def _record(self, answer, rule, scope, position, number):
        """Record a violation, or why a rule was not evaluated."""
        if answer != VIOLATED:
            self._record_unjudged(rule, answer, scope, position, number)
            return
        message, reason = rule.rule["title"], None
        if rule.message:
            names = {**self._shown.names_of(scope, position, number), **rule.names}
            try:
                message = message_of(rule.message, context_of(self._fleet.environment, names))
            except NotEvaluated as error:
                reason = "the title is shown instead of the message: %s" % error
        self._outcomes.violated(rule.rule, self._fleet.cell_of(position, scope))
        self._found[rule.rule["id"]].append(
            {
                "rule_id": rule.rule["id"],
                **{key: rule.rule[key] for key in ("title", "severity", "scope")},
                "kind": "violation",
                **self._location(scope, position, number),
                "message": message,
                "reason": reason,
                "accepted": None,
            }
        )

    def _record_unjudged(self, rule, unjudged, scope, position, number):
        """Record that a rule was not evaluated for an object."""
        cell = self._fleet.cell_of(position, scope)
        instance = None if scope == "unassigned_number" else position
        self._outcomes.add(rule.rule, unjudged, cell, instance, lambda: self._location(scope, position, number))

    def _location(self, scope, position, number):
        """Return the keys of a finding that say where an object is."""
        instance, _item = self._fleet.objects(scope, position, number)
        subject, name = subject_of(scope, self._shown.objects(scope, position, number)[1])
        where = {key: _as_string(instance.get(key)) for key in ("account", "region", "instance_id", "instance_name")}
        return {**where, "subject": _as_string(subject), "subject_name": _as_string(name)}


def _failure(read, operation):
    failures = read.get("failures")
    return failures.get(operation.action) if failures else read["error"]


def _all_hold(conditions, context):
    """Return whether all conditions are true. The first false one ends the evaluation. Raises NotEvaluated."""
    for condition in conditions:  # noqa: SIM110 - a generator takes twice the time, a million times
        if not truth_of(condition, context):
            return False
    return True


def _as_string(value):
    return value if value is None or isinstance(value, str) else str(value)
