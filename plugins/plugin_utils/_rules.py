# Copyright (c) 2026 The alicloud.ccc maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules over the facts of call centers: instances and rules in, findings out. Pure, but for the Jinja environment."""

from __future__ import annotations

import collections
import re

from ansible_collections.alicloud.ccc.plugins.plugin_utils._builtin_rules import BUILTIN_RULES
from ansible_collections.alicloud.ccc.plugins.plugin_utils._conditions import (
    NotEvaluated,
    compiled_expression,
    compiled_text,
    text_of,
    truth_of,
)
from ansible_collections.alicloud.ccc.plugins.plugin_utils._reported import api_version_of, reported

SEVERITIES = ("info", "low", "medium", "high")
# Scopes, and for those of a list in an instance: the list, and the facts that name one of it.
LISTS = {
    "admin": ("admins", ("ram_id", "user_id")),
    "phone_number": ("phone_numbers", ("phone_number_id", "number")),
}
SCOPES = ("instance", *LISTS, "fleet")
REQUIRED = ("id", "title", "severity", "scope", "that")
TEXTS = ("title", "message", "why", "fix")
KEYS = (*REQUIRED, "when", "message", "params", "why", "fix", "enabled")
# For each language, texts of built-in rules by id, in place of the English ones.
LANGUAGES = {"en": {}, "zh": {}}
_ID = re.compile(r"[a-z0-9_]+\Z")

_Rule = collections.namedtuple("_Rule", ("rule", "when", "that", "message"))


class RuleError(ValueError):
    """A rule that is none. The text names the rule and its key."""


