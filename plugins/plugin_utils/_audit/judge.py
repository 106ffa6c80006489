# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Call centers and rules in; violations, and what became of each rule, out. Pure, but for the Jinja environment."""

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
"""The keys of a finding, in their order."""
Judgement = collections.namedtuple("Judgement", ("findings", "not_judged", "rules"))
"""What was judged.

findings: the violations (list of dict), by rule, and for each rule in the order of the call centers.
not_judged: what was not judged, and why: a list of dict, a line for each rule and reason.
rules: for each id of a rule ``(outcome, outcomes)``: what became of it, and a list of dict with ``outcome``,
``api_versions`` and ``accounts``, for all accounts.
"""


def judge(environment, instances, rules, now, shown=None, reads=(), numbers=None, shown_numbers=None):
    """Return the Judgement of ``rules`` (list of dict) over ``instances`` (of call_centers_of), all plain data.

    ``now``: milliseconds since 1970. ``shown``: the same instances as messages may show them, if that is not all.
    ``reads``: what was read, dicts with ``account``, ``region``, ``api_version``, ``error``, ``has_numbers`` (whether
    the account's numbers were read), and ``failures``: what failed, a text by operation. ``numbers``: the unassigned
    ones, or None if nobody asked for them; ``shown_numbers``: the same for messages. Raises RuleError.
    """
    environment = quick_environment(environment)
    checked = checked_rules(environment, rules)
    judged = Fleet(environment, instances, now, numbers, checked, reads)
    # A message calls a call center without a name by its id.
    named = [
        facts if facts.get("instance_name") else {**facts, "instance_name": facts.get("instance_id")}
        for facts in (instances if shown is None else shown)
    ]
    told = Fleet(environment, named, now, numbers if shown_numbers is None else shown_numbers, checked, reads)
    outcomes = Outcomes([rule.rule for rule in checked], judged.cells)
    asked = [rule for rule in (_asked(environment, rule, outcomes) for rule in checked) if rule]
    judging = _Judging(judged, told, outcomes, {(r["account"], r["region"], r["api_version"]): r for r in reads})
    by_scope = {scope: [rule for rule in asked if rule.rule["scope"] == scope] for scope in SCOPES}
    judging.judge_fleet(by_scope.pop("fleet"))
    judging.judge_numbers(by_scope.pop("unassigned_number"))
    judging.judge_instances({scope: rules for scope, rules in by_scope.items() if rules})
    return Judgement(judging.findings(checked), *outcomes.told())


def findings_of(environment, instances, rules, now, mask=None):
    """Return the findings of ``rules`` in ``instances``, facts of modules: all lists of dict, of plain data.

    After the violations of a rule comes a finding for each reason for which it could not be judged, with the first of
    its places: of the kind ``not_evaluated``, and of rules of one's own also ``not_reported`` and ``not_asked``, since
    these can be a mistake. ``mask``: a function that returns instances as
    messages may show them. Raises RuleError.
    """
    instances = call_centers_of(instances)
    judgement = judge(environment, instances, rules, now, mask and mask(instances))
    found = [{**finding, "places": 1} for finding in judgement.findings]
    builtin = {rule["id"] for rule in BUILTIN_RULES}
    for line in judgement.not_judged:
        if line["places"] and (line["outcome"] == NOT_EVALUATED or line["rule_id"] not in builtin):
            told = {**line, **line["first"], "severity": None, "kind": line["outcome"], "message": line["title"]}
            found.append({key: told[key] for key in (*FINDING, "places")})
    positions = {rule["id"]: position for position, rule in enumerate(rules)}
    return sorted(found, key=lambda finding: positions[finding["rule_id"]])


def _asked(environment, rule, outcomes):
    """Return the rule without conditions of ``when`` that are true whatever is judged; None if one is false."""
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
        pass  # it is said of each object
    return rule._replace(when=when)


