# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules over the facts of call centers: instances and rules in, findings out. Pure, but for the Jinja environment."""

from __future__ import annotations

import collections
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.availability import api_version_of, available
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.builtin_rules_zh import TEXTS_ZH
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.conditions import (
    NotEvaluated,
    compiled_expression,
    compiled_message,
    context_of,
    is_constant,
    message_of,
    truth_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.drift import IDS
from ansible_collections.alicloud.ccc.plugins.plugin_utils._audit.environment import quick_environment

SEVERITIES = ("info", "low", "medium", "high")
WORST_FIRST = SEVERITIES[::-1]
# Scopes, and for those of a list in an instance: the list, and the facts that name one of it.
LISTS = {
    "admin": ("admins", IDS["admins"]),
    "phone_number": ("phone_numbers", IDS["phone_numbers"]),
}
SCOPES = ("instance", *LISTS, "fleet")
REQUIRED = ("id", "title", "severity", "scope", "that")
TEXTS = ("title", "message", "why", "fix")
KEYS = (*REQUIRED, "when", "message", "params", "why", "fix", "enabled")
# For each language, texts of built-in rules by id, in place of the English ones.
LANGUAGES = {"en": {}, "zh": TEXTS_ZH}
_ID = re.compile(r"[a-z0-9_]+\Z")

_Rule = collections.namedtuple("_Rule", ("rule", "when", "that", "message", "names"))


class RuleError(ValueError):
    """An invalid rule. The text names the rule and its key."""


# --- Rules ---


def rules_of(environment, rules, overrides, language):
    """Return the rules (list of dict) of an audit: the built-in ones in this language, then ``rules``; enabled ones.

    ``overrides``: mapping of the id of a rule to what replaces keys of it; ``params`` are merged. Raises RuleError.
    """
    if language not in LANGUAGES:
        raise RuleError("The language must be one of %s." % ", ".join(LANGUAGES))
    if not isinstance(rules or [], list):
        raise RuleError("Rules must be a list.")
    if not isinstance(overrides or {}, dict):
        raise RuleError("Overrides must be a mapping of rule ids to keys of the rule.")
    own = [*builtin_rules(language), *(rules or [])]
    left = dict(overrides or {})
    merged = [_overridden(rule, left) for rule in own]
    for rule_id in left:
        raise RuleError("Overrides name an unknown rule: %s." % rule_id)
    return [compiled.rule for compiled in checked_rules(environment, merged, 1 - len(BUILTIN_RULES))]


def builtin_rules(language):
    """Return the rules that come with the collection, with texts in this language: a list of dict."""
    texts = LANGUAGES[language]
    return [{**rule, **texts.get(rule["id"], {})} for rule in BUILTIN_RULES]


def _overridden(rule, overrides):
    """Return the rule with what ``overrides`` have for it, which is taken out of them."""
    rule_id = rule.get("id") if isinstance(rule, dict) else None
    if not isinstance(rule_id, str) or rule_id not in overrides:
        return rule
    override = overrides.pop(rule_id)
    if not isinstance(override, dict) or "id" in override:
        raise RuleError("Rule %s: the override must be a mapping of keys of the rule, without id." % rule_id)
    params = override.get("params", {})
    known = rule.get("params") or {}
    if not isinstance(params, dict) or not isinstance(known, dict):
        raise RuleError("Rule %s: params must be a mapping." % rule_id)
    for name in params:
        if name not in known:
            raise RuleError("Rule %s: the override sets params.%s, which the rule does not have." % (rule_id, name))
    return {**rule, **override, "params": {**known, **params}}


def checked_rules(environment, rules, first=1):
    """Return compiled rules (list) for ``rules`` (plain data), less those that are not enabled. Raises RuleError.

    ``first``: the number of the first rule, for errors about a rule that has no id to be called by.
    """
    if not isinstance(rules, list):
        raise RuleError("Rules must be a list.")
    checked, seen = [], set()
    for number, rule in enumerate(rules, first):
        compiled = _checked_rule(environment, rule, number)
        rule_id = compiled.rule["id"]
        if rule_id in seen:
            raise RuleError("Rule %s: another rule has the same id." % rule_id)
        seen.add(rule_id)
        checked.append(compiled)
    return [compiled for compiled in checked if compiled.rule.get("enabled", True)]


def _checked_rule(environment, rule, number):
    if not isinstance(rule, dict):
        raise RuleError("Rule number %d is not a mapping." % number)
    rule_id = rule.get("id")
    if not isinstance(rule_id, str) or not _ID.match(rule_id):
        raise RuleError("Rule number %d: id must consist of lowercase letters, digits and underscores." % number)

    def require(holds, key, what):
        if not holds:
            raise RuleError("Rule %s: %s %s." % (rule_id, key, what))

    _check_keys(rule, require)

    def conditions(key):
        written = rule.get(key, [])
        sources = written if isinstance(written, list) else [written]
        require(all(isinstance(source, str) for source in sources), key, "must be a condition or a list of conditions")
        label = "`%s`" % key if len(sources) == 1 else "condition %%d of `%s`" % key
        labels = [label % position if "%d" in label else label for position in range(1, len(sources) + 1)]
        pairs = zip(sources, labels, strict=True)
        return [compiled(compiled_expression, key, source, label) for source, label in pairs]

    def compiled(compile_it, key, source, label):
        try:
            return compile_it(environment, source, label)
        except ValueError as error:
            raise RuleError("Rule %s: %s: %s." % (rule_id, key, str(error).rstrip("."))) from None

    require(rule["that"] != [], "that", "must hold a condition")
    message = (
        compiled(compiled_message, "message", rule.get("message", ""), "`message`") if rule.get("message") else None
    )
    return _Rule(rule, conditions("when"), conditions("that"), message, _names_of_params(rule.get("params", {})))


def _check_keys(rule, require):
    for key in REQUIRED:
        require(key in rule, key, "is missing")
    for key in rule:
        require(key in KEYS, key, "is not a key of a rule; the keys are %s" % ", ".join(KEYS))
    for key in TEXTS:
        require(isinstance(rule.get(key, ""), str), key, "must be a text")
    require(rule["severity"] in SEVERITIES, "severity", "must be one of %s" % ", ".join(SEVERITIES))
    require(rule["scope"] in SCOPES, "scope", "must be one of %s" % ", ".join(SCOPES))
    require(isinstance(rule.get("params", {}), dict), "params", "must be a mapping")
    require(isinstance(rule.get("enabled", True), bool), "enabled", "must be true or false")


def _names_of_params(params):
    """Return the names ``params``, and ``listed``: for each list in it a mapping whose keys are its values, as texts.

    So a long list costs no time, and an id that YAML takes for a number is found.
    """
    lists = {name: value for name, value in params.items() if isinstance(value, list)}
    return {"params": params, "listed": {name: {str(item): True for item in value} for name, value in lists.items()}}


# --- Findings ---


def findings_of(environment, instances, rules, now, shown=None):
    """Return the findings (list of dict) of ``rules`` (list of dict) in ``instances`` (list of dict), all plain data.

    ``now``: milliseconds since 1970. ``shown``: the same instances as messages may show them, if that is not all.
    They come by rule, and for each rule in the order of the instances. Raises RuleError.
    """
    environment = quick_environment(environment)
    rules = [rule for rule in (_asked(environment, rule) for rule in checked_rules(environment, rules)) if rule]
    by_scope = {scope: [rule for rule in rules if rule.rule["scope"] == scope] for scope in SCOPES}
    judged = _Fleet(environment, instances, now)
    told = judged if shown is None else _Fleet(environment, shown, now)
    found = {rule.rule["id"]: [] for rule in rules}
    for position in range(len(instances)):
        for scope in SCOPES[:-1]:
            for finding in _in_instance(scope, by_scope[scope], judged, told, position):
                found[finding["rule_id"]].append(finding)
    for rule in by_scope["fleet"]:
        context = context_of(environment, judged.names({}))
        found[rule.rule["id"]] = _judged(rule, context, judged.unreported, judged.unreported, told.of_fleet)
    return [finding for rule in rules for finding in found[rule.rule["id"]]]


def _asked(environment, rule):
    """Return the rule without conditions of ``when`` that are true whatever is judged; None if one is false."""
    when = list(rule.when)
    try:
        while when and is_constant(when[0]):
            if not truth_of(when[0], context_of(environment, rule.names)):
                return None
            del when[0]
    except NotEvaluated:
        pass  # it is said of each object
    return rule._replace(when=when)


class _Fleet:
    """Instances, what their API versions do not report, and the names that expressions have."""

    def __init__(self, environment, instances, now):
        pairs = [available({**instance, "api_version": api_version_of(instance)}) for instance in instances]
        self.instances = [instance for instance, _facts in pairs]
        # For each instance a mapping of fact to API version; and for all of them.
        self.unreported_of = [dict.fromkeys(facts, instance["api_version"]) for instance, facts in pairs]
        self.unreported = {fact: version for facts in self.unreported_of for fact, version in facts.items()}
        self.environment = environment
        self._own = {"fleet": fleet_of(self.instances), "now": now}

    def names(self, fields, **own):
        # A field of the gateway's can be called like one of our names.
        return {**self.environment.globals, **fields, **self._own, **own}

    def of_instance(self, position, scope, number):
        """Return ``(names, instance, subject)`` for the object with this number in the scope's list."""
        instance = self.instances[position]
        if scope == "instance":
            return self.names(instance, instance=instance), instance, None
        list_name, naming = LISTS[scope]
        item = instance[list_name][number]
        subject = next((item[fact] for fact in naming if item.get(fact)), None)
        return self.names(item, **{"instance": instance, scope: item}), instance, subject

    def of_fleet(self):
        """Return the same for a rule over all instances."""
        return self.names({}), {}, None


def fleet_of(instances):
    """Return the variable ``fleet``: all instances, and the ids of those that have an id, a name, or a number.

    An id is there once, however often the instance was read.
    """
    by_id, by_name, by_number = {}, {}, {}
    for instance in instances:
        instance_id = instance.get("instance_id")
        numbers = [number.get("number") for number in _objects(instance, "phone_numbers") or ()]
        for index, values in ((by_id, [instance_id]), (by_name, [instance.get("instance_name")]), (by_number, numbers)):
            for value in values:
                # Instances without an id are never the same.
                if isinstance(value, str) and (instance_id is None or instance_id not in index.get(value, ())):
                    index.setdefault(value, []).append(instance_id)
    return {"instances": instances, "by_id": by_id, "by_name": by_name, "by_number": by_number}


def _objects(instance, name):
    """Return a list in an instance, or None if it is not a list of objects."""
    found = instance.get(name)
    return found if isinstance(found, list) and all(isinstance(item, dict) for item in found) else None


def _in_instance(scope, rules, judged, told, position):
    """Yield what ``rules``, all of one scope, find in one instance."""
    objects = (
        [judged.instances[position]] if scope == "instance" else _objects(judged.instances[position], LISTS[scope][0])
    )
    if objects is None:
        reason = "%s is not a list of objects" % LISTS[scope][0]
        for rule in rules:
            yield _finding(rule.rule, told.instances[position], None, "not_evaluated", reason)
        return
    unreported = judged.unreported_of[position]
    for number in range(len(objects) if rules else 0):
        context = context_of(judged.environment, judged.of_instance(position, scope, number)[0])
        for rule in rules:
            yield from _judged(
                rule, context, unreported, judged.unreported, lambda n=number: told.of_instance(position, scope, n)
            )


def _judged(rule, context, unreported, unreported_in_fleet, shown):
    """Return the findings, none or one, of a rule with the names in ``context``.

    ``unreported``: mapping of fact to API version, for the instance and for all. ``shown``: function that returns what
    a finding is made of: the names for its message, the instance, and the subject.
    """
    context.parent.update(rule.names)
    known = (context, unreported, unreported_in_fleet)
    try:
        if not _all_hold(rule.when, *known) or _all_hold(rule.that, *known):
            return []
        kind, reason = "violation", None
    except NotEvaluated as error:
        kind, reason = "not_evaluated", str(error)
    told_names, instance, subject = shown()
    message = None
    if kind == "violation" and rule.message:
        try:
            message = message_of(rule.message, context_of(context.environment, {**told_names, **rule.names}))
        except NotEvaluated as error:
            reason = "the title stands for the message: %s" % error
    return [_finding(rule.rule, instance, subject, kind, reason, message)]


def _all_hold(conditions, context, unreported, unreported_in_fleet):
    """Tell whether all conditions are true; those after one that is not are not asked. Raises NotEvaluated."""
    for condition in conditions:
        unknown = unreported_in_fleet if "fleet" in condition.words else unreported
        for fact in sorted(condition.words.intersection(unknown)):
            raise NotEvaluated("API version %s does not report %s" % (unknown[fact], fact))
        if not truth_of(condition, context):
            return False
    return True


def _finding(rule, instance, subject, kind, reason, message=None):
    return {
        "rule_id": rule["id"],
        "title": rule["title"],
        "severity": rule["severity"],
        "scope": rule["scope"],
        "kind": kind,
        "account": _str_or_none(instance.get("account")),
        "region": _str_or_none(instance.get("region")),
        "instance_id": _str_or_none(instance.get("instance_id")),
        "instance_name": _str_or_none(instance.get("instance_name")),
        "subject": _str_or_none(subject),
        "message": rule["title"] if message is None else message,
        "reason": reason,
        "accepted": None,
    }


def _str_or_none(value):
    return value if value is None or isinstance(value, str) else str(value)