def plain(value):
    """Return a copy of ``value`` as plain dicts, lists and str, without what Ansible attaches to them."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    return value


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
        raise RuleError("Rule %s, which is in the overrides, is not there." % rule_id)
    return [compiled.rule for compiled in checked_rules(environment, merged)]


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
            raise RuleError("Rule %s: params has no %s, which the overrides set." % (rule_id, name))
    return {**rule, **override, "params": {**known, **params}}


def checked_rules(environment, rules):
    """Return compiled rules (list) for ``rules`` (plain data), less those that are not enabled. Raises RuleError."""
    if not isinstance(rules, list):
        raise RuleError("Rules must be a list.")
    checked, seen = [], set()
    for number, rule in enumerate(rules, 1):
        compiled = _checked_rule(environment, rule, number)
        rule_id = compiled.rule["id"]
        if rule_id in seen:
            raise RuleError("Rule %s: the id is there twice." % rule_id)
        seen.add(rule_id)
        checked.append(compiled)
    return [compiled for compiled in checked if compiled.rule.get("enabled", True)]


def _checked_rule(environment, rule, number):
    if not isinstance(rule, dict):
        raise RuleError("Rule number %d is no mapping." % number)
    rule_id = rule.get("id")
    if not isinstance(rule_id, str) or not _ID.match(rule_id):
        raise RuleError("Rule number %d: id must consist of lowercase letters, digits and underscores." % number)

    def require(holds, key, what):
        if not holds:
            raise RuleError("Rule %s: %s %s." % (rule_id, key, what))

    for key in REQUIRED:
        require(key in rule, key, "is missing")
    for key in rule:
        require(key in KEYS, key, "is no key of a rule; those are %s" % ", ".join(KEYS))
    for key in TEXTS:
        require(isinstance(rule.get(key, ""), str), key, "must be a text")
    require(rule["severity"] in SEVERITIES, "severity", "must be one of %s" % ", ".join(SEVERITIES))
    require(rule["scope"] in SCOPES, "scope", "must be one of %s" % ", ".join(SCOPES))
    require(isinstance(rule.get("params", {}), dict), "params", "must be a mapping")
    require(isinstance(rule.get("enabled", True), bool), "enabled", "must be true or false")

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
            raise RuleError("Rule %s: %s: %s." % (rule_id, key, error)) from None

    require(rule["that"] != [], "that", "must hold a condition")
    message = compiled(compiled_text, "message", rule.get("message", ""), "`message`") if rule.get("message") else None
    return _Rule(rule, conditions("when"), conditions("that"), message)


# --- Findings ---


def findings_of(environment, instances, rules, now, shown=None):
    """Return the findings (list of dict) of ``rules`` (list of dict) in ``instances`` (list of dict), all plain data.

    ``now``: milliseconds since 1970. ``shown``: the same instances as messages may show them, if that is not all.
    They come by rule, and for each rule in the order of the instances. Raises RuleError.
    """
    compiled = checked_rules(environment, rules)
    judged = _Fleet(environment, instances, now)
    told = judged if shown is None else _Fleet(environment, shown, now)
    found = {rule.rule["id"]: [] for rule in compiled}
    for position in range(len(instances)):
        for scope in SCOPES[:-1]:
            of_scope = [rule for rule in compiled if rule.rule["scope"] == scope]
            if of_scope:
                _judge_instance(scope, of_scope, judged, told, position, found)
    for rule in compiled:
        if rule.rule["scope"] == "fleet":
            _judge(rule, judged.names({}), judged.missing, lambda: (told.names({}), {}, None), found)
    return [finding for rule in compiled for finding in found[rule.rule["id"]]]


class _Fleet:
    """Instances, what their API versions leave out, and the names that expressions have for them."""

    def __init__(self, environment, instances, now):
        self._globals = dict(environment.globals)
        pairs = [reported(_with_origin(instance)) for instance in instances]
        self.instances = [instance for instance, _missing in pairs]
        # For each instance, mapping of fact to API version; and for all of them.
        self.missing_of = [
            dict.fromkeys(missing, instance["api_version"]) if missing else {} for instance, missing in pairs
        ]
        self.missing = {}
        for missing in self.missing_of:
            self.missing.update(missing)
        self._own = {"fleet": fleet_of(self.instances), "now": now}

    def names(self, fields, **own):
        # A field of the gateway's could be called like one of our names.
        return {**self._globals, **fields, **self._own, **own}


def _with_origin(instance):
    return {**instance, "api_version": api_version_of(instance)}


def fleet_of(instances):
    """Return the variable ``fleet``: all instances, and the ids of those that have an id, a name, or a number.

    An id is there once, however often the instance was read.
    """
    by_id, by_name, by_number = {}, {}, {}
    for instance in instances:
        instance_id = instance.get("instance_id")
        numbers = [number.get("number") for number in objects_of(instance, "phone_numbers") or []]
        for index, values in ((by_id, [instance_id]), (by_name, [instance.get("instance_name")]), (by_number, numbers)):
            for value in values:
                if isinstance(value, str) and instance_id not in index.setdefault(value, []):
                    index[value].append(instance_id)
    return {"instances": instances, "by_id": by_id, "by_name": by_name, "by_number": by_number}


def objects_of(instance, name):
    """Return a list in an instance, or None if it is no list of objects."""
    found = instance.get(name)
    return found if isinstance(found, list) and all(isinstance(item, dict) for item in found) else None


def _judge_instance(scope, rules, judged, told, position, found):
    """Add to ``found`` what rules of one scope find in one instance."""
    instance, missing = judged.instances[position], judged.missing_of[position]
    if scope == "instance":
        objects = [instance]
    else:
        list_name, _names = LISTS[scope]
        objects = objects_of(instance, list_name)
    if objects is None:
        for rule in rules:
            reason = "%s is no list of objects" % list_name
            found[rule.rule["id"]].append(_finding(rule, told.instances[position], None, "not_evaluated", reason))
        return
    for number, item in enumerate(objects):
        own = {"instance": instance, scope: item}
        names = judged.names(item, **own)

        def shown(number=number, names=names):
            told_instance = told.instances[position]
            told_item = told_instance if scope == "instance" else told_instance[LISTS[scope][0]][number]
            subject = None if scope == "instance" else _subject(told_item, LISTS[scope][1])
            own = {"instance": told_instance, scope: told_item}
            return (names if told is judged else told.names(told_item, **own)), told_instance, subject

        for rule in rules:
            _judge(rule, names, missing, shown, found, judged.missing)


def _subject(item, facts):
    return next((item[fact] for fact in facts if item.get(fact)), None)


def _judge(rule, names, missing, shown, found, missing_in_fleet=None):
    """Add to ``found`` what one rule finds with these names.

    ``shown``: function that returns what a finding is made of: names for its message, the instance, the subject.
    """
    names["params"] = rule.rule.get("params") or {}
    try:
        if not _holds(rule.when, names, missing, missing_in_fleet) or _holds(
            rule.that, names, missing, missing_in_fleet
        ):
            return
        kind, reason = "violation", None
    except NotEvaluated as error:
        kind, reason = "not_evaluated", str(error)
    told_names, instance, subject = shown()
    message = None
    if kind == "violation" and rule.message:
        told_names["params"] = names["params"]
        try:
            message = text_of(rule.message, told_names)
        except NotEvaluated as error:
            reason = "the title stands for the message: %s" % error
    found[rule.rule["id"]].append(_finding(rule, instance, subject, kind, reason, message))


def _holds(conditions, names, missing, missing_in_fleet):
    """Tell whether all conditions hold; those behind one that does not are not asked. Raises NotEvaluated."""
    for condition in conditions:
        unknown = missing_in_fleet if missing_in_fleet and "fleet" in condition.words else missing
        for fact in sorted(condition.words.intersection(unknown)) if unknown else ():
            raise NotEvaluated("API version %s does not report %s" % (unknown[fact], fact))
        if not truth_of(condition, names):
            return False
    return True


def _finding(rule, instance, subject, kind, reason, message=None):
    return {
        "rule_id": rule.rule["id"],
        "title": rule.rule["title"],
        "severity": rule.rule["severity"],
        "scope": rule.rule["scope"],
        "kind": kind,
        "account": _text(instance.get("account")),
        "region": _text(instance.get("region")),
        "instance_id": _text(instance.get("instance_id")),
        "instance_name": _text(instance.get("instance_name")),
        "subject": _text(subject),
        "message": rule.rule["title"] if message is None else message,
        "reason": reason,
        "accepted": None,
    }


def _text(value):
    return value if value is None or isinstance(value, str) else str(value)