class _Judging:
    """The judging of one set of rules. ``judged`` and ``told``: a Fleet each; ``reads``: by their places."""

    def __init__(self, judged, told, outcomes, reads):
        self._judged, self._told, self._outcomes, self._reads = judged, told, outcomes, reads
        self._found = collections.defaultdict(list)
        self._answers = {}

    def findings(self, rules):
        return [finding for rule in rules for finding in self._found[rule.rule["id"]]]

    def judge_fleet(self, rules):
        for rule in rules:
            context = context_of(self._judged.environment, self._judged.names({}))
            self._outcomes.judged(rule.rule, self._judged.cells or {(None, ())})
            self._ask(rule, context, "fleet", None, None)

    def judge_instances(self, by_scope):
        """Judge each call center by rules (lists by their scopes)."""
        by_scope = {scope: self._without_left_out(scope, rules) for scope, rules in by_scope.items()}
        self._answers = {
            rule.rule["id"]: answers_for(rule, scope) for scope, rules in by_scope.items() for rule in rules
        }
        for position in range(len(self._judged.instances)):
            lacking = self._lacking(position)
            for scope, rules in by_scope.items():
                self._judge_instance(scope, rules, position, lacking)

    def _without_left_out(self, scope, rules):
        """Return the rules that need no list that no call center has; take down the others."""
        instances, cells = self._judged.instances, self._judged.cells
        left_out = [kind for kind in INSIDE if not any(kind in instance for instance in instances)]
        kept = []
        for rule in rules:
            kind = next((kind for kind in left_out if kind in rule.kinds), None)
            if kind is None or not instances:
                kept.append(rule)
                continue
            self._outcomes.judged(rule.rule, cells)
            place = self._place(scope, 0, None)
            self._outcomes.add(
                rule.rule,
                Unjudged(NOT_ASKED, INCLUDE, kinds=(kind,)),
                places=(place, range(len(instances))),
            )
        return kept

    def _judge_instance(self, scope, rules, position, lacking):
        if not rules:
            return
        cell = self._judged.cell_of(position)
        if lacking:
            rules, all_rules = [], rules
            for rule in all_rules:
                kind = next((kind for kind in INSIDE if kind in rule.kinds and kind in lacking), None)
                if kind is None:
                    rules.append(rule)
                else:
                    unjudged = lacking[kind]
                    if unjudged.outcome == NOT_EVALUATED:
                        unjudged = self._unreported(rule, kind, position) or unjudged
                    self._take_down(rule, unjudged, scope, position, None)
        count = self._judged.count(scope, position)
        if count is None:
            unjudged = Unjudged(NOT_EVALUATED, reason="%s is not a list of objects" % self._judged.list_of(scope))
            for rule in rules:
                self._take_down(rule, unjudged, scope, position, None)
            return
        for rule in rules:
            self._outcomes.judged(rule.rule, (cell,))
        for number in range(count if rules else 0):
            self._judge_object(scope, rules, position, number)

    def _judge_object(self, scope, rules, position, number):
        (instance, item), context = self._judged.objects(scope, position, number), None
        versions = self._judged.versions_of[position]
        for rule in rules:
            answers = self._answers[rule.rule["id"]]
            key = answers and answers.key(versions, instance, item)
            answer = answers.get(key) if key else None
            if answer is None:
                context = context or context_of(
                    self._judged.environment, self._judged.names_of(scope, position, number)
                )
                answer = self._answer(rule, context, scope, position, number)
                if key and getattr(answer, "account", None) is None:
                    answers.put(key, answer)
            if answer != HOLDS:
                self._tell(answer, rule, scope, position, number)

    def _unreported(self, rule, kind, position):
        """Return an Unjudged if a list that is lacking would not have what a rule asks for anyway; else None."""
        versions = self._judged.versions_of[position]
        facts = [fact for fact in KNOWN[kind] & rule.words if not reports(kind, fact, versions)]
        if not versions or not facts or rule.has_guards:
            return None
        return Unjudged(NOT_REPORTED, VERSION, api_versions=versions, facts=tuple(sorted(facts)))

    def _lacking(self, position):
        """Return, for each kind of list that is not in a call center, why: an Unjudged."""
        lacking, instance = {}, self._judged.instances[position]
        for kind, operation in INSIDE.items():
            if instance.get(kind) is not None:
                continue
            if kind not in instance:
                if kind in self._judged.kinds:
                    lacking[kind] = Unjudged(NOT_ASKED, INCLUDE, kinds=(kind,))
                continue
            versions = self._judged.versions_of[position]
            if versions and not lists_kind(kind, versions):
                lacking[kind] = Unjudged(NOT_REPORTED, VERSION, kinds=(kind,), api_versions=versions)
            elif instance.get("is_member") is False:
                lacking[kind] = Unjudged(NOT_EVALUATED, NOT_MEMBER, kinds=(kind,), account=instance.get("account"))
            elif "also_in" in instance or kind != PHONE_NUMBERS:
                account, error = instance.get("account"), self._error(instance, position, operation)
                lacking[kind] = Unjudged(NOT_EVALUATED, NOT_READ, kinds=(kind,), reason=error, account=account)
        return lacking

    def _error(self, instance, position, operation):
        """Return why an operation did not list what is in a call center, as the account's reads say, or None."""
        place = instance.get("account"), instance.get("region")
        reads = [self._reads.get((*place, version)) for version in self._judged.versions_of[position]]
        errors = [_failure(read, operation) for read in reads if read]
        return next(filter(None, errors), None)

    def judge_numbers(self, rules):
        numbers, places = self._judged.numbers, {}
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
            names = self._judged.names_of("unassigned_number", position, None)
            context = context_of(self._judged.environment, names)
            for rule in rules:
                self._ask(rule, context, "unassigned_number", position, None)

    def _ask(self, rule, context, scope, position, number):
        answer = self._answer(rule, context, scope, position, number)
        if answer != HOLDS:
            self._tell(answer, rule, scope, position, number)

    def _answer(self, rule, context, scope, position, number):
        """Return what a rule says of one object: HOLDS, VIOLATED, or an Unjudged."""
        context.parent.update(rule.names)
        try:
            is_good = not _all_hold(rule.when, context) or _all_hold(rule.that, context)
        except NotEvaluated as error:
            return why(error, rule, self._judged, scope, position, number)
        return HOLDS if is_good else VIOLATED

    def _tell(self, answer, rule, scope, position, number):
        """Take down a violation, or why a rule was not judged."""
        if answer != VIOLATED:
            self._take_down(rule, answer, scope, position, number)
            return
        message, reason = rule.rule["title"], None
        if rule.message:
            names = {**self._told.names_of(scope, position, number), **rule.names}
            try:
                message = message_of(rule.message, context_of(self._judged.environment, names))
            except NotEvaluated as error:
                reason = "the title stands for the message: %s" % error
        self._outcomes.violated(rule.rule, self._judged.cell_of(position, scope))
        self._found[rule.rule["id"]].append(
            {
                "rule_id": rule.rule["id"],
                **{key: rule.rule[key] for key in ("title", "severity", "scope")},
                "kind": "violation",
                **self._place(scope, position, number),
                "message": message,
                "reason": reason,
                "accepted": None,
            }
        )

    def _take_down(self, rule, unjudged, scope, position, number):
        """Take down that a rule was not judged for an object."""
        cell = self._judged.cell_of(position, scope)
        instance = None if scope == "unassigned_number" else position
        self._outcomes.add(rule.rule, unjudged, cell, instance, lambda: self._place(scope, position, number))

    def _place(self, scope, position, number):
        """Return where an object is, as a finding has it."""
        instance, _item = self._judged.objects(scope, position, number)
        subject, name = subject_of(scope, self._told.objects(scope, position, number)[1])
        where = {key: _text(instance.get(key)) for key in ("account", "region", "instance_id", "instance_name")}
        return {**where, "subject": _text(subject), "subject_name": _text(name)}


def _failure(read, operation):
    failures = read.get("failures")
    return failures.get(operation.action) if failures else read["error"]


def _all_hold(conditions, context):
    """Tell whether all conditions are true; those after one that is not are not asked. Raises NotEvaluated."""
    for condition in conditions:  # noqa: SIM110 - a generator takes twice the time, a million times
        if not truth_of(condition, context):
            return False
    return True


def _text(value):
    return value if value is None or isinstance(value, str) else str(value)
